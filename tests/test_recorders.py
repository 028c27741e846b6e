"""The library's own test cases hold for our recorders."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import eventsourcing.tests.persistence as library
from sqlalchemy import Engine

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
    """A fresh database a test. Streams are named by text, as in the library from version 10."""

    def new_originator_id(self) -> str:
        return str(uuid4())

    def fresh_database(self) -> Engine:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        engine = open_engine(f"sqlite:///{Path(folder.name)}/rutin.db")
        self.addCleanup(engine.dispose)
        migrate(engine)
        return engine


class TestAggregateRecorder(OnSqlite, library.AggregateRecorderTestCase):
    def create_recorder(self) -> SqlAggregateRecorder:
        return SqlAggregateRecorder(self.fresh_database(), KEY)


class TestApplicationRecorder(
    OnSqlite, library.ApplicationRecorderTestCase[SqlApplicationRecorder]
):
    def create_recorder(self) -> SqlApplicationRecorder:
        return SqlApplicationRecorder(self.fresh_database(), KEY)

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestProcessRecorder(OnSqlite, library.ProcessRecorderTestCase):
    def create_recorder(self) -> SqlProcessRecorder:
        return SqlProcessRecorder(self.fresh_database(), KEY, "worklist")


class TestNonInterleaving(OnSqlite, library.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> SqlApplicationRecorder:
        return SqlApplicationRecorder(self.fresh_database(), KEY)


class TestTrackingRecorder(OnSqlite, library.TrackingRecorderTestCase):
    def create_recorder(self) -> SqlTrackingRecorder:
        return SqlTrackingRecorder(self.fresh_database(), "worklist")
