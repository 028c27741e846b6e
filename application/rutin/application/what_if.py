"""What if: other versions governed, or other local values held. Nothing of it is recorded."""

from typing import Annotated

from pydantic import Field, ValidationError

from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.routine import RoutineBook
from rutin.domain.wording import malformed


class WhatIf(Immutable):
    """What is supposed; a later date is asked for as any date is."""

    versions: Annotated[
        dict[str, str],
        label("Utgåvor", "Rutin och den utgåva som ska gälla hela tiden, som NYB och v2."),
    ] = Field(default_factory=dict)
    parameters: Annotated[
        dict[str, int],
        label("Parametrar", "Parameter och det värde som ska gälla hela tiden."),
    ] = Field(default_factory=dict)

    def laid_over(self, book: RoutineBook) -> RoutineBook:
        """Give the routines as they would stand.

        Raises:
            Impossible: There is no such routine, version or parameter, or a value is out of bounds.
        """
        return book.what_if(versions=self.versions, parameters=self.parameters)


def read_what_if(text: str | bytes) -> WhatIf:
    """Read what is supposed from JSON text.

    Raises:
        Malformed: It is not JSON, or a field is unknown or of the wrong kind.
    """
    try:
        return WhatIf.model_validate_json(text)
    except ValidationError as error:
        raise malformed(error, WhatIf) from None
