"""The library's recorder for PostgreSQL, appending through the log's own function in one round trip."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    InterfaceError,
    OperationalError,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg.sql import SQL, Identifier

ATTEMPTS = 3
PAUSE_SECONDS = 0.3


class CommandRepeated(Exception):
    """The command was carried out before; `position` is where its last event stands."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class LogRecorder(PostgresApplicationRecorder):
    """Appends with a command id, so that a lost answer can be asked for again without doubling."""

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        command_id: UUID | None = kwargs.get("command_id")
        if command_id is None:
            raise ProgrammingError("every append carries a command id")
        if not stored_events:
            return []
        for attempt in range(ATTEMPTS):
            try:
                return self._append(command_id, stored_events)
            except (InterfaceError, OperationalError):
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE_SECONDS * (attempt + 1))
                self.datastore.pool.check()
        raise AssertionError

    def _append(self, command_id: UUID, stored_events: Sequence[StoredEvent]) -> Sequence[int]:
        append = SQL("SELECT * FROM {}.{}(%s, %s, %s, %s, %s)").format(
            Identifier(self.datastore.schema),
            Identifier(self.events_table_name.replace("_events", "_append")),
        )
        with self.datastore.get_connection() as connection:
            answer = connection.execute(
                append,
                (
                    command_id,
                    [e.originator_id for e in stored_events],
                    [e.originator_version for e in stored_events],
                    [e.topic for e in stored_events],
                    [e.state for e in stored_events],
                ),
                prepare=True,
            ).fetchone()
        assert answer is not None
        if answer["repeated"]:
            raise CommandRepeated(answer["positions"][0])
        return list(answer["positions"])
