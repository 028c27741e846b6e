"""Following the log by asking for more, so that no lost wake-up can stop it."""

from collections import deque
from collections.abc import Sequence
from threading import Event

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

BATCH = 500
"""How many events are read at a time."""

PAUSE = 0.05
"""How long to wait before asking again when there is nothing new, in seconds."""


class PollingSubscription(Subscription[ApplicationRecorder]):
    """Yields every event after a position, in order, and waits for more until stopped."""

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._position = gt or 0
        self._ready: deque[Notification] = deque()
        self._stopped = Event()

    def stop(self) -> None:
        """Stop following; whoever waits for the next event is let go at once."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        while not self._stopped.is_set():
            if self._ready:
                return self._ready.popleft()
            if not self._read_on():
                self._wait()
        raise StopIteration

    def _wait(self) -> None:
        self._stopped.wait(PAUSE)

    def _read_on(self) -> bool:
        """Read the next events; say whether the log had come further at all."""
        head = self._recorder.max_notification_id() or 0
        if head <= self._position:
            return False
        read = self._recorder.select_notifications(
            start=self._position,
            limit=BATCH,
            stop=head,
            topics=self._topics,
            inclusive_of_start=False,
        )
        self._ready.extend(read)
        # Past those filtered out too: or a rare topic would be searched for from the same place.
        self._position = read[-1].id if len(read) == BATCH else head
        return True
