"""What is judged on the command line: the shipped routines, and the municipality's own."""

from rutin.adapters.cli.printing import complain
from rutin.adapters.routines import own_routines
from rutin.application import ProvisionSet


def judged() -> ProvisionSet:
    """Give what is judged; say which of the municipality's own routines are left out, and why."""
    own = own_routines()
    for fault in own.faults:
        complain(f"{fault} Kör rutin doctor.")
    return own.provisions
