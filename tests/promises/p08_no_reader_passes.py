"""P8: whoever reads the log from where they stopped sees every event, however many write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import psycopg

from registry.domain.municipality import Municipality
from registry.domain.values import Language, MunicipalityNumber, TextRef
from registry.store.logs import RegistryLog, environment
from tests.conftest import Database
from tests.promises.program import Outcome, Promise, Trial, take_out
from tests.scenario import act

WRITERS, READERS, EVENTS_AT_ONCE = 8, 3, 5
PHONE, MAILBOX = TextRef("phone"), TextRef("mailbox")


def attempt(trial: Trial) -> Outcome:
    with trial.stage.fresh() as database, ThreadPoolExecutor(WRITERS + READERS) as pool:
        if not trial.protected:
            take_out(database, "log.registry_append", "PERFORM pg_advisory_xact_lock(7001);")
        written = Event()
        readers = [pool.submit(follow, database, written) for _ in range(READERS)]
        writers = [pool.submit(write, database, trial.n) for _ in range(WRITERS)]
        try:
            for writer in writers:
                writer.result()
        finally:
            written.set()
        every = set(positions_after(0, database))
        missed = [len(every - reader.result()) for reader in readers]
    told = " + ".join(map(str, missed))
    return Outcome(f"{len(every):,} events, {READERS} readers, {told} missed", sum(missed) == 0)


def write(database: Database, events: int) -> None:
    """Save municipalities that give their contact again and again, from a log of its own."""
    log = RegistryLog(environment(database.url()))
    try:
        for _ in range(events // EVENTS_AT_ONCE):
            number = MunicipalityNumber(uuid4().hex)
            municipality = Municipality.register(act(), number, Language.NB)
            for _ in range(EVENTS_AT_ONCE - 1):
                municipality.give_contact(act(), PHONE, MAILBOX)
            log.save(municipality, command_id=uuid4())
    finally:
        log.close()


def follow(database: Database, written: Event) -> set[int]:
    """Every position a reader sees that always asks for what is after the last one it saw."""
    seen: set[int] = set()
    with psycopg.connect(database.url("frittvalg_projector"), autocommit=True) as connection:
        last, finished = 0, False
        while not finished:
            finished = written.is_set()
            found = read(connection, last)
            seen.update(found)
            last = max(found, default=last)
    return seen


def positions_after(last: int, database: Database) -> list[int]:
    with psycopg.connect(database.url("frittvalg_projector"), autocommit=True) as connection:
        return read(connection, last)


def read(connection: psycopg.Connection, last: int) -> list[int]:
    rows = connection.execute(
        "SELECT notification_id FROM log.registry_events WHERE notification_id > %s", (last,)
    )
    return [position for (position,) in rows]


P8 = Promise(
    "P8",
    "Whoever follows the log sees every event, however many write at the same time.",
    attempt,
    without="appending without its lock",
    n=5_000,
    quick=500,
)
