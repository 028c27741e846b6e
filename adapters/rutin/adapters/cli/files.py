"""Opening the files named on the command line; "-" is standard input or output."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from rutin.adapters.cli.invocation import UnusableFile


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """Open a file to be read as bytes.

    Raises:
        UnusableFile: It does not exist, or may not be read.
    """
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below; only opening may fail here
    except FileNotFoundError:
        raise UnusableFile(f"Filen {name} finns inte. Kontrollera sökvägen.") from None
    except (OSError, ValueError) as error:
        raise UnusableFile(
            f"Filen {name} går inte att läsa ({getattr(error, 'strerror', None) or error}). "
            "Kontrollera att det är en fil och att du får läsa den."
        ) from None
    with stream:
        yield stream


@contextmanager
def created(name: str) -> Iterator[TextIO]:
    """Make a file to be written as UTF-8; what is stopped half-way leaves none behind.

    Raises:
        UnusableFile: It exists already, or may not be written.
    """
    if name == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="strict")
        yield sys.stdout
        return
    path = Path(name)
    try:
        stream = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise UnusableFile(
            f"Filen {name} finns redan. Ange ett annat namn, eller ta själv bort den först."
        ) from None
    except (OSError, ValueError) as error:
        raise UnusableFile(
            f"Filen {name} går inte att skriva ({getattr(error, 'strerror', None) or error}). "
            "Kontrollera att mappen finns och att du får skriva i den."
        ) from None
    whole = False
    try:
        with stream:
            yield stream
        whole = True
    finally:
        if not whole:
            path.unlink()
