"""How an entry stands in the library's own form of a stored event."""

import json
from dataclasses import dataclass

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

from rutin.adapters.enveloped import Envelope, envelope_of
from rutin.domain.recorded import Entry
from rutin.domain.stored import encode


@dataclass(frozen=True)
class SavedFact:
    """A fact in its envelope as the library sees it: an event of an originator, with a version."""

    originator_id: str
    originator_version: int
    topic: str
    payload: str
    envelope: Envelope

    @classmethod
    def of(cls, entry: Entry) -> "SavedFact":
        """Tell an entry so."""
        return cls(
            originator_id=entry.stream,
            originator_version=entry.version,
            topic=entry.fact.type,
            payload=encode(entry.fact).decode(),
            envelope=envelope_of(entry),
        )


class FactMapper(Mapper[str]):
    """Stores facts under their own names, never under the path of a Python class.

    The library's compressor and cipher work as with its own mapper.
    """

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Give the stored form of a `SavedFact`."""
        if not isinstance(domain_event, SavedFact):
            raise TypeError(f"Only a SavedFact can be stored, not {domain_event!r}.")
        told = {"envelope": domain_event.envelope, "payload": domain_event.payload}
        state = json.dumps(told, ensure_ascii=False).encode()
        if self.compressor:
            state = self.compressor.compress(state)
        if self.cipher:
            state = self.cipher.encrypt(state)
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.topic,
            state=state,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> SavedFact:
        """Read a stored event back.

        Raises:
            ValueError: It is not the stored form of a `SavedFact`.
        """
        state = stored_event.state
        if self.cipher:
            state = self.cipher.decrypt(state)
        if self.compressor:
            state = self.compressor.decompress(state)
        told = json.loads(state)
        return SavedFact(
            originator_id=str(stored_event.originator_id),
            originator_version=stored_event.originator_version,
            topic=stored_event.topic,
            payload=told["payload"],
            envelope=told["envelope"],
        )
