"""Builds read models again beside the live ones, compares, and swaps them in.

The website goes on reading the live ones; the swap itself is a renaming.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import psycopg
from psycopg import sql

from registry.projections.model import ReadModel
from registry.store import projector
from registry.store.logs import Log
from registry.store.migrate import create_read_schema

LIVE, BESIDE = "read", "read_again"
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Rebuilt:
    """How many events were read, the hash of the result, and whether it equals what was live."""

    events: int
    hash: str
    same: bool


def _silent(_log: str, _position: int) -> None:
    pass


def rebuild(
    owner: psycopg.Connection,
    logs: Iterable[Log],
    models: list[ReadModel],
    only: str | None = None,
    progress: Progress = _silent,
) -> Rebuilt:
    """Replay the logs into a fresh schema and put all of it, or one model, in place of the live.

    `progress` is told (log, position) after each batch. Raises KeyError for an unknown model.
    """
    chosen = [model for model in models if only in (None, model.name)]
    if not chosen:
        raise KeyError(only)
    tables = [table for model in chosen for table in model.tables]
    every = [log for log in logs if any(model.log == log.name for model in chosen)]
    owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(BESIDE)))
    with owner.transaction():
        create_read_schema(owner, BESIDE)

    def replay() -> int:
        return sum(
            projector.catch_up(owner, log, chosen, BESIDE, partial(progress, log.name))
            for log in every
        )

    events = replay()
    with owner.transaction():
        owner.execute("LOCK TABLE read.tracking IN EXCLUSIVE MODE")  # the projector waits here
        events += replay()
        before = content_hash(owner, LIVE, tables)
        after = content_hash(owner, BESIDE, tables)
        _swap(owner, chosen, only is None)
    owner.execute("RESET search_path")
    return Rebuilt(events, after, before == after)


def _swap(owner: psycopg.Connection, models: list[ReadModel], all_of_them: bool) -> None:
    live, beside = sql.Identifier(LIVE), sql.Identifier(BESIDE)
    if all_of_them:
        owner.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(live))
        owner.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(beside, live))
        return
    for model in models:
        for table in model.tables:
            fresh = sql.Identifier(BESIDE, table)
            owner.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(LIVE, table)))
            owner.execute(sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(fresh, live))
        for notes in ("tracking", "parked"):
            old, new = sql.Identifier(LIVE, notes), sql.Identifier(BESIDE, notes)
            its = (model.name,)
            owner.execute(sql.SQL("DELETE FROM {} WHERE model = %s").format(old), its)
            owner.execute(
                sql.SQL("INSERT INTO {} SELECT * FROM {} WHERE model = %s").format(old, new), its
            )
    owner.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(beside))


def content_hash(
    connection: psycopg.Connection, schema: str, tables: Iterable[str] | None = None
) -> str:
    """SHA-256 over every row of tables of a schema (all of them), in an order of its own."""
    whole = hashlib.sha256()
    for table in sorted(tables) if tables else _tables(connection, schema):
        name = sql.Identifier(schema, table)
        row = connection.execute(
            sql.SQL(
                "SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
                " FROM {} t"
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
