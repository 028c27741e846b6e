"""The hash chain: each event sealed with the one before, and the last one signed.

An event's hash is SHA-256 over every other stored column, `previous_hash` among them, each told
with its type and where it ends, so that no two different rows tell the same. The head is signed with
HMAC-SHA256, so that whoever lacks the key can neither recompute the chain nor cut its tail.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping

from rutin.adapters.sql.tables import events

GENESIS = bytes(32)
"""What the first event of a chain has as its previous hash."""

SEALED = tuple(column.name for column in events.columns if column.name != "hash")
"""The columns that the hash covers, in order."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a municipality's chain."""

    municipality: str
    position: int
    hash: bytes


def seal(row: Mapping[str, Any] | RowMapping) -> bytes:
    """Give the hash of an event's row, from every column but the hash itself."""
    return sha256(b"".join(_told(row[name]) for name in SEALED)).digest()


def sign(head: Head, key: bytes) -> bytes:
    """Sign a head."""
    told = b"".join(map(_told, (head.municipality, head.position, head.hash)))
    return hmac.digest(key, told, "sha256")


def is_signed(head: Head, signature: object, key: bytes) -> bool:
    """Say whether a signature is the key's over this head."""
    return isinstance(signature, bytes) and hmac.compare_digest(sign(head, key), signature)


def _told(value: object) -> bytes:
    """Tell a value and its type so that what follows cannot be mistaken for a part of it.

    Only text, bytes, whole numbers and nothing are ever stored; a tamperer may have put other types.
    """
    if isinstance(value, str):
        content = value.encode()
        return b"s%d:%b" % (len(content), content)
    if isinstance(value, bytes):
        return b"b%d:%b" % (len(value), value)
    if isinstance(value, int):
        return b"i%d:" % value
    if value is None:
        return b"n:"
    return b"?%b:" % repr(value).encode()
