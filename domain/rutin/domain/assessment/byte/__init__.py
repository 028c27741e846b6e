"""How a change of support person is judged (Informationsöverföring vid byte av stödperson)."""

from rutin.domain.assessment.byte.checks import BYTE_CHECKS
from rutin.domain.assessment.byte.handover import Handover, handovers

__all__ = ["BYTE_CHECKS", "Handover", "handovers"]
