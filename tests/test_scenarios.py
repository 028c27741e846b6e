"""The scenarios: whole cases as files for `rutin record`, recorded here in memory.

G1, G2, G4, G5, G7, G9 and G12 stand in a file each; a file with a longer name is the same case going another
way. What a routine forbids is attempted in them as it was, and must be refused for what it lacks.
"""

import json
import re
from datetime import date
from typing import Any, TypeVar

import pytest

from recording import SCENARIOS, Recording, path, recorded
from rutin.application import Timeline
from rutin.application.reading import read_instruction
from rutin.domain.act import Fact
from rutin.domain.assignee import RegisterExtractShown
from rutin.domain.case import (
    ClientContacted,
    ClientInformedAboutService,
    ClientMeetingHeld,
    ContactAttempted,
    JournalNoteRecorded,
    JournalNoteSigned,
    OrderReceived,
    OwnProposalReceived,
    ServiceStarted,
    WelcomePackDelivered,
)
from rutin.domain.history import History
from rutin.domain.support_persons import holders_on
from rutin.domain.support_relationship import (
    AssignmentExplained,
    AssignmentOffered,
    BriefingHeld,
    ClientInformedOfDeparture,
    ClientInformedOfSupportPersons,
    ClientMet,
    ClosingMeetingBooked,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    ColleaguesInformed,
    ExpenseClaimSubmitted,
    FactCorrected,
    FollowUpDeclined,
    FollowUpRecorded,
    FollowUpSupplemented,
    HandoverClosed,
    MatchMeetingHeld,
    MonthlyReportSubmitted,
    QuarterlyReportSubmitted,
    RightToChangeExplained,
    SuccessorAnnounced,
    ThirdPartyInformed,
    UnitManagerNotified,
)
from rutin.domain.values import IdentityNumber, stockholm_date

F = TypeVar("F", bound=Fact)

TOO_EARLY: dict[str, tuple[str, ...]] = {
    "G4-agreement-too-early": ("KLA-06c", "KLA-08a", "KLA-08b", "LAW-17")
}

REFUSED: dict[str, dict[str, tuple[str, ...]]] = {
    "G1": {},
    "G1-without-quarterly-report": {},
    "G2": {"G2-payment-too-early": ("KLA-B3-4", "D-57")},
    "G4": TOO_EARLY,
    "G4-agreement-after-the-law-changed": {**TOO_EARLY, "G4-agreement": ("LAW-17",)},
    "G5": {},
    "G5-told-on-the-due-day": {},
    "G5-told-a-day-late": {},
    "G5-completed-too-early": {"G5-completed-too-early": ("BYTE-09",)},
    "G5-meeting-declined": {},
    "G5-short-notice": {},
    "G7": {},
    "G7-never-supplemented": {},
    "G7-march-in-april": {},
    "G9": {},
    "G9-valid-too-long": {"G9-version-adopted": ("DOC-03",)},
    "G12": {},
    "G12-pack-supplemented-in-time": {},
    "G12-pack-supplemented-late": {},
    "G12-without-plan": {},
    "G12-without-agreement": {"G12-service-started": ("KLA-09i",)},
    "G12-without-agreement-with-deviation": {},
}
"""By file: the lines that are refused, by command id, and the provisions named, in order."""


def note_of(scenario: str, *days: str) -> set[str]:
    """The lines of the notes of some days, and of their signing."""
    notes = {f"{scenario}-anteckning-{day}" for day in days}
    return notes | {f"{note}-signerad" for note in notes}


PLAN = {"G12-plan", "G12-anteckning-2026-02-17", "G12-anteckning-2026-02-17-signerad"}

VARIANTS: dict[str, tuple[str, set[str]]] = {
    "G1-without-quarterly-report": ("G1", {"G1-quarterly-report", "G1-quarterly-report-corrected"}),
    "G4-agreement-after-the-law-changed": ("G4", {"G4-agreement"}),
    "G5-told-on-the-due-day": (
        "G5",
        {"G5-client-told"} | note_of("G5", "2026-02-27", "2026-02-28"),
    ),
    "G5-told-a-day-late": ("G5", {"G5-client-told"} | note_of("G5", "2026-02-27", "2026-03-01")),
    "G5-completed-too-early": ("G5", {"G5-completed-too-early"}),
    "G5-meeting-declined": (
        "G5",
        {
            "G5-meeting",
            "G5-meeting-declined",
            "G5-plan-updated",
            "G5-handover-note",
            "G5-successor",
            "G5-consent-form",
            "G5-consent-declined",
        }
        | note_of("G5", "2026-03-12"),
    ),
    "G5-short-notice": (
        "G5",
        {
            "G5-departure",
            "G5-client-told",
            "G5-meeting-booked",
            "G5-meeting",
            "G5-plan-updated",
            "G5-handover-note",
            "G5-successor",
            "G5-consent-form",
            "G5-consent-declined",
            "G5-god-man-told",
            "G5-case-officer-told",
            "G5-colleagues-told",
            "G5-material",
            "G5-completed",
            "G5-closed",
        }
        | note_of("G5", "2026-02-27", "2026-03-02", "2026-03-12")
        | note_of("G5", "2026-03-13", "2026-03-16", "2026-03-23"),
    ),
    "G7-never-supplemented": ("G7", {"G7-february-supplemented"} | note_of("G7", "2026-02-24")),
    "G7-march-in-april": ("G7", {"G7-march"} | note_of("G7", "2026-04-10")),
    "G9-valid-too-long": ("G9", {"G9-version-adopted", "G9-version-replaced"}),
    "G12-pack-supplemented-in-time": (
        "G12",
        {
            "G12-welcome-pack-supplemented",
            "G12-anteckning-2026-02-18",
            "G12-anteckning-2026-02-18-signerad",
        },
    ),
    "G12-pack-supplemented-late": (
        "G12",
        {
            "G12-welcome-pack-supplemented",
            "G12-anteckning-2026-02-23",
            "G12-anteckning-2026-02-23-signerad",
        },
    ),
    "G12-without-plan": ("G12", PLAN),
    "G12-without-agreement": ("G12", {"G12-agreement"}),
    "G12-without-agreement-with-deviation": ("G12", {"G12-agreement", "G12-service-started"}),
}
"""By file: the scenario it varies, and the lines that are added, left out or changed."""

CONTACTS: tuple[type[Fact], ...] = (
    ContactAttempted,
    ClientContacted,
    ClientMeetingHeld,
    ClientInformedAboutService,
    OwnProposalReceived,
    AssignmentOffered,
    MatchMeetingHeld,
    BriefingHeld,
    AssignmentExplained,
    ClientInformedOfSupportPersons,
    ClientMet,
    RightToChangeExplained,
    FollowUpRecorded,
    FollowUpDeclined,
    UnitManagerNotified,
    ClientInformedOfDeparture,
    ClosingMeetingBooked,
    ClosingMeetingHeld,
    ClosingMeetingDeclined,
    SuccessorAnnounced,
    ColleaguesInformed,
    ThirdPartyInformed,
)

PUBLISHED_SINGLY = (
    *("195603032193", "195807133052", "196404094739"),
    *("198012279272", "198104059293"),
)

every_file = pytest.mark.parametrize("name", REFUSED)


def lines(name: str) -> dict[str, dict[str, Any]]:
    """The lines of a file by command id."""
    read = [json.loads(line) for line in path(name).read_text(encoding="utf-8").splitlines()]
    return {line["command_id"]: line for line in read}


def is_a_published_test_number(number: str) -> bool:
    """Say whether the tax agency has published the number for tests: no person has it."""
    born, serial = date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}"), number[8:11]
    match born.year:
        case 1991 | 1992 | 1993:
            return serial in ("238", "239")
        case 2015 | 2019:
            return serial == ("239" if born.timetuple().tm_yday % 2 else "238")
    return number in PUBLISHED_SINGLY


def cases_of(name: str) -> tuple[str, ...]:
    scenario = name.partition("-")[0]
    return ("K-9X", "K-9Y", "K-9Z") if scenario == "G9" else (f"K-{scenario.removeprefix('G')}",)


def told(timeline: Timeline, since: str) -> list[str]:
    """A timeline as a list of days and titles from a day on, the notes left out."""
    return [
        f"{entry.recorded.fact.occurred_on} {entry.title}"
        for entry in timeline.entries
        if entry.recorded.fact.occurred_on >= date.fromisoformat(since)
        and not isinstance(entry.recorded.fact, JournalNoteRecorded | JournalNoteSigned)
    ]


def facts_of(timeline: Timeline, kind: type[F]) -> list[F]:
    return [e.recorded.fact for e in timeline.entries if isinstance(e.recorded.fact, kind)]


def test_every_scenario_file_is_spoken_for() -> None:
    assert {found.stem for found in SCENARIOS.iterdir()} == set(REFUSED)


@every_file
def test_exactly_what_the_scenario_says_is_refused_and_for_what_it_lacks(name: str) -> None:
    recording = recorded(name)
    assert recording.provisions() == REFUSED[name]
    assert recording.refused.keys() == REFUSED[name].keys()


@every_file
def test_a_refused_line_leaves_nothing_behind(name: str) -> None:
    recording = recorded(name)
    assert recording.rutin.journal.head() == len(lines(name)) - len(REFUSED[name])


@every_file
def test_a_file_recorded_again_changes_nothing(name: str) -> None:
    recording = recorded(name)
    head = recording.rutin.journal.head()
    assert recording.record(name).rutin.journal.head() == head


@every_file
def test_every_line_is_recorded_the_day_it_happened(name: str) -> None:
    for line in path(name).read_text(encoding="utf-8").splitlines():
        instruction, command = read_instruction(line)
        assert instruction.recorded_at is not None
        assert stockholm_date(instruction.recorded_at) == command.occurred_on


@every_file
def test_every_contact_has_a_note_signed_the_same_day(name: str) -> None:
    rutin = recorded(name).rutin
    for timeline in map(rutin.timeline, cases_of(name)):
        signed = {(note.note, note.occurred_on) for note in facts_of(timeline, JournalNoteSigned)}
        noted = {
            (about, note.occurred_on)
            for note in facts_of(timeline, JournalNoteRecorded)
            for about in note.about
            if (note.note, note.occurred_on) in signed
        }
        contacts = [e.recorded for e in timeline.entries if isinstance(e.recorded.fact, CONTACTS)]
        assert contacts
        assert {(c.command_id, c.fact.occurred_on) for c in contacts} <= noted


@every_file
def test_only_published_test_numbers_stand_in_the_files(name: str) -> None:
    numbers = re.findall(r'"identity_number": "(\d+)"', path(name).read_text(encoding="utf-8"))
    assert numbers
    for number in numbers:
        assert IdentityNumber(number)
        assert is_a_published_test_number(number)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_differs_from_its_scenario_only_where_it_should(name: str) -> None:
    scenario, differing = VARIANTS[name]
    usual, other = lines(scenario), lines(name)
    assert {each for each in usual | other if usual.get(each) != other.get(each)} == differing


def test_all_scenarios_fit_in_one_journal() -> None:
    recording = Recording()
    for name in ("G1", "G2", "G4", "G5", "G7", "G9", "G12"):
        recording.record(name)
    assert recording.provisions() == {**REFUSED["G2"], **REFUSED["G4"]}
    assert recording.refused.keys() == recording.provisions().keys()


# ---------------------------------------------------------------- G1


def test_g1_is_told_with_its_dates() -> None:
    assert told(recorded("G1").rutin.timeline("K-1"), since="2026-01-01") == [
        "2026-01-12 Beställning mottagen",
        "2026-01-13 Försök att nå brukaren",
        "2026-01-16 Försök att nå brukaren",
        "2026-01-23 Kontakt med brukaren",
        "2026-01-23 Möte med brukaren bokat",
        "2026-01-30 Möte med brukaren",
        "2026-01-30 Kravprofil skriven",
        "2026-01-30 Samtyckesblanketten genomgången",
        "2026-01-30 Samtycke lämnat",
        "2026-02-02 Sökning efter uppdragstagare började",
        "2026-02-03 Uppdrag erbjudet",
        "2026-02-03 Uppdragstagaren är intresserad",
        "2026-02-03 Gemensamt möte bokat",
        "2026-02-12 Gemensamt möte",
        "2026-02-16 Möte med uppdragstagaren",
        "2026-02-16 Försäkran om tystnadsplikt påskriven",
        "2026-02-16 Avtal påskrivet",
        "2026-02-17 Matchad i resursregistret",
        "2026-02-18 Brukaren informerad muntligt",
        "2026-02-18 Välkomstmapp överlämnad",
        "2026-02-18 Checklista genomgången",
        "2026-02-20 Insatsen påbörjades",
        "2026-04-10 Kvartalsrapport lämnad",
        "2026-04-10 Händelse rättad",
    ]


def test_g1_as_of_20_january_ends_with_the_letter() -> None:
    timeline = recorded("G1").rutin.timeline("K-1", as_of=date(2026, 1, 20))
    assert told(timeline, since="2026-01-01")[-1] == "2026-01-16 Försök att nå brukaren"


def test_g1_the_late_report_has_a_row_outside_the_quarter_until_it_is_corrected() -> None:
    timeline = recorded("G1").rutin.timeline("K-1")
    (report,) = (
        e for e in timeline.entries if isinstance(e.recorded.fact, QuarterlyReportSubmitted)
    )
    assert isinstance(report.recorded.fact, QuarterlyReportSubmitted)
    assert report.recorded.fact.missing() == ("KLA-B2-5",)
    assert report.corrected_by is not None
    correction = report.corrected_by.fact
    assert isinstance(correction, FactCorrected)
    assert isinstance(correction.replacement, QuarterlyReportSubmitted)
    assert correction.replacement.missing() == ()


# ---------------------------------------------------------------- G2


def test_g2_is_told_with_its_dates() -> None:
    assert told(recorded("G2").rutin.timeline("K-2"), since="2026-01-22") == [
        "2026-01-22 Möte med uppdragstagaren",
        "2026-01-22 Försäkran om tystnadsplikt påskriven",
        "2026-01-22 Avtal påskrivet",
        "2026-01-28 Brukaren informerad muntligt",
        "2026-01-28 Välkomstmapp överlämnad",
        "2026-01-28 Checklista genomgången",
        "2026-02-02 Insatsen påbörjades",
        "2026-03-02 Månadsuppföljning lämnad",
        "2026-03-02 Uppgift om utlägg lämnad",
        "2026-04-02 Månadsuppföljning lämnad",
        "2026-04-02 Kontantutlägg redovisade",
        "2026-04-07 Månadsuppföljning lämnad",
        "2026-04-07 Kontantutlägg redovisade",
        "2026-04-08 Kontantutlägg attesterade",
        "2026-04-09 Kontantutlägg utbetalda",
        "2026-05-02 Månadsuppföljning lämnad",
        "2026-05-02 Uppgift om utlägg lämnad",
    ]


def test_g2_the_report_lacks_a_reason_and_the_claim_a_receipt_until_resubmitted() -> None:
    timeline = recorded("G2").rutin.timeline("K-2")
    reports = [r for r in facts_of(timeline, MonthlyReportSubmitted) if str(r.period) == "2026-03"]
    claims = facts_of(timeline, ExpenseClaimSubmitted)
    assert [report.missing() for report in reports] == [("KLA-B1-6",), ()]
    assert [claim.missing() for claim in claims] == [("KLA-B3-4",), ()]


# ---------------------------------------------------------------- G4


def test_g4_is_told_with_its_dates() -> None:
    assert told(recorded("G4").rutin.timeline("K-4"), since="2026-01-01") == [
        "2026-01-12 Beställning mottagen",
        "2026-01-12 Kontakt tillagd i ärendet",
        "2026-01-13 Kontakt med brukaren",
        "2026-01-13 Möte med brukaren bokat",
        "2026-01-16 Möte med brukaren",
        "2026-01-19 Uppdragstagare registrerad",
        "2026-01-19 Brukaren föreslog en egen kontaktperson",
        "2026-01-20 Informerad om att registerutdrag behövs",
        "2026-01-20 Utredning öppnad",
        "2026-01-26 Intervju hållen",
        "2026-01-27 Uppdrag erbjudet",
        "2026-01-30 Utredning avslutad",
        "2026-02-02 Uppdragstagaren inte godkänd",
        "2026-02-03 Ingen passande uppdragstagare fanns",
        "2026-02-04 Rekrytering började",
        "2026-02-05 Uppdragstagare registrerad",
        "2026-02-05 Informerad om att registerutdrag behövs",
        "2026-02-05 Utredning öppnad",
        "2026-02-10 Intervju hållen",
        "2026-02-12 Registerutdrag visat",
        "2026-02-17 Utredning avslutad",
        "2026-02-18 Uppdragstagaren godkänd",
        "2026-02-18 Uppdrag erbjudet",
        "2026-02-18 Uppdragstagaren är intresserad",
        "2026-02-18 Gemensamt möte bokat",
        "2026-02-19 Gemensamt möte",
        "2026-02-20 Avtal påskrivet",
    ]


def test_g4_after_the_law_changed_the_extract_is_too_old_and_one_register_is_missing() -> None:
    refusal = recorded("G4-agreement-after-the-law-changed").refused["G4-agreement"]
    assert "2025-09-20" in refusal.problems[0].text
    assert "misstankeregistret" in refusal.problems[0].text


def test_g4_no_fact_holds_what_an_extract_says() -> None:
    (extract,) = facts_of(recorded("G4").rutin.timeline("K-4"), RegisterExtractShown)
    assert set(extract.model_dump(exclude_none=True)) == {
        "type",
        "occurred_on",
        "registers",
        "issued_on",
        "seen_by",
        "check",
    }


# ---------------------------------------------------------------- G5


def test_g5_is_told_with_its_dates() -> None:
    assert told(recorded("G5").rutin.timeline("K-5"), since="2026-02-20") == [
        "2026-02-20 Stödpersonen ska sluta",
        "2026-02-27 Brukaren fick veta att stödpersonen slutar",
        "2026-03-02 Avslutningsmöte bokat",
        "2026-03-12 Avslutningsmöte",
        "2026-03-12 Genomförandeplan sågs över",
        "2026-03-12 Annat för kollegorna nedskrivet",
        "2026-03-12 Brukaren fick veta vem som tar över",
        "2026-03-12 Samtyckesblanketten genomgången",
        "2026-03-12 Samtycke lämnades inte",
        "2026-03-13 Person runt brukaren informerad",
        "2026-03-13 Person runt brukaren informerad",
        "2026-03-16 Kollegorna informerade",
        "2026-03-25 Stödperson utsedd",
        "2026-03-25 Stödpersonens uppdrag förklarat",
        "2026-03-25 Material överlämnat",
        "2026-03-30 Överlämningen klar",
        "2026-04-02 Stödpersonen träffade brukaren",
        "2026-04-02 Brukaren fick veta vilka som är stödpersoner",
        "2026-04-02 Stödpersonens uppdrag förklarat",
        "2026-04-02 Brukaren informerad om rätten att byta",
        "2026-04-07 Brukaren fick veta vilka som är stödpersoner",
        "2026-04-07 Stödpersonens uppdrag förklarat",
    ]


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2026-02-01", []),
        ("2026-02-02", [(1, "A-51", "permanent"), (2, "A-52", "permanent")]),
        ("2026-03-31", [(1, "A-51", "permanent"), (2, "A-52", "permanent")]),
        ("2026-04-01", [(1, "A-53", "interim"), (2, "A-52", "permanent")]),
    ],
)
def test_g5_the_successor_takes_the_slot_the_day_after_the_last(
    day: str, there: list[tuple[int, str, str]]
) -> None:
    history = History(recorded("G5").rutin.journal.since(0, 1000))
    found = holders_on(history, "K-5", date.fromisoformat(day))
    assert sorted((h.slot, h.assignee, h.tenure.appointment.term) for h in found) == there


def test_g5_with_short_notice_the_unit_manager_says_what_is_missing() -> None:
    timeline = recorded("G5-short-notice").rutin.timeline("K-5")
    (closed,) = facts_of(timeline, HandoverClosed)
    assert closed.missing
    assert not facts_of(timeline, ClosingMeetingHeld)


# ---------------------------------------------------------------- G7


def test_g7_is_told_with_its_dates() -> None:
    assert told(recorded("G7").rutin.timeline("K-7"), since="2026-01-12") == [
        "2026-01-12 Genomförandeplan upprättad",
        "2026-02-10 Månadsuppföljning bokad",
        "2026-02-17 Stödpersonen träffade brukaren",
        "2026-02-18 Månadsuppföljning genomförd",
        "2026-02-18 Något behöver åtgärdas",
        "2026-02-19 Enhetschefen fick besked",
        "2026-02-20 Åtgärd dokumenterad",
        "2026-02-24 Månadsuppföljning kompletterad",
        "2026-02-26 Månadsuppföljning redovisad på verksamhetsmöte",
        "2026-03-04 Genomförandeplan sågs över",
        "2026-04-14 Månadsuppföljning genomförd",
        "2026-05-20 Brukaren avböjde månadsuppföljning",
    ]


def test_g7_the_follow_up_lacks_the_seventh_point_until_it_is_supplemented() -> None:
    timeline = recorded("G7").rutin.timeline("K-7")
    february, april = facts_of(timeline, FollowUpRecorded)
    (supplement,) = facts_of(timeline, FollowUpSupplemented)
    assert february.missing() == ("MAN-14.7",)
    assert february.supplemented_by(supplement).missing() == ()
    assert april.missing() == ()
    assert [february.calls_for_revision, april.calls_for_revision] == [True, False]


def test_g7_a_follow_up_is_of_the_month_it_says() -> None:
    timeline = recorded("G7-march-in-april").rutin.timeline("K-7")
    followed_up = facts_of(timeline, FollowUpRecorded)
    assert [(str(f.period), str(f.occurred_on)) for f in followed_up] == [
        ("2026-02", "2026-02-18"),
        ("2026-03", "2026-04-10"),
        ("2026-04", "2026-04-14"),
    ]


# ---------------------------------------------------------------- G9


@pytest.mark.parametrize(
    ("case", "ordered", "pack", "started"),
    [
        ("K-9X", "2025-11-03", "2025-11-04", "2025-11-05"),
        ("K-9Y", "2026-01-20", "2026-02-09", "2026-02-10"),
        ("K-9Z", "2026-02-03", "2026-02-18", "2026-02-20"),
    ],
)
def test_g9_each_case_is_told_with_its_dates_and_a_complete_pack(
    case: str, ordered: str, pack: str, started: str
) -> None:
    timeline = recorded("G9").rutin.timeline(case)
    turning = (f"{ordered} Beställning", f"{pack} Välkomstmapp", f"{started} Insatsen")
    assert (
        len([line for line in told(timeline, since="2025-01-01") if line.startswith(turning)]) == 3
    )
    (delivered,) = facts_of(timeline, WelcomePackDelivered)
    assert all(item is not None for _, item in delivered.items)


@pytest.mark.parametrize(
    ("case", "governs", "days_before"), [("K-9X", "v1", 0), ("K-9Y", "v1", 0), ("K-9Z", "v2", 7)]
)
def test_g9_a_case_is_governed_by_the_version_of_the_day_its_order_came(
    case: str, governs: str, days_before: int
) -> None:
    rutin = recorded("G9").rutin
    book = rutin.routines()
    (order,) = facts_of(rutin.timeline(case), OrderReceived)
    version = book.governing("NYB", order.occurred_on)
    assert version.name == governs
    assert book.policy(version).value("welcome_before_start_days", order.occurred_on) == days_before


def test_g9_the_first_version_is_expired_for_twelve_weeks_until_it_is_replaced() -> None:
    book = recorded("G9").rutin.routines()
    first, second = book.versions("NYB")
    assert (first.last_day, first.replaced_on) == (date(2025, 11, 10), date(2026, 2, 1))
    assert [first.status(date(2025, 11, day)) for day in (10, 11)] == ["in_force", "expired"]
    assert second.valid_from == date(2026, 2, 1)


def test_g9_what_if_the_second_version_governed_writes_nothing() -> None:
    rutin = recorded("G9").rutin
    head = rutin.journal.head()
    supposed = rutin.routines().what_if(versions={"NYB": "v2"})
    assert supposed.governing("NYB", date(2026, 1, 20)).name == "v2"
    assert rutin.journal.head() == head


def test_g9_a_version_for_longer_than_five_years_is_refused_with_the_latest_lawful_day() -> None:
    recording = recorded("G9-valid-too-long")
    (problem,) = recording.refused["G9-version-adopted"].problems
    assert "2031-01-26" in problem.text
    assert problem.citation is not None
    assert problem.citation.line_reference == "r.16"
    assert [version.name for version in recording.rutin.routines().versions("NYB")] == ["v1"]


# ---------------------------------------------------------------- G12


def test_g12_is_told_with_its_dates() -> None:
    assert told(recorded("G12").rutin.timeline("K-12"), since="2026-02-01") == [
        "2026-02-03 Gemensamt möte",
        "2026-02-05 Möte med uppdragstagaren",
        "2026-02-11 Brukaren informerad muntligt",
        "2026-02-11 Välkomstmapp överlämnad",
        "2026-02-11 Checklista genomgången",
        "2026-02-16 Avtal påskrivet",
        "2026-02-17 Genomförandeplan upprättad",
        "2026-02-19 Insatsen påbörjades",
    ]


def test_g12_the_pack_lacks_private_funds_and_alarm_and_nothing_else() -> None:
    (pack,) = facts_of(recorded("G12").rutin.timeline("K-12"), WelcomePackDelivered)
    blank = [name for name, item in pack.items if item is None]
    assert blank == ["private_funds", "alarm"]


def test_g12_no_service_starts_without_agreement() -> None:
    timeline = recorded("G12-without-agreement").rutin.timeline("K-12")
    assert not facts_of(timeline, ServiceStarted)


def test_g12_the_refusal_cites_the_line_of_the_routine() -> None:
    refusal = recorded("G12-without-agreement").refused["G12-service-started"]
    citation = refusal.problems[0].citation
    assert citation is not None
    assert citation.line_reference == "r.111"


def test_g12_a_service_that_started_all_the_same_is_recorded_with_its_reason() -> None:
    timeline = recorded("G12-without-agreement-with-deviation").rutin.timeline("K-12")
    (started,) = (
        e.recorded for e in timeline.entries if isinstance(e.recorded.fact, ServiceStarted)
    )
    assert started.deviation is not None
    assert "innan avtalet var påskrivet" in started.deviation
