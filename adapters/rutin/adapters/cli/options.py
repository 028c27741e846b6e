"""Options that several commands share."""

from datetime import date, datetime, time
from typing import Annotated

import typer

from rutin.domain.values import STOCKHOLM

Database = Annotated[
    str,
    typer.Option(
        "--db",
        metavar="URL",
        envvar="RUTIN_DATABASE_URL",
        help="Databasen, som sqlite:///rutin.db eller postgresql://användare@server/databas.",
    ),
]
DATABASE = "sqlite:///rutin.db"

Json = Annotated[bool, typer.Option("--json", help="Skriv JSON i stället för text.")]

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATUM", help="Utelämna det som hände efter den dagen."),
]

KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="TID",
        help="Utelämna det som registrerades senare. Svensk tid; bara datum är hela dagen.",
    ),
]


def read_view(as_of: str | None, known_at: str | None) -> tuple[date | None, datetime | None]:
    """Read the day and the moment that something is looked at from, as far as they are given.

    Raises:
        typer.BadParameter: The day is no date, or the moment none.
    """
    return (
        None if as_of is None else read_date(as_of, "--as-of"),
        None if known_at is None else read_moment(known_at, "--known-at"),
    )


def read_number(written: str, option: str, least: int, most: int) -> int:
    """Read a whole number given as an option.

    Raises:
        typer.BadParameter: It is none, or not between the least and the most.
    """
    if written.isdecimal() and len(written) < 20 and least <= int(written) <= most:
        return int(written)
    raise typer.BadParameter(f"Skriv ett heltal från {least} till {most}.", param_hint=option)


def read_date(written: str, option: str) -> date:
    """Read a date given as an option.

    Raises:
        typer.BadParameter: It is no date.
    """
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(
            "Skriv ett datum som finns, som 2026-01-31.", param_hint=option
        ) from None


def read_moment(written: str, option: str) -> datetime:
    """Read a moment given as an option; Swedish time unless a zone is given.

    A date alone stands for the end of that day.

    Raises:
        typer.BadParameter: It is no moment.
    """
    try:
        moment = datetime.fromisoformat(written)
        if len(written) <= len("2026-01-31"):
            moment = datetime.combine(moment, time.max)
    except ValueError:
        raise typer.BadParameter(
            "Skriv en tidpunkt, som 2026-01-31T09:30 eller 2026-01-31.", param_hint=option
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)
