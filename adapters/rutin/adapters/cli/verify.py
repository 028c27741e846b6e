"""`rutin verify`: is everything in the journal as it was when it was signed?"""

from sqlalchemy import inspect

from rutin.adapters.cli.database import told_in_swedish
from rutin.adapters.cli.options import DATABASE, Database, Json
from rutin.adapters.cli.printing import complain, counted, say, say_json
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.verification import Verification, verify
from rutin.domain.refusal import Unavailable

HELP = """\
Kontrollerar att ingen har ändrat, tagit bort, lagt till eller flyttat något i journalen.
Varje händelse jämförs med kedjan, och kedjans slut med sin signatur. Är något fel sägs den
första position som inte stämmer, och slutstatus är 1.

Skriv upp huvudet som visas någon annanstans: då märks det också om hela databasen byts ut."""


def command(db: Database = DATABASE, as_json: Json = False) -> int:
    """Verify a journal; 1 if something is not what was signed."""
    # Not through `open_journal`: that brings the tables up to date, and verifying changes nothing.
    engine = open_engine(db, must_exist=True)
    try:
        with told_in_swedish():
            if not inspect(engine).has_table(events.name):
                raise Unavailable(
                    "Databasen har ingen journal. Kontrollera sökvägen i --db.", code="no_journal"
                )
            found = verify(engine, signing_key(engine))
    finally:
        engine.dispose()
    if as_json:
        say_json(_as_json(found))
    elif found.fault:
        complain(f"Fel på position {found.fault.position}: {found.fault.reason}")
        complain(f"{counted(found.events, 'händelse', 'händelser')} före den stämmer.")
    else:
        say(f"{counted(found.events, 'händelse', 'händelser')} kontrollerade. Allt stämmer.")
        for head in found.heads:
            say(f"Huvud för {head.municipality}: position {head.position}, {head.hash.hex()}")
    return 1 if found.fault else 0


def _as_json(found: Verification) -> dict[str, object]:
    return {
        "sound": found.fault is None,
        "events": found.events,
        "heads": [
            {
                "municipality": head.municipality,
                "position": head.position,
                "hash": head.hash.hex(),
            }
            for head in found.heads
        ],
        "fault": found.fault and {"position": found.fault.position, "reason": found.fault.reason},
    }
