"""The program: finds the command, runs it, and turns every no into a text and an exit status."""

import gc
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import NamedTuple

from rutin.adapters.cli.exit_status import DONE, REFUSED, STOPPED, WRONG_USAGE
from rutin.adapters.cli.printing import complain, say, tolerate_any_text


class Entry(NamedTuple):
    """A command: the module it stands in, and what it does, in Swedish."""

    module: str
    does: str


COMMANDS = {
    "demo": Entry("demo", "skapar en påhittad kommun att titta på"),
    "record": Entry("record", "registrerar kommandon ur en fil, ett på varje rad"),
    "import-orders": Entry("import_orders", "tar emot beställningar ur en CSV- eller JSON-fil"),
    "timeline": Entry("timeline", "visar vad som har hänt i ett ärende, i tidsordning"),
    "assess": Entry("assess", "säger om rutinerna har följts, vilken dag som helst, och varför"),
    "ask": Entry("ask", "svarar på frågor: att göra, ärenden, resursregister, regelefterlevnad"),
    "due": Entry("due", "visar vad en stödperson ska göra, eller en enhets stödpersoner"),
    "serve": Entry("serve", "svarar på begäran från andra system (JSON-API) tills den stoppas"),
    "status": Entry("status", "visar hur mycket som är registrerat"),
    "rebuild": Entry("rebuild", "bygger om vyerna ur journalen, medan de gamla svarar"),
    "verify": Entry("verify", "kontrollerar att ingen har ändrat i journalen"),
    "export": Entry(
        "export", "skriver en händelselogg (OCEL, XES) eller en frågas svar (CSV, XLSX)"
    ),
    "catalogue": Entry("catalogue", "visar alla kommandon, händelser och frågor"),
    "migrate": Entry("migrate", "skapar databasens tabeller eller uppgraderar dem"),
    "bench": Entry("bench", "mäter hur snabbt det går på den här maskinen"),
    "doctor": Entry("doctor", "kontrollerar inställningar, databas och nyckel"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; give the exit status.

    Args:
        argv: The words after the program's name; those it was started with when left out.
    """
    tolerate_any_text()
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv), is_process=argv is None)
        sys.stdout.flush()
    except KeyboardInterrupt:
        complain("Avbrutet.")
        return STOPPED
    except BrokenPipeError:
        _stop_writing()  # whoever read the output, such as head, has had enough
        return REFUSED
    except OSError as error:
        _stop_writing()
        complain(f"Det gick inte att läsa eller skriva ({error.strerror or error}).")
        return REFUSED
    return status


def overview() -> str:
    """Give the help page of the program as a whole."""
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {entry.does}" for name, entry in COMMANDS.items())
    return f"""\
Användning: rutin KOMMANDO [VAL]

Kommandon:
{commands}

rutin KOMMANDO --help visar vad ett kommando behöver.
Databasen är den som --db säger, annars RUTIN_DATABASE_URL, annars filen rutin.db i mappen.
Slutstatus: 0 klart, 1 nekat eller fel funnet, 2 kommandot är fel skrivet."""


def _stop_writing() -> None:
    """Let what is still to be written go nowhere: Python flushes once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str], *, is_process: bool) -> int:
    if not arguments:
        complain(overview())
        return WRONG_USAGE
    name, *rest = arguments
    if name in ("--help", "-h", "help"):
        say(overview())
        return DONE
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, n=1)
        hint = f"Menade du {near[0]}?" if near else "rutin --help visar alla."
        complain(f"Kommandot {name} finns inte. {hint}")
        return WRONG_USAGE
    # Loaded only now, so that `rutin --help` need not wait for databases and models.
    from rutin.adapters.cli.invocation import invoke  # noqa: PLC0415 - see above

    module = import_module(f"rutin.adapters.cli.{COMMANDS[name].module}")
    if is_process:
        gc.freeze()  # what is loaded stays for good: the collector need not look it through again
    if hasattr(module, "run"):  # it has commands under it, and finds them itself
        status: int = module.run(rest)
        return status
    return invoke(name, module, rest)
