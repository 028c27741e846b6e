"""Where a provision stands: the lines of a routine, or a section of a law."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seed:
    """One of the five routines that Rutin follows, as the file it was read from.

    Attributes:
        key: The short name that provisions begin with, such as "BYTE".
        file_name: The name of the file with the routine's text. The text itself is not kept here.
        title: The name that staff know the routine by, in Swedish.
    """

    key: str
    file_name: str
    title: str


BYTE = Seed("BYTE", "000_fdafac083f6ea015.txt", "Byte av stödperson")
KMSP = Seed("KMSP", "001_1344e86efad3f672.txt", "Kontaktman/stödperson, mobila teamet")
KLA = Seed("KLA", "002_9dedadcc7498ed4e.txt", "Arbetsprocess KLA")
MAN = Seed("MAN", "003_5edf3f14635e5ad9.txt", "Månadsuppföljning för stödpersoner")
NYB = Seed("NYB", "004_42e20cbe3ac9081f.txt", "Ny brukare KLA")

SEEDS = (BYTE, KMSP, KLA, MAN, NYB)

_TITLES = {seed.file_name: seed.title for seed in SEEDS}
_LINES = re.compile(r"r\.\d+(–\d+)?(, \d+(–\d+)?)*")


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that a provision rests on.

    Attributes:
        source: The file name of a routine, or a law with chapter and section.
        lines: First and last line of each cited range, counted from 1; empty for a law.
        key_words: A few words that stand on those lines, so that a reader finds the place.
    """

    source: str
    lines: tuple[tuple[int, int], ...] = ()
    key_words: tuple[str, ...] = ()

    @property
    def display(self) -> str:
        """The citation as staff read it: "Arbetsprocess KLA, rad 76–77: ”eget förslag”"."""
        if not self.lines:
            return self.source
        place = f"{_TITLES.get(self.source, self.source)}, rad {' och '.join(_ranges(self.lines))}"
        return f"{place}: ”{' … '.join(self.key_words)}”" if self.key_words else place

    @property
    def line_reference(self) -> str:
        """The cited lines in short, such as "r.97, 140–141"; empty for a law."""
        return f"r.{', '.join(_ranges(self.lines))}" if self.lines else ""

    def line_numbers(self) -> Iterator[int]:
        """Give every cited line number, in order."""
        for first, last in self.lines:
            yield from range(first, last + 1)


def seed(routine: Seed, lines: str, *key_words: str) -> Citation:
    """Cite lines of a routine: `seed(BYTE, "r.36–38", "senast en månad innan")`.

    Args:
        routine: The routine.
        lines: Line numbers after "r.", ranges with an en dash, several separated by a comma.
        key_words: Words that stand together on one of those lines, each exactly as written there.

    Raises:
        ValueError: The lines are written in another way, or a range runs backwards.
    """
    if not _LINES.fullmatch(lines):
        raise ValueError(f"Lines are written like “r.36–38” or “r.97, 140–141”, not “{lines}”.")
    ranges = tuple(_range(part) for part in lines.removeprefix("r.").split(", "))
    if any(first > last for first, last in ranges):
        raise ValueError(f"The lines “{lines}” run backwards.")
    return Citation(routine.file_name, ranges, key_words)


def law(section: str) -> Citation:
    """Cite a law by chapter and section: `law("SoL 34 kap. 1 §")`."""
    return Citation(section)


def _range(part: str) -> tuple[int, int]:
    first, _, last = part.partition("–")
    return int(first), int(last or first)


def _ranges(lines: tuple[tuple[int, int], ...]) -> list[str]:
    return [str(first) if first == last else f"{first}–{last}" for first, last in lines]
