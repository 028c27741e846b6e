"""How answers are laid out for people: a table for any query, and layouts of their own for two."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rutin.adapters.cli.labels import STATUSES, chosen
from rutin.adapters.cli.printing import counted, in_thousands, say
from rutin.adapters.cli.tables import say_table
from rutin.adapters.lines import columns
from rutin.adapters.lines.columns import cell
from rutin.application import Status
from rutin.application.query import AnyQuery
from rutin.projections.compliance import Compliance, Count
from rutin.projections.worklist import Task, Urgency, Worklist

SHOWN: Mapping[str, tuple[str, ...]] = {
    "cases": ("case", "name", "intervention", "unit", "stage", "ordered_on", "order_until"),
    "register": (
        "assignee",
        "interventions",
        "decision",
        "decided_on",
        "investigated_since",
        "extract_at_decision",
        "extract_shown_on",
        "hours_per_month",
        "away_from",
        "away_to",
        "cases",
    ),
    "findings": ("case", "rule_id", "instance_key", "status", "due", "missing"),
}
"""By query, the columns there is room for; all of them for a query that is not named."""

OF_CHOICES = frozenset(
    {
        "approved_for",
        "by_role",
        "came_by",
        "decision",
        "elapsed",
        "intervention",
        "interventions",
        "keeping",
        "kind",
        "role",
        "stage",
        "standing",
        "state",
        "status",
        "value_from",
    }
)
"""Columns whose values are choices, which are told in Swedish."""

URGENCIES = {
    Urgency.VERY_LATE: "Mer än en månad försenat",
    Urgency.LATE: "Försenat",
    Urgency.THIS_WEEK: "Den här veckan",
    Urgency.COMING: "Senare, inom fyra veckor",
}
"""The headings of tasks with a day."""

NEXT_STEPS = "Nästa steg, utan bestämd dag"
"""The heading of those without."""

STANDINGS: Mapping[tuple[Status, bool], str] = {
    (Status.MET, False): STATUSES[Status.MET],
    (Status.MET, True): "sent",
    **{
        (status, False): STATUSES[status]
        for status in (Status.OPEN, Status.OVERDUE, Status.BREACHED, Status.NOT_APPLICABLE)
    },
}
"""How provisions stand, what is met late apart, and the headings of their columns."""

Layout = Callable[[Any, Sequence[Any]], None]
"""Writes the lines of a query's answer."""

TOO_FEW = ".."
"""What stands for a number that is too small to be shown, as in official statistics."""


def lay_out(query: AnyQuery, lines: Sequence[Any]) -> None:
    """Write an answer as its query is best read."""
    layout: Layout = LAYOUTS.get(query.name, _plain)
    layout(query, lines)
    if lines and len(lines) == getattr(query, "limit", None):
        say("Det kan finnas fler: välj ett större --limit, eller --skip för nästa sida.")


def _plain(query: AnyQuery, lines: Sequence[Any]) -> None:
    shown = SHOWN.get(query.name)
    told = [each for each in columns(query.line) if shown is None or each.name in shown]
    if lines:
        say_table(
            [[_text(each.name, getattr(line, each.name)) for each in told] for line in lines],
            heading=[each.title for each in told],
        )
    say(f"{counted(len(lines), 'rad', 'rader')}.")


def _text(name: str, value: Any) -> str:
    if name in OF_CHOICES:
        several = value if isinstance(value, tuple) else (value,)
        return ", ".join(chosen(each) for each in several if each)
    told = cell(value)
    if isinstance(told, Decimal):
        return str(told).replace(".", ",")
    return "" if told is None else str(told)


def _worklist(query: Worklist, tasks: Sequence[Task]) -> None:
    if not tasks:
        day = f" från {query.as_of}" if query.as_of else ""
        say(f"Inget är försenat, och inget att göra inom fyra veckor{day}.")
        return
    is_page = bool(query.skip) or len(tasks) == query.limit
    with_a_day = [task for task in tasks if task.by is not None]
    groups = {
        title: [task for task in with_a_day if task.urgency is urgency]
        for urgency, title in URGENCIES.items()
    }
    groups[NEXT_STEPS] = [task for task in tasks if task.by is None]
    for title, those in groups.items():
        say(f"{title} ({len(those)}{' visas' if is_page else ''})")
        if those:
            say_table(map(_task, those))
        say()


def _task(task: Task) -> tuple[str, ...]:
    first, *rest = task.rule_ids
    more = f" +{len(rest)}" if rest else ""
    told = f"Ärende {task.case}", f"{first}{more}", task.task
    return told if task.by is None else (str(task.by), *told)


def _compliance(query: Compliance, counts: Sequence[Count]) -> None:
    """Write a row for each provision, and unit and intervention if asked, a column for each way to stand."""
    divided = [
        (name, title)
        for name, title, wanted in (
            ("unit", "Enhet", query.by_unit),
            ("intervention", "Insats", query.by_intervention),
            ("role", "Ansvarig", query.by_role),
        )
        if wanted
    ]
    rows: dict[tuple[str, ...], dict[tuple[Status, bool], str]] = defaultdict(dict)
    for each in counts:
        key = (each.rule_id, *(_text(name, getattr(each, name)) for name, _ in divided))
        number = TOO_FEW if each.count is None else in_thousands(each.count)
        rows[key][each.status, each.late] = number
    if counts:
        say_table(
            [
                (
                    *key,
                    *(
                        f"{row.get(standing, '0'):>{len(heading)}}"
                        for standing, heading in STANDINGS.items()
                    ),
                )
                for key, row in rows.items()
            ],
            heading=("Bestämmelse", *(title for _, title in divided), *STANDINGS.values()),
        )
    told = sum(each.count or 0 for each in counts)
    say(f"{counted(told, 'bedömning', 'bedömningar')}.")
    if any(each.count is None for each in counts):
        say(f"Det som rör för få ärenden för att visas står som {TOO_FEW} och räknas inte in.")


LAYOUTS: Mapping[str, Layout] = {
    Worklist.name: _worklist,
    Compliance.name: _compliance,
}
"""By query, what lays its answer out in a way of its own."""
