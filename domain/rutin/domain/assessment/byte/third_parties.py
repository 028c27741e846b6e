"""Those around the client: told that the support person leaves, and whom to turn to (r.48–49)."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from rutin.domain.assessment.byte.handover import (
    Handover,
    excused,
    handover_duty,
    stretches,
)
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import done_by
from rutin.domain.assessment.duty import Done, Duty, Excuse
from rutin.domain.assessment.reason import Reason
from rutin.domain.case import (
    ConsentGranted,
    ConsentWithdrawn,
    ContactRegistered,
    ContactRemoved,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    ThirdPartyInformed,
)
from rutin.domain.values import day_after

NO_GOD_MAN = Reason("no_god_man", "god man finns inte", "there is no god man")
NO_RELATIVE = Reason(
    "no_relative", "ingen anhörig, eller inget samtycke", "no relative, or no consent in force"
)

_ROLES = {"god_man": ("god_man", "trustee"), "relative": ("relative",)}


def third_party_told(party: str) -> Callable[[CaseFile, Handover], Duty]:
    """Judge BYTE-13: each third party there is, and that may be told, is told."""

    def duty(file: CaseFile, handover: Handover) -> Duty:
        told = next(
            (t for t in handover.of(ThirdPartyInformed) if getattr(t.fact, "party", "") == party),
            None,
        )
        plain = handover_duty(
            handover, done_by(told), "ThirdPartyInformed", dues=handover.last_days
        )
        return excused(plain, *_nobody_to_tell(file, handover, party))

    return duty


def _nobody_to_tell(file: CaseFile, handover: Handover, party: str) -> Iterator[Excuse]:
    """Lift what concerns someone who is not there, or may not be told; as it was on the last day."""
    if party == "case_officer":
        return  # who comes with the order (D-46)
    reason = NO_GOD_MAN if party == "god_man" else NO_RELATIVE
    days = sorted(_turns(file, handover))
    for day, following in zip_longest(days, days[1:]):
        if not _may_be_told(file, party, handover.frozen(day)):
            yield Excuse(day, reason, until=following)


def _turns(file: CaseFile, handover: Handover) -> set[date]:
    """Give the days from the announcement on which who there is, or may be told, can change."""
    turns = (handover.over, *_changes(file))
    later = {day for day in turns if day is not None and day > handover.announced}
    return {handover.announced, *later}


def _changes(file: CaseFile) -> Iterator[date | None]:
    for turn in file.whole.of(ContactRegistered, ContactRemoved, ConsentGranted, ConsentWithdrawn):
        yield turn.fact.occurred_on
        yield getattr(turn.fact, "valid_from", None)
        yield _day_after_consent(turn.fact)


def _day_after_consent(fact: Any) -> date | None:
    if not isinstance(fact, ConsentGranted):
        return None
    return day_after(fact.last_day)


def _may_be_told(file: CaseFile, party: str, day: date) -> bool:
    present = [
        c
        for c in file.whole.of(ContactRegistered)
        if c.fact.occurred_on <= day
        and getattr(c.fact, "role", "") in _ROLES[party]
        and not _removed(file, c, day)
    ]
    if party != "relative":
        return bool(present)
    return any(_consent_covers(file, getattr(c.fact, "contact", ""), day) for c in present)


def _removed(file: CaseFile, contact: Recorded, day: date) -> bool:
    name = getattr(contact.fact, "contact", "")
    return any(
        getattr(r.fact, "contact", "") == name and r.fact.occurred_on <= day
        for r in file.whole.of(ContactRemoved)
    )


def _consent_covers(file: CaseFile, contact: str, day: date) -> bool:
    withdrawn = {
        getattr(w.fact, "consent", ""): w.fact.occurred_on for w in file.whole.of(ConsentWithdrawn)
    }
    for granted in file.whole.of(ConsentGranted):
        consent: Any = granted.fact
        if (
            consent.occurred_on <= day
            and consent.covers("relative", contact, day)
            and day < withdrawn.get(consent.consent, date.max)
        ):
            return True
    return False


def referred(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-14: each of those told is referred to the new point of contact."""
    done, *again = _all_referred(file, handover) or (None,)
    duty = handover_duty(handover, done, "BYTE-14", dues=handover.last_days)
    return duty._replace(again=tuple(again))


def _all_referred(file: CaseFile, handover: Handover) -> tuple[Done, ...]:
    """Give the stretches of days on which everyone who is to be told has been referred."""
    referred = [t for t in handover.of(ThirdPartyInformed) if getattr(t.fact, "referral", "")]

    def by(day: date) -> tuple[Recorded, ...]:
        so_far = tuple(t for t in referred if t.fact.occurred_on <= day)
        wanted = {p for p in _ROLES if _may_be_told(file, p, handover.frozen(day))}
        told = {getattr(t.fact, "party", "") for t in so_far}
        return so_far if {"case_officer", *wanted} <= told else ()

    return stretches({t.fact.occurred_on for t in referred} | _turns(file, handover), by)
