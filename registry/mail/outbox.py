"""Follows the logs: what somebody is to be told of becomes a job, in the transaction of the position.

Whoever is killed in between has done nothing or all of it. Who is told is decided when the job runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from registry.domain.values import OSLO
from registry.mail import jobs
from registry.mail.occasions import topics

LOGS = ("registry", "case")
BATCH = 500
DAILY_AT = time(7)
BEGIN = """
INSERT INTO engine.mailed SELECT {log}, coalesce(max(notification_id), 0) FROM {events}
ON CONFLICT DO NOTHING
"""
READY = """
SELECT user_id FROM vault.mailboxes WHERE address IS NOT NULL AND refused_at IS NULL
    AND 'never' <> ANY (ARRAY[waits, changed, informs])
"""


def begin(connection: psycopg.Connection[Any]) -> None:
    """The first time: from now on. What has happened before is told to nobody."""
    for log in LOGS:
        events = Identifier("log", f"{log}_events")
        connection.execute(SQL(BEGIN).format(log=log, events=events))
    if not connection.execute("SELECT 1 FROM engine.mail_days LIMIT 1").fetchone():
        now = _now(connection)
        is_over = now.time() >= DAILY_AT
        _remember(connection, now.date() - timedelta(days=0 if is_over else 1))


def follow(connection: psycopg.Connection[Any], logs: Iterable[str] = LOGS) -> int:
    """Queue a job for everything new that somebody is told of; returns how many events were read."""
    total = 0
    for log in logs:
        while read := _batch(connection, log):
            total += read
    return total


def _batch(connection: psycopg.Connection[Any], log: str) -> int:
    """The next events and the new position, in one transaction."""
    query = SQL(
        "SELECT notification_id, topic FROM {} WHERE notification_id > %s"
        " ORDER BY notification_id LIMIT %s"
    ).format(Identifier("log", f"{log}_events"))
    with connection.transaction():
        row = connection.execute(
            "SELECT position FROM engine.mailed WHERE log = %s FOR UPDATE", (log,)
        ).fetchone()
        assert row is not None
        events = connection.execute(query, (row[0], BATCH)).fetchall()
        wanted = topics(log)
        for position, topic in events:
            if topic in wanted:
                jobs.put(connection, "tell", log=log, position=position)
        if events:
            connection.execute(
                "UPDATE engine.mailed SET position = %s WHERE log = %s", (events[-1][0], log)
            )
    return len(events)


def daily(connection: psycopg.Connection[Any]) -> int:
    """After seven in the morning in Oslo: queue the day's mails, once; returns for how many people."""
    now = _now(connection)
    if now.time() < DAILY_AT:
        return 0
    with connection.transaction():
        if not _remember(connection, now.date()):
            return 0
        people = connection.execute(READY).fetchall()
        for (user,) in people:
            jobs.put(connection, "daily", user=str(user), day=now.date().isoformat())
    return len(people)


def moment_of(day: date) -> datetime:
    """Seven in the morning in Oslo: what is told later waits for the next daily mail."""
    return datetime.combine(day, DAILY_AT, OSLO).astimezone(UTC)


def _now(connection: psycopg.Connection[Any]) -> datetime:
    row = connection.execute("SELECT log.registry_now()").fetchone()
    assert row is not None
    now: datetime = row[0]
    return now.astimezone(OSLO)


def _remember(connection: psycopg.Connection[Any], day: date) -> bool:
    """Note that a day's mails are queued; False when they were before."""
    noted = connection.execute(
        "INSERT INTO engine.mail_days VALUES (%s) ON CONFLICT DO NOTHING", (day,)
    )
    return noted.rowcount == 1
