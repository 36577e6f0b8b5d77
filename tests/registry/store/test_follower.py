"""The process that follows the logs: one at work, another waiting, and nothing left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import psycopg
import pytest

from registry.application import municipalities
from registry.domain.values import ChoiceKind, Language
from registry.house import House
from registry.projections import MODELS
from registry.store import follower
from registry.store.recorder import LogRecorder
from tests.conftest import KEY, Database
from tests.story import HAMAR, command


class Projector:
    """A projector in a thread; `failure` is what stopped it."""

    def __init__(self, house: House, fresh: Database) -> None:
        self.failure: BaseException | None = None
        self._url = fresh.url("frittvalg_projector")
        self._logs = [house.registry, house.cases]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            follower.run(self._url, self._logs, MODELS, KEY.signing_key())
        except BaseException as failure:
            self.failure = failure

    def wait_until_stopped(self) -> None:
        self._thread.join(10)
        assert self.failure is not None


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def cut(fresh: Database, what: str) -> bool:
    """Cut the connections whose last question is like this; whether there were any."""
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as admin:
        found = admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'frittvalg_projector' AND datname = current_database()"
            " AND query LIKE %s",
            (what,),
        )
        return found.rowcount > 0


def followers(fresh: Database) -> int:
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as admin:
        row = admin.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE usename = 'frittvalg_projector' AND datname = current_database()"
        ).fetchone()
    assert row
    return row[0]


def has_waited_long(fresh: Database) -> bool:
    """Whether a projector has waited for another ten times as long as its role would."""
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as admin:
        row = admin.execute(
            "SELECT 1 FROM pg_stat_activity WHERE usename = 'frittvalg_projector'"
            " AND datname = current_database() AND wait_event = 'advisory'"
            " AND clock_timestamp() - query_start > interval '200 ms'"
        ).fetchone()
    return row is not None


def stated(fresh: Database) -> str | None:
    with psycopg.connect(fresh.url()) as connection:
        row = connection.execute(
            "SELECT stated FROM read.municipalities WHERE valid_to = '9999-12-31'"
        ).fetchone()
    return row[0] if row else None


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done about once a second is done at once."""
    monkeypatch.setattr(follower, "POLL_SECONDS", 0.01)


@pytest.fixture
def followed(house: House, fresh: Database) -> House:
    municipalities.register_municipality(house.registrar, command(), HAMAR, Language.NB)
    return house


def test_a_second_projector_waits_and_takes_over(followed: House, fresh: Database) -> None:
    first = Projector(followed, fresh)
    until(lambda: stated(fresh) == "unknown")
    at_work = followers(fresh)
    second = Projector(followed, fresh)
    until(lambda: followers(fresh) == at_work + 1)
    assert second.failure is None
    cut(fresh, "LISTEN%")
    first.wait_until_stopped()
    municipalities.state_choice(followed.registrar, command(), HAMAR, ChoiceKind.NONE)
    until(lambda: stated(fresh) == "none")
    cut(fresh, "%")
    second.wait_until_stopped()


def test_a_second_projector_waits_longer_than_its_role_waits_for_a_lock(
    followed: House, fresh: Database
) -> None:
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as admin:
        admin.execute(
            f"ALTER ROLE frittvalg_projector IN DATABASE {fresh.name} SET lock_timeout = '20ms'"
        )
    first = Projector(followed, fresh)
    until(lambda: stated(fresh) == "unknown")
    second = Projector(followed, fresh)
    until(lambda: second.failure is not None or has_waited_long(fresh))
    assert second.failure is None
    cut(fresh, "%")
    first.wait_until_stopped()
    second.wait_until_stopped()


def test_a_projector_that_loses_its_lock_stops_with_all_its_threads(
    followed: House, fresh: Database
) -> None:
    its = Projector(followed, fresh)
    until(lambda: stated(fresh) == "unknown")
    until(lambda: cut(fresh, "SELECT 1"))
    its.wait_until_stopped()
    until(lambda: followers(fresh) == 0)


def test_what_happens_is_proved_and_the_day_is_signed(followed: House, fresh: Database) -> None:
    its = Projector(followed, fresh)

    def is_signed() -> bool:
        with psycopg.connect(fresh.url()) as connection:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM engine.registry_chain),"
                " (SELECT count(*) FROM engine.heads WHERE log = 'registry')"
            ).fetchone()
        return row == (1, 1)

    until(is_signed)
    cut(fresh, "%")
    its.wait_until_stopped()


def test_vacuum_makes_no_writer_wait(
    house: House, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock that VACUUM holds while it works, held for as long as we like."""
    asked = []
    ask = LogRecorder._ask
    monkeypatch.setattr(LogRecorder, "_ask", lambda its, *rest: asked.append(1) or ask(its, *rest))
    with psycopg.connect(fresh.url("frittvalg_owner")) as vacuum:
        vacuum.execute("LOCK TABLE log.registry_events IN SHARE UPDATE EXCLUSIVE MODE")
        assert municipalities.register_municipality(house.registrar, command(), HAMAR, Language.NB)
    assert asked == [1]
