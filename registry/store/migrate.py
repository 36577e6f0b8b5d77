"""Numbered SQL files, each once, in one transaction, under a lock, and never edited afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

FOLDER = Path(__file__).parents[2] / "migrations"
LOCK = 7000
LEDGER = """
CREATE TABLE IF NOT EXISTS public.migrations (
    name       text PRIMARY KEY,
    checksum   text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON public.migrations TO PUBLIC
"""


class MigrationEdited(Exception):
    """A file that was applied has since been changed."""


def files(folder: Path = FOLDER) -> Iterator[tuple[str, str, str]]:
    """(name, checksum, sql) of every migration, in order."""
    for path in sorted(folder.glob("*.sql")):
        script = path.read_text()
        yield path.stem, hashlib.sha256(script.encode()).hexdigest(), script


def migrate(owner_url: str, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing; returns the names of what was applied now."""
    applied_now = []
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        connection.execute(LEDGER)
        known: dict[str, str] = dict(
            connection.execute("SELECT name, checksum FROM public.migrations").fetchall()
        )
        for name, checksum, script in files(folder):
            if name in known:
                if known[name] != checksum:
                    raise MigrationEdited(f"{name} er endret etter at den ble kjørt.")
                continue
            with connection.transaction():
                if name.endswith("_read"):
                    create_read_schema(connection, "read", [script])
                else:
                    connection.execute(script)
                connection.execute(
                    "INSERT INTO public.migrations VALUES (%s, %s)", (name, checksum)
                )
            applied_now.append(name)
    return applied_now


def create_read_schema(
    connection: psycopg.Connection, schema: str, scripts: list[str] | None = None
) -> None:
    """Make the tables of the read models in a schema, with the rights that go with them.

    Without `scripts`, all of them: what a rebuild needs beside the live schema.
    """
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
    connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(name))
    for script in scripts or [text for stem, _, text in files() if stem.endswith("_read")]:
        connection.execute(script)
    for grant in (
        "GRANT USAGE ON SCHEMA {} TO frittvalg_app, frittvalg_projector, frittvalg_retention",
        "GRANT SELECT ON ALL TABLES IN SCHEMA {} TO frittvalg_app",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {} TO frittvalg_projector",
    ):
        connection.execute(sql.SQL(grant).format(name))
    connection.execute("SET LOCAL search_path TO DEFAULT")


def missing(connection: psycopg.Connection) -> list[str]:
    """Names of migrations the database has not had; empty when code and database agree."""
    known = {row[0] for row in connection.execute("SELECT name FROM public.migrations")}
    return [name for name, _, _ in files() if name not in known]
