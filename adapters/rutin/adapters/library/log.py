"""The fact log over an eventsourcing application: whatever its persistence modules can store."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from threading import Lock
from types import TracebackType
from typing import Self

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, Notification, StoredEvent

from rutin.adapters.enveloped import recorded, unreadable_at
from rutin.adapters.library.mapper import FactMapper, SavedFact
from rutin.domain.recorded import Entry, Recorded
from rutin.domain.refusal import Conflict

BATCH = 500


class _Facts(Application[str]):
    name = "rutin"

    mapper: FactMapper

    def construct_mapper(self) -> FactMapper:
        return FactMapper(
            self.construct_transcoder(), self.factory.compressor(), self.factory.cipher()
        )


class LibraryLog:
    """A fact log in any store that the library has a persistence module for.

    The library's streams do not tell positions. They are learnt from its log, of which each event
    is looked at once, and kept in memory.
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        """Open the log.

        Args:
            env: The library's settings, such as PERSISTENCE_MODULE and SQLITE_DBNAME.
        """
        self._facts = _Facts({"ORIGINATOR_ID_TYPE": "text", **env})
        self._lock = Lock()
        self._positions: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._learnt = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self._facts.close()

    def append(self, entries: Sequence[Entry]) -> tuple[Recorded, ...]:
        """Record the entries, all or none.

        Raises:
            Conflict: A stream's next version is not the entry's.
        """
        self._check_versions(entries)
        try:
            saved = self._facts.save(*map(SavedFact.of, entries))
        except IntegrityError as error:
            raise Conflict("Någon annan hann före. Läs in det nya och försök igen.") from error
        positions = [recording.notification.id for recording in saved]
        return tuple(map(Entry.at, entries, positions))

    def history(self, stream: str) -> tuple[Recorded, ...]:
        """Read one stream in version order; empty if there is none."""
        stored = self._facts.recorder.select_events(stream)
        positions = self._positions_in(stream)
        return tuple(self._read(positions[event.originator_version], event) for event in stored)

    def since(self, position: int, limit: int) -> tuple[Recorded, ...]:
        """Read at most `limit` facts after a position, in position order."""
        return tuple(self._read(event.id, event) for event in self._log(position, limit))

    def head(self) -> int:
        """Give the last position, 0 for an empty log."""
        return self._facts.recorder.max_notification_id() or 0

    def _log(self, position: int, limit: int) -> Sequence[Notification]:
        return self._facts.recorder.select_notifications(position, limit, inclusive_of_start=False)

    def _positions_in(self, stream: str) -> dict[int, int]:
        with self._lock:
            while batch := self._log(self._learnt, BATCH):
                for event in batch:
                    versions = self._positions[str(event.originator_id)]
                    versions[event.originator_version] = event.id
                self._learnt = batch[-1].id
            return self._positions.get(stream, {})

    def _check_versions(self, entries: Sequence[Entry]) -> None:
        last: dict[str, int] = {}
        for entry in entries:
            if entry.stream not in last:
                newest = self._facts.recorder.select_events(entry.stream, desc=True, limit=1)
                last[entry.stream] = newest[0].originator_version if newest else 0
            last[entry.stream] += 1
            if entry.version != last[entry.stream]:
                raise Conflict(
                    f"Någon annan hann före i {entry.stream}. Läs in det nya och försök igen."
                )

    def _read(self, position: int, event: StoredEvent) -> Recorded:
        try:
            saved = self._facts.mapper.to_domain_event(event)
            envelope = saved.envelope
            return recorded(
                position=position,
                stream=saved.originator_id,
                version=saved.originator_version,
                payload=saved.payload.encode(),
                event_id=envelope["event_id"],
                recorded_at=envelope["recorded_at"],
                actor=envelope["actor"],
                command_id=envelope["command_id"],
                command_digest=envelope["command_digest"],
                correlation_id=envelope["correlation_id"],
                causation_id=envelope["causation_id"],
                municipality=envelope["municipality"],
                refs=envelope["refs"],
                deviation=envelope["deviation"],
            )
        except (ValueError, KeyError) as unreadable:
            raise unreadable_at(position) from unreadable
