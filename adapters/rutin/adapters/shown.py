"""What is recorded, and what is wrong, as JSON: one form for every surface that speaks it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from rutin.application.explanation import explain, reason_told
from rutin.application.registry import operation_giving
from rutin.application.support_work import Due, HandoverUnderWay, UnitSituation
from rutin.application.timeline import TimelineEntry
from rutin.domain.actor import Actor
from rutin.domain.assessment.assess import Finding, basis_of
from rutin.domain.assessment.finding import Severity, Status
from rutin.domain.clock_time import ClockTime
from rutin.domain.correction import FactCorrection
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Problem
from rutin.domain.routines.citation import Citation


class ShownFact(Immutable):
    """A recorded fact: what happened, and its envelope."""

    occurred_on: Annotated[date, label("Datum", "Den dag det hände, i Sverige.")]
    occurred_at: Annotated[ClockTime | None, label("Klockslag", "Svensk tid.")]
    title: Annotated[str, label("Händelse", "Vad händelsen kallas.")]
    type: Annotated[str, label("Slag", "Händelsens slag och version, som i katalogen.")]
    reference: Annotated[
        str, label("Beteckning", "Ärendet, uppdraget, uppdragstagaren eller rutinen.")
    ]
    version: Annotated[int, label("Version", "Plats bland det som hör till beteckningen, från 1.")]
    position: Annotated[int, label("Position", "Plats i journalen, från 1.")]
    event_id: Annotated[UUID, label("Händelsens id")]
    command_id: Annotated[str, label("Kommandots id")]
    correlation_id: Annotated[str, label("Hör ihop med")]
    causation_id: Annotated[str | None, label("Orsakat av")]
    recorded_at: Annotated[datetime, label("Registrerat")]
    by: Annotated[Actor, label("Av")]
    deviation: Annotated[str | None, label("Avvikelseorsak")]
    corrects: Annotated[str | None, label("Rättar", "Id för den händelse som rättas.")]
    data: Annotated[
        dict[str, JsonValue],
        label("Uppgifter", "Händelsens fält enligt katalogen; tomma fält är utelämnade."),
    ]


class ShownEntry(ShownFact):
    """A fact in a timeline."""

    corrected_by: Annotated[str | None, label("Rättad av", "Id för den rättelse som gäller.")]
    marked_by: Annotated[
        str | None, label("Felmarkerad av", "Id för felmarkeringen, om det är en anteckning.")
    ]
    hidden: Annotated[
        bool, label("Dold text", "En text visas inte: den är skriven i fel brukares akt.")
    ]


class ShownTimeline(Immutable):
    """A timeline: what happened, in order of occurrence."""

    reference: Annotated[str, label("Beteckning", "Som case/K-1.")]
    entries: Annotated[tuple[ShownEntry, ...], label("Händelser")]


class ShownPlace(Immutable):
    """Where a provision stands."""

    source: Annotated[str, label("Källa", "Rutinens fil, eller lag med kapitel och paragraf.")]
    lines: Annotated[
        tuple[tuple[int, int], ...],
        label("Rader", "Första och sista i varje följd, från 1; tomt för en lag."),
    ]
    key_words: Annotated[tuple[str, ...], label("Nyckelord")]


class ShownCitation(ShownPlace):
    """Where a provision stands, also in words."""

    display: Annotated[str, label("Visas som")]


class ShownProblem(Immutable):
    """One thing that is wrong."""

    code: Annotated[str, label("Kod", "Ändras aldrig.")]
    text: Annotated[str, label("Text", "Vad som är fel och vad man gör.")]
    field: Annotated[str | None, label("Fält")]
    provision: Annotated[str | None, label("Bestämmelse", "Som KLA-09i.")]
    citation: Annotated[ShownCitation | None, label("Var bestämmelsen står")]


class ShownGap(Immutable):
    """Days on which a standing condition did not hold, both included."""

    first: Annotated[date, Field(serialization_alias="from"), label("Från")]
    last: Annotated[
        date | None, Field(serialization_alias="to"), label("Till och med", "Tomt: ännu.")
    ]


class ShownParameter(Immutable):
    """A local value that a finding's time rests on."""

    name: Annotated[str, label("Parameter")]
    value: Annotated[int, label("Värde")]
    default: Annotated[int, label("Förval")]


class ShownFinding(Immutable):
    """How one instance of a provision stands on a day, why, and on what evidence."""

    rule_id: Annotated[str, label("Bestämmelse", "Som KLA-06c.")]
    routine: Annotated[str, label("Rutin", "Rutinens kortnamn; LAW för lag.")]
    routine_version: Annotated[str, label("Utgåva", "Den som gäller för instansen.")]
    routine_status: Annotated[
        Literal["in_force", "expired", "suspended"], label("Utgåvans läge den dagen")
    ]
    severity: Annotated[Severity, label("Tyngd", "Krav eller rekommendation.")]
    basis: Annotated[Literal["seed", "step_order", "parameter", "law"], label("Vad tiden vilar på")]
    subject: Annotated[str, label("Gäller", "Som case/K-1.")]
    instance_key: Annotated[
        str, label("Instans", "-, omgång, period eller den utlösande händelsens id.")
    ]
    status: Annotated[Status, label("Läge")]
    late: Annotated[bool, label("Sent", "Uppfyllt efter sista dagen.")]
    late_registered: Annotated[bool, label("Sent registrerat")]
    due: Annotated[date | None, label("Sista dag")]
    since: Annotated[
        date | None, label("Sedan", "Första dagen i läget; tomt när det har stått så från början.")
    ]
    satisfied_by: Annotated[tuple[str, ...], label("Uppfyllt av", "Händelsers id.")]
    missing: Annotated[tuple[str, ...], label("Saknas", "Bestämmelser eller händelser.")]
    gaps: Annotated[
        tuple[ShownGap, ...], label("Luckor", "När ett stående krav inte var uppfyllt.")
    ]
    reason: Annotated[str | None, label("Skäl", "Varför det inte gäller, är brutet eller sent.")]
    parameters: Annotated[tuple[ShownParameter, ...], label("Parametrar")]
    explanation_sv: Annotated[str, label("Förklaring")]
    explanation_en: Annotated[str, label("Förklaring på engelska")]
    citation: Annotated[ShownPlace, label("Var bestämmelsen står")]


def finding_shown(finding: Finding) -> ShownFinding:
    """Tell a finding, as the result contract of the rule catalogue has it."""
    state, citation = finding.state, finding.provision.citation
    explained = explain(finding)
    return ShownFinding(
        rule_id=finding.provision.id,
        routine=finding.routine,
        routine_version=finding.routine_version,
        routine_status=finding.routine_status,
        severity=finding.severity,
        basis=basis_of(finding),
        subject=finding.course.subject,
        instance_key=finding.course.key,
        status=finding.status,
        late=state.late,
        late_registered=state.late_registered,
        due=state.due,
        since=finding.since,
        satisfied_by=state.satisfied_by,
        missing=state.missing,
        gaps=tuple(ShownGap(first=gap.first, last=gap.last) for gap in state.gaps),
        reason=reason_told(finding),
        parameters=tuple(
            ShownParameter(name=used.name, value=used.value, default=used.default)
            for used in finding.parameters
        ),
        explanation_sv=explained.swedish,
        explanation_en=explained.english,
        citation=ShownPlace(
            source=citation.source,
            lines=citation.lines,
            key_words=citation.key_words,
        ),
    )


class ShownDue(Immutable):
    """What is due for a support person."""

    overdue: Annotated[tuple[ShownFinding, ...], label("Försenat")]
    this_week: Annotated[tuple[ShownFinding, ...], label("Den här veckan")]
    this_month: Annotated[tuple[ShownFinding, ...], label("Senare den här månaden")]


class ShownVacancy(Immutable):
    """A slot that no one holds."""

    case: Annotated[str, label("Ärende")]
    slot: Annotated[int, label("Person 1 eller 2")]


class ShownHandover(Immutable):
    """Someone who leaves a client, and what is wanting of the handover."""

    case: Annotated[str, label("Ärende")]
    relationship: Annotated[str, label("Uppdrag")]
    assignee: Annotated[str, label("Den som slutar")]
    last_day: Annotated[date | None, label("Sista dag")]
    missing: Annotated[tuple[str, ...], label("Saknas", "Bestämmelser eller händelser.")]


class ShownSituation(Immutable):
    """What a unit manager must see to."""

    vacancies: Annotated[tuple[ShownVacancy, ...], label("Saknas")]
    leavers: Annotated[tuple[ShownHandover, ...], label("Slutar")]
    handovers: Annotated[tuple[ShownHandover, ...], label("Överlämningar som pågår")]


def due_shown(due: Due) -> ShownDue:
    """Tell what is due."""
    return ShownDue(
        overdue=tuple(map(finding_shown, due.overdue)),
        this_week=tuple(map(finding_shown, due.this_week)),
        this_month=tuple(map(finding_shown, due.this_month)),
    )


def situation_shown(situation: UnitSituation) -> ShownSituation:
    """Tell a unit's situation."""
    return ShownSituation(
        vacancies=tuple(ShownVacancy(case=v.case, slot=v.slot) for v in situation.vacancies),
        leavers=tuple(map(_handover_shown, situation.leavers)),
        handovers=tuple(map(_handover_shown, situation.handovers)),
    )


def _handover_shown(handover: HandoverUnderWay) -> ShownHandover:
    return ShownHandover(
        case=handover.case,
        relationship=handover.relationship,
        assignee=handover.assignee,
        last_day=handover.last_day,
        missing=handover.missing,
    )


def fact_shown(recorded: Recorded) -> ShownFact:
    """Tell a recorded fact."""
    return ShownFact(**_told(recorded))


def entry_shown(entry: TimelineEntry) -> ShownEntry:
    """Tell a timeline's entry."""
    return ShownEntry(
        **_told(entry.recorded),
        corrected_by=str(entry.corrected_by.event_id) if entry.corrected_by else None,
        marked_by=str(entry.marked_by.event_id) if entry.marked_by else None,
        hidden=entry.is_hidden,
    )


def problem_shown(problem: Problem) -> ShownProblem:
    """Tell a problem."""
    return ShownProblem(
        code=problem.code,
        text=problem.text,
        field=problem.field,
        provision=problem.provision,
        citation=_citation_shown(problem.citation) if problem.citation else None,
    )


def _citation_shown(citation: Citation) -> ShownCitation:
    return ShownCitation(
        source=citation.source,
        lines=citation.lines,
        key_words=citation.key_words,
        display=citation.display,
    )


def _told(recorded: Recorded) -> dict[str, Any]:
    fact = recorded.fact
    return {
        "occurred_on": fact.occurred_on,
        "occurred_at": fact.occurred_at,
        "title": operation_giving(type(fact)).happened,
        "type": fact.type,
        "reference": recorded.stream,
        "version": recorded.version,
        "position": recorded.position,
        "event_id": recorded.event_id,
        "command_id": recorded.command_id,
        "correlation_id": recorded.correlation_id,
        "causation_id": recorded.causation_id,
        "recorded_at": recorded.recorded_at,
        "by": recorded.actor,
        "deviation": recorded.deviation,
        "corrects": fact.corrects if isinstance(fact, FactCorrection) else None,
        "data": fact.model_dump(mode="json", exclude_none=True, exclude={"type"}),
    }
