"""Snapshots: how a long stream stood at a version. Taken in the background, never in a command.

They can be deleted at any time. One that was taken by another version of the domain's code is not
used, so changing an aggregate needs no thought of them. Cases have none: a case can be erased.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from uuid import UUID

import psycopg
from eventsourcing.persistence import StoredEvent
from psycopg.sql import SQL, Identifier

from registry import domain
from registry.domain.recorded import Recorded
from registry.store.logs import Log

told = logging.getLogger("frittvalg.projector")
EVERY = 100
"""Loading a hundred events takes about as long as loading one snapshot."""


def _shape() -> str:
    whole = hashlib.sha256()
    for path in sorted(Path(domain.__path__[0]).glob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


SHAPE = _shape()
"""Changes whenever the domain's code does."""


def take(connection: psycopg.Connection, log: Log, after: int) -> int:
    """Take a snapshot of each stream that passed a hundred events after a position of the log.

    Returns the log's last position: where to go on next time.
    """
    events = Identifier("log", f"{log.name}_events")
    row = connection.execute(
        SQL("SELECT coalesce(max(notification_id), 0) FROM {}").format(events)
    ).fetchone()
    assert row is not None
    streams = connection.execute(
        SQL(
            "SELECT originator_id FROM {} WHERE notification_id > %s"
            " AND originator_version %% %s = 0 GROUP BY originator_id"
            " HAVING NOT EXISTS (SELECT FROM engine.snapshots WHERE stream = originator_id"
            " AND shape = %s AND version >= max(originator_version))"
        ).format(events),
        (after, EVERY, SHAPE),
    ).fetchall()
    for (stream,) in streams:
        try:
            _take(connection, log, stream)
        except psycopg.Error:
            raise
        except Exception as unreadable:
            told.warning("Strøm %s har ikke øyeblikksbilde: %s", stream, type(unreadable).__name__)
    return int(row[0])


def _take(connection: psycopg.Connection, log: Log, stream: UUID) -> None:
    aggregate: Recorded = log.repository.get(stream)
    if not aggregate.REMEMBERED:
        return
    stored: StoredEvent = log.mapper.to_stored_event(type(aggregate).Snapshot.take(aggregate))
    connection.execute(
        "INSERT INTO engine.snapshots (stream, version, shape, topic, state)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (stream) DO UPDATE SET"
        " version = excluded.version, shape = excluded.shape, topic = excluded.topic,"
        " state = excluded.state",
        (stream, stored.originator_version, SHAPE, stored.topic, stored.state),
    )
