"""Every form takes whatever is thrown at it: a clear answer, nothing stored, never a failure."""

from __future__ import annotations

import os
import re
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask.testing import FlaskClient
from marshmallow import Schema

from registry.application.cases import issue_code
from registry.domain.organisation import Function, OrganisationKind
from registry.domain.values import CountyNumber
from registry.house import House
from registry.vault import tidied
from tests.conftest import Projections
from tests.story import FJELLRYPE, open_case, tell
from tests.web.workplaces import Town, settle
from web.fields import Form

HOSTILE = {
    "nul": "a\x00b",
    "lone surrogate as bytes": b"\xed\xa0\x80",
    "bidi override": "abc\u202edef",
    "zero width": "\u200b",
    "emoji": "👩🏽‍🦽",
    "empty": "",
    "blank": " \t ",
    "very long": "å" * 10_000,
    "digits": "9" * 5_000,
    "huge": "1" + "0" * 30,
    "negative": "-1",
    "nan": "NaN",
    "infinity": "1e400",
    "arabic digits": "٤٨٢",
    "half": "7.9",
    "no such day": "31.02.2027",
    "year 0": "0000-00-00",
    "braces": "{12345678-1234-1234-1234-123456789012}",
    "other id": "12345678-1234-1234-1234-123456789012",
    "path": "../../etc/passwd",
    "host": "//example.org",
    "crlf": "a\r\nSet-Cookie: x=1",
    "template": "{{7*7}}${7*7}",
    "formula": "=cmd()",
    "markup": "<svg onload=alert(1)>",
    "sql": "'; DROP TABLE x; --",
    "birth number": "01019012345",
    "list": "[]",
}
STEP = 1 if os.environ.get("FRITTVALG_WHOLE") else 3
"""Each who and each form meets every third of them; all of them when the promises are tried."""
NUMBERS = {"uuid": "12345678-1234-1234-1234-123456789012", "int": "999999999"}


def field_names() -> set[str]:
    """Every field that any form of the product has."""
    found, waiting = {"kommune", "sorter", "next", "case"}, [Form]
    while waiting:
        schema: type[Schema] = waiting.pop()
        found |= set(schema._declared_fields)
        waiting += schema.__subclasses__()
    return found - {"csrf"}


@pytest.fixture
def clients(house: House, projections: Projections) -> list[FlaskClient]:
    """One of each kind who may post: a municipality, a supplier, a steward, somebody with a code."""
    settle(house, projections)
    town = Town(house, projections)
    workers = [
        town.in_town(
            Function.DRAFT_CONCESSION,
            Function.APPROVE_CONCESSION,
            Function.ADMIT_SUPPLIERS,
            Function.ISSUE_CODES,
            Function.MANAGE_PEOPLE,
        ),
        town.at_firm(Function.KEEP_FACTS, Function.APPLY),
        town.steward(Function.EDIT_TEMPLATE, Function.APPROVE_TEMPLATE),
        town.hire(
            town.organisation(
                OrganisationKind.COUNTY_GOVERNOR, "310000035", counties=[CountyNumber("34")]
            ),
            Function.COUNT_COMPLAINTS,
        ),
        town.hire(town.organisation(OrganisationKind.AUDITOR, "310000051"), Function.AUDIT),
    ]
    holder = town.app.test_client()
    with holder.session_transaction() as session:
        session.update(case=str(uuid4()), csrf="word")
    return [*(worker.client for worker in workers), holder]


def posts(client: FlaskClient) -> list[str]:
    """The addresses that take a form, with something that does not exist in each place."""
    paths = []
    for rule in client.application.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.rule.startswith(("/logg-", "/min-sak/lukk")):
            path = re.sub(r"<uuid:[^>]+>", NUMBERS["uuid"], rule.rule)
            path = path.replace("<string(length=4):number>", "3403")
            path = path.replace("<fact_set:which>", "lonn").replace("<int:year>", "2025")
            path = re.sub(r"<string\(length=9\):[^>]+>", FJELLRYPE, path)
            paths.append(re.sub(r"<[^>]+>", "bpa.switch.notice", path))
    return paths


def events(database: str) -> Any:
    with psycopg.connect(database) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM log.registry_events),"
            " (SELECT count(*) FROM log.case_events), (SELECT count(*) FROM vault.codes)"
        ).fetchone()


@pytest.mark.slow
def test_every_form_answers_clearly_and_stores_nothing(
    clients: list[FlaskClient], database: str
) -> None:
    names, before = field_names(), events(database)
    for turn, (what, value) in enumerate(HOSTILE.items()):
        for who, client in enumerate(clients):
            for path in posts(client)[(turn + who) % STEP :: STEP]:
                form = dict.fromkeys(names, value) | {"csrf": "word", "command_id": str(uuid4())}
                answer = client.post(path, data=form)
                assert answer.status_code < 500, (path, what)
                assert "Traceback" not in answer.text
        assert events(database) == before, what


@pytest.mark.parametrize("value", ["", "x", "1" * 400, "a\x00"])
def test_a_form_without_a_right_command_id_does_nothing(
    clients: list[FlaskClient], database: str, value: str
) -> None:
    before = events(database)
    for client in clients:
        for path in posts(client):
            answer = client.post(path, data={"csrf": "word", "command_id": value})
            assert answer.status_code < 500, path
    assert events(database) == before


def test_a_form_from_another_site_is_refused_everywhere(clients: list[FlaskClient]) -> None:
    for client in clients:
        for path in posts(client):
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
                form = {"csrf": "word", "command_id": str(uuid4())}
                assert client.post(path, data=form, headers=headers).status_code == 403, path


def test_a_form_without_the_word_of_the_session_is_refused_everywhere(
    clients: list[FlaskClient],
) -> None:
    for client in clients:
        for path in posts(client):
            assert client.post(path, data={"command_id": str(uuid4())}).status_code == 403, path


def test_a_code_is_forgiven_its_case_spaces_hyphens_and_letters_o(house: House) -> None:

    story = tell(house.registrar)
    code = issue_code(house.registrar, open_case(house.registrar, story))
    for typed in (code.lower(), code.replace("-", " "), code.replace("0", "O"), f" {code} "):
        assert tidied(typed) == tidied(code)
