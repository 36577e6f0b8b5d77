"""One embedded PostgreSQL for all tests; a fresh, migrated database for each that asks."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from registry.house import House, open_house
from registry.projections import MODELS
from registry.store import embedded, migrate, projector
from registry.vault import MasterKey

os.environ["FRITTVALG_MODE"] = "test"
KEY = MasterKey(b"a key that only the tests know..")
TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def server() -> Iterator[embedded.Server]:
    """An embedded server of its own, stopped when the tests are over."""
    with tempfile.TemporaryDirectory(prefix="frittvalg-tests-") as folder:
        Path(folder).chmod(0o711)
        its = embedded.server(Path(folder))
        embedded.start(its)
        try:
            embedded.prepare(its, TEMPLATE)
            migrate.migrate(its.url("frittvalg_owner", TEMPLATE))
            yield its
        finally:
            embedded.stop(its)


@dataclass(frozen=True)
class Database:
    """The addresses of one fresh database, by role."""

    server: embedded.Server
    name: str

    def url(self, role: str = "frittvalg_app") -> str:
        return self.server.url(role, self.name)


@pytest.fixture
def fresh(server: embedded.Server) -> Iterator[Database]:
    """A fresh, migrated database."""
    name = f"t_{uuid4().hex[:12]}"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy OWNER frittvalg_owner"
        )
        yield Database(server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(fresh: Database) -> str:
    """The address of a fresh database, for the application's role."""
    return fresh.url()


@pytest.fixture
def house(fresh: Database) -> Iterator[House]:
    """Both logs and the desk, on a fresh database."""
    opened = open_house(fresh.url(), KEY)
    yield opened
    opened.close()


@dataclass(frozen=True)
class Projections:
    """Brings the read models up to date when a test asks for it."""

    database: Database
    house: House

    def catch_up(self) -> int:
        with psycopg.connect(self.database.url("frittvalg_projector"), autocommit=True) as writer:
            return sum(
                projector.catch_up(writer, log, MODELS)
                for log in (self.house.registry, self.house.cases)
            )


@pytest.fixture
def projections(fresh: Database, house: House) -> Projections:
    return Projections(fresh, house)
