"""The one clock, and the wait for a page to show what was just done."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from weakref import WeakKeyDictionary

from psycopg_pool import ConnectionPool

from registry.domain.values import OSLO

WAIT_SECONDS = 1.0
ASKED_EVERY_SECONDS = 0.5
SILENT_SECONDS = 10
"""A projector that has not said that it is at work for so long may be gone."""


@dataclass(frozen=True)
class State:
    """How far the database's clock is ahead, and whether read models may be behind their log."""

    ahead: timedelta
    registry_is_late: bool
    cases_are_late: bool


_asked: WeakKeyDictionary[ConnectionPool, tuple[float, State]] = WeakKeyDictionary()
STATE = """
    SELECT log.registry_now(), bool_or(late) FILTER (WHERE log = 'registry'),
           bool_or(late) FILTER (WHERE log = 'case')
    FROM (SELECT log, true AS late FROM read.parked JOIN read.tracking USING (model)
          UNION ALL
          SELECT follower, at < now() - make_interval(secs => %(seconds)s) FROM engine.pulse
          UNION ALL
          SELECT log, position < CASE log
              WHEN 'registry' THEN (SELECT max(notification_id) FROM log.registry_events)
              ELSE (SELECT max(notification_id) FROM log.case_events) END
          FROM read.tracking WHERE NOT EXISTS (SELECT FROM engine.pulse WHERE follower = log)
          UNION ALL SELECT 'registry', false UNION ALL SELECT 'case', false) AS followers"""
FIRST_PAUSE, LONGEST_PAUSE = 0.002, 0.02


def state(pool: ConnectionPool) -> State:
    """The clock and the projector's state, asked at most twice a second: for pages."""
    asked, known = _asked.get(pool, (0.0, None))
    if known is None or time.monotonic() - asked > ASKED_EVERY_SECONDS:
        with pool.connection() as connection:
            row = connection.execute(STATE, {"seconds": SILENT_SECONDS}).fetchone()
        assert row is not None
        known = State(row[0] - datetime.now(UTC), row[1], row[2])
        _asked[pool] = (time.monotonic(), known)
    return known


def now(pool: ConnectionPool) -> datetime:
    """The database's clock, as pages ask it. Commands ask it each time."""
    return datetime.now(UTC) + state(pool).ahead


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
