"""Make the index of the routines anew, from a folder that holds their five files.

    python -m rutin.domain.routines.index_seeds FOLDER

Run it after a citation has changed. It refuses when a cited line or cited words are not there.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from rutin.domain.routines.catalogue import PROVISIONS
from rutin.domain.routines.citation import SEEDS, Citation, Seed
from rutin.domain.routines.seed_index import INDEX_NAME, line_hash, stands_in


def index_text(folder: Path) -> str:
    """Give the index of the routines in the folder, as the text of its file.

    Args:
        folder: Holds the five files under the names in `SEEDS`.

    Raises:
        OSError: A file is missing or cannot be read.
        ValueError: A citation points beyond a file, or at words that are not on its lines.
    """
    cited = [citation for each in PROVISIONS for citation in each.citations]
    entries = {seed.file_name: _entry(seed, folder, cited) for seed in SEEDS}
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _entry(seed: Seed, folder: Path, cited: Iterable[Citation]) -> dict[str, object]:
    lines = (folder / seed.file_name).read_text(encoding="utf-8").split("\n")
    if not lines[-1]:
        lines.pop()  # a line break at the end begins no new line
    key_words: dict[int, set[str]] = {}
    for citation in cited:
        if citation.source == seed.file_name:
            for words in citation.key_words:
                key_words.setdefault(_line_of(words, citation, lines), set()).add(words)
    return {
        "key": seed.key,
        "title": seed.title,
        "line_hashes": [line_hash(line) for line in lines],
        "key_words": {number: sorted(key_words[number]) for number in sorted(key_words)},
    }


def _line_of(words: str, citation: Citation, lines: list[str]) -> int:
    for number in citation.line_numbers():
        if number <= len(lines) and stands_in(words, lines[number - 1]):
            return number
    raise ValueError(f"“{words}” does not stand on {citation.line_reference} of {citation.source}.")


def main(arguments: list[str]) -> int:
    """Write the index beside this module; say what is wrong if that cannot be done."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m rutin.domain.routines.index_seeds FOLDER\n")
        return 2
    try:
        text = index_text(Path(arguments[0]))
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"The index was left as it was. {problem}\n")
        return 1
    place = Path(__file__).with_name(INDEX_NAME)
    place.write_text(text, encoding="utf-8")
    sys.stdout.write(f"Wrote {place.name}: {len(SEEDS)} routines.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
