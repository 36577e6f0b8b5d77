"""The chain: each event's commitment hashed together with all before it, so that a change shows.

Sealed in the background, behind the log. A removed case leaves its commitments, whose salt is gone,
so that they say nothing and the chain still holds.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from struct import pack
from typing import LiteralString
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg.sql import SQL, Composed, Identifier

from registry.store.heads import CASE, COLUMNS, Head, signed

FIRST = bytes(32)
"""The hash before the first event."""
BATCH = 2000
SALT_BYTES = 16
LOCKS = {"registry": 7004, CASE: 7005}
"""log.remove_case takes the second one too."""


def commitment(
    salt: bytes, position: int, stream: UUID, version: int, topic: str, state: bytes
) -> bytes:
    """SHA-256 over one event. What varies in length stands after its length, and the state last."""
    name = topic.encode()
    whole = hashlib.sha256(pack(">B", len(salt)) + salt)
    whole.update(pack(">q16sqI", position, stream.bytes, version, len(name)))
    whole.update(name)
    whole.update(state)
    return whole.digest()


def link(previous: bytes, commitment: bytes) -> bytes:
    """The chain's hash when an event has come to it."""
    return hashlib.sha256(previous + commitment).digest()


def seal(connection: psycopg.Connection, log_name: str) -> int:
    """Append what is new in a log to its chain; returns how many events. Autocommit connection."""
    sealed, count = 0, BATCH
    while count == BATCH:
        count = _seal_batch(connection, log_name)
        sealed += count
    return sealed


def _seal_batch(connection: psycopg.Connection, log_name: str) -> int:
    with connection.transaction(), connection.cursor(binary=True) as cursor:
        _alone(connection, log_name)
        position, last = _end(connection, log_name)
        events = cursor.execute(
            _of(
                log_name,
                "SELECT notification_id, originator_id, originator_version, topic, state"
                " FROM {events} WHERE notification_id > %s ORDER BY notification_id LIMIT %s",
            ),
            (position, BATCH),
        ).fetchall()
        if not events:
            return 0
        append = "COPY {chain} (position, salt, commitment, hash) FROM STDIN (FORMAT binary)"
        with cursor.copy(_of(log_name, append)) as copy:
            copy.set_types(["int8", "bytea", "bytea", "bytea"])
            for event in events:
                salt = secrets.token_bytes(SALT_BYTES) if log_name == CASE else b""
                committed = commitment(salt, *event)
                last = link(last, committed)
                copy.write_row((event[0], salt, committed, last))
        return len(events)


def make_head(
    connection: psycopg.Connection, log_name: str, day: date, signer: Ed25519PrivateKey
) -> Head:
    """The head of a log for a day: the one there is, or how the chain stands now, signed."""
    with connection.transaction():
        _alone(connection, log_name)
        there = connection.execute(
            SQL("SELECT {} FROM engine.heads WHERE log = %s AND day = %s").format(SQL(COLUMNS)),
            (log_name, day),
        ).fetchone()
        if there:
            return Head(*there)
        head = signed(log_name, day, *_end(connection, log_name), signer)
        connection.execute(
            SQL("INSERT INTO engine.heads ({}) VALUES (%s, %s, %s, %s, %s, %s)").format(
                SQL(COLUMNS)
            ),
            (head.log, head.day, head.position, head.hash, head.blinding, head.signature),
        )
        return head


def seal_and_sign(connection: psycopg.Connection, log_name: str, signer: Ed25519PrivateKey) -> int:
    """Seal what is new, and sign a head when the day has none; returns how many were sealed."""
    sealed = seal(connection, log_name)
    row = connection.execute(
        "SELECT day, EXISTS (SELECT FROM engine.heads h WHERE h.log = %s AND h.day = t.day)"
        " FROM (SELECT (log.registry_now() AT TIME ZONE 'Europe/Oslo')::date AS day) t",
        (log_name,),
    ).fetchone()
    assert row is not None
    day, has_head = row
    if not has_head:
        make_head(connection, log_name, day, signer)
    return sealed


def _alone(connection: psycopg.Connection, log_name: str) -> None:
    """Two sealers at once would each append their own next link."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCKS[log_name],))


def _end(connection: psycopg.Connection, log_name: str) -> tuple[int, bytes]:
    row = connection.execute(
        _of(log_name, "SELECT position, hash FROM {chain} ORDER BY position DESC LIMIT 1")
    ).fetchone()
    return (row[0], row[1]) if row else (0, FIRST)


def _of(log_name: str, statement: LiteralString) -> Composed:
    return SQL(statement).format(
        events=Identifier("log", f"{log_name}_events"),
        chain=Identifier("engine", f"{log_name}_chain"),
    )
