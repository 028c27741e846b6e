"""Explaining a finding in words: the act, the due day, and the evidence or what is missing.

Texts are made here, when a finding is shown; inside, a finding is dates and references alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rutin.application.registry import OPERATIONS, operation_giving
from rutin.domain.assessment.assess import Finding, basis_of
from rutin.domain.assessment.finding import Gap, Status
from rutin.domain.assessment.reason import Reason
from rutin.domain.recorded import Recorded
from rutin.domain.routines import PROVISIONS
from rutin.domain.values import stockholm_date


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a provision stands as it does, in both languages."""

    swedish: str
    english: str


def explain(finding: Finding) -> Explanation:
    """Tell why a finding is what it is."""
    demand = finding.provision
    return Explanation(
        swedish=" ".join(filter(None, (demand.swedish, *_in_swedish(finding)))),
        english=" ".join(filter(None, (demand.english, *_in_english(finding)))),
    )


def reason_told(finding: Finding) -> str | None:
    """Give the reason of what does not apply, is breached or was late, in a few Swedish words."""
    state = finding.state
    return reason_in_words(state.reason, late=state.late, since=finding.since, due=state.due)


def reason_in_words(
    reason: Reason | None, *, late: bool, since: date | None, due: date | None
) -> str | None:
    """Give the reason of what stands so since a day; see `reason_told`."""
    if reason is not None:
        return reason.swedish
    if late and due is not None:
        return f"{_days_in_swedish(_days_late(since, due))} efter sista dagen"
    return None


# ---------------------------------------------------------------- Swedish


def _in_swedish(finding: Finding) -> Iterable[str]:
    state, since = finding.state, finding.since
    local = state.due is not None and basis_of(finding) == "parameter"
    match finding.status:
        case Status.NOT_APPLICABLE:
            yield _not_applicable(_reason(finding))
        case Status.MET:
            yield f"Uppfyllt{_from(since)} genom {_evidence(state.evidence) or 'rutinens eget huvud'}."
            if state.late and state.due:
                days = _days_in_swedish(_days_late(since, state.due))
                yield f"Sent: sista dagen var {state.due}, {days} tidigare."
            elif state.due:
                yield f"Sista dagen var {state.due}."
            if state.late_registered:
                yield f"Registrerat först {max(_told(state.evidence))}."
        case Status.OPEN:
            yield "Kan ännu göras."
            yield f"Sista dagen är {state.due}." if state.due else "Ingen sista dag är bestämd."
        case Status.OVERDUE:
            yield f"Försenat{_from(since)}."
            if state.due:
                yield f"Sista dagen var {state.due}."
        case Status.BREACHED:
            yield f"Brutet{_from(since)}: {_reason(finding)}."
            if state.due:
                yield f"Sista dagen var {state.due}."
            if state.evidence:
                yield f"Det visar {_evidence(state.evidence)}."
    if local:
        yield "Tiden är lokalt bestämd och står inte i rutinen."
    if finding.status in _UNDONE and state.missing:
        named = [m for m in state.missing if m != finding.provision.id]
        yield f"Saknas: {', '.join(map(missing_in_swedish, named)) or 'uppgiften'}."
    elif finding.status is Status.OPEN:
        yield "Inget saknas."
    if state.gaps:
        yield f"Luckor: {', '.join(map(_gap, state.gaps))}."
    if finding.status in (Status.OPEN, Status.OVERDUE) and state.reason is not None:
        yield f"Anmärkning: {state.reason.swedish}."
    if finding.routine_status == "expired":
        yield "Rutinens giltighetstid har gått ut."
    if finding.began is None:
        yield "Inget var registrerat om ärendet."
    elif finding.is_before_anything:
        yield f"Inget hade hänt i ärendet; det första är från {finding.began}."


_UNDONE = (Status.OPEN, Status.OVERDUE, Status.BREACHED)


def _not_applicable(reason: str) -> str:
    said = reason.removeprefix("gäller inte ")
    return f"Gäller inte{':' if said == reason else ''} {said}."


def _reason(finding: Finding) -> str:
    return finding.state.reason.swedish if finding.state.reason else "skälet är inte känt"


def _from(since: date | None) -> str:
    return f" från och med {since}" if since else ""


def _evidence(facts: Iterable[Recorded]) -> str:
    return ", ".join(
        f"{operation_giving(type(r.fact)).happened.lower()} {r.fact.occurred_on}" for r in facts
    )


def _told(facts: Iterable[Recorded]) -> list[date]:
    return [stockholm_date(fact.recorded_at) for fact in facts]


def _gap(gap: Gap) -> str:
    return f"{gap.first}–{gap.last}" if gap.last else f"från {gap.first}"


def _days_late(since: date | None, due: date) -> int:
    return (since - due).days if since else 0


def _days_in_swedish(days: int) -> str:
    return "1 dag" if days == 1 else f"{days} dagar"


_PROVISIONS = {each.id: each for each in PROVISIONS}
_ACTS = {operation.fact.__name__: operation.happened for operation in OPERATIONS}

OTHER_MISSING = {
    "phone": ("telefon", "telephone"),
    "letter": ("brev", "letter"),
    "email": ("e-post", "e-mail"),
    "other_way": ("något annat sätt", "another way"),
    "contact_routes": ("kontaktuppgifter", "contact details"),
    "child_view": ("barnets synpunkter", "the child's view"),
    "issued_on": ("ett utdrag som är nog nytt", "an extract that is new enough"),
    "decided_by": ("vem som har beslutat", "who decided it"),
    "decided_on": ("beslutsdag", "the day of the decision"),
    "replaces": ("vad utgåvan ersätter", "what the version replaces"),
    "responsible": ("vilken funktion som ansvarar", "which function is responsible"),
    "author": ("en plan som stödpersonen har skrivit", "a plan written by a support person"),
    "capacity_confirmed_by": (
        "vem som har sett till att personen har det som krävs",
        "who confirmed that the person has what it takes",
    ),
    "DisposalCarriedOut": ("gallring", "disposal"),
}
"""What may be missing beside provisions and acts, in Swedish and English."""


def missing_in_swedish(missing: str) -> str:
    """Tell in Swedish words what is missing."""
    return missing_told(missing)[0]


def missing_told(missing: str) -> tuple[str, str]:
    """Tell in words what is missing, in Swedish and English: a provision, acts, or a field.

    What is none of these is told as it stands: an own routine's words, or its provision's id.
    """
    if missing in _PROVISIONS:
        sentences = _PROVISIONS[missing].swedish, _PROVISIONS[missing].english
        swedish, english = (sentence.removesuffix(".") for sentence in sentences)
        return f"{missing} ({swedish})", f"{missing} ({english})"
    if missing in OTHER_MISSING:
        return OTHER_MISSING[missing]
    names = missing.split("/")
    if not all(name in _ACTS for name in names):
        return missing, missing
    return " eller ".join(_ACTS[name].lower() for name in names), " or ".join(map(_words, names))


# ---------------------------------------------------------------- English


def _days_in_english(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _in_english(finding: Finding) -> Iterable[str]:
    state, since = finding.state, finding.since
    local = state.due is not None and basis_of(finding) == "parameter"
    reason = state.reason.english if state.reason else "the reason is not known"
    start = f" since {since}" if since else ""
    match finding.status:
        case Status.NOT_APPLICABLE:
            yield f"Not applicable: {reason.removeprefix('does not apply to ')}."
        case Status.MET:
            yield f"Met{start} by {_evidence_in_english(state.evidence) or 'the head of the routine'}."
            if state.late and state.due:
                yield f"Late: due {state.due}, {_days_in_english(_days_late(since, state.due))} before."
            elif state.due:
                yield f"Due {state.due}."
            if state.late_registered:
                yield f"Recorded only on {max(_told(state.evidence))}."
        case Status.OPEN:
            yield "May still be done."
            yield f"Due {state.due}." if state.due else "No due day is set."
        case Status.OVERDUE:
            yield f"Overdue{start}."
            if state.due:
                yield f"Due {state.due}."
        case Status.BREACHED:
            yield f"Breached{start}: {reason}."
            if state.due:
                yield f"Due {state.due}."
            if state.evidence:
                yield f"Shown by {_evidence_in_english(state.evidence)}."
    if local:
        yield "The time is a policy parameter, not in the routine."
    if finding.status in _UNDONE and state.missing:
        named = [m for m in state.missing if m != finding.provision.id]
        yield f"Missing: {', '.join(map(_missing_in_english, named)) or 'the field'}."
    elif finding.status is Status.OPEN:
        yield "Nothing is missing."
    if state.gaps:
        yield f"Gaps: {', '.join(map(_gap_in_english, state.gaps))}."
    if finding.status in (Status.OPEN, Status.OVERDUE) and state.reason is not None:
        yield f"Remark: {state.reason.english}."
    if finding.routine_status == "expired":
        yield "The routine's validity has expired."
    if finding.began is None:
        yield "Nothing was recorded about the case."
    elif finding.is_before_anything:
        yield f"Nothing had happened in the case; the first is from {finding.began}."


def _evidence_in_english(facts: Iterable[Recorded]) -> str:
    return ", ".join(f"{_words(type(r.fact).__name__)} {r.fact.occurred_on}" for r in facts)


def _gap_in_english(gap: Gap) -> str:
    return f"{gap.first} to {gap.last}" if gap.last else f"from {gap.first}"


def _missing_in_english(missing: str) -> str:
    return missing_told(missing)[1]


def _words(name: str) -> str:
    """Tell the name of a fact in words: "ClientMeetingHeld" is "client meeting held"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
