"""How fast the log takes events, against what PostgreSQL itself does in the same run."""

from __future__ import annotations

import multiprocessing
import subprocess
import threading
import time
from pathlib import Path
from uuid import uuid4

import psycopg

from bench.rows import SECONDS, Row, against, best_of
from registry.domain.municipality import Municipality
from registry.domain.values import Language, MunicipalityNumber, TextRef
from registry.store.logs import RegistryLog, environment
from tests.conftest import Database
from tests.scenario import act

THREADS, PROCESSES = 8, 4
LIMIT_TABLE = """
    CREATE TABLE IF NOT EXISTS public.limit_of_inserting (
        originator_id uuid, originator_version bigint, topic text, state bytea,
        notification_id bigserial, PRIMARY KEY (originator_id, originator_version));
    CREATE UNIQUE INDEX IF NOT EXISTS limit_idx ON public.limit_of_inserting (notification_id)"""
INSERT = (
    "INSERT INTO public.limit_of_inserting (originator_id, originator_version, topic, state)"
    " VALUES ({})"
)
EVENT_BYTES = 330
PHONE = TextRef("f" * 64)


def measure(database: Database, folder: Path) -> list[Row]:
    """Saves of one event and of ten."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as admin:
        admin.execute(LIMIT_TABLE)
    limit = best_of(lambda: pgbench(database, folder))
    many = best_of(lambda: executemany(database))
    rows = [
        against(
            f"append, 1 event a save, {THREADS} threads, events/s",
            best_of(lambda: saves(database.url(), THREADS, 1)),
            limit,
            0.75,
            "pgbench, 1 client",
        ),
        *(
            against(
                f"the same, {PROCESSES} processes, {threads} in each",
                best_of(lambda: in_processes(database.url(), threads)),  # noqa: B023
                limit,
                0.6,
                "pgbench, 1 client",
            )
            for threads in (4, 1)
        ),
        against(
            "append, 10 events a save, 1 thread, events/s",
            best_of(lambda: saves(database.url(), 1, 10)),
            many,
            0.8,
            "psycopg executemany",
        ),
    ]
    return rows


def pgbench(database: Database, folder: Path) -> float:
    """Rows a second: one client inserts one row a transaction, prepared."""
    script = folder / "insert.sql"
    values = f"gen_random_uuid(), 1, 'municipality.registered', repeat('x', {EVENT_BYTES})::bytea"
    script.write_text(INSERT.format(values) + ";\n")
    script.chmod(0o644)
    its = database.server
    command = [str(its.binaries / "pgbench"), "-n", "-c", "1", "-M", "prepared"]
    command += ["-T", str(max(1, int(SECONDS))), "-f", str(script)]
    command += ["-h", str(its.socket), "-U", "postgres", database.name]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(next(line for line in told.splitlines() if "tps" in line).split()[2])


def executemany(database: Database) -> float:
    """Rows a second: psycopg inserts ten rows a transaction."""
    written, stop = 0, time.monotonic() + SECONDS
    with psycopg.connect(database.url("postgres"), autocommit=True) as connection:
        cursor = connection.cursor()
        while time.monotonic() < stop:
            rows = [(uuid4(), 1, "municipality.registered", b"x" * EVENT_BYTES) for _ in range(10)]
            with connection.transaction():
                cursor.executemany(INSERT.format("%s, %s, %s, %s"), rows)
            written += 10
    return written / SECONDS


def saves(url: str, threads: int, events: int) -> float:
    """Events a second, saved as aggregates through the library's application."""
    log, counts = RegistryLog(environment(url)), [0] * threads
    stop = time.monotonic() + SECONDS

    def save(which: int) -> None:
        while time.monotonic() < stop:
            its = Municipality.register(act(), MunicipalityNumber(uuid4().hex), Language.NB)
            for _ in range(events - 1):
                its.give_contact(act(), PHONE, PHONE)
            log.save(its, command_id=uuid4())
            counts[which] += events

    at_work = [threading.Thread(target=save, args=(which,)) for which in range(threads)]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    log.close()
    return sum(counts) / SECONDS


def in_processes(url: str, threads: int) -> float:
    """The same in several processes at once."""
    starting = multiprocessing.get_context("spawn")
    with starting.Pool(PROCESSES) as pool:
        pool.starmap(saves, [(url, 1, 1)] * PROCESSES)  # everything is imported and connected
        return float(sum(pool.starmap(saves, [(url, threads, 1)] * PROCESSES, chunksize=1)))
