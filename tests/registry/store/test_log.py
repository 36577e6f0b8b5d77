"""The log can only be appended to, in order, and a command has one effect."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from registry.application import municipalities
from registry.domain.values import Language, MunicipalityNumber
from registry.house import House
from registry.settings import UnsafeConfiguration
from registry.store import embedded
from registry.store.recorder import LogRecorder
from registry.store.safety import check_database, check_environment
from tests.conftest import TEMPLATE, Database, cloned
from tests.story import HAMAR, command

TABLES = ["registry_events", "case_events", "registry_commands", "case_commands"]


@pytest.fixture(scope="module")
def untouched(server: embedded.Server) -> Iterator[Database]:
    """One database for the tests that change nothing."""
    with cloned(server, TEMPLATE) as its:
        yield its


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO log.{} DEFAULT VALUES",
        "UPDATE log.{} SET position = 1",
        "DELETE FROM log.{}",
        "TRUNCATE log.{}",
    ],
)
def test_the_application_cannot_touch_the_log_but_through_its_function(
    untouched: Database, table: str, statement: str
) -> None:
    statement = statement.replace("position", "topic") if "events" in table else statement
    with (
        psycopg.connect(untouched.url()) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.format(table))


def test_the_projector_cannot_append(untouched: Database) -> None:
    with (
        psycopg.connect(untouched.url("frittvalg_projector")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT log.registry_append('{}', '{}', '{}', '{}', '{}', '{}')")


def test_positions_rise_in_the_order_of_commits(house: House, database: str) -> None:
    for number in ("3403", "3405", "3401"):
        municipalities.register_municipality(
            house.registrar, command(), MunicipalityNumber(number), Language.NB
        )
    with psycopg.connect(database) as connection:
        positions = connection.execute(
            "SELECT notification_id FROM log.registry_events ORDER BY notification_id"
        ).fetchall()
    assert [row[0] for row in positions] == [1, 2, 3]


def test_a_lost_answer_is_asked_for_again_and_nothing_is_doubled(
    house: House, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server commits, the answer is lost, the recorder asks again with the same command id."""
    ask, lost = LogRecorder._ask, []

    def lose_the_first_answer(self, *arguments):
        answer = ask(self, *arguments)
        if not lost:
            lost.append(answer)
            raise psycopg.OperationalError("the connection went away")
        return answer

    monkeypatch.setattr(LogRecorder, "_ask", lose_the_first_answer)
    position = municipalities.register_municipality(house.registrar, command(), HAMAR, Language.NB)
    assert position == lost[0][-1]
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM log.registry_events").fetchone() == (1,)


def test_a_safe_configuration_starts(untouched: Database) -> None:
    check_environment()
    with psycopg.connect(untouched.url()) as connection:
        check_database(connection)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POSTGRES_ENABLE_DB_FUNCTIONS", "y"),
        ("REGISTRY_POSTGRES_ENABLE_DB_FUNCTIONS", "yes"),
        ("CREATE_TABLE", "yes"),
    ],
)
def test_a_setting_that_would_bypass_the_log_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setitem(os.environ, name, value)
    with pytest.raises(UnsafeConfiguration, match=name):
        check_environment()


@pytest.mark.parametrize("value", ["off", "local"])
def test_a_commit_that_does_not_wait_for_the_disk_stops_the_start(
    untouched: Database, value: str
) -> None:
    with psycopg.connect(untouched.url()) as connection:
        connection.execute(f"SET synchronous_commit = {value}")
        with pytest.raises(UnsafeConfiguration, match="synchronous_commit"):
            check_database(connection)


def test_a_superuser_does_not_start(untouched: Database) -> None:
    with (
        psycopg.connect(untouched.url("postgres")) as connection,
        pytest.raises(UnsafeConfiguration, match="superbruker"),
    ):
        check_database(connection)


def test_a_role_that_may_delete_the_log_does_not_start(fresh: Database) -> None:
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("GRANT DELETE ON log.registry_events TO frittvalg_app")
    with (
        psycopg.connect(fresh.url()) as connection,
        pytest.raises(UnsafeConfiguration, match="DELETE"),
    ):
        check_database(connection)


def test_a_moved_clock_does_not_start_in_production(fresh: Database) -> None:
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("UPDATE log.clock SET ahead = '1 day'")
    with psycopg.connect(fresh.url()) as connection:
        check_database(connection, demo=True)
        with pytest.raises(UnsafeConfiguration, match="klokke"):
            check_database(connection)


def test_a_database_behind_the_code_does_not_start(fresh: Database) -> None:
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("DELETE FROM public.migrations WHERE name = '0002_vault'")
    with (
        psycopg.connect(fresh.url()) as connection,
        pytest.raises(UnsafeConfiguration, match="0002_vault"),
    ):
        check_database(connection)
