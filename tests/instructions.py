"""Lines for `rutin record`: an order and a call about it, and any other, good or bad."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BY = {"id": "adam", "role": "administrator", "unit": "syd"}
IMPORT = {"id": "import", "role": "importer", "unit": "syd", "on_behalf_of": BY}
ORDER = {
    "case": "K-1",
    "order_no": "B-1",
    "client": "P-1",
    "intervention": "contact_person",
    "legal_basis": "LSS",
    "decision_date": "2026-01-08",
    "occurred_on": "2026-01-12",
}
CALL = {"case": "K-1", "occurred_on": "2026-01-13", "channel": "phone", "outcome": "no_answer"}


def line(command: str, data: Mapping[str, Any], **envelope: Any) -> bytes:
    """Give a line that Adam writes, unless its envelope says otherwise."""
    told = {"command": command, "by": BY, "data": data} | envelope
    return json.dumps(told, ensure_ascii=False).encode()


def write_lines(*lines: bytes, name: str = "lines.jsonl") -> str:
    """Write a file of lines, and give its name."""
    Path(name).write_bytes(b"\n".join(lines))
    return name


GOOD = line("ReceiveOrder", ORDER)
A_CALL = line("RecordContactAttempt", CALL)
