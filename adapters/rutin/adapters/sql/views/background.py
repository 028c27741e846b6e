"""Keeping views up in the background, beside whatever else a program does."""

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Self

from rutin.adapters.sql.listening import Waiting
from rutin.adapters.sql.views.keeper import Keeper, fault_of

STOPPING_S = 10
"""How long to wait for what is being worked out when it is time to stop, in seconds."""

UNWELL_S = 2.0
"""How long to wait before trying again when the database does not answer as it should, in seconds."""

logger = logging.getLogger(__name__)


class Background:
    """Keeps views up while it is open, in a thread of its own.

    It looks again soon after something is recorded, and in any case before long. What goes wrong is
    told in the log of the program, and tried again; what is being worked out when it is closed is
    worked out anew by whoever keeps the views next.
    """

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._stopped = Event()
        self._thread = Thread(target=self._keep, name="rutin-views", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._thread.join(STOPPING_S)

    def _keep(self) -> None:
        waiting = Waiting(self._keeper.engine, self._stopped)
        while not self._stopped.is_set():
            waiting.begin()
            try:
                while self._keeper.round() and not self._stopped.is_set():
                    pass
            except Exception as error:  # noqa: BLE001 - a keeper that dies unseen is worse
                logger.warning("Vyerna hålls inte i takt just nu: %s", fault_of(error))
                self._stopped.wait(UNWELL_S)
            waiting.wait()
        waiting.close()
