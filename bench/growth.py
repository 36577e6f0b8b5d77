"""What a million events cost: loading the longest stream, starting the projector, building again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent

from bench.rebuilding import copy_in
from bench.rows import QUICK, Row, against, at_least, under
from registry.domain.admission import Admission
from registry.domain.places import Places
from registry.domain.values import Accepting
from registry.house import House
from registry.projections import MODELS
from registry.store import chain, projector, snapshots
from registry.store.logs import Log
from registry.store.memory import Memory
from tests.conftest import Database
from tests.live import environment
from tests.scenario import act
from tests.story import LOCAL

EVENTS = 20_000 if QUICK else 1_000_000
LONGEST, SHORTEST, HELD_AT_ONCE = 2_500, 10, 20
LOADS = 50
MB = 1024 * 1024


def measure(database: Database, house: House, key_file: Path) -> list[Row]:
    """Fill both logs to a million events and look at what grows."""
    longest, shortest = fill(database, house)
    prepare(database, house)
    rows = [
        loading(house, longest, shortest),
        under(
            f"start the projector with nothing to do, {EVENTS:,} events",
            starting(database, key_file),
            1.0,
            "s",
        ),
    ]
    seconds, most, growth = rebuilding(database, key_file)
    speed = EVENTS / seconds
    rows.append(at_least(f"rebuild every read model, {EVENTS:,} events, events/s", speed, 5_000))
    rows.append(under("memory during that rebuild, the most", most, 200, "MB"))
    rows.append(under("memory during that rebuild, growth in its second half", growth, 20, "MB"))
    return rows


def fill(database: Database, house: House) -> tuple[UUID, UUID]:
    """Half in each log; returns the longest and the shortest stream of places."""
    known: list[UUID] = []

    def places() -> Iterator[StoredEvent]:
        written = 0
        while written < EVENTS // 2:
            length = SHORTEST if not known else LONGEST
            known.append(uuid4())
            its = Places.open(act(), known[-1], HELD_AT_ONCE)
            for which in range(length - 1):
                if which % 2:
                    its.release(act(), next(iter(its.taken)))
                else:
                    its.take(act(), uuid4())
            yield from map(house.cases.mapper.to_stored_event, its.collect_events())
            written += length

    def admissions() -> Iterator[StoredEvent]:
        for _ in range(EVENTS // 2 // 100):
            its = Admission.apply_for(act(by=UUID(int=1)), uuid4(), uuid4())
            its.grant(act(by=UUID(int=2)))
            its.confirm_local(act(), LOCAL)
            for which in range(97):
                its.declare(act(), (Accepting.YES, Accepting.LIMITED)[which % 2])
            yield from map(house.registry.mapper.to_stored_event, its.collect_events())

    copy_in(database, "case", places())
    copy_in(database, "registry", admissions())
    return Places.id_for(known[-1]), Places.id_for(known[0])


def prepare(database: Database, house: House) -> None:
    """What the projector has done long ago: read models, chain and snapshots."""
    with psycopg.connect(database.url("frittvalg_projector"), autocommit=True) as connection:
        for log in (house.registry, house.cases):
            projector.catch_up(connection, log, MODELS)
            chain.seal(connection, log.name)
            snapshots.take(connection, log, 0)
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("ANALYZE")


def loading(house: House, longest: UUID, shortest: UUID) -> Row:
    """The first load in a process: 2,500 events against ten."""
    long, short = (load(house, house.cases, its) for its in (longest, shortest))
    name = f"load a stream of {LONGEST:,} events, loads/s, against one of {SHORTEST}"
    return against(name, 1 / long, 1 / short, 0.5, "the short one")


def load(house: House, log: Log, stream: UUID) -> float:
    taken = []
    for _ in range(LOADS):
        started = time.perf_counter()
        assert Memory(log, house.pool).get(stream)
        taken.append(time.perf_counter() - started)
    return median(taken)


def starting(database: Database, key_file: Path) -> float:
    """Seconds from the program is started until the projector follows both logs."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "registry.cli", "project"], env=environment(database, key_file)
    )
    try:
        with psycopg.connect(database.url(), autocommit=True) as connection:
            while connection.execute("SELECT count(*) FROM engine.pulse").fetchone() != (2,):
                time.sleep(0.005)
            return time.perf_counter() - started
    finally:
        process.terminate()
        process.wait()


def rebuilding(database: Database, key_file: Path) -> tuple[float, float, float]:
    """(seconds, most MB, MB more over the second half) of a process that builds all again."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "registry.cli", "rebuild"],
        env=environment(database, key_file),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seen = []
    while process.poll() is None:
        seen.append(resident(process.pid))
        time.sleep(0.1)
    assert process.returncode == 0
    seconds, half = time.perf_counter() - started, seen[len(seen) // 2 :]
    return seconds, max(seen) / MB, (max(half) - half[0]) / MB


def resident(pid: int) -> int:
    """Bytes of memory a process holds; zero when it has just ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError):
        return 0
