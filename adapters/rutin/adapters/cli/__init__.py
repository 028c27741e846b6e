"""The command line: what operators and municipalities' scripts use.

`program.main` finds the command; each command stands in a module of its own, which is loaded only
when that command is given, so that help costs no time.
"""

from rutin.adapters.cli.program import main

__all__ = ["main"]
