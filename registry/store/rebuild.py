"""Builds the read models again beside the live ones, compares, and swaps them in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg import sql

from registry.projections.model import ReadModel
from registry.store import projector
from registry.store.logs import Log
from registry.store.migrate import create_read_schema

BESIDE = "read_again"


@dataclass(frozen=True)
class Rebuilt:
    """How many events were read, the hash of the result, and whether it equals what was live."""

    events: int
    hash: str
    same: bool


def rebuild(owner: psycopg.Connection, logs: Iterable[Log], models: list[ReadModel]) -> Rebuilt:
    """Replay both logs into a fresh schema and put it in place of the live one.

    The projector waits meanwhile: it holds no lock between batches, the swap takes one.
    """
    owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(BESIDE)))
    with owner.transaction():
        create_read_schema(owner, BESIDE)
    every = list(logs)
    events = sum(projector.catch_up(owner, log, models, BESIDE) for log in every)
    with owner.transaction():
        owner.execute("LOCK TABLE read.tracking IN EXCLUSIVE MODE")
        for log in every:
            events += projector.catch_up(owner, log, models, BESIDE)
        before, after = content_hash(owner, "read"), content_hash(owner, BESIDE)
        owner.execute("DROP SCHEMA read CASCADE")
        owner.execute(sql.SQL("ALTER SCHEMA {} RENAME TO read").format(sql.Identifier(BESIDE)))
    return Rebuilt(events, after, before == after)


def content_hash(connection: psycopg.Connection, schema: str) -> str:
    """SHA-256 over every row of every table of a schema, in an order of its own."""
    whole = hashlib.sha256()
    for table in _tables(connection, schema):
        name = sql.Identifier(schema, table)
        row = connection.execute(
            sql.SQL(
                "SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {} t"
            ).format(name)
        ).fetchone()
        assert row is not None
        whole.update(f"{table}={row[0]};".encode())
    return whole.hexdigest()


def _tables(connection: psycopg.Connection, schema: str) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", (schema,)
    ).fetchall()
    return [row[0] for row in rows]
