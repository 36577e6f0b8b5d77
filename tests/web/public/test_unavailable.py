"""When the database is away or busy, visitors are told to come back, and then it works."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.application import cases, desk
from registry.domain.places import Places
from registry.house import House
from registry.store import connection
from tests.conftest import Database, Projections
from tests.story import FJELLRYPE, Story, open_case, tell
from tests.visitor import HIDDEN
from tests.web.public.conftest import Market

CHOOSE = f"/min-sak/velg/{FJELLRYPE}"


@pytest.fixture
def story(house: House) -> Story:
    return tell(house.registrar)


@pytest.fixture
def case(house: House, story: Story) -> UUID:
    return open_case(house.registrar, story)


@pytest.fixture
def visitor(house: House, projections: Projections, case: UUID) -> FlaskClient:
    projections.catch_up()
    return Market(house, projections).client()


def is_told_to_come_back(answer: TestResponse) -> bool:
    return (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")


def connected(fresh: Database, also: str = "") -> set[int]:
    """The server's processes for the website's connections."""
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as admin:
        rows = admin.execute(
            f"SELECT pid{also} FROM pg_stat_activity"
            " WHERE usename = 'frittvalg_app' AND datname = current_database()"
        ).fetchall()
    return {row[0] for row in rows}


def test_when_every_connection_was_cut_one_is_told_and_the_next_gets_a_page(
    visitor: FlaskClient, house: House, fresh: Database
) -> None:
    house.pool.wait()
    assert len(connected(fresh, ", pg_terminate_backend(pid)")) > 1
    assert is_told_to_come_back(visitor.get("/"))
    assert [visitor.get("/").status_code for _ in range(3)] == [200, 200, 200]


def test_one_without_time_is_told_and_the_others_keep_their_connections(
    visitor: FlaskClient, house: House, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.pool.wait()
    before = connected(fresh)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(connection, "ALTOGETHER", 0)
        assert is_told_to_come_back(visitor.get("/"))
    assert visitor.get("/").status_code == 200
    assert connected(fresh) == before


def test_who_waits_too_long_for_her_turn_is_told_and_can_choose_afterwards(
    visitor: FlaskClient, house: House, story: Story, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "TURN_SECONDS", 0.05)
    code = cases.issue_code(house.registrar, case)
    assert visitor.post("/velg", data=form(visitor, "/velg") | {"kode": code}).status_code == 303
    asked, places = form(visitor, CHOOSE), Places.id_for(story.admissions[FJELLRYPE])
    with ThreadPoolExecutor(1) as her, house.registrar.cases._turn(places):
        answer = her.submit(visitor.post, CHOOSE, data=asked).result(10)
    assert is_told_to_come_back(answer)
    assert not house.registrar.cases.get(Places, places).taken
    assert visitor.post(CHOOSE, data=asked).status_code == 303
    assert len(house.registrar.cases.get(Places, places).taken) == 1


def form(visitor: FlaskClient, path: str) -> dict[str, str]:
    """The hidden fields of the page's first form with a command id."""
    forms = re.findall(r"<form.*?</form>", visitor.get(path).text, re.S)
    return dict(HIDDEN.findall(next(its for its in forms if "command_id" in its)))
