"""The routines for people: docs/routines.md, each provision with its place, clock and tables."""

from collections.abc import Iterable, Iterator

from rutin.adapters.catalogue.provision_tables import tables_of
from rutin.domain.assessment import Provision
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.routines.citation import SEEDS

REGENERATE = "python3 start.py rutin catalogue --format routines > docs/routines.md"
"""The command that writes docs/routines.md anew."""

TITLES = {
    "DOC": "The routines themselves",
    **{seed.key: seed.title for seed in SEEDS},
    "LAW": "The law",
}
"""By what ids begin with."""


def routines_page() -> str:
    """Write docs/routines.md: where each provision stands, how it is judged, where that is shown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Routines"
    yield ""
    yield f"Generated from the catalogue by `{REGENERATE}`. Do not edit it by hand: a test compares."
    yield ""
    yield (
        "Each provision with the place it stands: lines (r.) of the routine's file, or a section of "
        "a law. The clock says how it is judged and what it waits for:"
    )
    yield ""
    yield from _CLOCKS
    yield ""
    yield (
        "A provision without a clock is shown, not judged; the reason stands in its place, in "
        "Swedish as staff read it. The tables tell histories, and how the provision stands on each "
        "day that matters."
    )
    for key, title in TITLES.items():
        provisions = [each for each in SHIPPED.all if each.id.partition("-")[0] == key]
        yield ""
        yield f"## {key}: {title}"
        yield ""
        yield from _table(provisions)


_CLOCKS = (
    "- MS: by the day of another act; overdue the day after, breached when the case closes without it",
    "- DL: by a calendar day",
    "- PER: once in every period; overdue until the next one ends, then breached",
    "- STD: holds all the time; overdue from the day after it ceases",
    "- RX: when something has happened; breached when the case is completed without it",
    "- PRE: before another act, which is refused or recorded with a reason; breached by the act",
    "- SEQ: in this order, within the day too",
    "- FIELD: what a form or an act is to hold; goes by the clock of its parent",
    "- ROLE: who may do it",
)


def _table(provisions: Iterable[Provision]) -> Iterator[str]:
    yield "| Id | What shall be done | Where it stands | Clock | Tables |"
    yield "| --- | --- | --- | --- | --- |"
    for each in provisions:
        tables = ", ".join(f"[{_name(path)}](../{path})" for path in tables_of(each.id))
        cells = (each.id, each.english, _places(each), _clock(each.id), tables)
        yield f"| {' | '.join(cells)} |"


def _places(provision: Provision) -> str:
    return "; ".join(
        f"`{citation.source}` {citation.line_reference}" if citation.lines else citation.source
        for citation in provision.citations
    )


def _clock(provision_id: str) -> str:
    clock = SHIPPED.clock_of(provision_id)
    return f"not judged: {SHIPPED.why_not_judged(provision_id)}" if clock is None else clock


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".py").removeprefix("test_").replace("_", " ")
