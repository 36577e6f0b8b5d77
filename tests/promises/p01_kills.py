"""P1: kill -9 of everything in turn while people choose: nothing lost, nothing doubled."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from itertools import chain, repeat
from uuid import UUID

import psycopg

from registry.projections import MODELS
from registry.store.rebuild import rebuild
from tests.conftest import Database, Projections
from tests.live import environment
from tests.promises.crowd import Crowd, ledger
from tests.promises.killing import VICTIMS, kill_server
from tests.promises.load import Load
from tests.promises.program import Outcome, Promise, Stage, Trial, until
from tests.promises.town import Town, settle, website

CROWD = 4
PEOPLE, PEOPLE_A_KILL = 100, 40
PAUSES = (0.3, 0.9)
SHORT_PAUSES = (0.1, 0.3)
WRONG_ROWS = """
    WITH log AS (
        SELECT originator_id AS id, count(*) FILTER (WHERE topic = 'case.supplier_chosen') AS chosen,
               count(*) FILTER (WHERE topic = 'places.taken') AS taken
        FROM log.case_events GROUP BY originator_id),
    shown AS (
        SELECT id, (admission IS NOT NULL)::integer AS chosen, 0 AS taken FROM read.cases
        UNION ALL SELECT id, 0, taken FROM read.places)
    SELECT count(*) FILTER (WHERE (log.chosen, log.taken) IS DISTINCT FROM
                                  (shown.chosen, shown.taken)), count(*)
    FROM log FULL JOIN shown USING (id)"""


def attempt(trial: Trial) -> Outcome:
    if trial.protected:
        return as_it_stands(trial)
    lost, split = without_waiting_for_the_disk(trial), with_a_position_of_its_own(trial)
    return Outcome(f"{lost.figure}; {split.figure}", lost.kept or split.kept)


def as_it_stands(trial: Trial) -> Outcome:
    """The whole product under load; every victim once, and then whichever comes up."""
    draw = trial.draw
    pauses = SHORT_PAUSES if trial.n <= len(VICTIMS) else PAUSES
    first = draw.sample(VICTIMS, len(VICTIMS))
    victims = chain(first, (draw.choice(VICTIMS) for _ in repeat(None)))
    with trial.stage.fresh() as database:
        town = settle(trial.stage, database, PEOPLE + trial.n * PEOPLE_A_KILL)
        with website(trial.stage, database) as site:
            crowd = Crowd(site, town)
            with crowd.choosing(CROWD):
                for _, victim in zip(range(trial.n), victims, strict=False):
                    time.sleep(draw.uniform(*pauses))
                    victim(site, draw)
                    site.wait_until_ready()
                until(lambda: len(crowd.acknowledged) > trial.n, "nobody could choose")
        stored = ledger(database, crowd.acknowledged)
        rows, same = read_models(trial.stage, database)
    figure = (
        f"{trial.n} kills, {len(crowd.acknowledged):,} choices confirmed, {crowd.asked_again:,}"
        f" forms sent again: {stored.lost} lost, {stored.doubled} doubled, {rows} read-model rows"
        f" wrong, built again {'equal' if same else 'NOT EQUAL'}"
    )
    return Outcome(figure, stored.is_right and same and rows.startswith("0 "))


def without_waiting_for_the_disk(trial: Trial) -> Outcome:
    """Commits are confirmed before they are on disk; the database is killed again and again."""
    kills = max(1, trial.n // 2)
    with trial.stage.fresh() as database:
        town = settle(trial.stage, database, PEOPLE * kills)
        with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
            owner.execute(f"ALTER DATABASE {database.name} SET synchronous_commit = off")
        acknowledged = set[UUID]()
        for part in parts(town, kills):
            with trial.stage.house(database) as house:
                load = Load(house.registrar, part)
                with load.choosing(2):
                    until(lambda: len(load.acknowledged) > PEOPLE // 4, "nobody could choose")  # noqa: B023
                    kill_server(database)
            acknowledged |= load.acknowledged
        stored = ledger(database, acknowledged)
    figure = (
        f"synchronous_commit off, database killed {kills} x:"
        f" {stored.lost} of {len(acknowledged)} confirmed lost"
    )
    return Outcome(figure, stored.is_right)


def parts(town: Town, count: int) -> list[Town]:
    """The people of a town in so many groups."""
    codes = list(town.waiting.items())
    return [replace(town, waiting=dict(codes[which::count])) for which in range(count)]


def with_a_position_of_its_own(trial: Trial) -> Outcome:
    """A projector that writes its position apart from the rows is killed again and again."""
    draw = trial.draw
    with trial.stage.fresh() as database:
        town = settle(trial.stage, database, PEOPLE * trial.n)
        with trial.stage.house(database) as house:
            load = Load(house.registrar, town)
            with load.choosing(1):
                for _ in range(trial.n):
                    project_and_kill(trial.stage, database, draw.uniform(0, 0.05))
        rows, same = read_models(trial.stage, database)
    figure = f"position written on its own, projector killed {trial.n} x: {rows} rows wrong"
    return Outcome(figure, same)


def project_and_kill(stage: Stage, database: Database, seconds: float) -> None:
    """Let the split projector write something, and kill it some time after that."""
    before = position(database)
    program = [sys.executable, "-m", "tests.promises.split_projector"]
    told = environment(database, stage.key_file)
    with (stage.folder / "split_projector.log").open("ab") as log:
        process = subprocess.Popen(program, env=told, stdout=log, stderr=log)
    try:
        until(lambda: position(database) > before, "the projector wrote nothing")
        time.sleep(seconds)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def position(database: Database) -> int:
    with psycopg.connect(database.url("frittvalg_owner")) as owner:
        row = owner.execute("SELECT min(position) FROM read.tracking WHERE log = 'case'").fetchone()
    return int(row[0] or 0) if row else 0


def read_models(stage: Stage, database: Database) -> tuple[str, bool]:
    """How many rows say something else than the log, and whether all is the same built again."""
    with (
        stage.house(database) as house,
        psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner,
    ):
        Projections(database, house).catch_up()
        row = owner.execute(WRONG_ROWS).fetchone()
        assert row is not None
        same = rebuild(owner, [house.registry, house.cases], MODELS).same
    return f"{row[0]:,} of {row[1]:,}", same


P1 = Promise(
    "P1",
    "Whatever is killed while people choose, nothing confirmed is lost or done twice.",
    attempt,
    without="one protection less at a time",
    n=200,
    quick=5,
    seeds=(7, 2026),
    power_n=20,
    power_quick=2,
    slow=True,
)
