"""The demo's time: it starts on a fixed day, stands still while the demo is stopped, and only goes on."""

from __future__ import annotations

from datetime import date, datetime, time

import psycopg

from registry.demo.nation import TODAY
from registry.domain.values import OSLO

START = datetime.combine(TODAY, time(9), OSLO)


class TimeOnlyGoesOn(Exception):
    """The demo's time cannot be turned back: what has happened, has happened."""


def resume(connection: psycopg.Connection) -> None:
    """Go on from when the demo was stopped."""
    connection.execute(
        "UPDATE log.clock SET ahead = coalesce(last_seen, %s) - statement_timestamp()", (START,)
    )


def remember(connection: psycopg.Connection) -> None:
    """Note how far the time has come."""
    connection.execute("UPDATE log.clock SET last_seen = log.registry_now()")


def forward(connection: psycopg.Connection, day: date) -> datetime:
    """Move the demo's time to the morning of a later day; returns the new time."""
    wanted = datetime.combine(day, time(9), OSLO)
    row = connection.execute("SELECT log.registry_now()").fetchone()
    assert row is not None
    if wanted <= row[0]:
        raise TimeOnlyGoesOn(f"Demoens tid er alt {row[0].astimezone(OSLO):%Y-%m-%d}.")
    connection.execute(
        "UPDATE log.clock SET ahead = %(at)s - statement_timestamp(), last_seen = %(at)s",
        {"at": wanted},
    )
    return wanted
