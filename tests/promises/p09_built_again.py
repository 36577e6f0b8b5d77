"""P9: read models built again from the logs are those that were built as things happened."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from unittest.mock import patch
from uuid import UUID, uuid4

import psycopg

from registry.application.desk import Command
from registry.house import House
from registry.projections import MODELS
from registry.store import projector, reading
from registry.store.rebuild import rebuild
from tests.conftest import Database, Projections
from tests.promises.acts import begin, one_round
from tests.promises.program import Outcome, Promise, Trial

LENGTHS = 3


def attempt(trial: Trial) -> Outcome:
    """Live for some rounds, project now and then, some of it twice, and build again three times."""
    different, events, reads, failed, draw = 0, 0, 0, 0, trial.draw
    with trial.stage.fresh() as database, trial.stage.house(database) as house:

        def do(by: UUID, act: Callable[[Command], object]) -> Command:
            command = Command(uuid4(), by)
            act(command)
            if draw.random() < 0.2:
                Projections(database, house).catch_up()
            if draw.random() < 0.05:
                give_twice(database, house, trial.protected)
            return command

        begin(house.registrar, do)
        for length in range(LENGTHS):
            for which in range(trial.n):
                one_round(house.registrar, do, length * trial.n + which)
            Projections(database, house).catch_up()
            counted = build_again(database, house)
            different += counted[0]
            events, reads, failed = counted[1], reads + counted[2], failed + counted[3]
    told = f"{LENGTHS} lengths up to {events:,} events: {different} read models differ"
    told += f"; {failed} of {reads:,} reads failed during the swaps"
    return Outcome(told, not different and not failed)


def give_twice(database: Database, house: House, protected: bool) -> None:
    """A projector that thinks it stands where it stood before, as after a lost answer."""
    with psycopg.connect(database.url("frittvalg_projector"), autocommit=True) as connection:
        connection.execute("SET search_path TO read")
        of_cases = [model for model in MODELS if model.log == "case"]
        late = reading.read(connection, house.cases, 0, None)[-3:]
        if not late or not connection.execute("SELECT 1 FROM tracking").fetchone():
            return
        checked = projector._move if protected else _move_unchecked
        with patch.object(projector, "_move", checked):
            try:
                projector.write(connection, of_cases, 0, late)
            except projector.AnotherWasFaster:
                return


def _move_unchecked(connection: psycopg.Connection, models: object, _: int, position: int) -> None:
    connection.execute("UPDATE tracking SET position = %s WHERE log = 'case'", (position,))


def build_again(database: Database, house: House) -> tuple[int, int, int, int]:
    """(read models that came out different, events read, reads meanwhile, reads that failed)."""
    done = Event()
    logs = [house.registry, house.cases]
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner,
    ):
        reader = pool.submit(read_on, database, done)
        different = sum(not rebuild(owner, logs, MODELS, model.name).same for model in MODELS)
        whole = rebuild(owner, logs, MODELS)
        done.set()
        reads, failed = reader.result()
    return different + (not whole.same), whole.events, reads, failed


def read_on(database: Database, done: Event) -> tuple[int, int]:
    """Read every table as the website does, until done; how often, and how often it failed."""
    tables, reads, failed = [table for model in MODELS for table in model.tables], 0, 0
    with psycopg.connect(database.url(), autocommit=True) as connection:
        while not done.is_set():
            for table in tables:
                try:
                    connection.execute(f"SELECT count(*) FROM read.{table}", prepare=True)
                except psycopg.Error:
                    failed += 1
                reads += 1
    return reads, failed


P9 = Promise(
    "P9",
    "What the pages show, built again from the logs, is exactly what was built as it happened.",
    attempt,
    without="events given twice are written twice",
    n=20,
    quick=1,
)
