"""The recorder keeps the library's own promises, and answers right when the database fails it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

import registry
from registry.house import House
from registry.store import recorder
from registry.store.logs import RegistryLog, environment
from registry.store.recorder import CommandRepeated, LogRecorder
from tests.conftest import Database

SOURCE = Path(registry.__file__).parent


class OnAFreshDatabase:
    """The library's own cases for recorders, on our recorder and a fresh database."""

    @pytest.fixture(autouse=True)
    def _fresh(self, fresh: Database) -> Iterator[None]:
        self.log = RegistryLog(environment(fresh.url()))
        yield
        self.log.close()

    def create_recorder(self) -> LogRecorder:
        its = self.log.recorder
        assert isinstance(its, LogRecorder)
        return its


class TestAsTheLibraryAsks(OnAFreshDatabase, ApplicationRecorderTestCase[LogRecorder]):
    EXPECT_CONTIGUOUS_NOTIFICATION_IDS = False


class TestPositionsNeverInterleave(OnAFreshDatabase, NonInterleavingNotificationIDsBaseCase):
    insert_num = 200


def event(stream=None, version: int = 1) -> StoredEvent:
    return StoredEvent(stream or uuid4(), version, "municipality.registered", b"{}")


@pytest.fixture
def its(house: House) -> LogRecorder:
    found = house.registry.recorder
    assert isinstance(found, LogRecorder)
    return found


def stored(fresh: Database) -> int:
    with psycopg.connect(fresh.url()) as connection:
        row = connection.execute("SELECT count(*) FROM log.registry_events").fetchone()
    assert row
    return row[0]


def test_those_who_wait_together_each_get_their_own_answer(
    its: LogRecorder, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three stand in line behind one: two new, one who lost a race, one who asked before."""
    contested, asked_before = uuid4(), uuid4()
    its.insert_events([event(contested)])
    (first,) = its.insert_events([event()], command_id=asked_before) or ()
    ask, groups, go = LogRecorder._ask, [], threading.Event()

    def wait_for_the_others(self, group, seconds):
        groups.append(len(group))
        if len(groups) == 1:
            go.wait(5)
        return ask(self, group, seconds)

    monkeypatch.setattr(LogRecorder, "_ask", wait_for_the_others)
    with ThreadPoolExecutor(5) as pool:
        leader = pool.submit(its.insert_events, [event()])
        while not groups:
            time.sleep(0.001)
        followers = [
            pool.submit(its.insert_events, [event(), event()]),
            pool.submit(its.insert_events, [event()]),
            pool.submit(its.insert_events, [event(contested)]),
            pool.submit(its.insert_events, [event()], command_id=asked_before),
        ]
        while len(its._line._waiting) < 4:
            time.sleep(0.001)
        go.set()
        positions = [*(leader.result() or ()), *(followers[0].result() or ())]
        positions += followers[1].result() or ()
        with pytest.raises(IntegrityError):
            followers[2].result()
        with pytest.raises(CommandRepeated) as repeated:
            followers[3].result()
    assert groups[:2] == [1, 4], "they went to the database together"
    assert repeated.value.position == first
    assert len(set(positions)) == 4
    assert stored(fresh) == 6


def test_a_cut_connection_is_nobodys_trouble(its: LogRecorder, fresh: Database) -> None:
    its.insert_events([event()])
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as outside:
        outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'frittvalg_app' AND datname = current_database()"
        )
    its.insert_events([event()])
    assert stored(fresh) == 2


def test_who_waits_too_long_for_the_log_is_told_and_nothing_is_stored(
    its: LogRecorder, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "LOCK_TIMEOUT", "-c lock_timeout=100")
    monkeypatch.setattr(recorder, "ANSWER_SECONDS", 0.3)
    with psycopg.connect(fresh.url("frittvalg_owner")) as holder:
        holder.execute("SELECT pg_advisory_xact_lock(7001)")
        with pytest.raises(OperationalError):
            its.insert_events([event()])
    its.insert_events([event()])
    assert stored(fresh) == 1


def test_a_silent_database_is_given_up_and_asking_again_stores_once(
    its: LogRecorder, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server hangs: stopped, not gone. It may still store what it was asked when it wakes."""
    its.insert_events([event()])
    monkeypatch.setattr(recorder, "ANSWER_SECONDS", 0.4)
    monkeypatch.setattr(recorder.Appending, "connect", refuse)
    assert its._connection is not None
    pid, same = its._connection.info.backend_pid, uuid4()
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(OperationalError):
            its.insert_events([event()], command_id=same)
    finally:
        os.kill(pid, signal.SIGCONT)
    monkeypatch.undo()
    with contextlib.suppress(CommandRepeated):
        its.insert_events([event()], command_id=same)
    assert stored(fresh) == 2


def refuse(*_arguments: object, **_how: object) -> None:
    raise psycopg.OperationalError("the network is silent")


def test_only_the_desks_save() -> None:
    """Whoever saves without a desk saves without a command id."""
    savers = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"(?<!drafts)\.save\(", path.read_text())
    }
    assert savers == {"application/desk.py", "application/bulk.py"}
