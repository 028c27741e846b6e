"""How the welcome of a new client is judged (Ny brukare): all by the start of the service (D-33)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import Check, act, done_by, judged, milestone
from rutin.domain.assessment.duty import Done, Due, Duty, Excuse
from rutin.domain.assessment.reason import Reason
from rutin.domain.case import (
    ChecklistCompleted,
    ClientInformedAboutService,
    ImplementationPlanEstablished,
    PackItem,
    PackItems,
    ServiceStarted,
    WelcomePackDelivered,
    WelcomePackSupplemented,
)
from rutin.domain.recorded import Recorded

_START = act(ServiceStarted)
_PACK = (WelcomePackDelivered, WelcomePackSupplemented)

NOT_NEEDED = Reason("not_needed", "behövs inte för brukaren", "is not called for by the client")

ITEMS = {
    "NYB-07a": "phone_numbers",
    "NYB-07b": "names",
    "NYB-07c": "key_routines",
    "NYB-07d": "private_funds",
    "NYB-07e": "alarm",
    "NYB-07f": "complaints",
}
"""The matters of the welcome pack, by the provision that asks for each (r.45–47)."""

MAY_BE_LIFTED = ("key_routines", "alarm")
"""The matters that need not be given where there is no key and no alarm; a reason lifts no other."""


def _item(pack: Recorded, name: str) -> PackItem | None:
    items: PackItems = getattr(pack.fact, "items", PackItems())
    item: PackItem | None = getattr(items, name)
    return item


def _given(file: CaseFile, name: str) -> Recorded | None:
    """Give the first delivery that held a matter."""
    return next((p for p in file.whole.of(*_PACK) if (i := _item(p, name)) and i.given), None)


def _not_needed(file: CaseFile, name: str) -> Recorded | None:
    """Give the first word that a matter is not called for, with the reason."""
    return next((p for p in file.whole.of(*_PACK) if _lifts(_item(p, name), name)), None)


def _lifts(item: PackItem | None, name: str) -> bool:
    """Say whether a reason lifts a matter; another is recorded as told, and counts as not given."""
    return name in MAY_BE_LIFTED and item is not None and bool(item.not_needed_because)


def _answered(file: CaseFile, name: str) -> Recorded | None:
    """Give the first word on a matter, whether it was given or not called for."""
    return next(
        (
            pack
            for pack in file.whole.of(*_PACK)
            if (item := _item(pack, name)) and (item.given or _lifts(item, name))
        ),
        None,
    )


def _dues(file: CaseFile) -> tuple[Due, ...]:
    """Give the last day in time: the start, or so long before it as the version or policy says."""
    start = _START.first(file.whole)
    if start is None:
        return ()
    day = start.fact.occurred_on
    before = file.value("welcome_before_start_days", file.begins)
    return (Due(day - timedelta(days=before), known=day),)


def _matter(provision: str, name: str) -> Check:
    """Judge one matter of the pack: given, or, where that may be, said not to be called for."""

    @judged("FIELD av NYB-06")
    def duties(file: CaseFile) -> Iterator[Duty]:
        given, unneeded = _given(file, name), _not_needed(file, name)
        yield Duty(
            done=Done.of(given) if given else None,
            dues=_dues(file),
            missing=(provision,),
            excuses=(
                (Excuse(unneeded.fact.occurred_on, NOT_NEEDED, evidence=(unneeded,)),)
                if unneeded
                else ()
            ),
            parameters=("welcome_before_start_days",),
        )

    return duties


@judged("MS(ServiceStarted), NYB-07a–f")
def pack_delivered(file: CaseFile) -> Iterator[Duty]:
    """Judge NYB-06: the pack is handed over with all that is called for, at once or bit by bit (D-48)."""
    packs = file.whole.of(*_PACK)
    answered = {provision: _answered(file, name) for provision, name in ITEMS.items()}
    answering = [pack for pack in packs if pack in answered.values()]
    yield Duty(
        done=None if None in answered.values() else Done.of(*answering),
        dues=_dues(file),
        missing=("WelcomePackDelivered",),
        lacking=tuple(
            (
                pack.fact.occurred_on,
                tuple(
                    provision
                    for provision, answer in answered.items()
                    if answer is None or answer.fact.occurred_on > pack.fact.occurred_on
                ),
            )
            for pack in packs
        ),
        parameters=("welcome_before_start_days",),
    )


@judged("FIELD av NYB-06")
def anything_else(file: CaseFile) -> Iterator[Duty]:
    """Judge NYB-07g: a pack may hold more, and need not; it is never overdue."""
    yield Duty(done=done_by(file.whole.first(*_PACK)), missing=("WelcomePackDelivered",))


@judged("FIELD av NYB-06")
def handed_over_by_the_right_one(file: CaseFile) -> Iterator[Duty]:
    """Judge NYB-11: the unit manager or a designated employee hands the pack over."""

    def may(pack: Any) -> bool:
        return pack.delivered_by in {"unit_manager", "designated_employee"}

    yield Duty(
        done=done_by(act(WelcomePackDelivered, that=may).first(file.whole)),
        dues=_dues(file),
        missing=("NYB-11",),
        parameters=("welcome_before_start_days",),
    )


NYB_CHECKS: dict[str, Check] = {
    "NYB-05": milestone(act(ClientInformedAboutService), by=_START),
    "NYB-06": pack_delivered,
    **{provision: _matter(provision, name) for provision, name in ITEMS.items()},
    "NYB-07g": anything_else,
    "NYB-08": milestone(act(ImplementationPlanEstablished), by=_START),
    "NYB-10": milestone(act(ChecklistCompleted), by=_START),
    "NYB-11": handed_over_by_the_right_one,
}
"""How NYB-05 to NYB-11 are judged, but for NYB-09, which sums up KLA."""
