"""The one clock, and the wait for a page to show what was just done."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from weakref import WeakKeyDictionary

from psycopg_pool import ConnectionPool

from registry.domain.values import OSLO

WAIT_SECONDS = 1.0
ASKED_EVERY_SECONDS = 0.5
_asked: WeakKeyDictionary[ConnectionPool, tuple[float, timedelta]] = WeakKeyDictionary()
FIRST_PAUSE, LONGEST_PAUSE = 0.002, 0.02


def now(pool: ConnectionPool) -> datetime:
    """The database's clock, asked at most twice a second: for pages. Commands ask it each time."""
    asked, ahead = _asked.get(pool, (0.0, timedelta()))
    if time.monotonic() - asked > ASKED_EVERY_SECONDS:
        with pool.connection() as connection:
            row = connection.execute("SELECT log.registry_now()").fetchone()
        assert row is not None
        ahead = row[0] - datetime.now(UTC)
        _asked[pool] = (time.monotonic(), ahead)
    return datetime.now(UTC) + ahead


def today(pool: ConnectionPool) -> date:
    """The legal day in Oslo."""
    return now(pool).astimezone(OSLO).date()


def wait_for(pool: ConnectionPool, log: str, position: int) -> bool:
    """Wait, at most a second, until the read models have reached a position of a log."""
    deadline, pause = time.monotonic() + WAIT_SECONDS, FIRST_PAUSE
    while True:
        with pool.connection() as connection:
            row = connection.execute(
                "SELECT min(position) FROM read.tracking WHERE log = %s", (log,)
            ).fetchone()
        if row and row[0] is not None and row[0] >= position:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
