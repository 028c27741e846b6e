"""The library's own projection test cases hold over our tracking, on both databases."""

import eventsourcing.tests.projection as library
import pytest

from counting import CountingView, let_go
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.migrate import migrate


class TestCountingView(library.EventCountersViewTestCase):
    url: str

    @pytest.fixture(autouse=True)
    def database(self, sqlite_url: str) -> None:
        self.url = sqlite_url

    def construct_event_counters_view(self) -> CountingView:
        engine = open_engine(self.url)
        self.addCleanup(engine.dispose)
        migrate(engine)
        return CountingView(engine)


class TestCountingViewOnPostgresql(TestCountingView):
    @pytest.fixture(autouse=True)
    def database(self, postgresql_url: str) -> None:
        self.url = postgresql_url


class TestCountingProjection(library.AggregateEventCountersProjectionTestCase):
    view_class = CountingView

    @pytest.fixture(autouse=True)
    def database(self, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._in(sqlite_url, monkeypatch)

    def _in(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        env = {"PERSISTENCE_MODULE": "counting", "DATABASE_URL": url}
        monkeypatch.setattr(type(self), "env", env)
        self.addCleanup(let_go)


class TestCountingProjectionOnPostgresql(TestCountingProjection):
    @pytest.fixture(autouse=True)
    def database(self, postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._in(postgresql_url, monkeypatch)
