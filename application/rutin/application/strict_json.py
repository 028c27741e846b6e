"""JSON read strictly: nothing that it says is lost on the way."""

import json
from collections import Counter
from typing import Any, NoReturn

from rutin.domain.refusal import Malformed, Problem


def decoded(content: bytes) -> str:
    """Read bytes as the text of a JSON document, and check it (see `check_json`).

    Raises:
        Malformed: It is not UTF-8, not JSON, or names a field twice.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed(f"Innehållet är inte UTF-8 (byte {error.start + 1}).") from None
    check_json(text)
    return text


def check_json(text: str) -> None:
    """Check that a text is JSON, and that no object names the same field twice.

    Raises:
        Malformed: It is not; the problem says where.
    """
    _read(text, object_pairs_hook=_without_repeats)


def read_pairs(text: str) -> Any:
    """Read JSON with objects as tuples of pairs, so that repeats are seen, and numbers as text.

    Raises:
        Malformed: It is not JSON; the problem says where.
    """
    return _read(text, object_pairs_hook=tuple, parse_int=str, parse_float=str)


def _read(text: str, **hooks: Any) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant, **hooks)
    except json.JSONDecodeError as error:
        place = f"tecken {error.colno}"
        if error.lineno > 1:
            place = f"rad {error.lineno}, {place}"
        raise _malformed(f"Det är inte giltig JSON ({place}).") from None
    except RecursionError:
        raise _malformed("Innehållet är kapslat i för många nivåer.") from None
    except ValueError:  # an integer of more digits than Python reads
        raise _malformed("Ett tal har för många siffror.") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise Malformed(
            Problem(
                "duplicate_key",
                f"Fältet {twice} står två gånger. Ta bort det ena.",
                field=twice,
            )
        )
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise _malformed(f"{name} är inget giltigt värde i JSON.")


def _malformed(text: str) -> Malformed:
    return Malformed(Problem("json_invalid", f"{text} Rätta det som är fel."))
