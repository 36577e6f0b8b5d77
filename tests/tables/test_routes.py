"""Rules for all routes at once: a new route that forgets one fails here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from registry.domain.roles import Function
from registry.house import House
from registry.settings import Settings
from web import create_app
from web.access import MARKS

PLACEHOLDER = re.compile(r"<[^>]+>")
OIDC = {
    "OIDC_ISSUER": "http://127.0.0.1:1",
    "OIDC_CLIENT_ID": "tests",
    "OIDC_CLIENT_SECRET": "tests",
}
OPEN_TO_ALL = {
    "public",
    "signin",
    "health",
    "citizen.enter_code",
    "citizen.use_code",
    "alerts.follow_link",
    "alerts.confirm",
    "alerts.stop_link",
    "alerts.stop_by_link",
}
"""What anybody may call. Everything else needs a code or a function: safe unless listed here."""


WITHOUT_A_FUNCTION = {
    "workplace.work_there",
    "people.use_code",
    "public.take_organisations_remark",
    "alerts.save",
    "alerts.give_address",
    "alerts.stop",
    "alerts.forget",
    "municipality.send_ending",
    "municipality.send_prolongation",
    "municipality.send_proposal_back",
}
"""Forms for whoever is signed in: where to work, how to come in, what an organisation thinks, and
which e-mail one wants for oneself. That a concession ends or goes on is put forward by whoever writes
or approves: its views look for either function."""


@pytest.fixture
def app(house: House) -> Flask:
    settings = Settings("test", Path("."), 8000, Path("key"), None, None, None, "00 12 34 56")
    return create_app(settings, house, OIDC)


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def test_every_view_says_who_may_call_it(app: Flask) -> None:
    unmarked = [
        rule.endpoint
        for rule in rules(app)
        if getattr(app.view_functions[rule.endpoint], "permits", None) not in MARKS
    ]
    assert unmarked == []


def test_no_form_of_a_workplace_is_open_to_whoever_is_only_signed_in(app: Flask) -> None:
    """What is done for an organisation takes a function there; the mark also asks which it is for."""
    forms = {
        rule.endpoint
        for rule in rules(app)
        if "POST" in (rule.methods or ())
        and app.view_functions[rule.endpoint].permits == "signed_in"  # type: ignore[attr-defined]
    }
    assert forms == WITHOUT_A_FUNCTION


def test_every_function_of_a_person_opens_something(app: Flask) -> None:
    marks = {getattr(view, "permits", None) for view in app.view_functions.values()}
    assert {each.value for each in Function} - marks == {"read"}, "reading opens others' pages"


def test_only_the_listed_views_are_open_to_all(app: Flask) -> None:
    opened = {
        rule.endpoint
        for rule in rules(app)
        if app.view_functions[rule.endpoint].permits == "everyone"  # type: ignore[attr-defined]
    }
    assert {e for e in opened if not {e, e.partition(".")[0]} & OPEN_TO_ALL} == set()


def test_addresses_are_kebab_case_and_norwegian_letters_are_spelt_out(app: Flask) -> None:
    for rule in rules(app):
        assert re.fullmatch(r"[a-z0-9/.-]*", PLACEHOLDER.sub("", rule.rule)), rule.rule


def test_every_parameter_has_a_type(app: Flask) -> None:
    untyped = [
        rule.rule
        for rule in rules(app)
        for parameter in PLACEHOLDER.findall(rule.rule)
        if ":" not in parameter
    ]
    assert untyped == []


def test_no_address_carries_a_need_a_name_or_a_code(app: Flask) -> None:
    words = {name for rule in rules(app) for name in rule.arguments}
    assert words <= {
        "number",
        "concession_id",
        "admission_id",
        "case_id",
        "draft_id",
        "supplier_id",
        "version",
        "year",
        "page",
        "node_id",
        "which",
        "group",
    }


def test_reading_never_changes_anything(app: Flask) -> None:
    """A view that answers both GET and POST hides which of them writes."""
    for rule in rules(app):
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods in ({"GET"}, {"POST"}), (rule.rule, methods)


def test_an_unknown_address_helps(app: Flask) -> None:
    for prefix, language in (("", "nb"), ("/nn", "nn"), ("/en", "en")):
        answer = app.test_client().get(f"{prefix}/finnes-ikke")
        assert answer.status_code == 404
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize(
    "path", ["/%00", "/kommuner/%F0%9F%92%A9", "/kommuner/' OR 1=1", "/mal/999999999999"]
)
def test_a_hostile_address_is_only_an_unknown_one(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code in (308, 400, 404)


def guarded(app: Flask) -> list[Any]:
    return [r for r in rules(app) if app.view_functions[r.endpoint].permits != "everyone"]  # type: ignore[attr-defined]


def test_nobody_gets_in_without_a_code_or_a_sign_in(app: Flask) -> None:
    client, tried = app.test_client(), 0
    for rule in guarded(app):
        path = re.sub(r"<uuid:[^>]+>", "00000000-0000-0000-0000-000000000001", rule.rule)
        path = re.sub(r"<int:[^>]+>", "1", path)
        path = re.sub(r"<string\(length=9\):[^>]+>", "310000019", path)
        path = PLACEHOLDER.sub("x", path)
        answer = client.open(path, method="GET" if "GET" in (rule.methods or ()) else "POST")
        assert answer.status_code in (303, 404), (rule.rule, answer.status_code)
        if answer.status_code == 303:
            assert "/logg-inn" in answer.location or "/velg" in answer.location
        tried += 1
    assert tried > 20


def test_an_address_that_only_takes_a_form_leads_to_its_page(app: Flask) -> None:
    """Who changes language after a refused form, or asks for the address again, meets no error."""
    for rule in rules(app):
        if (rule.methods or set()) & {"GET"} or rule.rule.startswith("/logg-"):
            continue
        path = re.sub(r"<uuid:[^>]+>", "00000000-0000-0000-0000-000000000001", rule.rule)
        path = path.replace("<fact_set:which>", "lonn").replace("<string(length=4):number>", "3403")
        answer = app.test_client().get("/nn" + PLACEHOLDER.sub("310000019", path))
        others = [r for r in rules(app) if r.rule == rule.rule and "GET" in (r.methods or ())]
        assert others or answer.status_code == 303, (rule.rule, answer.status_code)
        assert others or answer.location.startswith("/nn/")


def test_a_whole_address_follows_the_host_it_was_asked_on(app: Flask) -> None:
    """Addresses in templates are kept; one with a host in it must not go to the next visitor."""
    asked = app.jinja_env.from_string("{{ url_for('citizen.enter_code', _external=True) }}")
    written = []
    for host in ("http://other.example", "http://frittvalg.example"):
        with app.test_request_context("/", base_url=host):
            written.append(asked.render())
    assert written == ["http://other.example/velg", "http://frittvalg.example/velg"]
