"""The key that signs the head of the chain. It is never kept in the database."""

import os
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine, select

from rutin.adapters.sql.sqlite import database_file
from rutin.adapters.sql.tables import chain_head
from rutin.adapters.sql.transaction import reading
from rutin.domain.refusal import Damaged, Unavailable

_LENGTH = 32


def signing_key(engine: Engine, environment: Mapping[str, str] = os.environ) -> bytes:
    """Give the key of a database, of at least 32 bytes.

    It is what RUTIN_SIGNING_KEY says (hex or base64), else what the file RUTIN_SIGNING_KEY_FILE
    holds, else what the file beside an SQLite database holds (its name with ".key" added). That
    last file is made on first use, readable by its owner alone.

    Raises:
        Unavailable: With code "signing-key": the key cannot be read, is too short, or is not told
            although the database is on a server.
        Damaged: The log is signed, and its key file is gone.
    """
    if written := environment.get("RUTIN_SIGNING_KEY"):
        return _key(written, "RUTIN_SIGNING_KEY")
    if named := environment.get("RUTIN_SIGNING_KEY_FILE"):
        return _read(Path(named))
    if engine.dialect.name != "sqlite":
        raise Unavailable(
            "Signeringsnyckeln saknas. En databas på en server har ingen nyckelfil bredvid sig: ange "
            f"nyckeln, minst {_LENGTH} byte i hex eller base64, i RUTIN_SIGNING_KEY eller i en fil "
            "som RUTIN_SIGNING_KEY_FILE pekar på. Spara den också utanför databasen.",
            code="signing-key",
        )
    database = database_file(engine.url)
    beside = database.with_name(f"{database.name}.key")
    if not beside.exists():
        _refuse_to_replace_a_lost_key(engine, beside)
        _make_or_say_why(beside)
    return _read(beside)


def _key(written: str, source: str) -> bytes:
    key = _decoded(written.strip())
    if key is None or len(key) < _LENGTH:
        raise Unavailable(
            f"Signeringsnyckeln i {source} går inte att använda. "
            f"Den ska vara minst {_LENGTH} byte, skriven i hex eller base64.",
            code="signing-key",
        )
    return key


def _decoded(written: str) -> bytes | None:
    with suppress(ValueError):
        return bytes.fromhex(written)
    with suppress(NotBase64, ValueError):
        return b64decode(written, validate=True)
    return None


def _read(path: Path) -> bytes:
    try:
        return _key(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(
            f"Signeringsnyckeln {path} går inte att läsa. Kontrollera att filen finns och "
            "att du får läsa den.",
            code="signing-key",
        ) from error


def _refuse_to_replace_a_lost_key(engine: Engine, path: Path) -> None:
    with reading(engine) as connection:
        signed = connection.execute(select(chain_head.c.position)).first()
    # Whoever signed may have made the file just now, between the look for it and the look here.
    if signed is not None and not path.exists():
        raise Damaged(
            f"Signeringsnyckeln {path} saknas, och journalen är redan signerad. "
            "Lägg tillbaka nyckelfilen från säkerhetskopian."
        )


def _make_or_say_why(path: Path) -> None:
    try:
        _make(path)
    except OSError as error:
        raise Unavailable(
            f"Signeringsnyckeln {path} kan inte sparas. Kontrollera att du får skriva i mappen, "
            "eller ange en nyckel i RUTIN_SIGNING_KEY.",
            code="signing-key",
        ) from error


def _make(path: Path) -> None:
    """Make the key file whole or not at all; if someone else is first, theirs stands."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=path.name, encoding="ascii") as draft:
        draft.write(token_bytes(_LENGTH).hex())
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, path)
