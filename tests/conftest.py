"""One embedded PostgreSQL for all tests; a fresh, migrated database for each that asks."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from registry.demo import clock
from registry.demo.load import DemoCode, Loader
from registry.demo.nation import Nation
from registry.demo.plan import plan
from registry.house import House, open_house
from registry.projections import MODELS
from registry.store import embedded, migrate, projector
from registry.vault import MasterKey
from tests.compiled import Compiled

if TYPE_CHECKING:
    from tests.live import Site

os.environ["FRITTVALG_MODE"] = "test"
KEY = MasterKey(b"a key that only the tests know..")
TEMPLATE = "migrated"
MEMORY = Path("/dev/shm")
ROOM_BYTES = 1024**3
STILL_THERE = "SELECT 1 FROM pg_stat_activity WHERE datname = %s"


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> None:
    Flask.jinja_options = {"bytecode_cache": Compiled()}


def quick_folder() -> Path | None:
    """Memory, where there is room: tests mostly wait for copies of databases to reach the disk."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return MEMORY if has_room else None


@pytest.fixture(scope="session")
def server() -> Iterator[embedded.Server]:
    """An embedded server of its own, stopped when the tests are over."""
    version = int(os.environ.get("FRITTVALG_TEST_POSTGRES", "18"))
    with tempfile.TemporaryDirectory(prefix="frittvalg-tests-", dir=quick_folder()) as folder:
        Path(folder).chmod(0o711)
        its = embedded.server(Path(folder), version)
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


@contextmanager
def cloned(server: embedded.Server, template: str) -> Iterator[Database]:
    """A database of its own, made as a copy."""
    name = f"t_{uuid4().hex[:12]}"
    # Copying files begins with a checkpoint: quick in memory, slow on a disk.
    strategy = "file_copy" if quick_folder() else "wal_log"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY {strategy} OWNER frittvalg_owner"
        )
        yield Database(server, name)
        _wait_until_left(connection, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _wait_until_left(connection: psycopg.Connection, name: str) -> None:
    """Connections that are just closing: the server itself would wait a tenth of a second."""
    deadline = time.monotonic() + 0.1
    while connection.execute(STILL_THERE, (name,)).fetchone() and time.monotonic() < deadline:
        time.sleep(0.001)


@pytest.fixture
def fresh(server: embedded.Server) -> Iterator[Database]:
    """A fresh, migrated database."""
    with cloned(server, TEMPLATE) as database:
        yield database


@dataclass(frozen=True)
class LoadedNation:
    """The invented nation, loaded once; tests work on copies of its database."""

    database: Database
    nation: Nation
    codes: list[DemoCode]
    key_file: Path


def load_nation(server: embedded.Server, folder: Path) -> tuple[LoadedNation, House]:
    """Load the nation through the application's own commands and project it."""
    key_file = folder / "master.key"
    embedded.prepare(server, "nation")
    database, nation = Database(server, "nation"), plan()
    migrate.migrate(database.url("frittvalg_owner"))
    house = open_house(database.url(), MasterKey.from_file(key_file, create=True))
    codes = Loader(house, lambda *_: None).load(nation)
    Projections(database, house).catch_up()
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        clock.resume(owner)
        owner.execute("ANALYZE")
    return LoadedNation(database, nation, codes, key_file), house


@pytest.fixture(scope="session")
def loaded(server: embedded.Server, tmp_path_factory: pytest.TempPathFactory) -> LoadedNation:
    """The nation in a database that tests copy."""
    nation, house = load_nation(server, tmp_path_factory.mktemp("key"))
    house.close()
    return nation


@pytest.fixture(scope="module")
def site(
    server: embedded.Server, loaded: LoadedNation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The whole product, running on a copy of the nation."""
    from tests.live import running

    with (
        cloned(server, loaded.database.name) as database,
        running(database, tmp_path_factory.mktemp("site"), loaded.key_file, loaded.nation) as its,
    ):
        yield its


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser. It ends with its module: beside it no other event loop can run."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


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
