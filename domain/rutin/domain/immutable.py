"""The shape of every value, fact and command: frozen, strict, closed."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Immutable(BaseModel):
    """A value that cannot change and that holds nothing it does not name."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,  # what was typed may be an identity number
    )

    def but(self, **changes: Any) -> Self:
        """Give a copy with some fields changed, validated like any other.

        Raises:
            pydantic.ValidationError: A changed field does not fit, or is unknown.
        """
        return self.model_validate({**self.__dict__, **changes})
