"""Reads a log in the order of its positions: what the projector and a release take in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from eventsourcing.persistence import StoredEvent
from psycopg import sql

from registry.store.logs import Log
from registry.vault import KeyGone, WrongKey

BATCH = 500


@dataclass(frozen=True)
class Read:
    """An event of the log. `event` is None for an erased case; `failure` says it cannot be read."""

    position: int
    stream: UUID
    topic: str
    event: Any
    failure: Exception | None = None


def read(connection: psycopg.Connection, log: Log, after: int, stop: int | None) -> list[Read]:
    """The next events after a position, at most a batch, up to and with `stop`."""
    until = stop if stop is not None else 2**62
    which = "notification_id > %s AND notification_id <= %s"
    return _asked(connection, log, which, after, until, at_most=BATCH)


def of_stream(
    connection: psycopg.Connection, log: Log, stream: UUID, first: int, last: int
) -> list[Read]:
    """The events of one stream, from and with one position up to and with another."""
    which = "originator_id = %s AND notification_id BETWEEN %s AND %s"
    return _asked(connection, log, which, stream, first, last)


def _asked(
    connection: psycopg.Connection,
    log: Log,
    which: LiteralString,
    *values: Any,
    at_most: int | None = None,
) -> list[Read]:
    rows = connection.execute(
        sql.SQL(
            "SELECT notification_id, originator_id, originator_version, topic, state"
            " FROM {} WHERE {} ORDER BY notification_id LIMIT %s"
        ).format(sql.Identifier("log", f"{log.name}_events"), sql.SQL(which)),
        (*values, at_most),
    ).fetchall()
    return [_decoded(log, position, StoredEvent(*stored)) for position, *stored in rows]


def _decoded(log: Log, position: int, stored: StoredEvent) -> Read:
    """A row of the log as the event it is, or why it cannot be read."""
    stream, topic = stored.originator_id, stored.topic
    assert isinstance(stream, UUID)
    try:
        return Read(position, stream, topic, log.mapper.to_domain_event(stored))
    except KeyGone:
        return Read(position, stream, topic, None)  # the case was erased; its rows go with it
    except (psycopg.Error, WrongKey):
        raise
    except Exception as failure:
        return Read(position, stream, topic, None, failure)
