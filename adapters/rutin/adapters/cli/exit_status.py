"""How the program ends."""

DONE = 0
REFUSED = 1
"""Refused, or what was checked is not as it should be."""

WRONG_USAGE = 2
"""The command line itself is wrong."""

STOPPED = 130
"""Stopped with Ctrl+C."""
