"""What must be done, seen at a follow-up, and word of it to the unit manager (MAN r.19–21)."""

from typing import Annotated, Literal

from pydantic import Field

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import FactReference, FilledText, Text
from rutin.domain.support_relationship.stream import FactOfSupportPerson, SupportPersonCommand
from rutin.domain.values import Month


class NeedOfAction(Act):
    """Something must be done."""

    what: Annotated[FilledText, label("Vad som behöver åtgärdas", cites="MAN-03")]
    period: Annotated[
        Month | None, label("Uppföljningens månad", "Om det kom fram vid en månadsuppföljning.")
    ] = None


class ActionRequired(NeedOfAction, FactOfSupportPerson):
    """It was seen that something must be done."""

    type: Literal["relationship.action_required.v1"] = "relationship.action_required.v1"


class RequireAction(NeedOfAction, SupportPersonCommand):
    """Record that something must be done."""

    records = ActionRequired


class UnitManagerNotice(Act):
    """Word to the unit manager of what must be done."""

    actions: Annotated[
        tuple[FactReference, ...],
        Field(min_length=1),
        label(
            "Åtgärdsbehov",
            "De händelser som beskriver vad som behöver åtgärdas.",
            cites="MAN-03",
        ),
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class UnitManagerNotified(UnitManagerNotice, FactOfSupportPerson):
    """The unit manager was told what must be done."""

    type: Literal["relationship.unit_manager_notified.v1"] = "relationship.unit_manager_notified.v1"


class NotifyUnitManager(UnitManagerNotice, SupportPersonCommand):
    """Record that the unit manager was told what must be done."""

    records = UnitManagerNotified
