"""The fact log over any persistence module of the eventsourcing library."""

from rutin.adapters.library.log import LibraryLog

__all__ = ["LibraryLog"]
