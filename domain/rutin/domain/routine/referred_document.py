"""Documents that a routine refers to: a process map, checklists, a description of a role (D-55)."""

from typing import Annotated, Literal

from rutin.domain.document import DocumentRegistration
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.routine.stream import FactOfRoutine, RoutineCommand


class ReferredDocument(DocumentRegistration):
    """A document that a routine refers to, and where it is kept."""

    provision: Annotated[
        Reference | None, label("Bestämmelse som hänvisar till handlingen", "Som NYB-03.")
    ] = None


class DocumentRegistered(ReferredDocument, FactOfRoutine):
    """A document that the routine refers to was registered; it is kept elsewhere."""

    type: Literal["routine.document_registered.v1"] = "routine.document_registered.v1"


class RegisterRoutineDocument(ReferredDocument, RoutineCommand):
    """Register a document that a routine refers to."""

    records = DocumentRegistered
