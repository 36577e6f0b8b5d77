"""P10: what was done is soon shown, also when much is done at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from statistics import quantiles
from threading import Event

import psycopg

from registry.application import municipalities
from registry.domain.values import ChoiceKind, Language
from registry.house import House
from tests.conftest import Database
from tests.live import environment
from tests.promises.program import Outcome, Promise, Stage, Trial, take_out
from tests.story import HAMAR, command

COMMANDS_A_SECOND = 50
GOAL_SECONDS = 0.5
Waiting = deque[tuple[int, float]]


def attempt(trial: Trial) -> Outcome:
    """Fifty commands a second; how long each is acknowledged before the read model has it."""
    with trial.stage.fresh() as database, trial.stage.house(database) as house:
        if not trial.protected:
            take_out(database, "log.registry_append", "NOTIFY registry_events;")
        waiting: Waiting = deque()
        done = Event()
        with projecting(trial.stage, database), ThreadPoolExecutor(1) as pool:
            lags = pool.submit(watch, database, waiting, done)
            act(house, waiting, trial.n)
            done.set()
            shown = lags.result()
    p50, p99 = quantiles(shown, n=100)[49], quantiles(shown, n=100)[98]
    told = f"{len(shown):,} commands, {COMMANDS_A_SECOND} a second: shown after {p50 * 1000:.0f} ms"
    return Outcome(f"{told} (p50), {p99 * 1000:.0f} ms (p99)", p99 < GOAL_SECONDS)


@contextmanager
def projecting(stage: Stage, database: Database) -> Iterator[None]:
    """The projector in a process of its own, at work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "registry.cli", "project"],
        env=environment(database, stage.key_file),
        stderr=subprocess.DEVNULL,
    )
    try:
        with psycopg.connect(database.url(), autocommit=True) as connection:
            while not connection.execute("SELECT 1 FROM engine.pulse").fetchone():
                time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()


def act(house: House, waiting: Waiting, times: int) -> None:
    municipalities.register_municipality(house.registrar, command(), HAMAR, Language.NB)
    kinds, start = cycle([ChoiceKind.OWN_ONLY, ChoiceKind.NONE]), time.monotonic()
    for which in range(times):
        time.sleep(max(0, start + which / COMMANDS_A_SECOND - time.monotonic()))
        position = municipalities.state_choice(house.registrar, command(), HAMAR, next(kinds))
        waiting.append((position, time.monotonic()))


def watch(database: Database, waiting: Waiting, done: Event) -> list[float]:
    """Seconds from each acknowledgement until the read models had come so far."""
    lags = []
    with psycopg.connect(database.url(), autocommit=True) as connection:
        while waiting or not done.is_set():
            row = connection.execute(
                "SELECT min(position) FROM read.tracking WHERE log = 'registry'"
            ).fetchone()
            while waiting and row and row[0] is not None and waiting[0][0] <= row[0]:
                lags.append(time.monotonic() - waiting.popleft()[1])
            time.sleep(0.001)
    return lags


P10 = Promise(
    "P10",
    "What was done is shown within half a second, also when fifty act each second.",
    attempt,
    without="nobody tells the projector that something is new",
    n=3_000,
    quick=60,
    power_n=300,
    power_quick=100,
    slow=True,
)
