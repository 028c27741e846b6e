"""Order intake: what a row from the authority's system becomes, and what is wrong with it."""

from datetime import UTC, date, datetime
from itertools import count

import pytest

from examples import ADAM, EVA, HUGO
from rutin.application import Malformed, Rutin
from rutin.application.journal import Journal
from rutin.application.order_intake import COLUMNS, Cell, IncomingOrder, read_extent, read_order
from rutin.domain.case import CloseCase, EndOrder, ReceiveOrder, RenewOrder
from rutin.domain.intervention import Extent
from rutin.domain.person import Person
from rutin.domain.values import Hours, IdentityNumber, Unreadable

ROW: dict[str, Cell] = {
    "order_no": "B-1",
    "decision_date": "2026-01-08",
    "received_on": "2026-01-12",
    "intervention": "ledsagarservice",
    "legal_basis": "LSS",
    "extent": "20 timmar/månad",
    "goals": "Bada varje vecka|Gå på bio",
    "period_from": "2026-01-08",
    "period_to": "2027-01-07",
    "case_officer": "hanna",
    "unit": "syd",
    "person": "P-1",
    "phone": "070-1740605",
    "kind": "ny",
}
RENEWAL = ROW | {"order_no": "B-2", "kind": "förlängning", "phone": None}


def the_rutin() -> Rutin:
    return Rutin(clock=lambda: datetime(2026, 12, 1, tzinfo=UTC))


def read(journal: Journal | None = None, /, **cells: Cell) -> IncomingOrder:
    numbers = count(1)
    return read_order(
        ROW | cells, journal or the_rutin().journal, new_reference=lambda: f"ny-{next(numbers)}"
    )


def received(**cells: Cell) -> ReceiveOrder:
    command = read(**cells).command
    assert isinstance(command, ReceiveOrder)
    return command


def with_order(**cells: Cell) -> Rutin:
    rutin = the_rutin()
    rutin.handle(received(**cells), by=HUGO)
    return rutin


def problems(journal: Journal | None = None, /, **cells: Cell) -> list[tuple[str | None, str]]:
    with pytest.raises(Malformed) as refused:
        read(journal, **cells)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_row_becomes_the_command_that_takes_the_order_in() -> None:
    assert received() == ReceiveOrder(
        case="B-1",
        order_no="B-1",
        decision_date=date(2026, 1, 8),
        occurred_on=date(2026, 1, 12),
        intervention="companion",
        legal_basis="LSS",
        extent=Extent(hours_per_month=Hours(20)),
        goals=("Bada varje vecka", "Gå på bio"),
        period_from=date(2026, 1, 8),
        period_to=date(2027, 1, 7),
        case_officer="hanna",
        unit="syd",
        client="P-1",
        contact_routes=("phone",),
        person=Person(reference="P-1", phone="070-1740605"),
    )


def test_the_case_may_have_a_reference_of_its_own() -> None:
    assert received(case="K-7").case == "K-7"


@pytest.mark.parametrize(
    ("written", "intervention"),
    [
        ("avlösarservice", "relief"),
        ("Ledsagarservice", "companion"),
        ("kontaktperson", "contact_person"),
        ("BOENDESTÖD", "housing_support"),
        ("housing_support", "housing_support"),
    ],
)
def test_an_intervention_is_written_in_swedish_or_by_its_code(
    written: str, intervention: str
) -> None:
    assert received(intervention=written).intervention == intervention


@pytest.mark.parametrize(
    ("written", "extent"),
    [
        ("", Extent()),
        ("20", Extent(hours_per_month=Hours(20))),
        ("14,5", Extent(hours_per_month=Hours("14.5"))),
        ("14.25 tim", Extent(hours_per_month=Hours("14.25"))),
        ("20 timmar/månad", Extent(hours_per_month=Hours(20))),
        ("20 timmar per månad", Extent(hours_per_month=Hours(20))),
        ("20 h/mån", Extent(hours_per_month=Hours(20))),
        ("1 timme i månaden", Extent(hours_per_month=Hours(1))),
        ("3 tillfällen/månad", Extent(occasions_per_month=3)),
        ("1 tillfälle", Extent(occasions_per_month=1)),
        ("4 ggr/mån", Extent(occasions_per_month=4)),
        ("2 Gånger Per Månad", Extent(occasions_per_month=2)),
        (
            "60 timmar/månad, 5 dagar/vecka",
            Extent(hours_per_month=Hours(60), planned_days_per_week=5),
        ),
    ],
)
def test_an_extent_is_read_as_people_write_it(written: str, extent: Extent) -> None:
    assert read_extent(written) == extent


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("5 timmar/vecka", "extent.per_week"),
        ("2,5 tillfällen", "extent.occasions"),
        ("många", "extent.unreadable"),
        ("20 minuter", "extent.unreadable"),
        ("-3", "extent.unreadable"),
        ("9" * 5000, "extent.unreadable"),
        ("20,123", "hours.decimals"),
    ],
)
def test_an_extent_written_otherwise_is_no_extent(written: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_extent(written)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("order_no", "", "missing"),
        ("order_no", "B 1", "reference"),
        ("decision_date", None, "missing"),
        ("decision_date", "8 januari", "date_parsing"),
        ("decision_date", "2026-02-30", "date_parsing"),
        ("decision_date", "20260108", "date_parsing"),
        ("decision_date", "2026-01-13", None),
        ("received_on", "", "missing"),
        ("intervention", "städning", "literal_error"),
        ("legal_basis", "LSU", "literal_error"),
        ("extent", "5 timmar/vecka", "extent.per_week"),
        ("extent", "800", "hours.more_than_a_month"),
        ("extent", "90 tillfällen", "less_than_equal"),
        ("goals", True, "string_type"),
        ("goals", "x" * 30_000, "string_too_long"),
        ("case_officer", "Hanna Handläggare", "reference"),
        ("unit", "enhet syd", "reference"),
        ("person", "", "missing"),
        ("person", "Test Ett", "reference"),
        ("person", "19801227-9273", "identity.check_digit"),
        ("person", "19801327-9272", "identity.no_such_date"),
        ("protected", "kanske", "literal_error"),
        ("kind", "", "missing"),
        ("kind", "ombeslut", "literal_error"),
        ("case", "K 1", "reference"),
    ],
)
def test_what_is_wrong_is_told_by_column(column: str, written: Cell, code: str | None) -> None:
    expected = (column, code) if code else ("received_on", "dates_out_of_order")
    assert problems(**{column: written}) == [expected]


def test_everything_wrong_with_a_row_is_told_at_once_in_the_order_of_the_columns() -> None:
    told = problems(
        kind="", person="", protected="x", period_to="2025-01-01", decision_date="", extent="x"
    )
    assert told == [
        ("decision_date", "missing"),
        ("extent", "extent.unreadable"),
        ("period_to", "dates_out_of_order"),
        ("person", "missing"),
        ("protected", "literal_error"),
        ("kind", "missing"),
    ]


def test_an_order_without_decision_date_is_refused_by_the_law_that_counts_from_it() -> None:
    with pytest.raises(Malformed) as refused:
        read(decision_date="")
    (problem,) = refused.value.problems
    assert (problem.provision, problem.text) == (
        "LAW-01",
        "Beslutsdatum (decision_date) saknas. Fyll i kolumnen.",
    )


def test_a_wrong_identity_number_is_refused_by_the_rules_for_them_and_not_repeated() -> None:
    with pytest.raises(Malformed) as refused:
        read(person="19801227-9273")
    (problem,) = refused.value.problems
    assert problem.provision == "LAW-26"
    assert "9273" not in refused.value.text


@pytest.mark.parametrize("written", ["19801227-9272", "198012279272", "801227-9272", "8012279272"])
def test_an_identity_number_becomes_an_opaque_reference_and_a_day_of_birth(written: str) -> None:
    order = received(person=written)
    assert (order.client, order.client_born_on) == ("ny-1", date(1980, 12, 27))
    assert order.person is not None
    assert order.person.identity_number == IdentityNumber("198012279272")


def test_a_person_in_the_vault_is_found_by_identity_number() -> None:
    rutin = with_order(person="19801227-9272")
    order = read(rutin.journal, order_no="B-2", person="8012279272").command
    assert isinstance(order, ReceiveOrder)
    assert order.client == "ny-1"


def test_a_person_given_by_reference_has_the_day_of_birth_that_the_vault_knows() -> None:
    rutin = with_order(person="19801227-9272")
    order = read(rutin.journal, order_no="B-2", person="ny-1").command
    assert isinstance(order, ReceiveOrder)
    assert order.client_born_on == date(1980, 12, 27)


def test_contact_routes_are_kept_in_the_vault_and_the_fact_holds_their_kinds() -> None:
    rutin = with_order(
        phone="070-1740605",
        postal_address="Ekgränd 1, Demoby",
        email="test@example.org",
        other_route="granne",
        name="Test Ett",
    )
    (recorded,) = rutin.journal.history("case/B-1")
    assert recorded.fact.model_dump()["contact_routes"] == ("phone", "post", "email", "other")
    stored = recorded.fact.model_dump_json()
    assert not [each for each in ("070-17", "Ekgränd", "@", "granne", "Test Ett") if each in stored]
    assert rutin.journal.person("P-1") == Person(
        reference="P-1",
        name="Test Ett",
        phone="070-1740605",
        postal_address="Ekgränd 1, Demoby",
        email="test@example.org",
        other_route="granne",
    )


def test_another_contact_route_is_kept_in_the_vault() -> None:
    command = read(other_route="granne").command
    assert isinstance(command, ReceiveOrder)
    assert command.person is not None
    assert command.person.other_route == "granne"


def test_a_protected_persons_address_never_stands_in_the_order() -> None:
    rutin = with_order(protected="ja", postal_address="Hemliga gatan 1")
    (recorded,) = rutin.journal.history("case/B-1")
    assert recorded.fact.model_dump()["protected"] is True
    assert "Hemliga" not in recorded.fact.model_dump_json()


@pytest.mark.parametrize(
    ("written", "protected"),
    [("ja", True), (True, True), ("nej", False), (False, False), ("", False), (None, False)],
)
def test_protected_is_yes_or_no_and_no_when_left_out(written: Cell, protected: bool) -> None:
    assert received(protected=written).protected is protected


def test_goals_may_be_a_list() -> None:
    assert received(goals=["Bada | simma", " Gå på bio "]).goals == ("Bada | simma", "Gå på bio")


def test_every_column_but_the_required_ones_may_be_left_out() -> None:
    row = {name: cell for name, cell in ROW.items() if COLUMNS[name].required}
    order = read_order(row, the_rutin().journal, new_reference=lambda: "ny-1").command
    assert isinstance(order, ReceiveOrder)
    assert (order.contact_routes, order.goals, order.extent) == ((), (), Extent())


# ---------------------------------------------------------------- renewals


def test_a_renewal_prolongs_the_only_running_case_of_the_client_with_that_intervention() -> None:
    rutin = with_order()
    rutin.handle(received(order_no="B-9", intervention="kontaktperson"), by=HUGO)
    assert read(rutin.journal, **RENEWAL).command == RenewOrder(
        case="B-1",
        order_no="B-2",
        decision_date=date(2026, 1, 8),
        occurred_on=date(2026, 1, 12),
        extent=Extent(hours_per_month=Hours(20)),
        goals=("Bada varje vecka", "Gå på bio"),
        period_from=date(2026, 1, 8),
        period_to=date(2027, 1, 7),
        case_officer="hanna",
    )


def test_a_renewal_finds_the_client_by_identity_number() -> None:
    rutin = with_order(person="19801227-9272", case="K-1")
    order = read(rutin.journal, **RENEWAL | {"person": "8012279272"})
    assert order.command.case == "K-1"


def test_a_renewal_without_a_case_to_prolong_asks_for_the_column_case() -> None:
    assert problems(**RENEWAL) == [("case", "no_case_to_renew")]


def test_a_renewal_of_another_intervention_finds_no_case() -> None:
    rutin = with_order()
    cells = RENEWAL | {"intervention": "boendestöd"}
    assert problems(rutin.journal, **cells) == [("case", "no_case_to_renew")]


def test_a_renewal_that_might_prolong_two_cases_asks_for_the_column_case() -> None:
    rutin = with_order()
    rutin.handle(received(order_no="B-9"), by=HUGO)
    assert problems(rutin.journal, **RENEWAL) == [("case", "several_cases_to_renew")]
    assert read(rutin.journal, **RENEWAL | {"case": "B-9"}).command.case == "B-9"


def test_an_order_that_has_ended_is_not_prolonged() -> None:
    rutin = with_order()
    rutin.handle(EndOrder(case="B-1", occurred_on=date(2026, 2, 1), reason="moved"), by=HUGO)
    assert problems(rutin.journal, **RENEWAL) == [("case", "no_case_to_renew")]


def test_a_case_that_is_closed_is_not_prolonged() -> None:
    rutin = with_order(period_to="2026-01-31")
    rutin.handle(CloseCase(case="B-1", occurred_on=date(2026, 3, 1), outcome="completed"), by=EVA)
    assert problems(rutin.journal, **RENEWAL) == [("case", "no_case_to_renew")]


def test_a_renewal_of_someone_unknown_makes_no_new_person() -> None:
    cells = RENEWAL | {"person": "19801227-9272"}
    assert problems(**cells) == [("person", "unknown_person")]


def test_a_renewal_may_not_prolong_another_clients_case() -> None:
    rutin = with_order()
    cells = RENEWAL | {"person": "P-2", "case": "B-1"}
    assert problems(rutin.journal, **cells) == [("case", "other_client")]


def test_a_renewal_may_not_prolong_another_intervention() -> None:
    rutin = with_order()
    cells = RENEWAL | {"intervention": "kontaktperson", "case": "B-1"}
    assert problems(rutin.journal, **cells) == [("case", "other_intervention")]


def test_what_a_renewal_tells_of_the_client_is_for_the_vault() -> None:
    rutin = with_order()
    order = read(rutin.journal, **RENEWAL | {"phone": "070-1740699"})
    assert order.person == Person(reference="P-1", phone="070-1740699")
    assert read(rutin.journal, **RENEWAL).person is None


def test_a_renewal_that_names_another_unit_or_protection_is_remarked_on() -> None:
    rutin = with_order()
    order = read(rutin.journal, **RENEWAL | {"unit": "norr", "protected": "ja"})
    assert [remark.field for remark in order.remarks] == ["unit", "protected"]


def test_a_renewal_that_says_the_same_as_the_order_is_not_remarked_on() -> None:
    rutin = with_order()
    assert read(rutin.journal, **RENEWAL | {"protected": "nej"}).remarks == ()


def test_whoever_may_take_orders_in_may_record_what_a_row_becomes() -> None:
    recorded = the_rutin().handle(received(), by=ADAM)
    assert recorded.references == ("case/B-1", "order/B-1", "client/P-1")
