"""What every value here shares: it is read strictly, written as text, and refuses in Swedish."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Any, ClassVar, Self, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Unreadable(ValueError):
    """What was written cannot be the value it is given as.

    Attributes:
        code: stable name of the fault, such as "identity.check_digit"; never reworded.

    The text is one or two plain Swedish sentences: what is wrong, and what to write. It never
    repeats what was written, which may be personal data.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Written(ABC):
    """A value that pydantic reads by `read` or `read_json`, and dumps by `str` in every mode.

    In a model, a fault becomes a pydantic error whose type is the code and whose message is the
    sentence of `Unreadable`. Python input may be the value itself or what `read` takes.
    """

    __slots__ = ()

    accepted: ClassVar[JsonSchemaValue]
    """JSON Schema of what is read."""

    stored: ClassVar[JsonSchemaValue]
    """JSON Schema of what is written."""

    @classmethod
    @abstractmethod
    def read(cls, written: object) -> Self:
        """The value, from what a program or a person wrote.

        Raises:
            Unreadable: it is not such a value.
        """

    @classmethod
    def read_json(cls, written: object) -> Self:
        """The value, from what stood in JSON; as `read`, unless JSON itself leaves less choice.

        Raises:
            Unreadable: it is not such a value.
        """
        return cls.read(written)

    @classmethod
    def _from_python(cls, written: object) -> Self:
        try:
            return written if isinstance(written, cls) else cls.read(written)
        except Unreadable as fault:
            raise as_pydantic_error(fault) from fault

    @classmethod
    def _from_json(cls, written: object) -> Self:
        try:
            return cls.read_json(written)
        except Unreadable as fault:
            raise as_pydantic_error(fault) from fault

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_plain_validator_function(cls._from_json),
            python_schema=core_schema.no_info_plain_validator_function(cls._from_python),
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return dict(cls.accepted if handler.mode == "validation" else cls.stored)


_Value = TypeVar("_Value", bound=Written)


@lru_cache(maxsize=4096)
def read_once(kind: type[_Value], text: str) -> _Value:
    """The value, from text that is met over and over in a log: a month, an amount.

    Not for what is personal, which would be kept here.

    Raises:
        Unreadable: as the kind's `read`.
    """
    return kind.read(text)


def as_pydantic_error(fault: Unreadable) -> PydanticCustomError:
    """The same refusal as pydantic reports it: the code as type, the sentence alone as message."""
    return PydanticCustomError(fault.code, "{sentence}", {"sentence": str(fault)})
