"""What the two logs hold, as numbers that two databases can be compared by."""

from __future__ import annotations

import hashlib
from typing import Any, LiteralString

import psycopg
from psycopg.sql import SQL, Identifier

LOGS = ("registry", "case")


def log_hash(connection: psycopg.Connection) -> str:
    """SHA-256 over every event of both logs, in the order of their positions."""
    whole = hashlib.sha256()
    for log in LOGS:
        whole.update(_hash(connection, log))
    return whole.hexdigest()


def log_lengths(connection: psycopg.Connection) -> dict[str, int]:
    """How many events each log holds."""
    return {log: _asked(connection, log, "count(*)") for log in LOGS}


def _hash(connection: psycopg.Connection, log: str) -> bytes:
    """Each event by itself first, so that what is put together has one length and one reading."""
    each = (
        "sha256(convert_to(concat_ws('/', notification_id, originator_id, originator_version,"
        " topic), 'UTF8') || '/'::bytea || state)"
    )
    every = f"string_agg({each}, ''::bytea ORDER BY notification_id)"
    return bytes(_asked(connection, log, f"sha256(coalesce({every}, ''))"))


def _asked(connection: psycopg.Connection, log: str, what: LiteralString) -> Any:
    row = connection.execute(
        SQL("SELECT {} FROM {}").format(SQL(what), Identifier("log", f"{log}_events"))
    ).fetchone()
    assert row is not None
    return row[0]
