"""Which values a parameter may have, and what is said of one that it may not have."""

from difflib import get_close_matches

from rutin.domain.refusal import Impossible
from rutin.domain.routines.parameters import PARAMETERS, Parameter, parameter


def known_parameter(name: str, *, field: str) -> Parameter:
    """Find a parameter by its name.

    Raises:
        Impossible: There is no such parameter.
    """
    if found := parameter(name):
        return found
    names = [each.name for each in PARAMETERS]
    near = get_close_matches(name, names, n=1)
    hint = f"Menade du {near[0]}?" if near else f"Välj bland {', '.join(names)}."
    raise Impossible(
        f"Parametern {name} finns inte. {hint}",
        code="unknown_reference",
        field=field,
    )


def refuse_out_of_bounds(within: Parameter, value: int, *, field: str) -> None:
    """Refuse a value that lies outside a parameter's bounds.

    Raises:
        Impossible: It does.
    """
    if not within.least <= value <= within.most:
        raise Impossible(
            f"Värdet {value} går inte: {within.name} ska vara {within.least}–{within.most} "
            f"({within.unit}). {within.swedish}",
            code="out_of_bounds",
            field=field,
            provision=within.provisions[0],
        )
