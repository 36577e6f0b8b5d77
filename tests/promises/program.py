"""What a promise is, and how it is tried: once as it stands, and once without its protection.

A promise whose power check finds nothing shows nothing, so that is a failure too.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

from registry.house import House, open_house
from registry.store import embedded, migrate
from registry.vault import MasterKey
from tests.conftest import TEMPLATE, Database


@dataclass(frozen=True)
class Stage:
    """An embedded server of its own in a temporary folder, with a master key for what it holds."""

    server: embedded.Server
    folder: Path
    key_file: Path

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """A migrated database of its own. The server may be killed meanwhile, and must be up again."""
        name = f"p_{uuid4().hex[:12]}"
        self._administer(
            f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY wal_log OWNER frittvalg_owner"
        )
        try:
            yield Database(self.server, name)
        finally:
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def house(self, database: Database) -> Iterator[House]:
        """Both logs and the desk, on a database, with the stage's own key."""
        opened = open_house(database.url(), MasterKey.from_file(self.key_file))
        try:
            yield opened
        finally:
            opened.close()

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.server.url("postgres", "postgres"), autocommit=True) as admin:
            admin.execute(statement)


@contextmanager
def staged() -> Iterator[Stage]:
    """A stage of its own, taken down afterwards."""
    with tempfile.TemporaryDirectory(prefix="frittvalg-promises-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        key_file = folder / "master.key"
        MasterKey.from_file(key_file, create=True)
        with served(embedded.server(folder)) as its:
            yield Stage(its, folder, key_file)


@contextmanager
def served(its: embedded.Server) -> Iterator[embedded.Server]:
    """Run a server, with the migrated database that others are copied from."""
    embedded.start(its)
    try:
        embedded.prepare(its, TEMPLATE)
        migrate.migrate(its.url("frittvalg_owner", TEMPLATE))
        yield its
    finally:
        embedded.stop(its)


@dataclass(frozen=True)
class Trial:
    """One try: how many times `n`, from which seed, with or without the protection, and where."""

    n: int
    seed: int
    protected: bool
    stage: Stage

    @property
    def draw(self) -> random.Random:
        """A new source of chance from the seed, the same each time it is asked for."""
        return random.Random(self.seed)


@dataclass(frozen=True)
class Outcome:
    """What was counted, in words with figures, and whether the promise was kept."""

    figure: str
    kept: bool


class CannotBeShown(Exception):
    """This machine lacks what the trial needs; the sentence says what. It is told, never hidden."""


@dataclass(frozen=True)
class Promise:
    """A promise as a user would say it, and the trial that shows it.

    `n` and `quick` say how many times in the full and the quick form; `without` says in words what
    the power check takes away. `attempt` may raise CannotBeShown; any other error is a failure.
    """

    id: str
    promise: str
    attempt: Callable[[Trial], Outcome]
    without: str
    n: int
    quick: int
    seeds: tuple[int, ...] = (2026,)
    power_n: int | None = None
    power_quick: int | None = None
    slow: bool = False

    def kept(self, stage: Stage, seed: int, *, quick: bool) -> Outcome:
        """Try it as it stands."""
        return self.attempt(Trial(self.times(quick), seed, True, stage))

    def power(self, stage: Stage, seed: int, *, quick: bool) -> Outcome:
        """Try it without its protection: the outcome must say that it was not kept."""
        chosen = self.power_quick if quick else self.power_n
        return self.attempt(Trial(chosen or self.times(quick), seed, False, stage))

    def times(self, quick: bool) -> int:
        return self.quick if quick else self.n


@dataclass(frozen=True)
class Result:
    """Both outcomes of one promise and seed. `kept` is None when this machine cannot show it."""

    figure: str
    power_check: str
    seconds: float
    kept: bool | None


def run(promise: Promise, stage: Stage, seed: int, *, quick: bool) -> Result:
    """Try a promise and its power check; an error in either is a promise not kept."""
    started = time.monotonic()
    try:
        outcome = promise.kept(stage, seed, quick=quick)
        power = promise.power(stage, seed, quick=quick)
    except CannotBeShown as why:
        return Result(f"cannot be shown here: {why}", "", time.monotonic() - started, None)
    except Exception as failure:
        said = f"stopped by {type(failure).__name__}: {failure}"
        return Result(said, "", time.monotonic() - started, False)
    shown = f"{promise.without}: {power.figure}"
    seconds = time.monotonic() - started
    return Result(outcome.figure, shown, seconds, outcome.kept and not power.kept)


def take_out(database: Database, function: str, protection: str, instead: str = "") -> None:
    """Replace a piece of a database function in a test's own database, as its owner would."""
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        row = owner.execute("SELECT pg_get_functiondef(%s::regproc)", (function,)).fetchone()
        assert row is not None and protection in row[0], f"{function} no longer says {protection}"
        owner.execute(row[0].replace(protection, instead))


def forget_commands(database: Database) -> None:
    """Let the logs forget which commands they have had, so that a repeated one is not recognised."""
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        for table in ("registry_commands", "case_commands"):
            owner.execute(f"CREATE RULE forget AS ON INSERT TO log.{table} DO INSTEAD NOTHING")


def until(something: Callable[[], object], what: str, seconds: float = 20.0) -> float:
    """Wait for something to be true; returns the seconds it took. Raises AssertionError with `what`."""
    started = time.monotonic()
    while not something():
        assert time.monotonic() - started < seconds, what
        time.sleep(0.01)
    return time.monotonic() - started
