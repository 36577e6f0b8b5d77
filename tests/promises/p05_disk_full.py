"""P5: a full disk under the data or under the write-ahead log: told so, nothing lost, goes on after."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from registry.store import embedded
from tests.conftest import Database
from tests.live import Site
from tests.promises.crowd import PATH, ledger
from tests.promises.disk import disk, filled, served_on
from tests.promises.load import Load
from tests.promises.program import Outcome, Promise, Stage, Trial, take_out, until
from tests.promises.town import Town, settle, website, with_code
from tests.story import HAMAR
from tests.visitor import Visitor

DATA_MEGABYTES, WAL_MEGABYTES = 112, 64
AT_ONCE, PAGES = 2, 20
PEOPLE_A_GUEST = 600
THE_END = "END $function$"
HIDDEN = f"""EXCEPTION WHEN disk_full THEN
    positions := array_fill(1::bigint, ARRAY[cardinality(topics)]); repeated := false;
{THE_END}"""


def attempt(trial: Trial) -> Outcome:
    folder = trial.stage.folder / uuid4().hex
    with (
        disk(folder / "data", DATA_MEGABYTES) as data,
        disk(folder / "wal", WAL_MEGABYTES) as wal,
        served_on(data, wal) as its,
    ):
        stage = replace(trial.stage, server=its)
        with stage.fresh() as database:
            town = settle(stage, database, trial.n)
            if trial.protected:
                return as_it_stands(stage, database, town, data, wal)
            take_out(database, "log.case_append", THE_END, HIDDEN)
            return with_hidden_errors(stage, database, town, data)


@dataclass(frozen=True)
class Guests:
    """People on the website with their forms filled in before anything happens."""

    site: Site
    cases: list[UUID]
    forms: list[tuple[Visitor, dict[str, str]]]

    def send(self) -> list[str]:
        """Everybody sends their form at once; the status each gets, and when to come back."""
        with ThreadPoolExecutor(len(self.forms)) as pool:
            answers = list(pool.map(lambda one: one[0].post(PATH, **one[1]), self.forms))
        return [f"{a.status_code} {a.headers.get('Retry-After', '')}".strip() for a in answers]

    def read(self) -> int:
        """How many pages of PAGES can be read."""
        page = f"/kommuner/{HAMAR}"
        return sum(Visitor(self.site.base).get(page).status_code == 200 for _ in range(PAGES))


def invite(site: Site, town: Town) -> tuple[Guests, Town]:
    """Let some come to the website; the others are still waiting."""
    codes = list(town.waiting)[: 1 + len(town.waiting) // PEOPLE_A_GUEST]
    forms = [(visitor := with_code(site, code), visitor.form(PATH)) for code in codes]
    rest = {code: case for code, case in town.waiting.items() if code not in codes}
    return Guests(site, [town.waiting[code] for code in codes], forms), replace(town, waiting=rest)


def as_it_stands(stage: Stage, database: Database, town: Town, data: Path, wal: Path) -> Outcome:
    with website(stage, database) as site, stage.house(database) as house:
        guests, others = invite(site, town)
        load = Load(house.registrar, others)
        with load.choosing(AT_ONCE):
            somebody_chooses(load, more=len(others.waiting) // 4)
            with filled(data):
                until(lambda: load.refused, "the full disk was not noticed")
                told, read = guests.send(), guests.read()
            on_data = somebody_chooses(load)
            with filled(wal):
                until(lambda: needs_more_wal(stage.server), "the full log was not noticed")
                told += guests.send()
            embedded.start(stage.server)
            on_wal = somebody_chooses(load)
        told_in_the_end = guests.send()
    taken = {
        case for case, answer in zip(guests.cases, told_in_the_end, strict=True) if answer == "303"
    }
    stored = ledger(database, load.acknowledged | taken)
    come_back, done = told.count("503 5"), len(taken)
    figure = (
        f"{len(load.acknowledged):,} choices confirmed, {stored.lost} lost, {stored.doubled} doubled;"
        f" {come_back} of {len(told)} forms told to come back, {read} of {PAGES} pages read,"
        f" {done} of {len(told_in_the_end)} forms taken afterwards; going on after {on_data:.1f} s (data)"
        f" and {on_wal:.1f} s (log)"
    )
    well = come_back == len(told) and read == PAGES and done == len(told_in_the_end)
    return Outcome(figure, stored.is_right and well)


def with_hidden_errors(stage: Stage, database: Database, town: Town, data: Path) -> Outcome:
    with stage.house(database) as house:
        load = Load(house.registrar, town)
        with load.choosing(AT_ONCE):
            somebody_chooses(load)
            with filled(data):
                somebody_chooses(load, more=len(town.waiting) // 2)
        stored = ledger(database, load.acknowledged)
    figure = f"{stored.lost} of {len(load.acknowledged)} confirmed choices lost"
    return Outcome(figure, stored.is_right)


def somebody_chooses(load: Load, more: int = 1) -> float:
    """Seconds until so many more choices are confirmed."""
    enough = len(load.acknowledged) + more
    return until(lambda: len(load.acknowledged) >= enough, "nobody could choose any more", 60)


def needs_more_wal(its: embedded.Server) -> bool:
    """Ask for the next piece of the log; whether the server has stopped over it."""
    postgres = its.url("postgres", "postgres")
    with suppress(psycopg.Error), psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute("SELECT pg_switch_wal()")
    return not embedded.is_running(its)


P5 = Promise(
    "P5",
    "A full disk: who writes is told to come back, who reads can read, and nothing is lost.",
    attempt,
    without="an append that hides the error of a full disk",
    n=2_000,
    quick=200,
    slow=True,
)
