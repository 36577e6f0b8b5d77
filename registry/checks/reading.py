"""Reads a whole log as events, in one stream; an event that cannot be read is itself a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
from eventsourcing.persistence import StoredEvent
from psycopg.sql import SQL, Identifier

from registry.checks.result import Tell
from registry.store.audit import NAMES, READ_AT_ONCE, Finding
from registry.store.logs import Log
from registry.vault import KeyGone

TOLD_EVERY = 100_000


class Read(NamedTuple):
    """An event and its position in the log."""

    position: int
    event: Any


class Reader:
    """One pass over a log, stream by stream."""

    def __init__(self, owner: psycopg.Connection, log: Log, tell: Tell) -> None:
        self.checked = 0
        self.findings: list[Finding] = []
        self.without_key: list[int] = []
        """Positions of events whose key is gone: that is a check of its own."""
        self._owner = owner
        self._log = log
        self._tell = tell

    def __iter__(self) -> Iterator[Read]:
        statement = SQL(
            "SELECT notification_id, originator_id, originator_version, topic, state FROM {}"
            " ORDER BY originator_id, originator_version"
        ).format(Identifier("log", f"{self._log.name}_events"))
        with self._owner.cursor(f"reading_{self._log.name}", binary=True) as cursor:
            cursor.itersize = READ_AT_ONCE
            cursor.execute(statement)
            for position, *stored in cursor:
                self.checked += 1
                if self.checked % TOLD_EVERY == 0:
                    self._tell(NAMES[self._log.name], self.checked)
                if event := self._decoded(position, StoredEvent(*stored)):
                    yield Read(position, event)

    def _decoded(self, position: int, stored: StoredEvent) -> Any:
        try:
            return self._log.mapper.to_domain_event(stored)
        except KeyGone:
            self.without_key.append(position)
        except Exception as broken:
            where = f"{NAMES[self._log.name]} nr. {position}"
            why = f"Hendelsen {stored.topic} kan ikke leses ({type(broken).__name__})."
            self.findings.append(Finding("unreadable", where, why))
        return None
