"""The signed heads of both logs, as they are shown in public."""

from __future__ import annotations

from datetime import date

from psycopg.sql import SQL
from psycopg_pool import ConnectionPool

from registry.store.heads import COLUMNS, Head


def heads(pool: ConnectionPool, until: date) -> list[Head]:
    """Every head of both logs to the end of a day, the newest first."""
    with pool.connection() as connection:
        rows = connection.execute(
            SQL("SELECT {} FROM engine.heads WHERE day <= %s ORDER BY day DESC, log").format(
                SQL(COLUMNS)
            ),
            (until,),
        ).fetchall()
    return [Head(*row) for row in rows]


def latest(pool: ConnectionPool, log: str, until: date, most: int) -> list[Head]:
    """The newest heads of one log to the end of a day."""
    with pool.connection() as connection:
        rows = connection.execute(
            SQL(
                "SELECT {} FROM engine.heads WHERE log = %s AND day <= %s"
                " ORDER BY day DESC LIMIT %s"
            ).format(SQL(COLUMNS)),
            (log, until, most),
        ).fetchall()
    return [Head(*row) for row in rows]
