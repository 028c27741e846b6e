"""What a question names must exist: a name that is misspelt is refused, never answered as nothing.

There is no register of units, so a unit is never unknown.
"""

from difflib import get_close_matches
from typing import Literal

from rutin.application.journal import Journal
from rutin.domain.assessment.assess import NO_VERSIONS
from rutin.domain.assessment.provision_set import SHIPPED, ProvisionSet
from rutin.domain.refusal import Impossible, Malformed, Problem
from rutin.domain.routine import RoutineBook

Subject = Literal["case", "assignee"]

_NONE_SUCH = {"case": "Det finns inget ärende", "assignee": "Det finns ingen uppdragstagare"}


def refuse_unknown_subject(
    journal: Journal, kind: Subject, reference: str, field: str | None = None
) -> None:
    """Refuse a case or an assignee that nothing is recorded of.

    Raises:
        Impossible: Nothing is.
    """
    if not journal.history(f"{kind}/{reference}"):
        raise no_such(kind, reference, field)


def no_such(kind: Subject, reference: str, field: str | None = None) -> Impossible:
    """Give the refusal of a case or an assignee that does not exist.

    Args:
        kind: What it would be.
        reference: As it is written.
        field: Where it is written; in a field named after the kind, when left out.
    """
    return Impossible(
        f"{_NONE_SUCH[kind]} {reference}. Kontrollera beteckningen.",
        code="unknown_reference",
        field=field or kind,
        provision="KLA-01" if kind == "case" else None,
    )


def refuse_unknown_routine(book: RoutineBook, key: str) -> None:
    """Refuse a routine that does not exist; what has local values alone is one too.

    Raises:
        Impossible: It does not.
    """
    every = dict.fromkeys((*book.routines, *NO_VERSIONS))
    if key not in every:
        text = f"Det finns ingen rutin {key}. De som finns: {', '.join(every)}."
        raise Impossible(text, code="unknown_reference", field="routine")


def refuse_not_of_a_case(rule: str, provisions: ProvisionSet) -> None:
    """Refuse a provision that is judged of a routine, where cases are told of.

    Raises:
        Malformed: It is.
    """
    if rule in provisions.clocks_of_routines:
        raise Malformed(
            Problem(
                "not_of_a_case",
                f"Bestämmelsen {rule} handlar om rutinen själv, inte om ett ärende. "
                "Frågan governance visar hur rutinerna står.",
                field="rule",
                provision=rule,
            )
        )


def refuse_unknown_rule(rule: str, provisions: ProvisionSet) -> None:
    """Refuse a provision that does not exist, or that is shown but not judged.

    Raises:
        Malformed: It is such a one.
    """
    if provisions.find(rule) is None:
        ids = {each.id.lower(): each.id for each in provisions.all}
        near = get_close_matches(rule.lower(), ids, n=1)
        hint = f"Menade du {ids[near[0]]}?" if near else "rutin catalogue --format json visar alla."
        text = f"Det finns ingen bestämmelse {rule}. {hint}"
        raise Malformed(Problem("unknown_rule", text, field="rule"))
    why = provisions.why_not_judged(rule)
    if why is not None:
        raise Malformed(
            Problem(
                "not_judged",
                f"Bestämmelsen {rule} visas men bedöms inte: {why}.",
                field="rule",
                provision=rule if SHIPPED.find(rule) else None,  # an own one has no place of ours
            )
        )
