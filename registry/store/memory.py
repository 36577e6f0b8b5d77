"""The aggregates this process has met, brought up to date with what was recorded since.

Read the first time from a snapshot and the events after it, later from the events that are new.
Nobody gets the remembered object itself, so a refused command changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from psycopg.sql import SQL, Composed, Identifier
from psycopg_pool import ConnectionPool

from registry.domain.recorded import Recorded
from registry.store.logs import Log
from registry.store.snapshots import SHAPE

MOST_REMEMBERED = 5000


class Memory:
    """Loads aggregates of one log. Safe for threads: what is remembered is never changed."""

    def __init__(self, log: Log, pool: ConnectionPool) -> None:
        self._log = log
        self._pool = pool
        self._known: dict[UUID, Recorded] = {}
        events = Identifier("log", f"{log.name}_events")
        self._later = SQL(
            "SELECT originator_version, topic, state FROM {} WHERE originator_id = %s"
            " AND originator_version > %s ORDER BY originator_version"
        ).format(events)
        self._all = SQL(
            "WITH kept AS (SELECT version, topic, state FROM engine.snapshots"
            " WHERE stream = %(stream)s AND shape = %(shape)s)"
            " SELECT version, topic, state FROM kept UNION ALL"
            " SELECT originator_version, topic, state FROM {}"
            " WHERE originator_id = %(stream)s"
            " AND originator_version > coalesce((SELECT version FROM kept), 0)"
            " ORDER BY 1"
        ).format(events)

    def get(self, stream: UUID) -> Recorded | None:
        """The aggregate as it stands now, or None when nothing was ever recorded."""
        known = self._known.get(stream)
        if known is None:
            events = self._read(stream, self._all, {"stream": stream, "shape": SHAPE})
            aggregate = None
        else:
            events = self._read(stream, self._later, (stream, known.version))
            aggregate = known.copy()
        for event in events:
            aggregate = event.mutate(aggregate)
        if aggregate is not None and events:
            self.keep(aggregate)
        return aggregate

    def keep(self, aggregate: Recorded) -> None:
        """Remember how an aggregate stands, all of it recorded. A case is never remembered."""
        if not aggregate.REMEMBERED:
            return
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[aggregate.id] = aggregate.copy()

    def forget(self, aggregates: Iterable[Recorded]) -> None:
        """Read these from the log next time: where it was restored, memory may be ahead of it."""
        for aggregate in aggregates:
            self._known.pop(aggregate.id, None)

    def _read(self, stream: UUID, query: Composed, values: Any) -> list[Any]:
        with self._pool.connection() as connection:
            rows: Iterable[tuple[int, str, bytes]] = connection.execute(
                query, values, prepare=True
            ).fetchall()
        decode = self._log.mapper.to_domain_event
        return [decode(StoredEvent(stream, *row)) for row in rows]
