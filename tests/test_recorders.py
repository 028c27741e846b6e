"""The library's own test cases hold for our recorders, on both databases."""

from uuid import uuid4

import eventsourcing.tests.persistence as library
import pytest
from sqlalchemy import Engine

from counting import dispose_when_idle
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.migrate import migrate
from rutin.adapters.sql.recorder import (
    SqlAggregateRecorder,
    SqlApplicationRecorder,
    SqlProcessRecorder,
    SqlTrackingRecorder,
)

KEY = bytes(32)


class OnSqlite(library.RecorderTestCase):
    """A database of its own a test. Streams are named by text, as in the library from version 10."""

    url: str

    @pytest.fixture(autouse=True)
    def database(self, sqlite_url: str) -> None:
        self.url = sqlite_url

    def new_originator_id(self) -> str:
        return str(uuid4())

    def engine(self) -> Engine:
        engine = open_engine(self.url)
        self.addCleanup(dispose_when_idle, engine)
        migrate(engine)
        return engine


class OnPostgresql(OnSqlite):
    @pytest.fixture(autouse=True)
    def database(self, postgresql_url: str) -> None:
        self.url = postgresql_url


class TestAggregateRecorder(OnSqlite, library.AggregateRecorderTestCase):
    def create_recorder(self) -> SqlAggregateRecorder:
        return SqlAggregateRecorder(self.engine(), KEY)


class TestAggregateRecorderOnPostgresql(OnPostgresql, TestAggregateRecorder):
    pass


class TestApplicationRecorder(
    OnSqlite, library.ApplicationRecorderTestCase[SqlApplicationRecorder]
):
    def create_recorder(self) -> SqlApplicationRecorder:
        return SqlApplicationRecorder(self.engine(), KEY)

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestApplicationRecorderOnPostgresql(OnPostgresql, TestApplicationRecorder):
    pass


class TestProcessRecorder(OnSqlite, library.ProcessRecorderTestCase):
    def create_recorder(self) -> SqlProcessRecorder:
        return SqlProcessRecorder(self.engine(), KEY, "worklist")


class TestProcessRecorderOnPostgresql(OnPostgresql, TestProcessRecorder):
    pass


class TestNonInterleaving(OnSqlite, library.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> SqlApplicationRecorder:
        return SqlApplicationRecorder(self.engine(), KEY)


class TestNonInterleavingOnPostgresql(OnPostgresql, TestNonInterleaving):
    pass


class TestTrackingRecorder(OnSqlite, library.TrackingRecorderTestCase):
    def create_recorder(self) -> SqlTrackingRecorder:
        return SqlTrackingRecorder(self.engine(), "worklist")


class TestTrackingRecorderOnPostgresql(OnPostgresql, TestTrackingRecorder):
    pass
