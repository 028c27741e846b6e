"""Opening the file named on the command line; "-" is standard input."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

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
