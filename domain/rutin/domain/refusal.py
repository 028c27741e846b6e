"""Everything Rutin says no to, in one small hierarchy.

    RutinError
    ├── Refused       provisions forbid the act; a deviation reason records it all the same
    ├── Impossible    the act contradicts what is recorded; nothing overrides that
    ├── Malformed     the input cannot be read as the command it claims to be
    ├── Forbidden     the actor's role may not do this
    ├── Conflict      someone else recorded something that the decision relied on
    ├── Unavailable   the database or its key cannot be used as it is
    └── Damaged       the store does not hold what it should

Each has a stable code, a Swedish text that says what to do, and problems: what is wrong, one by
one, with the field it concerns and the provision behind it. API, CLI and page show the same.
"""

from dataclasses import dataclass

from rutin.domain.routines.catalogue import citation_of
from rutin.domain.routines.citation import Citation


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        code: Stable; never translated, never reused.
        text: In Swedish: what is wrong and what to do.
        field: The field it concerns, as "rows.2.amount"; None when it concerns the whole.
        provision: The id of the provision behind it, such as "KLA-09i".
    """

    code: str
    text: str
    field: str | None = None
    provision: str | None = None

    @property
    def citation(self) -> Citation | None:
        """Where the provision behind it stands."""
        return citation_of(self.provision) if self.provision else None


class RutinError(Exception):
    """A no with a stable code, and its problems one by one."""

    code = "rutin"

    def __init__(self, text: str, *, problems: tuple[Problem, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.problems = problems


class _SingleProblem(RutinError):
    def __init__(
        self,
        text: str,
        *,
        code: str | None = None,
        field: str | None = None,
        provision: str | None = None,
    ) -> None:
        self.code = code or type(self).code
        super().__init__(text, problems=(Problem(self.code, text, field, provision),))


class Refused(RutinError):
    """An act that one or more provisions forbid, named in catalogue order (D-49)."""

    code = "refused"

    def __init__(self, violations: tuple[Problem, ...]) -> None:
        named = ", ".join(violation.provision or violation.code for violation in violations)
        super().__init__(
            f"Rutinen tillåter inte det här ännu ({named}). Åtgärda det som saknas. "
            "Har det redan hänt? Registrera det då med en avvikelseorsak.",
            problems=violations,
        )

    @property
    def provisions(self) -> tuple[str, ...]:
        """The ids of the violated provisions, in catalogue order."""
        return tuple(problem.provision for problem in self.problems if problem.provision)


class Impossible(_SingleProblem):
    """An act that contradicts what is recorded, such as a second start of the same service."""

    code = "impossible"


class Malformed(RutinError):
    """Input that cannot be read: unknown field, wrong type, wrong encoding, and the like."""

    code = "malformed"

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.text for problem in problems), problems=problems)


class Forbidden(_SingleProblem):
    """The actor's role may not do this (D-25)."""

    code = "forbidden"


class Conflict(_SingleProblem):
    """Something the decision relied on was recorded by someone else in the meantime."""

    code = "conflict"


class Unavailable(_SingleProblem):
    """The database or its key cannot be used; the text says what whoever runs Rutin should do."""

    code = "unavailable"


class Damaged(_SingleProblem):
    """The store holds something that cannot be read or that does not fit the chain."""

    code = "damaged"
