"""The library's recorder for PostgreSQL, appending through the log's own function in one round trip."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, LiteralString, cast
from uuid import uuid4

import psycopg
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.sql import SQL, Identifier

from registry.store.connection import CONNECT_SECONDS, Patient
from registry.store.line import Line, Waiting

ANSWER_SECONDS = 2.0
"""Within this time the caller has an answer: stored, or not known to be stored."""
PAUSE_SECONDS = 0.05
LOCK_TIMEOUT = "-c lock_timeout=1500"


class CommandRepeated(Exception):
    """The command was carried out before; `position` is where its last event stands."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class Appending(Patient):
    """The connection that appends, for all who wait."""

    of_one_request = False


class LogRecorder(PostgresApplicationRecorder):
    """Appends with a command id, so that a lost answer can be asked for again without doubling."""

    def __init__(
        self, datastore: PostgresDatastore, *, events_table_name: str = "stored_events"
    ) -> None:
        datastore.pool.connection_class = Patient
        datastore.pool.kwargs = {**datastore.pool.kwargs, "connect_timeout": CONNECT_SECONDS}  # type: ignore[dict-item]
        super().__init__(datastore, events_table_name=events_table_name)
        function = Identifier(datastore.schema, events_table_name.replace("_events", "_append"))
        call = SQL("SELECT * FROM {}(%b, %b::int[], %b, %b::bigint[], %b, %b)").format(function)
        self._append: LiteralString = call.as_string()
        self._line = Line(self._store)
        self._connection: Appending | None = None

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Store the events of one command; returns their positions.

        Raises CommandRepeated, IntegrityError when another was faster, OperationalError when the
        database does not answer: then the events are stored or not, and asking again tells.
        """
        if not stored_events:
            return []
        command_id = kwargs.get("command_id") or uuid4()
        return self._line.stand_in(Waiting(command_id, stored_events))

    def close(self) -> None:
        """Close the connection that appends."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _store(self, group: list[Waiting]) -> None:
        """Answer every one. What stops a group does not stop those who had no part in it."""
        try:
            self._hand_out(group, self._ask_until_answered(group))
        except (CommandRepeated, IntegrityError) as refused:
            if len(group) == 1:
                group[0].failure = refused
            else:
                for one in group:
                    self._store([one])
        except Exception as failure:
            for one in group:
                one.failure = failure

    def _hand_out(self, group: list[Waiting], positions: list[int]) -> None:
        start = 0
        for one in group:
            one.positions = positions[start : start + len(one.events)]
            start += len(one.events)

    def _ask_until_answered(self, group: list[Waiting]) -> list[int]:
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                return self._ask(group, deadline - time.monotonic())
            except (psycopg.OperationalError, psycopg.InterfaceError) as failure:
                self.close()
                if time.monotonic() + PAUSE_SECONDS > deadline:
                    raise OperationalError(str(failure)) from failure
                time.sleep(PAUSE_SECONDS)
            except psycopg.IntegrityError as failure:
                raise IntegrityError(str(failure)) from failure
            except psycopg.Error as failure:
                raise ProgrammingError(str(failure)) from failure

    def _ask(self, group: list[Waiting], seconds: float) -> list[int]:
        events = [event for one in group for event in one.events]
        lasts, count = [], 0
        for one in group:
            count += len(one.events)
            lasts.append(count)
        connection = self._connection = self._connection or self._connected()
        connection.patience = min(seconds, Patient.patience)
        row = connection.execute(
            self._append,
            (
                [one.command_id for one in group],
                lasts,
                [event.originator_id for event in events],
                [event.originator_version for event in events],
                [event.topic for event in events],
                [event.state for event in events],
            ),
            prepare=True,
        ).fetchone()
        positions, repeated = cast(tuple[list[int], bool], row)
        if repeated:
            raise CommandRepeated(positions[0])
        return positions

    def _connected(self) -> Appending:
        known = {**self.datastore.pool.kwargs, "row_factory": psycopg.rows.tuple_row}  # type: ignore[dict-item]
        return Appending.connect(**known, options=LOCK_TIMEOUT, autocommit=True)
