"""The projector: reads each log in order and writes the read models with their position.

A batch is one transaction over all read models of a log, so an event has its effect exactly once.
LISTEN is a hint, a slow poll the truth. One projector is active; a second waits for its lock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent

from registry.projections.model import ReadModel
from registry.store.logs import Log
from registry.vault import KeyGone

BATCH = 500
POLL_SECONDS = 1.0
LOCK = 7003


def project_batch(
    connection: psycopg.Connection, log: Log, models: Iterable[ReadModel], schema: str = "read"
) -> int:
    """Write the next batch; returns how many events it held."""
    of_log = [model for model in models if model.log == log.name]
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL search_path TO {schema}")
        for model in of_log:
            cursor.execute(
                "INSERT INTO tracking VALUES (%s, %s, 0) ON CONFLICT DO NOTHING",
                (model.name, log.name),
            )
        cursor.execute(
            "SELECT min(position) FROM (SELECT position FROM tracking WHERE log = %s FOR UPDATE) t",
            (log.name,),
        )
        position = cursor.fetchone()[0]  # type: ignore[index]
        events = cursor.execute(
            "SELECT notification_id, originator_id, originator_version, topic, state"  # noqa: S608
            f" FROM log.{log.name}_events WHERE notification_id > %s"
            " ORDER BY notification_id LIMIT %s",
            (position, BATCH),
        ).fetchall()
        if events:
            with connection.pipeline():
                for _, *stored in events:
                    _write(cursor, log, of_log, StoredEvent(*stored))
                cursor.execute(
                    "UPDATE tracking SET position = %s WHERE log = %s", (events[-1][0], log.name)
                )
    return len(events)


def _write(cursor: psycopg.Cursor, log: Log, models: list[ReadModel], stored: StoredEvent) -> None:
    try:
        event: Any = log.mapper.to_domain_event(stored)
    except KeyGone:
        return  # the case was erased; its rows go with it
    for model in models:
        for statement, parameters in model.statements(event):
            cursor.execute(statement, parameters)


def catch_up(
    connection: psycopg.Connection, log: Log, models: Iterable[ReadModel], schema: str = "read"
) -> int:
    """Write everything that waits; returns how many events it was."""
    models, total = list(models), 0
    while written := project_batch(connection, log, models, schema):
        total += written
    return total


def run(database_url: str, logs: Iterable[Log], models: list[ReadModel]) -> None:
    """Follow the logs until something fails; the caller then begins again.

    Raises what made it stop. Waits first for another projector, if one is active.
    """
    with psycopg.connect(database_url, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        failures: list[BaseException] = []
        for log in logs:
            threading.Thread(
                target=_follow, args=(database_url, log, models, failures), daemon=True
            ).start()
        while not failures:
            time.sleep(0.2)
            guard.execute("SELECT 1")
        raise failures[0]


def _follow(
    database_url: str, log: Log, models: list[ReadModel], failures: list[BaseException]
) -> None:
    try:
        with (
            psycopg.connect(database_url, autocommit=True) as listener,
            psycopg.connect(database_url, autocommit=True) as writer,
        ):
            listener.execute(f"LISTEN {log.name}_events")
            while not failures:
                catch_up(writer, log, models)
                for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                    pass
    except BaseException as failure:
        failures.append(failure)
