"""P40: after everything that can happen, the registry finds nothing wrong with itself."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg

from registry.application.desk import Command
from registry.application.erasure import erase_case
from registry.checks import check
from registry.house import House
from registry.store import snapshots
from registry.store.chain import seal_and_sign
from registry.store.erasure import ErasedList
from registry.vault import MasterKey
from tests.conftest import Database, Projections
from tests.promises.acts import begin, one_round
from tests.promises.program import Outcome, Promise, Stage, Trial

ERASED_SHARE = 0.3
TAKEN_TWICE = "UPDATE read.places SET taken = taken + 1"


def attempt(trial: Trial) -> Outcome:
    """Live for some rounds, erase some people, and check everything."""
    draw = trial.draw
    with trial.stage.fresh() as database, trial.stage.house(database) as house:

        def do(by: UUID, act: Callable[[Command], object]) -> Command:
            command = Command(uuid4(), by)
            act(command)
            return command

        begin(house.registrar, do)
        for which in range(trial.n):
            one_round(house.registrar, do, which)
        Projections(database, house).catch_up()
        erased = [case for case in everybody(database) if draw.random() < ERASED_SHARE]
        erase(trial.stage, database, house, erased)
        follow(trial.stage, database, house)
        with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
            if not trial.protected:
                owner.execute(TAKEN_TWICE)
            results = check(house, owner)
    counted = sum(result.checked for result in results)
    found = sum(len(result.findings) for result in results)
    told = f"{len(results)} checks over {counted:,} things, {len(erased)} people erased:"
    return Outcome(f"{told} {found} findings", found == 0)


def everybody(database: Database) -> list[UUID]:
    with psycopg.connect(database.url()) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM read.cases ORDER BY id")]


def erase(stage: Stage, database: Database, house: House, erased: list[UUID]) -> None:
    erased_list = ErasedList(stage.folder / uuid4().hex)
    with psycopg.connect(database.url("frittvalg_retention"), autocommit=True) as retention:
        for case in erased:
            erase_case(house.registrar, retention, erased_list, case)


def follow(stage: Stage, database: Database, house: House) -> None:
    """What the projector's process does."""
    signer = MasterKey.from_file(stage.key_file).signing_key()
    Projections(database, house).catch_up()
    with psycopg.connect(database.url("frittvalg_projector"), autocommit=True) as connection:
        for log in (house.registry, house.cases):
            seal_and_sign(connection, log.name, signer)
            snapshots.take(connection, log, 0)


P40 = Promise(
    "P40",
    "The registry checks itself, and finds nothing wrong.",
    attempt,
    without="a place that is counted twice",
    n=60,
    quick=3,
)
