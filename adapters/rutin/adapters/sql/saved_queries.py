"""Saved queries in the database of a journal, beside the log."""

import json

from sqlalchemy import Engine, delete, select

from rutin.adapters.sql.tables import saved_queries
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.upsert import upsert
from rutin.application.saved_queries import SavedQuery, refuse_more


class SqlSavedQueries:
    """Saved queries in a table; safe for many threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        """Take up a database whose tables are in place."""
        self._engine = engine

    def keep(self, owner: str, saved: SavedQuery) -> bool:
        """Keep a query (see `SavedQueries`)."""
        row = {
            "owner": owner,
            "name": saved.name,
            "query": saved.query,
            "asked": json.dumps(saved.asked, ensure_ascii=False),
        }
        names = select(saved_queries.c.name).where(saved_queries.c.owner == owner)
        with writing(self._engine) as connection:
            own = set(connection.scalars(names))
            refuse_more(own, saved.name)
            upsert(connection, saved_queries, row)
        return saved.name not in own

    def of(self, owner: str) -> tuple[SavedQuery, ...]:
        """Give the queries that a user has saved."""
        own = saved_queries.c
        wanted = select(own.name, own.query, own.asked).where(own.owner == owner)
        with reading(self._engine) as connection:
            return tuple(
                SavedQuery(name=name, query=query, asked=json.loads(asked))
                for name, query, asked in connection.execute(wanted)
            )

    def forget(self, owner: str, name: str) -> bool:
        """Do away with a query; say whether there was one."""
        own = saved_queries.c
        with writing(self._engine) as connection:
            gone = connection.execute(
                delete(saved_queries).where(own.owner == owner, own.name == name)
            )
            return gone.rowcount > 0
