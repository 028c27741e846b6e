"""Whether a text is among others, however many: told as one parameter, in one and the same statement.

A parameter for each of them takes longer to read than to look up, in the driver and in the server,
and there is a limit to how many a statement may have.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    String,
    TypeDecorator,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from rutin.adapters.sql.tables import Text

_TEXT = Text()


class Texts(TypeDecorator[Collection[str]]):
    """Texts as one value: an array, or where a database has none, a document."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give what a database calls it."""
        return dialect.type_descriptor(ARRAY(Text) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        """Tell them to the database, which has its own way of telling an array."""
        told = list(value or ())
        if dialect.name == "postgresql":
            return told
        return json.dumps([_TEXT.process_bind_param(each, dialect) for each in told])


def among(column: ColumnElement[str], texts: Collection[str] | str) -> ColumnElement[bool]:
    """Say whether a column's text is among some.

    Args:
        column: The column.
        texts: The texts; or a name, by which they are told when the statement is run.
    """
    told = (
        bindparam(texts, type_=Texts)
        if isinstance(texts, str)
        else bindparam(None, list(texts), type_=Texts, unique=True)
    )
    return _Among(column, told)


class _Among(FunctionElement[bool]):
    # Its type is left unsaid: of a Boolean, SQLite would be asked whether it = 1, and use no index.
    inherit_cache = True


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **asked: Any) -> str:
    column, texts = element.clauses
    return compiler.process(column == any_(texts), **asked)


@compiles(_Among, "sqlite")
def _in_document(element: _Among, compiler: SQLCompiler, **asked: Any) -> str:
    column, texts = element.clauses
    told = func.json_each(texts).table_valued("value", name="json_each")
    return compiler.process(column.in_(select(told.c.value)), **asked)
