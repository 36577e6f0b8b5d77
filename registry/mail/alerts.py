"""What each person is to be told: kept once for each event and person, and how it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg
from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.mail import jobs
from registry.mail.mailboxes import Pace

SENT, REFUSED, DROPPED = "sent", "refused", "dropped"
KEPT_DAYS = 90
COLUMNS = "id, user_id AS user, log, position, occasion, told_at"
KEEP = """
INSERT INTO vault.mail_alerts (id, user_id, log, position, occasion, pace)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
SETTLE = "UPDATE vault.mail_alerts SET outcome = %s WHERE id = ANY(%s) AND outcome IS NULL"


@dataclass(frozen=True)
class Alert:
    """One person is to be told of one event. `id` is the same however often it is made."""

    id: UUID
    user: UUID
    log: str
    position: int
    occasion: str
    told_at: datetime


def keep(
    connection: psycopg.Connection[Any],
    user: UUID,
    log: str,
    position: int,
    occasion: str,
    pace: Pace,
) -> None:
    """Keep what somebody is to be told, and queue it when she wants it at once."""
    its_id = uuid5(NAMESPACE_URL, f"frittvalg:/alert/{log}/{position}/{occasion}/{user}")
    values = (its_id, user, log, position, occasion, pace.value)
    is_new = connection.execute(KEEP, values).rowcount == 1
    if is_new and pace is Pace.AT_ONCE:
        jobs.put(connection, "send", alert=str(its_id))


def find(pool: ConnectionPool, its_id: UUID) -> Alert | None:
    """One that is not settled."""
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Alert)) as cursor:
        return cursor.execute(
            f"SELECT {COLUMNS} FROM vault.mail_alerts WHERE id = %s AND outcome IS NULL",  # noqa: S608
            (its_id,),
        ).fetchone()


def for_the_day(pool: ConnectionPool, user: UUID, before: datetime) -> list[Alert]:
    """What waits for somebody's daily mail, the oldest first."""
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Alert)) as cursor:
        return cursor.execute(
            f"SELECT {COLUMNS} FROM vault.mail_alerts WHERE user_id = %s"  # noqa: S608
            " AND pace = 'daily' AND outcome IS NULL AND told_at < %s ORDER BY told_at, id",
            (user, before),
        ).fetchall()


def settle(pool: ConnectionPool, ids: Iterable[UUID], outcome: str) -> None:
    """How it went."""
    with pool.connection() as connection:
        connection.execute(SETTLE, (outcome, list(ids)))


def sweep(pool: ConnectionPool) -> None:
    """Forget what was told long ago."""
    with pool.connection() as connection:
        connection.execute(
            "DELETE FROM vault.mail_alerts"
            " WHERE told_at < log.registry_now() - make_interval(days => %s)",
            (KEPT_DAYS,),
        )
