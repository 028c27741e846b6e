"""Views that cannot be worked out until they are mended."""

from dataclasses import dataclass, replace
from typing import Any

from rutin.application.view import AnyView, Told


@dataclass
class Fault:
    """What is wrong with a view.

    Attributes:
        subject: Whose rows it cannot give; None is everyone's.
    """

    subject: str | None = None
    mended: bool = False

    def within(self, view: AnyView) -> AnyView:
        """Give a view like another, with the fault in it."""

        def rows(told: Told) -> Any:
            if not self.mended and self.subject in (None, told.name):
                raise LookupError("Anna Andersson")
            return view.rows(told)

        return replace(view, rows=rows)
