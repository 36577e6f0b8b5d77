"""Numbered SQL files, each once, in one transaction, under a lock, and never edited afterwards.

Our own come first, then those that the queue's library brings for its tables, in a schema of their own.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

FOLDER = Path(__file__).parents[2] / "migrations"
JOBS = "jobs"
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


def every_file() -> Iterator[tuple[str, str, str]]:
    """Our own files, and those of the queue's library under the name of its schema."""
    yield from files()
    found = importlib.util.find_spec("procrastinate.sql")
    assert found is not None and found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0]) / "migrations"
    for name, checksum, script in files(folder):
        yield f"{JOBS}/{name}", checksum, script


def migrate(owner_url: str) -> list[str]:
    """Apply what is missing; returns the names of what was applied now."""
    applied_now = []
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        connection.execute(LEDGER)
        known: dict[str, str] = dict(
            connection.execute("SELECT name, checksum FROM public.migrations").fetchall()
        )
        for name, checksum, script in every_file():
            if name in known:
                if known[name] != checksum:
                    raise MigrationEdited(f"{name} er endret etter at den ble kjørt.")
                continue
            with connection.transaction():
                if name.endswith("_read"):
                    create_read_schema(connection, "read", [script])
                elif name.startswith(f"{JOBS}/"):
                    _in_jobs_schema(connection, script)
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


def _in_jobs_schema(connection: psycopg.Connection, script: str) -> None:
    """Its names are unqualified: whoever uses them sets the search path too."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {JOBS}")
    connection.execute(f"SET LOCAL search_path TO {JOBS}")
    connection.execute(script)
    for grant in (
        f"GRANT USAGE ON SCHEMA {JOBS} TO frittvalg_app",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {JOBS} TO frittvalg_app",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {JOBS} TO frittvalg_app",
    ):
        connection.execute(grant)
    connection.execute("SET LOCAL search_path TO DEFAULT")


def missing(connection: psycopg.Connection) -> list[str]:
    """Names of migrations the database has not had; empty when code and database agree."""
    known = {row[0] for row in connection.execute("SELECT name FROM public.migrations")}
    return [name for name, _, _ in every_file() if name not in known]
