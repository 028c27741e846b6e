"""The trial beneath import and demo: nothing is recorded until it is asked to."""

import pytest

from examples import ADAM, HUGO, order_received
from machines import rutin_over
from rutin.application import Conflict
from rutin.application.memory import MemoryJournal
from rutin.application.trial import TrialJournal
from rutin.domain.person import Person
from rutin.domain.refusal import Impossible
from rutin.domain.values import IdentityNumber
from spec import to_record


def test_a_trial_records_nothing_until_it_is_asked_to() -> None:
    beneath = MemoryJournal()
    trial = TrialJournal(beneath)
    rutin_over(trial).handle(to_record(order_received, of="K1"), by=ADAM)
    assert (beneath.head(), trial.head()) == (0, 1)
    (recorded,) = trial.record()
    assert beneath.history("case/K1") == (recorded,)


def test_a_trial_shows_what_stood_before_and_what_it_keeps_back() -> None:
    beneath = MemoryJournal()
    first = rutin_over(beneath).handle(to_record(order_received, of="K1"), by=ADAM)
    trial = TrialJournal(beneath)
    renewal = to_record(order_received.but(order_no="B2"), of="K2")
    second = rutin_over(trial).handle(renewal, by=ADAM, command_id="c-2")
    assert trial.since(0, 10) == (first, second)
    assert trial.since(0, 1) == (first,)
    assert trial.since(1, 1) == (second,)
    assert trial.about({"client/P1"}).recorded == (first, second)
    assert trial.of_command("c-2") == (second,)
    assert trial.history("case/K2") == (second,)


def test_a_trial_is_not_recorded_if_what_it_relied_on_has_changed() -> None:
    beneath = MemoryJournal()
    trial = TrialJournal(beneath)
    rutin_over(trial).handle(to_record(order_received, of="K1"), by=ADAM)
    rutin_over(beneath).handle(to_record(order_received, of="K2"), by=HUGO)
    with pytest.raises(Conflict):
        trial.record()
    assert beneath.history("case/K1") == ()


def test_a_trial_does_not_see_what_others_record_meanwhile() -> None:
    beneath = MemoryJournal()
    rutin_over(beneath).handle(to_record(order_received, of="K1"), by=ADAM)
    trial = TrialJournal(beneath)
    rutin_over(beneath).handle(to_record(order_received.but(order_no="B2"), of="K2"), by=HUGO)
    assert trial.about({"case/K2"}).recorded == ()
    assert len(trial.since(0, 10)) == 1


def test_a_trial_gives_no_identity_number_to_two_persons() -> None:
    number = IdentityNumber("198012279272")
    beneath = MemoryJournal()
    beneath.append((), persons=(Person(reference="P1", identity_number=number),))
    trial = TrialJournal(beneath)
    with pytest.raises(Impossible):
        trial.keep(Person(reference="P2", identity_number=number))
    trial.keep(Person(reference="P1", name="Test Ett"))
    person = trial.person_by_number("198012279272")
    assert person == Person(reference="P1", name="Test Ett", identity_number=number)
