"""`rutin migrate`: the tables made, or brought up to date."""

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.options import DATABASE, Database
from rutin.adapters.cli.printing import say
from rutin.adapters.sql.migrate import REVISIONS

HELP = """\
Skapar databasens tabeller, eller uppgraderar dem till den här versionen av Rutin. Finns de redan
händer inget. Alla kommandon som registrerar gör det också, så kommandot behövs bara när
uppgraderingen ska göras för sig."""


def command(db: Database = DATABASE) -> None:
    """Bring the tables up to date."""
    with opened_journal(db):
        say(f"Databasen har nu tabellerna för den här versionen ({REVISIONS[-1]}).")
