"""Orders: a file from the authority's system, taken in through one address."""

import io
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import JSON, answer
from rutin.adapters.api.commands import idempotency_key
from rutin.adapters.api.identity import Identify
from rutin.adapters.api.resource import media_type, resource
from rutin.adapters.shown import ShownFact, ShownProblem, fact_shown, problem_shown
from rutin.application import Actor, Recorded, Rutin
from rutin.application.order_files import rows_of
from rutin.application.order_taking import Outcome, take_in
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.wording import malformed

PATH = "/orders"
CSV = "text/csv"


class Taking(Immutable):
    """How a file of orders is taken in."""

    partial: Annotated[
        bool, label("Delvis", "Registrera de rader som är rätta fast andra är fel.")
    ] = False
    as_id: Annotated[Reference, label("Vem som importerar")] = "import"
    as_unit: Annotated[Reference, label("Vid vilken enhet")] = "import"


class ShownOutcome(Immutable):
    """What came of a row."""

    row: Annotated[int, label("Rad", "I CSV är rubriken rad 1; i JSON är den första raden 1.")]
    status: Annotated[Literal["recorded", "refused"], label("Utfall")]
    fact: Annotated[ShownFact | None, label("Händelse")]
    problems: Annotated[tuple[ShownProblem, ...], label("Fel", "Efter kolumn.")]
    remarks: Annotated[tuple[ShownProblem, ...], label("Inte övertaget", "Efter kolumn.")]


class _FileRefused(Malformed):
    """A file in which some row is wrong, so that none is recorded."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__(*(each for outcome in outcomes for each in _by_row(outcome)))
        wrong = sum(each.is_wrong for each in outcomes)
        self.text = (
            f"Inget är registrerat, för {wrong} av {len(outcomes)} rader är fel. "
            "Rätta dem, eller skicka med ?partial=true."
        )


OUTCOMES: TypeAdapter[tuple[ShownOutcome, ...]] = TypeAdapter(tuple[ShownOutcome, ...])


def order_route(rutin: Rutin, identify: Identify) -> Route:
    """Give the address that takes in orders."""

    def take(request: Request, body: bytes) -> Response:
        key = idempotency_key(request)
        taking = _taking(request)
        rows = rows_of(io.BytesIO(body), is_json=media_type(request) == JSON)
        seen = rutin.journal.head() if key else 0
        outcomes = take_in(
            rows,
            rutin,
            identify(request, Actor(id=taking.as_id, role="importer", unit=taking.as_unit)),
            partial=taking.partial,
            new_reference=lambda: f"P-{uuid4().hex[:16]}",
            id_prefix=key,
        )
        if not taking.partial and any(each.is_wrong for each in outcomes):
            raise _FileRefused(outcomes)
        headers = {"Idempotency-Key": key} if key else {}
        facts = [each.answer for each in outcomes if isinstance(each.answer, Recorded)]
        if facts and all(fact.position <= seen for fact in facts):
            headers["Idempotent-Replayed"] = "true"
        document = OUTCOMES.dump_json(tuple(map(_shown, outcomes))).decode()
        return answer(document, headers=headers)

    return resource(PATH, "POST", take, accepts=(JSON, CSV))


def _taking(request: Request) -> Taking:
    try:
        return Taking.model_validate_strings(dict(request.query_params))
    except ValidationError as error:
        raise malformed(error, Taking) from None


def _by_row(outcome: Outcome) -> Iterator[Problem]:
    for problem in outcome.problems:
        place = f"{outcome.row}.{problem.field}" if problem.field else str(outcome.row)
        yield Problem(problem.code, f"Rad {outcome.row}: {problem.text}", place, problem.provision)


def _shown(outcome: Outcome) -> ShownOutcome:
    recorded = outcome.answer if isinstance(outcome.answer, Recorded) else None
    return ShownOutcome(
        row=outcome.row,
        status="recorded" if recorded else "refused",
        fact=fact_shown(recorded) if recorded else None,
        problems=tuple(map(problem_shown, outcome.problems)),
        remarks=tuple(map(problem_shown, outcome.remarks)),
    )
