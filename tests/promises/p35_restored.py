"""P35: a backup is restored to a moment, and everything acknowledged until then is there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from registry.house import House
from registry.projections import MODELS
from registry.store import backup, embedded, fingerprint
from registry.store.rebuild import content_hash
from tests.conftest import Database, Projections
from tests.promises.archived import Archived, archived
from tests.promises.killing import kill
from tests.promises.program import Outcome, Promise, Stage, Trial, until
from tests.promises.town import settle
from tests.promises.work import Work, fill

AT_ONCE = 3
MOST_SECONDS_LOST = 5.0
"""The archive is written a moment after the acknowledgement: this much may go with the machine."""


@dataclass(frozen=True)
class State:
    """What must come back."""

    log_hash: str
    read_hash: str
    events: dict[str, int]


@dataclass(frozen=True)
class Noted:
    """How everything stood at a moment."""

    moment: datetime
    state: State
    acknowledged: dict[UUID, float]


@dataclass(frozen=True)
class Lost:
    """Acknowledged commands that are gone, of how many.

    `seconds` are from the newest that is there to the newest that was acknowledged.
    """

    commands: int
    of: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.commands} of {self.of:,} acknowledged commands lost"


@dataclass(frozen=True)
class Lived:
    """A server that was backed up, killed, begun again and emptied."""

    its: Archived
    noted: Noted
    killed: Lost


def attempt(trial: Trial) -> Outcome:
    lived = live(trial.stage, trial.n)
    return as_it_stands(lived) if trial.protected else without_the_archive(lived)


def as_it_stands(lived: Lived) -> Outcome:
    """The logs were emptied: go back to the moment."""
    started, noted = time.monotonic(), lived.noted
    with lived.its.restored(noted.moment) as (done, database):
        seconds = time.monotonic() - started
        lost = missing(noted.acknowledged, database)
    same = State(done.log_hash, done.read_hash, done.events) == noted.state
    figure = (
        f"{sum(noted.state.events.values()):,} events: hashes {'equal' if same else 'NOT EQUAL'},"
        f" restored in {seconds:.1f} s (RTO), {lost}; killed, and only the archive left:"
        f" {lived.killed}, {lived.killed.seconds * 1000:.0f} ms of work (RPO)"
    )
    kept = same and not lost.commands and lived.killed.seconds <= MOST_SECONDS_LOST
    return Outcome(figure, kept)


def without_the_archive(lived: Lived) -> Outcome:
    """All that is left is the copy."""
    with away(lived.its.backups.wal), lived.its.restored(None) as (_, database):
        lost = missing(lived.noted.acknowledged, database)
    return Outcome(str(lost), not lost.commands)


@lru_cache(maxsize=1)
def live(stage: Stage, n: int) -> Lived:
    """What the trial and its power check go back in: work all the time, and a disaster at the end."""
    with archived(stage) as its, its.stage.house(its.database) as house:
        fill(its.database, house, n)
        work = Work(house.registrar, settle(its.stage, its.database, AT_ONCE))
        with work.going_on():
            noted = back_up_and_kill(its, house, work, min(n // 50, 300))
            acknowledged = dict(work.acknowledged)
            with its.restored(None) as (_, database):
                lost = missing(acknowledged, database)
            embedded.start(its.stage.server)
        with its.following(), owner_of(its) as owner:
            owner.execute("TRUNCATE log.registry_events, log.case_events")
    return Lived(its, noted, lost)


def back_up_and_kill(its: Archived, house: House, work: Work, commands: int) -> Noted:
    """So many commands, a copy meanwhile; so many, a moment; so many, and the end."""
    with its.following() as following:
        work.wait_for(commands)
        backup.take(its.stage.server, its.backups)
        work.wait_for(commands)
        noted = note(its, house, work)
        work.wait_for(commands)
        kill_all_of(its.stage.server)
        until(lambda: following.poll() is not None, "the archive follows a dead server")
    return noted


def note(its: Archived, house: House, work: Work) -> Noted:
    """Nobody can append just now, so this is one moment. Others go on when it is over."""
    with owner_of(its) as owner, owner.transaction():
        owner.execute("SELECT pg_advisory_xact_lock(7001), pg_advisory_xact_lock(7002)")
        row = owner.execute("SELECT clock_timestamp()").fetchone()
        assert row is not None
        acknowledged = dict(work.acknowledged)
        Projections(its.database, house).catch_up()
        shown = content_hash(owner, "read", [table for model in MODELS for table in model.tables])
        state = State(fingerprint.log_hash(owner), shown, fingerprint.log_lengths(owner))
    return Noted(row[0], state, acknowledged)


def missing(acknowledged: dict[UUID, float], database: Database) -> Lost:
    with psycopg.connect(database.url("frittvalg_owner")) as owner:
        stored = owner.execute(
            "SELECT command_id FROM log.registry_commands"
            " UNION ALL SELECT command_id FROM log.case_commands"
        )
        there = acknowledged.keys() & {row[0] for row in stored}
    newest = max(acknowledged[one] for one in there)
    seconds = max(acknowledged.values()) - newest
    return Lost(len(acknowledged) - len(there), len(acknowledged), seconds)


def kill_all_of(its: embedded.Server) -> None:
    """As when the machine stops: the first process and at once all that it started."""
    pid = embedded.postmaster_pid(its)
    assert pid is not None
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for each in (pid, *map(int, children)):
        kill(each)


def owner_of(its: Archived) -> psycopg.Connection:
    return psycopg.connect(its.database.url("frittvalg_owner"), autocommit=True)


@contextmanager
def away(path: Path) -> Iterator[None]:
    """Without a file or folder until the block is over."""
    gone = path.rename(path.with_name(f"away-{uuid4().hex}"))
    try:
        yield
    finally:
        gone.rename(path)


P35 = Promise(
    "P35",
    "A backup can be restored to a moment, and everything acknowledged until then is there.",
    attempt,
    without="without the archive",
    n=1_000_000,
    quick=2_000,
    power_n=2_000,
    slow=True,
)
