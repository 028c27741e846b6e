"""Which values a parameter may have, and what is wrong with one that it may not have."""

from difflib import get_close_matches

from rutin.domain.refusal import Problem
from rutin.domain.routines.parameters import PARAMETERS, parameter


def problem_with_value(
    name: str, value: int, *, routine: str | None = None, fields: tuple[str, str]
) -> Problem | None:
    """Say what is wrong with a parameter, or with a value for it; None when nothing is.

    Args:
        name: The parameter.
        value: The value it is to have.
        routine: The routine it must belong to; any when left out.
        fields: Where the parameter and where the value was told.
    """
    known = parameter(name)
    if known is None:
        names = [each.name for each in PARAMETERS]
        near = get_close_matches(name, names, n=1)
        hint = f"Menade du {near[0]}?" if near else f"Välj bland {', '.join(names)}."
        return Problem(
            "unknown_parameter", f"Parametern {name} finns inte. {hint}", field=fields[0]
        )
    if routine not in (None, known.routine):
        return Problem(
            "parameter_of_another_routine",
            f"Parametern {name} hör till {known.routine}, inte till {routine}. "
            f"Ange {known.routine} som rutin.",
            field=fields[0],
            provision=known.provisions[0],
        )
    if not known.least <= value <= known.most:
        return Problem(
            "out_of_bounds",
            f"Värdet {value} går inte: {name} ska vara {known.least}–{known.most} "
            f"({known.unit}). {known.swedish}",
            field=fields[1],
            provision=known.provisions[0],
        )
    return None
