"""The client is welcomed and the service starts (Ny brukare; KLA step 9)."""

from collections.abc import Collection
from datetime import date
from typing import Literal

from rutin.adapters.demo.case_at_hand import CaseAtHand
from rutin.domain.case import (
    CompleteChecklist,
    DeliverWelcomePack,
    InformClientAboutService,
    PackItem,
    PackItems,
    StartService,
    SupplementWelcomePack,
)

Matter = Literal["phone_numbers", "names", "key_routines", "private_funds", "alarm", "complaints"]
"""What the routine names as parts of the welcome pack (NYB r.45–47)."""

MATTERS: tuple[Matter, ...] = (
    *("phone_numbers", "names", "key_routines"),
    *("private_funds", "alarm", "complaints"),
)


def welcome(
    case: CaseAtHand,
    *,
    lacking: Collection[Matter] = (),
    no_alarm: bool = False,
    supplemented_on: date | None = None,
    checklist: bool = True,
) -> None:
    """Tell the client of the service, hand the welcome pack over and go through the checklist.

    Args:
        case: Whose client.
        lacking: What the pack lacks.
        no_alarm: Whether the client has no alarm, so that nothing about it is called for.
        supplemented_on: The day the rest is handed over; never when left out.
        checklist: Whether the checklist is gone through.
    """
    on = case.calendar.welcomed_on
    case.note(
        InformClientAboutService(
            case=case.reference,
            items=("Vem man ringer", "Synpunkter och klagomål", "Hur tider ändras"),
            occurred_on=on,
        )
    )
    given = [matter for matter in MATTERS if matter not in lacking]
    case.note(
        DeliverWelcomePack(
            case=case.reference,
            items=_items(given, no_alarm=no_alarm),
            delivered_by="designated_employee",
            occurred_on=on,
        )
    )
    if supplemented_on is not None:
        case.note(
            SupplementWelcomePack(
                case=case.reference,
                items=_items(lacking),
                delivered_by="unit_manager",
                occurred_on=supplemented_on,
            )
        )
    if checklist:
        case.note(CompleteChecklist(case=case.reference, version="2020-11", occurred_on=on))


def _items(given: Collection[Matter], *, no_alarm: bool = False) -> PackItems:
    items: dict[str, PackItem] = {matter: PackItem(given=True) for matter in given}
    if no_alarm:
        items["alarm"] = PackItem(not_needed_because="Brukaren har inget larm.")
    return PackItems().but(**items)


def start(
    case: CaseAtHand, *, recorded_on: date | None = None, deviation: str | None = None
) -> None:
    """Start the service.

    Args:
        case: Whose service.
        recorded_on: The day it is recorded, when not the day it starts.
        deviation: Why it starts although something that must come first is lacking.
    """
    case.note(
        StartService(case=case.reference, occurred_on=case.calendar.started_on),
        recorded_on=recorded_on,
        deviation=deviation,
    )
