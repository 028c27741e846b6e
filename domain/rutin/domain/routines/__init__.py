"""The routines as data: every provision, in catalogue order, with the line that says so."""

from rutin.domain.routines.catalogue import PROVISIONS, catalogue_order, provision
from rutin.domain.routines.citation import Citation
from rutin.domain.routines.definition import Basis, Kind, Provision

__all__ = [
    "PROVISIONS",
    "Basis",
    "Citation",
    "Kind",
    "Provision",
    "catalogue_order",
    "provision",
]
