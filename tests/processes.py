"""Processes of their own, which find Rutin where the tests do."""

import os
import sys


def environment(**more: str) -> dict[str, str]:
    """Give what such a process is started with: all that we have, our places of modules, and more."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **more}
