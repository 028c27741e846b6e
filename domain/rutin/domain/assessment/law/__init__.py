"""How the law's own demands on a case are judged."""

from rutin.domain.assessment.clocks import Check
from rutin.domain.assessment.law.execution import LAW_EXECUTION
from rutin.domain.assessment.law.record import LAW_RECORD
from rutin.domain.assessment.law.suitability import LAW_SUITABILITY

LAW_CHECKS: dict[str, Check] = {**LAW_EXECUTION, **LAW_RECORD, **LAW_SUITABILITY}
"""How the rows of law that concern a case are judged."""

__all__ = ["LAW_CHECKS"]
