"""What a case decides, and what contradicts what it has recorded."""

from dataclasses import replace
from datetime import date

import pytest

from examples import (
    AGREED,
    APR_2,
    APR_7,
    FEB_3,
    FEB_12,
    FEB_16,
    FEB_20,
    HUGO,
    JAN_12,
    JAN_19,
    MAR_2,
    MAR_20,
    MAR_31,
    MATCHED,
    MAY_4,
    RUNNING,
    K,
    agreement_signed,
    assignment_offered,
    both_satisfied,
    companion_ordered,
    order_ended,
    order_received,
    order_renewed,
    relationship_ended,
    service_interrupted,
    service_resumed,
    service_started,
)
from rutin.application.reading import read_command
from rutin.domain.act import Fact
from rutin.domain.case import (
    CaseClosed,
    CaseOfficerNotified,
    ClientContacted,
    ClientDisputedNote,
    ConsentDeclined,
    ConsentDeferred,
    ConsentFormReviewed,
    ConsentGranted,
    ConsentWithdrawn,
    ContactAttempted,
    ContactRegistered,
    ContactRemoved,
    CorrectCaseFact,
    DocumentRegistered,
    ExecutionReported,
    Goal,
    GoalFollowedUp,
    GrantConsent,
    ImplementationPlanEstablished,
    ImplementationPlanUpdated,
    JournalNoteMarkedErroneous,
    JournalNoteRecorded,
    JournalNoteSigned,
    NonExecutionReported,
    PackItem,
    PackItems,
    ReceiveOrder,
    RecordJournalNote,
    RegisterContact,
    RenewalExecuted,
    WelcomePackDelivered,
    WelcomePackSupplemented,
)
from rutin.domain.case.facts import FactCorrected
from rutin.domain.person import Person
from rutin.domain.refusal import Malformed
from rutin.domain.values import IdentityNumber, Quarter
from spec import event_id, given, to_record, told

contact_registered = ContactRegistered(
    occurred_on=JAN_19, contact="mor", role="relative", routes=("phone",)
)
consent_granted = ConsentGranted(
    occurred_on=JAN_19,
    consent="anhöriga",
    recipients=("relative",),
    scope="Hur stödet fungerar",
    valid_from=JAN_19,
    valid_to=date(2027, 1, 18),
)
consent_withdrawn = ConsentWithdrawn(occurred_on=MAR_2, consent="anhöriga")
plan_established = ImplementationPlanEstablished(
    occurred_on=JAN_19, goals=(Goal(text="Gå på bio"),), participation="participated"
)
pack_delivered = WelcomePackDelivered(
    occurred_on=FEB_12,
    items=PackItems(phone_numbers=PackItem(given=True)),
    delivered_by="designated_employee",
)
note_recorded = JournalNoteRecorded(occurred_on=JAN_19, note="N1", text="Brukaren ringde.")
note_signed = JournalNoteSigned(occurred_on=JAN_19, note="N1")
note_marked = JournalNoteMarkedErroneous(occurred_on=FEB_3, note="N1", reason="Fel brukare")
note_disputed = ClientDisputedNote(occurred_on=FEB_3, note="N1", view="Jag ringde inte.")
case_closed = CaseClosed(occurred_on=APR_2, outcome="order_ended")
attempted = ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer")

ENDED = (order_received, order_ended)
CLOSED = (*ENDED, case_closed)


# ---------------------------------------------------------------- the order


def test_an_order_opens_a_case() -> None:
    given().when(to_record(order_received)).then(order_received)


def test_an_order_is_known_by_its_number_and_its_client() -> None:
    assert order_received.references() == ("order/B1", "client/P1")


def test_a_case_has_one_first_order() -> None:
    another = order_received.but(order_no="B9")
    given(order_received).when(to_record(another)).then_impossible(
        "order_already_received", field="case"
    )


@pytest.mark.parametrize(
    "command",
    [to_record(order_received, of="K2"), to_record(order_renewed.but(order_no="B1"))],
    ids=["for another case", "as a renewal"],
)
def test_an_order_number_is_used_once(command: ReceiveOrder) -> None:
    given(order_received).when(command).then_impossible(
        "duplicate_order_number", field="order_no", provision="KLA-01"
    )


def test_a_renewed_orders_number_is_used_once_too() -> None:
    given(order_received, order_renewed).when(
        to_record(order_received.but(order_no="B2"), of="K2")
    ).then_impossible("duplicate_order_number", field="order_no", provision="KLA-01")


def test_an_order_number_taken_away_by_a_correction_is_free_again() -> None:
    on_the_wrong_case = told(order_renewed, of="K2")
    taken_away = FactCorrected(occurred_on=MAR_20, corrects=event_id(3), reason="Fel ärende")
    given(
        order_received,
        told(order_received.but(order_no="B7"), of="K2"),
        on_the_wrong_case,
        told(taken_away, of="K2"),
    ).when(to_record(order_renewed)).then(order_renewed)


def test_an_order_without_decision_date_is_refused() -> None:
    data = to_record(order_received).model_dump(mode="json", exclude_none=True)
    del data["decision_date"]
    with pytest.raises(Malformed) as refusal:
        read_command("ReceiveOrder", data)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field, problem.provision) == (
        "missing",
        "decision_date",
        "LAW-01",
    )


def test_the_birth_day_that_decides_whether_a_client_is_a_child_comes_from_the_identity_number() -> (
    None
):
    child = Person(reference="P1", identity_number=IdentityNumber("201501022386"))
    command = ReceiveOrder.model_validate(to_record(order_received).__dict__ | {"person": child})
    given().when(command).then(order_received.but(client_born_on=date(2015, 1, 2)))


@pytest.mark.parametrize(
    ("number", "born_on"),
    [(None, None), (IdentityNumber("199908772388"), date(1999, 8, 17))],
    ids=["no number", "a coordination number"],
)
def test_a_birth_day_is_left_blank_only_where_no_number_tells_it(
    number: IdentityNumber | None, born_on: date | None
) -> None:
    person = Person(reference="P1", identity_number=number)
    command = ReceiveOrder.model_validate(to_record(order_received).__dict__ | {"person": person})
    given().when(command).then(order_received.but(client_born_on=born_on))


def test_a_renewed_order_joins_the_case() -> None:
    given(order_received).when(to_record(order_renewed)).then(order_renewed)


def test_an_order_is_ended_by_the_case_officer() -> None:
    given(order_received).when(to_record(order_ended), by=HUGO).then(order_ended)


@pytest.mark.parametrize("fact", [order_renewed, order_ended, service_started])
def test_nothing_is_ordered_or_started_after_the_order_ended(fact: Fact) -> None:
    later = fact.but(occurred_on=APR_7)
    given(*ENDED).when(to_record(later), by=HUGO).then_impossible("order_ended", field="case")


def test_a_start_before_the_order_ended_is_recorded_afterwards() -> None:
    given(*AGREED, order_ended).when(to_record(service_started)).then(service_started)


def test_a_case_is_closed_when_its_order_has_ended() -> None:
    given(*ENDED).when(to_record(case_closed)).then(case_closed)


@pytest.mark.parametrize("day", [MAR_31, APR_2, APR_7])
def test_a_case_is_closed_once(day: date) -> None:
    again = case_closed.but(occurred_on=day)
    field = "occurred_on" if day > case_closed.occurred_on else "case"
    given(*CLOSED).when(to_record(again)).then_impossible("case_closed", field=field)


def test_no_work_is_dated_after_the_case_was_closed() -> None:
    given(*CLOSED).when(to_record(attempted.but(occurred_on=APR_7))).then_impossible(
        "case_closed", field="occurred_on"
    )


@pytest.mark.parametrize("day", [MAR_20, APR_2])
def test_work_up_to_the_day_of_closing_is_recorded_afterwards(day: date) -> None:
    work = attempted.but(occurred_on=day)
    given(*CLOSED).when(to_record(work)).then(work)


@pytest.mark.parametrize(
    "fact",
    [
        note_recorded.but(note="N2"),
        note_signed,
        note_marked,
        note_disputed,
        DocumentRegistered(occurred_on=APR_7, title="Beslut", kept_at="Närarkivet"),
        NonExecutionReported(
            occurred_on=APR_7,
            quarter=Quarter(2026, 1),
            reason="Ingen passande",
            recipients=("ivo",),
        ),
        ExecutionReported(occurred_on=APR_7, executed_on=FEB_20, recipients=("ivo",)),
        CaseOfficerNotified(occurred_on=APR_7, reason="other", in_writing=True),
        ContactRemoved(occurred_on=APR_7, contact="mor", reason="Flyttat"),
        consent_withdrawn,
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_the_record_is_kept_on_after_the_case_was_closed(fact: Fact) -> None:
    kept = fact.but(occurred_on=APR_7)
    given(order_received, contact_registered, consent_granted, note_recorded, *CLOSED[1:]).when(
        to_record(kept)
    ).then(kept)


def test_a_wrong_fact_is_corrected_after_the_case_was_closed() -> None:
    command = CorrectCaseFact(
        case=K, occurred_on=APR_7, corrects=event_id(2), reason="Det var ett annat ärende."
    )
    given(order_received, attempted, *CLOSED[1:]).when(command).then(
        FactCorrected(occurred_on=APR_7, corrects=event_id(2), reason="Det var ett annat ärende.")
    )


# ---------------------------------------------------------------- contacts


def test_an_unnamed_contact_is_numbered() -> None:
    command = RegisterContact(case=K, occurred_on=JAN_19, role="god_man", routes=("email",))
    numbered = contact_registered.but(contact="kontakt-1", role="god_man", routes=("email",))
    given(order_received).when(command).then(numbered)
    given(order_received, numbered).when(command).then(numbered.but(contact="kontakt-2"))


def test_a_contact_removed_leaves_its_number_unused() -> None:
    first = contact_registered.but(contact="kontakt-1")
    removed = ContactRemoved(occurred_on=FEB_3, contact="kontakt-1", reason="Flyttat")
    command = RegisterContact(case=K, occurred_on=FEB_12, role="relative")
    given(order_received, first, removed).when(command).then(
        ContactRegistered(occurred_on=FEB_12, role="relative", contact="kontakt-2")
    )


def test_a_contact_is_named_once() -> None:
    given(order_received, contact_registered).when(to_record(contact_registered)).then_impossible(
        "already_exists", field="contact"
    )


def test_a_contact_of_the_case_is_removed() -> None:
    removed = ContactRemoved(occurred_on=FEB_3, contact="mor", reason="Flyttat")
    given(order_received, contact_registered).when(to_record(removed)).then(removed)


@pytest.mark.parametrize(
    "facts",
    [
        (order_received,),
        (
            order_received,
            contact_registered,
            ContactRemoved(occurred_on=FEB_3, contact="mor", reason="Flyttat"),
        ),
    ],
    ids=["never registered", "removed before"],
)
def test_a_contact_that_is_not_there_is_not_removed(facts: tuple[Fact, ...]) -> None:
    removed = ContactRemoved(occurred_on=FEB_12, contact="mor", reason="Flyttat")
    given(*facts).when(to_record(removed)).then_impossible("unknown_reference", field="contact")


# ---------------------------------------------------------------- consent


@pytest.mark.parametrize(
    "outcome",
    [
        consent_granted,
        ConsentDeclined(occurred_on=JAN_19),
        ConsentDeferred(occurred_on=JAN_19),
    ],
    ids=["granted", "declined", "deferred"],
)
def test_a_consent_form_is_reviewed_whatever_the_client_answers(outcome: Fact) -> None:
    reviewed = ConsentFormReviewed(occurred_on=JAN_19)
    given(order_received).when(to_record(reviewed)).then(reviewed)
    given(order_received, reviewed).when(to_record(outcome)).then(outcome)
    given(order_received, outcome).when(to_record(reviewed)).then(reviewed)


def test_an_unnamed_consent_is_numbered() -> None:
    command = GrantConsent(
        case=K, occurred_on=JAN_19, recipients=("god_man",), scope="Allt", valid_from=JAN_19
    )
    given(order_received, consent_granted).when(command).then(
        consent_granted.but(
            consent="samtycke-2", recipients=("god_man",), scope="Allt", valid_to=None
        )
    )


def test_a_consent_is_named_once() -> None:
    given(order_received, consent_granted).when(to_record(consent_granted)).then_impossible(
        "already_exists", field="consent"
    )


@pytest.mark.parametrize("valid_to", [None, date(2030, 12, 31)])
def test_a_consent_is_recorded_as_written_though_it_lasts_a_year_at_most(
    valid_to: date | None,
) -> None:
    written = consent_granted.but(valid_to=valid_to)
    given(order_received).when(to_record(written)).then(written)


def test_a_consent_is_withdrawn() -> None:
    given(order_received, consent_granted).when(to_record(consent_withdrawn)).then(
        consent_withdrawn
    )


def test_a_consent_that_was_not_given_is_not_withdrawn() -> None:
    given(order_received).when(to_record(consent_withdrawn)).then_impossible(
        "unknown_reference", field="consent", saying="Samtycket anhöriga finns inte"
    )


def test_a_consent_is_withdrawn_once() -> None:
    given(order_received, consent_granted, consent_withdrawn).when(
        to_record(consent_withdrawn)
    ).then_impossible("consent_withdrawn", field="consent")


# ---------------------------------------------------------------- numbers that are free


UNNAMED = pytest.mark.parametrize(
    ("fact", "field", "numbered"),
    [
        (contact_registered, "contact", "kontakt-{}"),
        (consent_granted, "consent", "samtycke-{}"),
        (note_recorded, "note", "anteckning-{}"),
    ],
    ids=["contact", "consent", "note"],
)


@UNNAMED
def test_what_comes_unnamed_gets_a_number_that_is_not_taken(
    fact: Fact, field: str, numbered: str
) -> None:
    unnamed = to_record(fact).but(**{field: None})
    second, third = (fact.but(**{field: numbered.format(n)}) for n in (2, 3))
    given(order_received, second).when(unnamed).then(third)


@UNNAMED
def test_what_is_taken_away_leaves_the_later_numbers_taken(
    fact: Fact, field: str, numbered: str
) -> None:
    unnamed = to_record(fact).but(**{field: None})
    first, second, third = (fact.but(**{field: numbered.format(n)}) for n in (1, 2, 3))
    taken_away = FactCorrected(occurred_on=FEB_3, corrects=event_id(2), reason="Fel ärende")
    given(order_received, first, second, taken_away).when(unnamed).then(third)


# ---------------------------------------------------------------- welcome pack, plan, proposal


def test_a_welcome_pack_is_supplemented() -> None:
    supplemented = WelcomePackSupplemented.model_validate(
        pack_delivered.__dict__
        | {"type": "case.welcome_pack_supplemented.v1", "occurred_on": FEB_16}
    )
    given(order_received, pack_delivered).when(to_record(supplemented)).then(supplemented)
    given(order_received).when(to_record(supplemented)).then_impossible("no_welcome_pack")


def test_an_incomplete_welcome_pack_is_recorded_as_it_was_handed_over() -> None:
    given(order_received).when(to_record(pack_delivered)).then(pack_delivered)


@pytest.mark.parametrize(
    "fact",
    [
        ImplementationPlanUpdated(
            occurred_on=MAR_2, participation="participated", context="renewal", changed=False
        ),
        GoalFollowedUp(occurred_on=MAR_2, goal="Gå på bio", outcome="reached"),
    ],
    ids=["updated", "followed up"],
)
def test_a_plan_is_followed_up_only_where_there_is_one(fact: Fact) -> None:
    given(companion_ordered, plan_established).when(to_record(fact)).then(fact)
    given(companion_ordered).when(to_record(fact)).then_impossible("no_plan")


# ---------------------------------------------------------------- service


@pytest.mark.parametrize(
    "so_far", [(), (service_interrupted,), (service_interrupted, service_resumed)]
)
def test_a_service_starts_once(so_far: tuple[Fact, ...]) -> None:
    again = service_started.but(occurred_on=APR_2)
    given(*RUNNING, *so_far).when(to_record(again)).then_impossible("service_already_started")


def test_a_running_service_is_interrupted_and_resumed() -> None:
    given(*RUNNING).when(to_record(service_interrupted)).then(service_interrupted)
    given(*RUNNING, service_interrupted).when(to_record(service_resumed)).then(service_resumed)


@pytest.mark.parametrize(
    "facts",
    [MATCHED, (*RUNNING, service_interrupted)],
    ids=["not started", "interrupted already"],
)
def test_only_a_running_service_is_interrupted(facts: tuple[Fact, ...]) -> None:
    later = service_interrupted.but(occurred_on=MAR_20)
    given(*facts).when(to_record(later)).then_impossible("service_not_running")


@pytest.mark.parametrize(
    "facts",
    [MATCHED, RUNNING, (*RUNNING, service_interrupted, service_resumed)],
    ids=["not started", "running", "resumed already"],
)
def test_only_an_interrupted_service_is_resumed(facts: tuple[Fact, ...]) -> None:
    later = service_resumed.but(occurred_on=APR_2)
    given(*facts).when(to_record(later)).then_impossible("service_not_interrupted")


SUCCEEDED = (
    told(assignment_offered.but(occurred_on=APR_2), of="K1-2"),
    told(both_satisfied.but(occurred_on=APR_2), of="K1-2"),
    told(agreement_signed.but(occurred_on=APR_2), of="K1-2"),
)
"""Someone new has the assignment."""


def test_a_break_that_no_one_registered_ends_too_when_the_service_goes_on() -> None:
    over = service_resumed.but(occurred_on=APR_7)
    left = (*RUNNING, relationship_ended, *SUCCEEDED)
    given(*left).when(to_record(over)).then(over)
    given(*left, over).when(to_record(over)).then_impossible("service_not_interrupted")
    registered = service_interrupted.but(occurred_on=APR_2)
    given(*left).when(to_record(registered)).then(registered)


def test_a_service_that_someone_else_gives_on_is_not_interrupted_by_one_who_left() -> None:
    over = service_resumed.but(occurred_on=APR_7)
    still_there = tuple(replace(each, fact=each.fact.but(occurred_on=MAR_20)) for each in SUCCEEDED)
    given(*RUNNING, *still_there, relationship_ended).when(to_record(over)).then_impossible(
        "service_not_interrupted"
    )


def test_an_earlier_break_that_is_told_late_is_recorded_with_its_resumption() -> None:
    earlier_break = service_interrupted.but(occurred_on=MAR_2)
    over = service_resumed.but(occurred_on=MAR_20)
    later_break = service_interrupted.but(occurred_on=APR_2)
    given(*RUNNING, later_break).when(to_record(earlier_break)).then(earlier_break)
    given(*RUNNING, later_break, earlier_break).when(to_record(over)).then(over)


def test_a_service_is_not_interrupted_before_it_started() -> None:
    too_early = service_interrupted.but(occurred_on=FEB_16)
    given(*RUNNING).when(to_record(too_early)).then_impossible("service_not_running")


def test_a_service_is_not_resumed_before_it_was_interrupted() -> None:
    too_early = service_resumed.but(occurred_on=FEB_20)
    given(*RUNNING, service_interrupted).when(to_record(too_early)).then_impossible(
        "service_not_interrupted"
    )


def test_a_renewal_is_executed_once() -> None:
    executed = RenewalExecuted(occurred_on=MAR_31, order_no="B2")
    given(order_received, order_renewed).when(to_record(executed)).then(executed)
    given(order_received, order_renewed, executed).when(to_record(executed)).then_impossible(
        "renewal_already_executed", field="order_no"
    )


# ---------------------------------------------------------------- the social record


def test_an_unnamed_note_is_numbered() -> None:
    command = RecordJournalNote(case=K, occurred_on=JAN_19, text="Brukaren ringde.")
    numbered = note_recorded.but(note="anteckning-1")
    given(order_received).when(command).then(numbered)
    given(order_received, numbered).when(command).then(numbered.but(note="anteckning-2"))


def test_a_note_is_named_once() -> None:
    given(order_received, note_recorded).when(to_record(note_recorded)).then_impossible(
        "already_exists", field="note"
    )


@pytest.mark.parametrize("about", [event_id(2), "command-2"], ids=["event id", "command id"])
def test_a_note_says_what_it_is_about(about: str) -> None:
    note = note_recorded.but(about=(about,))
    given(order_received, attempted).when(to_record(note)).then(note)


def test_a_note_about_something_that_is_not_recorded_is_refused() -> None:
    note = note_recorded.but(about=(event_id(1), event_id(9)))
    given(order_received).when(to_record(note)).then_impossible("unknown_reference", field="about")


@pytest.mark.parametrize("fact", [note_signed, note_marked, note_disputed])
def test_a_note_is_signed_marked_and_disputed(fact: Fact) -> None:
    given(order_received, note_recorded).when(to_record(fact)).then(fact)


@pytest.mark.parametrize("fact", [note_signed, note_marked, note_disputed])
def test_a_note_that_is_not_there_is_not_signed_marked_or_disputed(fact: Fact) -> None:
    given(order_received).when(to_record(fact)).then_impossible("unknown_reference", field="note")


@pytest.mark.parametrize(
    ("fact", "code"), [(note_signed, "note_signed"), (note_marked, "note_erroneous")]
)
def test_a_note_is_signed_once_and_marked_once(fact: Fact, code: str) -> None:
    given(order_received, note_recorded, fact).when(to_record(fact)).then_impossible(
        code, field="note"
    )


def test_a_note_may_be_disputed_again() -> None:
    given(order_received, note_recorded, note_disputed).when(to_record(note_disputed)).then(
        note_disputed
    )


def test_a_signed_note_may_be_marked_as_wrong() -> None:
    given(order_received, note_recorded, note_signed).when(to_record(note_marked)).then(note_marked)


# ---------------------------------------------------------------- the day


def test_what_has_not_happened_yet_is_not_recorded() -> None:
    given(order_received).when(to_record(attempted), today=JAN_12).then_impossible(
        "not_yet", field="occurred_on"
    )
    given(order_received).when(to_record(attempted), today=JAN_19).then(attempted)


def test_everything_else_is_recorded_without_condition() -> None:
    contacted = ClientContacted(occurred_on=MAY_4, channel="phone", informed_of_order=False)
    given(order_received, contacted).when(to_record(contacted)).then(contacted)
