"""Invoking one command: its words read by Typer, and told in Swedish what is wrong with them."""

import shutil
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import typer
from typer.core import TyperCommand
from typer.main import get_command

from rutin.adapters.cli.exit_status import REFUSED, WRONG_USAGE
from rutin.adapters.cli.printing import complain
from rutin.adapters.cli.problems import told
from rutin.domain.refusal import RutinError


class UnusableFile(Exception):
    """A file named on the command line cannot be read; the text says why and what to do."""


class SwedishCommand(TyperCommand):
    """A command whose help page is Swedish throughout."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the command is used."""
        words = [p.metavar or "" for p in self.params if p.param_type_name == "argument"]
        formatter.write(f"Användning: {' '.join([ctx.command_path, *words])} [VAL]\n")

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - an override
        """Write what the command does, laid out as it stands."""
        formatter.write(f"\n{self.help}\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write every argument and option."""
        rows = [_row(parameter) for parameter in self.get_params(ctx)]
        width = max(len(left) for left, _ in rows)
        right = min(shutil.get_terminal_size().columns, 100) - width - 4
        formatter.write("\n")
        for left, explained in rows:
            first, *rest = textwrap.wrap(explained, max(right, 30)) or [""]
            formatter.write(f"  {left:{width}}  {first}\n")
            for line in rest:
                formatter.write(f"  {'':{width}}  {line}\n")


class Runnable(Protocol):
    """What a command is made of; a module, as a rule.

    Attributes:
        HELP: What it does, in Swedish.
        command: The function whose parameters are its options.
    """

    HELP: str
    command: Callable[..., int | None]


def invoke(name: str, module: Runnable, arguments: list[str]) -> int:
    """Run a command; give the exit status.

    Args:
        name: The command's name.
        module: Where it stands.
        arguments: The words after the name.
    """
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=SwedishCommand, help=module.HELP)(module.command)
    command = get_command(app)
    try:
        with command.make_context(f"rutin {name}", arguments) as context:
            return command.invoke(context) or 0
    except typer.Exit as done:  # the help page was asked for
        return done.exit_code
    except typer.TyperException as error:
        complain(
            f"{_in_swedish(error, command.params)}\nrutin {name} --help visar hur kommandot skrivs."
        )
        return WRONG_USAGE
    except UnusableFile as error:
        complain(str(error))
        return WRONG_USAGE
    except RutinError as error:
        complain("\n".join(told(error, field="")))
        return REFUSED


def _row(parameter: Any) -> tuple[str, str]:
    if parameter.param_type_name == "argument":
        return parameter.metavar, parameter.help or ""
    if parameter.name == "help":
        return "--help", "Visa den här sidan."
    names = "/".join(parameter.opts)
    left = names if parameter.is_flag else f"{names} {parameter.metavar}"
    return left, parameter.help or ""


def _in_swedish(error: Any, parameters: Sequence[Any]) -> str:
    """Tell what is wrong with the words. Typer has no public names for these errors but one."""
    match type(error).__name__:
        case "NoSuchOption":
            near = " eller ".join(sorted(error.possibilities or ()))
            hint = f" Menade du {near}?" if near else ""
            return f"Valet {error.option_name} finns inte.{hint}"
        case "MissingParameter":
            is_option = error.param.param_type_name == "option"
            return f"{error.param.opts[0] if is_option else error.param.metavar} saknas."
        case "BadOptionUsage":
            flags = {name for p in parameters if getattr(p, "is_flag", False) for name in p.opts}
            takes = "tar inget värde" if error.option_name in flags else "ska ha ett värde"
            return f"Valet {error.option_name} {takes}."
        case "BadParameter":
            name = error.param_hint or (error.param and error.param.opts[0]) or ""
            return f"{name}: {error.message}".lstrip(": ")
    return "Det står för många ord på kommandoraden."
