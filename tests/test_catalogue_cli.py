"""`rutin catalogue` as people and programs meet it."""

from running import Run
from rutin.adapters.catalogue import as_markdown
from rutin.application import OPERATIONS
from rutin.domain.facts import FACT_TYPES


def test_the_catalogue_in_json_has_every_command_and_event_with_its_schema(run: Run) -> None:
    catalogue = run("catalogue", "--format", "json").json
    assert list(catalogue["commands"]) == [each.name for each in OPERATIONS]
    assert set(catalogue["events"]) == set(FACT_TYPES)
    order = catalogue["commands"]["ReceiveOrder"]
    assert order["title"] == "Ta emot beställning"
    assert order["gives"] == "case.order_received.v1"
    assert "case_officer" in order["permitted"]
    assert "decision_date" in order["schema"]["required"]


def test_the_catalogue_is_written_for_people_unless_json_is_asked_for(run: Run) -> None:
    ran = run("catalogue")
    assert ran.out == as_markdown()
    assert run("catalogue", "--format", "markdown").out == ran.out
