"""The one door in: who may, when it was, retries, conflicts, deviations, persons, timelines."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import get_args
from uuid import UUID

import pytest

from any_order.doorway import Doorway
from examples import (
    ADAM,
    ANNA,
    APR_2,
    AUDITOR,
    EVA,
    FEB_3,
    FEB_12,
    FEB_16,
    FEB_20,
    HUGO,
    IMPORTER,
    JAN_12,
    JAN_19,
    MAR_2,
    MAR_20,
    MAR_31,
    MATCHED,
    OFFERED,
    A,
    K,
    R,
    agreement_signed,
    assignee_registered,
    assignment_offered,
    both_satisfied,
    extract_shown,
    on_behalf_of,
    order_ended,
    order_received,
    order_renewed,
    service_started,
)
from lawful import BY_NAME, LAWFUL, Lawful
from rutin.application import (
    OPERATIONS,
    Conflict,
    Forbidden,
    Impossible,
    Recorded,
    Refused,
    Rutin,
    RutinError,
)
from rutin.application.journal import LeadingOn, Reading, nowhere
from rutin.application.memory import MemoryJournal
from rutin.application.registry import operation_giving, operation_named
from rutin.application.timeline import HIDDEN_TEXT
from rutin.domain.act import Command, Fact
from rutin.domain.actor import Actor, Role
from rutin.domain.assignee import RegisterAssignee
from rutin.domain.case import (
    ContactAttempted,
    CorrectCaseFact,
    JournalNoteMarkedErroneous,
    JournalNoteRecorded,
    ReceiveOrder,
)
from rutin.domain.person import Person
from rutin.domain.stored import encode
from rutin.domain.support_relationship import CorrectRelationshipFact
from rutin.domain.values import IdentityNumber
from spec import to_record

NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
NAME, NUMBER = "Test Ek", "198012279272"

attempted = ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer")


def rutin_with(*facts: Fact, journal: MemoryJournal | Doorway | None = None) -> Rutin:
    """Give a Rutin in which some facts are recorded, at noon on 2 April 2026."""
    rutin = Rutin(journal, municipality="testkommunen", clock=lambda: NOON)
    for fact in facts:
        rutin.handle(to_record(fact), ADAM, deviation="Fanns redan.")
    return rutin


def with_person(person: Person, **changes: object) -> ReceiveOrder:
    order = order_received.but(**changes)
    return ReceiveOrder.model_validate(to_record(order).__dict__ | {"person": person})


# ---------------------------------------------------------------- what is answered


def test_the_recorded_fact_is_answered_in_its_envelope() -> None:
    rutin = rutin_with()
    recorded = rutin.handle(
        to_record(order_received),
        HUGO,
        command_id="C1",
        correlation_id="ansökan-7",
        causation_id="beslut-7",
    )
    assert recorded.fact == order_received
    assert (recorded.position, recorded.stream, recorded.version) == (1, "case/K1", 1)
    assert recorded.recorded_at == NOON
    assert recorded.actor == HUGO
    assert (recorded.command_id, recorded.correlation_id) == ("C1", "ansökan-7")
    assert (recorded.causation_id, recorded.deviation) == ("beslut-7", None)
    assert recorded.municipality == "testkommunen"
    assert recorded.references == ("case/K1", "order/B1", "client/P1")
    assert rutin.journal.since(0, 10) == (recorded,)


def test_a_relationships_facts_are_found_by_its_case_and_its_assignee() -> None:
    rutin = rutin_with(*OFFERED)
    recorded = rutin.handle(to_record(both_satisfied), ADAM)
    assert recorded.references == (f"relationship/{R}", f"case/{K}", f"assignee/{A}")


def test_a_command_without_an_id_is_given_one_and_begins_a_chain() -> None:
    given_id = UUID(int=7)
    rutin = Rutin(clock=lambda: NOON, new_id=lambda: given_id)
    recorded = rutin.handle(to_record(order_received), ADAM)
    assert recorded.command_id == recorded.correlation_id == str(given_id)


def test_a_facts_id_follows_from_municipality_and_command() -> None:
    first, same, elsewhere = (
        Rutin(municipality=municipality, clock=lambda: NOON).handle(
            to_record(order_received), ADAM, command_id="C1"
        )
        for municipality in ("syd", "syd", "nord")
    )
    assert first.event_id == same.event_id != elsewhere.event_id


def test_the_moment_is_kept_in_utc() -> None:
    summer = timezone(timedelta(hours=2))
    rutin = Rutin(clock=lambda: datetime(2026, 4, 2, 14, tzinfo=summer))
    recorded = rutin.handle(to_record(order_received), ADAM)
    assert (recorded.recorded_at, recorded.recorded_at.tzinfo) == (NOON, UTC)


def test_versions_count_a_stream_and_positions_the_whole_log() -> None:
    rutin = rutin_with(order_received, assignee_registered)
    recorded = rutin.handle(to_record(attempted), ADAM)
    assert (recorded.position, recorded.version) == (3, 2)


def test_what_rutin_has_by_itself_is_a_journal_in_memory_and_the_time_of_day() -> None:
    recorded = Rutin().handle(to_record(order_received), ADAM)
    assert datetime.now(UTC) - recorded.recorded_at < timedelta(minutes=1)
    assert UUID(recorded.command_id).version == 4


# ---------------------------------------------------------------- who may


REPORTS = {
    "RecordServiceProvided",
    "SubmitMonthlyReport",
    "SubmitQuarterlyReport",
    "DeclareOutlays",
    "SubmitExpenseClaim",
    "ChangeAvailability",
    "RecordAbsence",
}
RECORD = {
    "RecordClientContact",
    "NotifyCaseOfficer",
    "RegisterContact",
    "RemoveContact",
    "ReviewConsentForm",
    "GrantConsent",
    "DeclineConsent",
    "DeferConsent",
    "WithdrawConsent",
    "EstablishImplementationPlan",
    "UpdateImplementationPlan",
    "FollowUpGoal",
    "RecordClientAway",
    "RecordClientReturned",
    "RecordJournalNote",
    "SignJournalNote",
    "MarkNoteErroneous",
    "DisputeNote",
    "RegisterDocument",
    "CorrectCaseFact",
    "EstablishMethodSheet",
    "DocumentAction",
}
SUPPORT = {
    "ExplainAssignment",
    "InformClientOfSupportPersons",
    "ExplainRightToChange",
    "MeetClient",
    "KeepContact",
    "BookMonthlyFollowUp",
    "RecordFollowUp",
    "SupplementFollowUp",
    "DeclineFollowUp",
    "RequireAction",
    "NotifyUnitManager",
    "PresentFollowUp",
    "AnnounceDeparture",
    "ChangeDeparture",
    "WithdrawDeparture",
    "InformClientOfDeparture",
    "BookClosingMeeting",
    "HoldClosingMeeting",
    "DeclineClosingMeeting",
    "UpdateMethodSheet",
    "RecordHandoverNote",
    "AnnounceSuccessor",
    "InformColleagues",
    "InformThirdParty",
    "TransferMaterial",
    "CompleteHandover",
}
MANAGEMENT = {"AppointSupportPerson", "CloseHandover"}
EVERYTHING = {operation.name for operation in OPERATIONS}
OF_ROUTINES = {op.name for op in OPERATIONS if op.fact.stream_kind == "routine"}
OF_THE_UNIT = {"SetPolicyParameter", "ScheduleUnitMeeting"}

MAY: dict[Role, set[str]] = {
    "administrator": EVERYTHING - OF_ROUTINES - SUPPORT - MANAGEMENT,
    "unit_manager": EVERYTHING - OF_ROUTINES | OF_THE_UNIT,
    "importer": EVERYTHING - {"CloseHandover"},  # it carries over a unit manager's, who is named
    "support_person": RECORD | SUPPORT | {"RequestChange", "RecordAbsence"},
    "assignee": REPORTS | {"RequestChange"},
    "case_officer": {"ReceiveOrder", "RenewOrder", "EndOrder", "RequestChange"},
    "quality_developer": OF_ROUTINES,
    "auditor": set(),
}


def test_every_role_is_thought_of() -> None:
    assert set(MAY) == set(get_args(Role))


@pytest.mark.parametrize("example", LAWFUL, ids=lambda each: each.name)
@pytest.mark.parametrize("role", MAY)
def test_each_role_does_what_it_may_and_nothing_else(role: Role, example: Lawful) -> None:
    actor = Actor(id="någon", role=role, unit="syd")
    refusal: RutinError | None = None
    try:
        rutin_with().handle(example.command, actor)
    except RutinError as error:  # who may is heard, and told what must come before
        refusal = error
    assert isinstance(refusal, Forbidden) is (example.name not in MAY[role])


def test_what_is_forbidden_is_neither_read_nor_recorded() -> None:
    rutin = rutin_with(order_received)
    with pytest.raises(Forbidden):
        rutin.handle(to_record(attempted), AUDITOR, command_id="C1")
    assert rutin.journal.head() == 1
    assert rutin.journal.of_command("C1") == ()


def test_a_forbidden_retry_is_forbidden_though_the_first_was_not() -> None:
    rutin = rutin_with()
    rutin.handle(to_record(order_received), ADAM, command_id="C1")
    with pytest.raises(Forbidden):
        rutin.handle(to_record(order_received), AUDITOR, command_id="C1")


def test_who_stands_in_for_another_needs_a_role_of_their_own() -> None:
    rutin = rutin_with(order_received)
    with pytest.raises(Forbidden):
        rutin.handle(to_record(order_ended), on_behalf_of(HUGO, ANNA))


def test_operations_are_found_by_name_and_by_fact() -> None:
    started = operation_named("StartService")
    assert started is not None
    assert operation_giving(type(service_started)) is started
    assert operation_named("StartaInsats") is None


# ---------------------------------------------------------------- when


@pytest.mark.parametrize("by", [ADAM, EVA, HUGO, on_behalf_of(EVA, ADAM)])
def test_only_the_importer_says_when_something_was_recorded(by: Actor) -> None:
    rutin = rutin_with()
    with pytest.raises(Forbidden) as forbidden:
        rutin.handle(to_record(order_received), by, recorded_at=NOON)
    (problem,) = forbidden.value.problems
    assert (problem.code, problem.field) == ("recorded_at_forbidden", "recorded_at")
    assert rutin.journal.head() == 0


def test_the_importer_says_when_and_for_whom() -> None:
    then = datetime(2026, 1, 13, 9, tzinfo=timezone(timedelta(hours=1)))
    for_adam = on_behalf_of(ADAM, IMPORTER)
    recorded = rutin_with().handle(to_record(order_received), for_adam, recorded_at=then)
    assert recorded.recorded_at == then
    assert recorded.actor.acting_for == ADAM


def test_the_importer_may_leave_the_moment_out() -> None:
    assert rutin_with().handle(to_record(order_received), IMPORTER).recorded_at == NOON


@pytest.mark.parametrize(
    ("moment", "last_day"),
    [
        (datetime(2026, 2, 20, 22, 59, tzinfo=UTC), FEB_20),
        (datetime(2026, 2, 20, 23, 0, tzinfo=UTC), date(2026, 2, 21)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
    ids=["winter, before midnight", "winter, midnight", "summer, before midnight", "summer"],
)
@pytest.mark.parametrize("imported", [False, True])
def test_nothing_is_dated_after_the_swedish_day_it_is_recorded(
    moment: datetime, last_day: date, imported: bool
) -> None:
    by, said = (IMPORTER, moment) if imported else (ADAM, None)
    rutin = Rutin(clock=lambda: NOON.replace(year=2027) if imported else moment)
    rutin.handle(to_record(order_received), by, recorded_at=said)
    rutin.handle(to_record(attempted.but(occurred_on=last_day)), by, recorded_at=said)
    tomorrow = attempted.but(occurred_on=last_day + timedelta(days=1))
    with pytest.raises(Impossible) as refusal:
        rutin.handle(to_record(tomorrow), by, recorded_at=said, deviation="Det blir så.")
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("not_yet", "occurred_on")
    assert rutin.journal.head() == 2


# ---------------------------------------------------------------- retries


def test_a_retry_is_answered_as_the_first_time_and_changes_nothing() -> None:
    rutin = rutin_with()
    first = rutin.handle(to_record(order_received), ADAM, command_id="C1")
    rutin.handle(to_record(attempted), ADAM)
    assert rutin.handle(to_record(order_received), ADAM, command_id="C1") == first
    assert rutin.journal.head() == 2


@pytest.mark.parametrize(
    ("command", "by", "deviation"),
    [
        (to_record(order_received.but(order_no="B9")), ADAM, None),
        (to_record(attempted), ADAM, None),
        (to_record(order_received), EVA, None),
        (to_record(order_received), ADAM, "Skäl"),
    ],
    ids=["another field", "another command", "another person", "another deviation"],
)
def test_a_command_id_used_for_something_else_is_refused(
    command: Command, by: Actor, deviation: str | None
) -> None:
    rutin = rutin_with()
    rutin.handle(to_record(order_received), ADAM, command_id="C1")
    with pytest.raises(Impossible) as refusal:
        rutin.handle(command, by, command_id="C1", deviation=deviation)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("command_id_reused", "command_id")
    assert rutin.journal.head() == 1


def test_a_retry_by_who_stands_in_is_the_same_persons_act() -> None:
    rutin = rutin_with()
    first = rutin.handle(to_record(order_received), HUGO, command_id="C1")
    again = rutin.handle(to_record(order_received), on_behalf_of(HUGO, ADAM), command_id="C1")
    assert again == first


def test_a_refused_command_leaves_its_id_free() -> None:
    rutin = rutin_with(*OFFERED)
    with pytest.raises(Refused):
        rutin.handle(to_record(agreement_signed), ADAM, command_id="C1")
    rutin.handle(to_record(both_satisfied), ADAM)
    assert rutin.handle(to_record(agreement_signed), ADAM, command_id="C1").fact == agreement_signed


class Interrupted(MemoryJournal):
    """A journal in which someone comes in just before something is read."""

    def __init__(self) -> None:
        super().__init__()
        self.rival: Callable[[], object] | None = None

    def about(self, references: Collection[str], *, leading_on: LeadingOn = nowhere) -> Reading:
        rival, self.rival = self.rival, None
        if rival is not None:
            rival()
        return super().about(references, leading_on=leading_on)


def test_a_retry_that_overtakes_the_first_attempt_gives_both_the_same_answer() -> None:
    journal = Interrupted()
    rutin = rutin_with(journal=journal)
    answers: list[Recorded] = []

    def attempt() -> None:
        answers.append(rutin.handle(to_record(order_received), ADAM, command_id="C1"))

    journal.rival = attempt
    attempt()
    assert answers[0] == answers[1]
    assert journal.head() == 1


# ---------------------------------------------------------------- conflicts


def meanwhile(*rivals: Command, given: tuple[Fact, ...]) -> tuple[Rutin, Doorway]:
    """Let others record, one before each append of ours, in what is given."""
    journal = MemoryJournal()
    others = rutin_with(*given, journal=journal)
    door = Doorway(journal)
    door.rivals = [partial(others.handle, each, EVA) for each in rivals]
    return Rutin(door, clock=lambda: NOON), door


def test_a_decision_that_still_holds_is_recorded_after_what_came_between() -> None:
    rutin, door = meanwhile(to_record(attempted), given=(order_received,))
    recorded = rutin.handle(to_record(attempted.but(channel="letter")), ADAM)
    assert (recorded.position, recorded.version) == (3, 3)
    assert not door.rivals


def test_a_decision_that_no_longer_holds_is_refused() -> None:
    doubt = both_satisfied.but(occurred_on=FEB_16, client_ok=False)
    rutin, _ = meanwhile(to_record(doubt), given=MATCHED)
    with pytest.raises(Refused) as refusal:
        rutin.handle(to_record(agreement_signed), ADAM)
    assert refusal.value.provisions == ("KLA-08b",)


def test_what_is_recorded_about_others_disturbs_no_decision() -> None:
    rutin, _ = meanwhile(to_record(order_received.but(order_no="B7"), of="K2"), given=MATCHED)
    assert rutin.handle(to_record(agreement_signed), ADAM).fact == agreement_signed


def test_a_number_that_another_case_took_meanwhile_is_refused() -> None:
    rutin, _ = meanwhile(to_record(order_received, of="K2"), given=())
    with pytest.raises(Impossible, match="redan registrerad i ärende K2"):
        rutin.handle(to_record(order_received), ADAM)


def test_a_second_relationship_with_the_same_assignee_is_refused_even_at_the_same_time() -> None:
    rutin, _ = meanwhile(to_record(assignment_offered, of="K1-2"), given=OFFERED[:2])
    with pytest.raises(Impossible, match="har redan uppdrag K1-2"):
        rutin.handle(to_record(assignment_offered), ADAM)


def test_an_approval_withdrawn_meanwhile_is_noticed_on_another_aggregate() -> None:
    rejected = BY_NAME["RejectAssignee"].command
    proposed = BY_NAME["ReceiveOwnProposal"].fact
    approved = BY_NAME["ApproveAssignee"].fact
    rutin, _ = meanwhile(rejected, given=(*MATCHED, proposed, approved))
    with pytest.raises(Refused) as refusal:
        rutin.handle(to_record(agreement_signed), ADAM)
    assert refusal.value.provisions == ("KLA-06c",)


def test_when_others_never_stop_nothing_is_recorded_and_the_caller_is_told() -> None:
    attempts = [to_record(attempted.but(note=str(number))) for number in range(99)]
    rutin, door = meanwhile(*attempts, given=(order_received,))
    with pytest.raises(Conflict) as conflict:
        rutin.handle(to_record(attempted), ADAM, command_id="C1")
    assert conflict.value.problems[0].code == "conflict"
    assert "försök igen" in conflict.value.text
    assert door.of_command("C1") == ()


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_who_has_seen_another_version_is_told_to_look_again(seen: int) -> None:
    rutin = rutin_with(order_received, attempted)
    with pytest.raises(Conflict) as conflict:
        rutin.handle(to_record(attempted), ADAM, expected_version=seen)
    assert conflict.value.problems[0].code == "stale_version"
    assert rutin.handle(to_record(attempted), ADAM, expected_version=2).version == 3


def test_what_comes_between_makes_the_version_that_was_seen_stale() -> None:
    rutin, _ = meanwhile(to_record(attempted), given=(order_received,))
    with pytest.raises(Conflict) as conflict:
        rutin.handle(to_record(attempted), ADAM, expected_version=1)
    assert conflict.value.problems[0].code == "stale_version"


def test_a_stream_that_is_to_be_new_has_version_nought() -> None:
    assert rutin_with().handle(to_record(order_received), ADAM, expected_version=0).version == 1


# ---------------------------------------------------------------- deviations


def test_what_happened_against_the_routine_is_recorded_with_its_reason() -> None:
    rutin = rutin_with(*OFFERED)
    reason = "Mötet hölls per telefon, på brukarens begäran."
    recorded = rutin.handle(to_record(agreement_signed), ADAM, deviation=reason)
    assert (recorded.fact, recorded.deviation) == (agreement_signed, reason)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_deviation_without_a_reason_is_none(reason: str) -> None:
    rutin = rutin_with(*OFFERED)
    with pytest.raises(Refused):
        rutin.handle(to_record(agreement_signed), ADAM, deviation=reason)


def test_a_refusal_says_how_to_record_what_has_happened_already() -> None:
    with pytest.raises(Refused) as refusal:
        rutin_with(*OFFERED).handle(to_record(agreement_signed), ADAM)
    assert "(KLA-08a, KLA-08b)" in refusal.value.text
    assert "avvikelseorsak" in refusal.value.text
    citations = [problem.citation for problem in refusal.value.problems]
    assert [each.line_reference for each in citations if each] == ["r.88–89", "r.89–90"]


def test_no_reason_records_what_contradicts_the_record() -> None:
    rutin = rutin_with(order_received)
    with pytest.raises(Impossible):
        rutin.handle(to_record(order_received), ADAM, deviation="Det hände ändå.")
    assert rutin.journal.head() == 1


# ---------------------------------------------------------------- persons


CLIENT = Person(
    reference="P1",
    name=NAME,
    identity_number=IdentityNumber(NUMBER),
    phone="070-000 00 00",
    postal_address="Testvägen 1",
    email="test@example.org",
)


def test_who_the_client_is_goes_to_the_vault_and_never_into_a_fact() -> None:
    rutin = rutin_with()
    recorded = rutin.handle(with_person(CLIENT), ADAM)
    assert rutin.journal.person("P1") == CLIENT
    assert rutin.journal.person_by_number(NUMBER) == CLIENT
    stored = encode(recorded.fact).decode() + repr(recorded)
    told = (NAME, NUMBER, CLIENT.phone, CLIENT.postal_address, CLIENT.email)
    assert not any(str(each) in stored for each in told)


def test_who_the_assignee_is_goes_to_the_vault_and_never_into_a_fact() -> None:
    someone = CLIENT.but(reference="P9")
    command = RegisterAssignee.model_validate(
        to_record(assignee_registered).__dict__ | {"identity": someone}
    )
    rutin = rutin_with()
    recorded = rutin.handle(command, ADAM)
    assert rutin.journal.person("P9") == someone
    assert NUMBER not in encode(recorded.fact).decode()


def test_a_person_who_is_known_needs_only_a_reference() -> None:
    rutin = rutin_with()
    rutin.handle(with_person(CLIENT), ADAM)
    rutin.handle(to_record(order_received.but(order_no="B2"), of="K2"), ADAM)
    assert rutin.journal.person("P1") == CLIENT


def test_of_a_person_told_again_what_is_left_out_stands() -> None:
    rutin = rutin_with()
    rutin.handle(with_person(CLIENT), ADAM)
    moved = Person(reference="P1", postal_address="Testvägen 2")
    again = with_person(moved, order_no="B2").but(case="K2")
    rutin.handle(again, ADAM)
    assert rutin.journal.person("P1") == CLIENT.but(postal_address="Testvägen 2")


def test_an_identity_number_that_is_anothers_is_refused_and_nothing_recorded() -> None:
    rutin = rutin_with()
    rutin.handle(with_person(CLIENT), ADAM)
    other = with_person(CLIENT.but(reference="P2"), order_no="B2", client="P2").but(case="K2")
    with pytest.raises(Impossible, match="Personnumret finns redan") as refusal:
        rutin.handle(other, ADAM)
    assert refusal.value.problems[0].code == "identity_number_taken"
    assert NUMBER not in refusal.value.text
    assert rutin.journal.head() == 1
    assert rutin.journal.person("P2") is None


def test_of_a_refused_command_no_person_is_kept() -> None:
    rutin = rutin_with(order_received)
    with pytest.raises(Impossible):
        rutin.handle(with_person(CLIENT), ADAM)
    assert rutin.journal.person("P1") is None
    assert rutin.journal.person_by_number(NUMBER) is None


# ---------------------------------------------------------------- what a note is about


def test_a_note_is_never_about_another_clients_relationship() -> None:
    rutin = rutin_with(*OFFERED)
    rutin.handle(to_record(order_received.but(order_no="B7", client="P2"), of="K2"), ADAM)
    rutin.handle(to_record(assignment_offered.but(case="K2"), of="K2-1"), ADAM, command_id="C7")
    note = JournalNoteRecorded(occurred_on=FEB_16, note="N1", text="Hej", about=("C7",))
    with pytest.raises(Impossible) as refusal:
        rutin.handle(to_record(note), ADAM)
    assert refusal.value.problems[0].field == "about"


@pytest.mark.parametrize("fact", [extract_shown, both_satisfied, attempted])
def test_a_note_is_about_anything_in_the_case_file(fact: Fact) -> None:
    rutin = rutin_with(*OFFERED)
    rutin.handle(to_record(fact), ADAM, command_id="C7")
    note = JournalNoteRecorded(occurred_on=FEB_16, note="N1", text="Hej", about=("C7",))
    assert rutin.handle(to_record(note), ADAM).fact == note


# ---------------------------------------------------------------- corrections across cases


def test_an_order_number_that_was_taken_away_from_another_case_is_free() -> None:
    rutin = rutin_with(order_received)
    rutin.handle(to_record(order_received.but(order_no="B7", client="P2"), of="K2"), ADAM)
    wrong = rutin.handle(to_record(order_renewed, of="K2"), ADAM)
    taken_away = CorrectCaseFact(
        case="K2", occurred_on=MAR_31, corrects=str(wrong.event_id), reason="Fel ärende"
    )
    rutin.handle(taken_away, ADAM)
    assert rutin.handle(to_record(order_renewed), ADAM).fact == order_renewed


# ---------------------------------------------------------------- timelines


def titles(rutin: Rutin, reference: str = K, **at: object) -> list[str]:
    timeline = rutin.timeline(reference, **at)  # type: ignore[arg-type]  # as_of and known_at
    return [entry.title for entry in timeline.entries]


def test_a_timeline_tells_in_swedish_what_happened_in_the_order_it_occurred() -> None:
    rutin = rutin_with(order_received, attempted.but(occurred_on=FEB_3), attempted)
    rutin.handle(to_record(attempted.but(occurred_on=FEB_12, channel="visit")), ADAM)
    entries = rutin.timeline(K).entries
    assert entries[0].title == "Beställning mottagen"
    assert [entry.recorded.fact.occurred_on for entry in entries] == [
        JAN_12,
        JAN_19,
        FEB_3,
        FEB_12,
    ]


def test_a_cases_timeline_holds_its_relationships_and_what_concerns_it_of_its_assignees() -> None:
    assert titles(rutin_with(*MATCHED)) == [
        "Uppdragstagare registrerad",
        "Beställning mottagen",
        "Uppdrag erbjudet",
        "Gemensamt möte",
    ]


@pytest.mark.parametrize(
    ("reference", "stream"),
    [
        (K, "case/K1"),
        ("case/K1", "case/K1"),
        (R, "relationship/K1-1"),
        ("relationship/K1-1", "relationship/K1-1"),
        (A, "assignee/A1"),
        ("assignee/A1", "assignee/A1"),
    ],
)
def test_a_timeline_is_asked_for_by_reference_with_or_without_kind(
    reference: str, stream: str
) -> None:
    timeline = rutin_with(*MATCHED).timeline(reference)
    assert timeline.reference == stream
    assert timeline.entries
    if not stream.startswith("case/"):
        assert {entry.recorded.stream for entry in timeline.entries} == {stream}


def test_a_case_comes_before_an_assignee_of_the_same_name() -> None:
    rutin = rutin_with(order_received)
    rutin.handle(to_record(assignee_registered, of=K), ADAM)
    assert rutin.timeline(K).reference == "case/K1"
    assert rutin.timeline("assignee/K1").reference == "assignee/K1"


@pytest.mark.parametrize("reference", ["K9", "case/K9", "relationship/K1", "client/P1", "order/B1"])
def test_nothing_is_told_of_what_nothing_is_recorded_about(reference: str) -> None:
    with pytest.raises(Impossible) as refusal:
        rutin_with(order_received).timeline(reference)
    assert refusal.value.problems[0].code == "unknown_reference"


def test_a_timeline_as_of_a_day_leaves_out_what_occurred_after_it() -> None:
    rutin = rutin_with(order_received, attempted, attempted.but(occurred_on=FEB_3))
    assert len(titles(rutin, as_of=date(2026, 2, 2))) == 2
    assert len(titles(rutin, as_of=FEB_3)) == 3
    assert titles(rutin, as_of=date(2026, 1, 11)) == []


def imported(rutin: Rutin, fact: Fact, at: datetime) -> Recorded:
    return rutin.handle(to_record(fact), IMPORTER, recorded_at=at)


def test_a_timeline_as_known_at_a_moment_leaves_out_what_was_recorded_after_it() -> None:
    rutin = rutin_with()
    imported(rutin, order_received, datetime(2026, 1, 12, 9, tzinfo=UTC))
    late = datetime(2026, 2, 12, 9, tzinfo=UTC)
    imported(rutin, attempted, late)
    assert len(titles(rutin, known_at=late - timedelta(seconds=1))) == 1
    assert len(titles(rutin, known_at=late)) == 2
    assert len(titles(rutin, known_at=late, as_of=JAN_12)) == 1


def offered_in_march() -> Rutin:
    """Register an assignee in January; tell in March that a case was offered them in February."""
    rutin = rutin_with()
    january = datetime(2026, 1, 12, 9, tzinfo=UTC)
    imported(rutin, assignee_registered, january)
    imported(rutin, order_received, january)
    imported(rutin, assignment_offered, datetime(2026, 3, 2, 9, tzinfo=UTC))
    return rutin


def test_an_assignees_facts_are_the_cases_once_it_is_known_that_they_came_to_it() -> None:
    rutin, march = offered_in_march(), datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert titles(rutin, known_at=march - timedelta(seconds=1)) == ["Beställning mottagen"]
    assert "Uppdragstagare registrerad" in titles(rutin, known_at=march)


def test_an_assignees_facts_are_the_cases_from_the_day_they_came_to_it() -> None:
    rutin, offered_on = offered_in_march(), assignment_offered.occurred_on
    assert titles(rutin, as_of=offered_on - timedelta(days=1)) == ["Beställning mottagen"]
    assert "Uppdragstagare registrerad" in titles(rutin, as_of=offered_on)


def test_who_had_not_come_to_the_case_yet_has_a_timeline_of_their_own() -> None:
    early = {"as_of": JAN_12, "known_at": datetime(2026, 2, 1, tzinfo=UTC)}
    assert titles(offered_in_march(), A, **early) == ["Uppdragstagare registrerad"]


def test_an_offer_put_right_to_a_later_day_counts_from_the_day_first_told() -> None:
    rutin, offered_on = offered_in_march(), assignment_offered.occurred_on
    later = CorrectRelationshipFact(
        relationship=R,
        occurred_on=MAR_31,
        corrects=str(rutin.journal.since(2, 1)[0].event_id),
        reason="Fel dag",
        changes={"occurred_on": str(MAR_2)},
    )
    rutin.handle(later, ADAM)
    assert "Uppdrag erbjudet" in titles(rutin, as_of=offered_on)
    assert "Uppdragstagare registrerad" in titles(rutin, as_of=offered_on)


def corrected_in_march() -> tuple[Rutin, Recorded, Recorded]:
    """Record an attempt on 19 January; put its day right, to 3 February, on 2 March."""
    rutin = rutin_with()
    imported(rutin, order_received, datetime(2026, 1, 12, 9, tzinfo=UTC))
    wrong = imported(rutin, attempted, datetime(2026, 2, 12, 9, tzinfo=UTC))
    correction = rutin.handle(
        CorrectCaseFact(
            case=K,
            occurred_on=MAR_2,
            corrects=str(wrong.event_id),
            reason="Fel dag",
            changes={"occurred_on": "2026-02-03"},
        ),
        IMPORTER,
        recorded_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    return rutin, wrong, correction


def test_a_corrected_fact_stays_visible_beside_what_counts_instead() -> None:
    rutin, wrong, correction = corrected_in_march()
    entries = {entry.recorded.event_id: entry for entry in rutin.timeline(K).entries}
    assert entries[wrong.event_id].corrected_by == correction
    assert entries[correction.event_id].title == "Händelse rättad"
    assert entries[correction.event_id].corrected_by is None
    assert sum(entry.corrected_by is not None for entry in entries.values()) == 1


def test_before_a_correction_was_recorded_nothing_was_corrected() -> None:
    rutin, wrong, _ = corrected_in_march()
    entries = rutin.timeline(K, known_at=datetime(2026, 3, 1, tzinfo=UTC)).entries
    assert [entry.recorded.event_id for entry in entries][-1] == wrong.event_id
    assert all(entry.corrected_by is None for entry in entries)


def test_once_recorded_a_correction_holds_for_days_before_it_too() -> None:
    rutin, wrong, correction = corrected_in_march()
    entries = {e.recorded.event_id: e for e in rutin.timeline(K, as_of=MAR_2).entries}
    assert entries[wrong.event_id].corrected_by == correction
    entries = {e.recorded.event_id: e for e in rutin.timeline(K, as_of=FEB_20).entries}
    assert entries[wrong.event_id].corrected_by == correction


def test_a_fact_put_right_to_an_earlier_day_is_shown_from_that_day() -> None:
    rutin = rutin_with(order_received, attempted.but(occurred_on=MAR_20))
    rutin.handle(
        CorrectCaseFact(
            case=K,
            occurred_on=MAR_31,
            corrects=str(rutin.journal.since(1, 1)[0].event_id),
            reason="Fel dag",
            changes={"occurred_on": "2026-02-03"},
        ),
        ADAM,
    )
    assert titles(rutin, as_of=FEB_3) == ["Beställning mottagen", "Försök att nå brukaren"]


def test_a_fact_taken_away_is_shown_from_its_own_day() -> None:
    rutin = rutin_with(order_received, attempted)
    wrong = rutin.journal.since(1, 1)[0]
    taken_away = CorrectCaseFact(
        case=K, occurred_on=MAR_31, corrects=str(wrong.event_id), reason="Hände aldrig"
    )
    correction = rutin.handle(taken_away, ADAM)
    assert titles(rutin, as_of=date(2026, 1, 18)) == ["Beställning mottagen"]
    entry = rutin.timeline(K, as_of=JAN_19).entries[-1]
    assert (entry.recorded, entry.corrected_by) == (wrong, correction)


def test_the_latest_correction_is_the_one_shown() -> None:
    rutin, wrong, _ = corrected_in_march()
    again = rutin.handle(
        CorrectCaseFact(case=K, occurred_on=APR_2, corrects=str(wrong.event_id), reason="Aldrig"),
        ADAM,
    )
    entries = {entry.recorded.event_id: entry for entry in rutin.timeline(K).entries}
    assert entries[wrong.event_id].corrected_by == again


NOTE = JournalNoteRecorded(occurred_on=FEB_16, note="N1", text="Brukaren trivs.")
ASTRAY = JournalNoteMarkedErroneous(
    occurred_on=FEB_20, note="N1", reason="Fel brukare", wrong_client=True
)


def test_a_marked_note_stays_with_its_mark_beside_it() -> None:
    _, note, mark = rutin_with(order_received, NOTE, ASTRAY).timeline(K).entries
    assert note.marked_by == mark.recorded
    assert (mark.marked_by, mark.title) == (None, "Journalanteckning felmarkerad")


@pytest.mark.parametrize(
    "reader", [None, *(Actor(id="x", role=role, unit="syd") for role in get_args(Role))]
)
def test_the_text_of_a_note_in_the_wrong_clients_file_is_hidden_but_for_the_auditor(
    reader: Actor | None,
) -> None:
    rutin = rutin_with(order_received, NOTE, ASTRAY)
    _, note, _ = rutin.timeline(K, by=reader).entries
    hides = reader is None or reader.role != "auditor"
    assert note.is_hidden is hides
    assert note.recorded.fact == (NOTE.but(text=HIDDEN_TEXT) if hides else NOTE)
    assert rutin.journal.since(1, 1)[0].fact == NOTE, "nothing is changed in the journal"
