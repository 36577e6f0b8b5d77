"""A page that may be behind says so, in the reader's language, and only then."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from flask.testing import FlaskClient

from registry.house import House
from registry.projections import MODELS
from registry.queries import clock
from tests.conftest import Database, Projections
from tests.story import tell
from tests.web.public.conftest import Market

LATE = {
    "/": "Noe her kan være forsinket.",
    "/nn/": "Noko her kan vere forseinka.",
    "/en/": "Something here may be delayed.",
}


@pytest.fixture
def visitor(house: House, projections: Projections, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(clock, "ASKED_EVERY_SECONDS", 0)
    tell(house.registrar)
    projections.catch_up()
    return Market(house, projections).client()  # type: ignore[arg-type]


def park(fresh: Database, model: str) -> None:
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO read.parked VALUES (%s, %s, 1, 'a.topic', 'DataError')", (model, uuid4())
        )


@pytest.mark.parametrize("path", LATE)
def test_a_page_says_so_when_something_is_set_aside(
    visitor: FlaskClient, fresh: Database, path: str
) -> None:
    assert visitor.get("/readyz").json == {"status": "ok"}
    park(fresh, "suppliers")
    page = visitor.get(path).text
    assert LATE[path] in page
    assert page.count('role="status"') == 1


def test_an_open_page_tells_nothing_of_the_cases(visitor: FlaskClient, fresh: Database) -> None:
    before = visitor.get("/").text
    park(fresh, next(model.name for model in MODELS if model.log == "case"))
    assert visitor.get("/").text == before


def test_readiness_says_no_more_than_delayed(visitor: FlaskClient, fresh: Database) -> None:
    park(fresh, "suppliers")
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "delayed"})


def test_a_page_that_has_waited_in_vain_says_that_the_act_is_saved(visitor: FlaskClient) -> None:
    with visitor.session_transaction() as session:
        session["reached"] = {"registry": 10_000}
    page = visitor.get("/").text
    assert "Det du gjorde, er lagret." in page
    assert "Det du gjorde, er lagret." not in visitor.get("/").text
