"""Signing in against the local provider, and the sessions it opens."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg
import pytest
import requests
from flask import Flask, session
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from psycopg_pool import ConnectionPool
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from provider.__main__ import QuietHandler
from provider.app import create_app as create_provider
from provider.client import Client
from provider.people import Person
from provider.protocol import Identity, Server
from web import languages, sessions, signin

SITE = "http://localhost"
USER_ID = UUID("0b8f2a52-5a53-4d4e-9a37-0f2f7f6b1c11")
HIGH, LOW = "idporten-loa-high", "idporten-loa-low"
PEOPLE = {
    row[0]: Person(row[0], row[1], "987464291", "Lyngvik kommune", "Innkjøp", row[2])
    for row in [("known", "Tuva Li", HIGH), ("unknown", "Odin Vik", HIGH), ("low", "Liv Ås", LOW)]
}
# The frame of the pages has tests of its own; here only the words between are looked at.
FRAME = {
    "parts/page.html": "{% block main %}{% endblock %}",
    "parts/form.html": "{% macro tokens() %}[{{ csrf_token() }}]{% endmacro %}",
    "parts/marks.html": "{% macro mark(kind, size) %}{% endmacro %}",
    "errors/403.html": "Dette kan du ikke gjøre her",
}


@pytest.fixture(scope="module")
def provider() -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    addresses = tuple(f"{SITE}{prefix}/logg-inn/svar" for prefix in ("", "/nn", "/en"))
    server = Server(f"http://127.0.0.1:{port}", Client("fv", "s3", addresses, (f"{SITE}/logg-ut",)))
    app = create_provider(server, PEOPLE)
    http = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield server
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def app(database: str, provider: Server) -> Iterator[Flask]:
    app = Flask(__name__, template_folder=Path(signin.__file__).parent / "templates")
    app.config.update(
        OIDC_ISSUER=provider.issuer, OIDC_CLIENT_ID="fv", OIDC_CLIENT_SECRET="s3", TESTING=True
    )
    assert app.jinja_loader is not None
    app.jinja_loader = ChoiceLoader([DictLoader(FRAME), app.jinja_loader])
    languages.install(app)
    sessions.install(app)
    signin.install(app)
    app.add_url_rule("/", "front", lambda: "Åpent for alle")
    app.add_url_rule("/hvem", "who", lambda: getattr(sessions.current_user(), "name", "ingen"))
    app.add_url_rule("/skjema", "form", sessions.csrf_token)
    app.add_url_rule("/husk", "write", lambda: str(session.update(a=1)), methods=["POST"])
    with ConnectionPool(database, min_size=1, max_size=2) as pool:
        app.extensions["pool"] = pool
        with pool.connection() as connection:
            connection.execute(
                "INSERT INTO vault.users (user_id, issuer, subject, name) VALUES (%s, %s, %s, %s)",
                (USER_ID, provider.issuer, "known", "Tuva Li"),
            )
        yield app


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def rows(database: str) -> Iterator[Rows]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield Rows(connection)


class Rows:
    """The table of sessions, seen from outside."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def all(self) -> list[tuple[Any, ...]]:
        return self.connection.execute("SELECT token_hash, data FROM web.sessions").fetchall()

    def age(self, column: str, by: str) -> None:
        change = f"UPDATE web.sessions SET {column} = {column} - interval '{by}'"
        self.connection.execute(change.encode())


def answer_address(browser: FlaskClient, sub: str = "known", onward: str = "") -> str:
    """Start signing in, pick a person at the provider, return where the provider sends us."""
    sent = browser.post("/logg-inn", data={"next": onward, "csrf": browser.get("/skjema").text})
    assert sent.status_code == 303
    picked = requests.post(sent.location, data={"sub": sub}, allow_redirects=False, timeout=5)
    return picked.headers["Location"]


def sign_in(browser: FlaskClient, sub: str = "known", onward: str = "") -> TestResponse:
    return browser.get(answer_address(browser, sub, onward))


def cookie(browser: FlaskClient) -> str:
    found = browser.get_cookie("frittvalg")
    return found.value if found else ""


def who(browser: FlaskClient, token: str = "") -> str:
    if token:
        browser.set_cookie("frittvalg", token)
    return browser.get("/hvem").text


def test_signing_in_and_out_again(browser: FlaskClient, provider: Server, rows: Rows) -> None:
    assert "kommune" in browser.get("/logg-inn").text
    answer = sign_in(browser)
    assert (answer.status_code, answer.location) == (302, "/arbeidsplass")
    assert who(browser) == "Tuva Li"
    assert browser.get("/logg-inn").status_code == 302
    kept = set(rows.all()[0][1])
    assert kept == {"csrf", "user_id", "name", "issuer", "sid", "id_token"}
    used = cookie(browser)
    answer = browser.post("/logg-ut", data={"csrf": browser.get("/skjema").text})
    assert answer.location.startswith(f"{provider.issuer}/end_session?")
    assert rows.all() == [] and cookie(browser) == ""
    back = requests.get(answer.location, allow_redirects=False, timeout=5).headers["Location"]
    assert "Du er logget ut" in browser.get(back).text
    assert who(browser, used) == "ingen"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/konsesjoner?side=2", "/konsesjoner?side=2"),
        ("/nn/arbeidsplass", "/nn/arbeidsplass"),
        ("//other.example/", "/arbeidsplass"),
        ("/\\other.example/", "/arbeidsplass"),
        ("/\t/other.example/", "/arbeidsplass"),
        ("https://other.example/", "/arbeidsplass"),
        ("", "/arbeidsplass"),
    ],
)
def test_afterwards_one_stays_on_this_site(browser: FlaskClient, asked: str, given: str) -> None:
    assert sign_in(browser, onward=asked).location == given


def test_the_language_is_kept(browser: FlaskClient) -> None:
    sent = browser.post("/nn/logg-inn")
    assert parse_qs(urlsplit(sent.location).query)["ui_locales"] == ["nn"]
    picked = requests.post(
        sent.location, data={"sub": "unknown"}, allow_redirects=False, timeout=5
    ).headers["Location"]
    assert "Du har ikkje tilgang enno" in browser.get(picked).text


def test_an_answer_nobody_asked_for_is_refused(app: Flask, browser: FlaskClient) -> None:
    address = answer_address(browser)
    stranger = app.test_client()
    assert stranger.get(address).status_code == 400
    assert browser.get(address.replace("state=", "state=x")).status_code == 400
    assert who(browser) == "ingen"
    assert browser.get(address).status_code == 302
    assert browser.get(address).status_code == 400


@pytest.mark.parametrize("issuer", ["&iss=https%3A%2F%2Fother.example", ""])
def test_an_answer_from_another_provider_is_refused(browser: FlaskClient, issuer: str) -> None:
    address = answer_address(browser).rpartition("&iss=")[0]
    assert browser.get(address + issuer).status_code == 400
    assert who(browser) == "ingen"


def test_a_no_from_the_provider_is_kindly_told(browser: FlaskClient) -> None:
    answer = sign_in(browser, "nobody")
    assert answer.status_code == 400
    assert "Innloggingen ble ikke fullført" in answer.text


def test_a_weak_sign_in_is_not_enough(browser: FlaskClient, rows: Rows) -> None:
    answer = sign_in(browser, "low")
    assert answer.status_code == 403
    assert "sikrere måte" in answer.text
    assert rows.all() == [] and cookie(browser) == ""


def test_somebody_without_a_task_is_told_whom_to_ask_and_is_not_remembered(
    browser: FlaskClient, rows: Rows
) -> None:
    answer = sign_in(browser, "unknown")
    assert answer.status_code == 403
    assert "Du har ikke tilgang ennå" in answer.text
    assert "/arbeidsplass/kode" in answer.text
    known = rows.connection.execute("SELECT name FROM vault.users").fetchall()
    assert known == [("Tuva Li",)]


def resigned(claims: dict[str, Any], key: Any, alg: str = "RS256") -> str:
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, [alg])


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*encoded, b""]).decode()


def broken_token(how: str, claims: dict[str, Any], key: RSAKey) -> str:
    now = int(time.time())
    changes: dict[str, dict[str, Any]] = {
        "issuer": {"iss": "https://other.example"},
        "audience": {"aud": "other"},
        "audience behind azp": {"aud": "other", "azp": "fv"},
        "nonce": {"nonce": "other"},
        "expired": {"exp": now - 600},
        "from the future": {"iat": now + 6000, "exp": now + 9000},
        "access token": {"at_hash": "other"},
    }
    if how in changes:
        return resigned(claims | changes[how], key)
    if how.startswith("no "):
        return resigned({k: v for k, v in claims.items() if k != how.removeprefix("no ")}, key)
    if how == "unsigned":
        return unsigned(claims)
    if how == "signed with the public key":
        public = OctKey.import_key(json.dumps(key.as_dict(private=False)), {"kid": str(key.kid)})
        return resigned(claims, public, "HS256")
    stranger = RSAKey.generate_key(2048, {"kid": str(key.kid) if how == "same name" else "x"})
    return resigned(claims, stranger)


@pytest.mark.parametrize(
    "how",
    ["issuer", "audience", "audience behind azp", "nonce", "expired", "from the future"]
    + ["access token", "no iss", "no aud", "no exp", "no sub", "no nonce", "no iat", "unsigned"]
    + ["signed with the public key", "same name", "unknown key"],
)
def test_a_broken_token_opens_nothing(
    browser: FlaskClient, provider: Server, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    encode = Identity.encode_id_token

    def forged(self: Identity, token: dict[str, Any], request: Any) -> str:
        good = jwt.decode(encode(self, token, request), provider.key, algorithms=["RS256"])
        return broken_token(how, good.claims, provider.key)

    monkeypatch.setattr(Identity, "encode_id_token", forged)
    assert sign_in(browser).status_code == 400
    assert who(browser) == "ingen"


def test_without_the_provider_the_page_says_so(app: Flask, browser: FlaskClient) -> None:
    address = answer_address(browser)
    client = app.extensions["authlib.integrations.flask_client"].workplace
    client.server_metadata["token_endpoint"] = "http://127.0.0.1:9/token"
    answer = browser.get(address)
    assert answer.status_code == 503
    assert "borte en liten stund" in answer.text
    client.server_metadata.clear()
    client._server_metadata_url = "http://127.0.0.1:9/"
    assert browser.post("/logg-inn").status_code == 503


def test_without_the_database_an_error_page_can_still_be_shown(
    app: Flask, browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(browser)
    app.testing = False
    app.extensions["pool"].close()
    assert browser.get("/").status_code == 500
    assert "finalizing failed" not in caplog.text


def test_whoever_only_reads_gets_no_cookie(browser: FlaskClient, rows: Rows) -> None:
    for address in ("/", "/hvem", "/skjema", "/logg-inn", "/logg-ut"):
        assert "Set-Cookie" not in browser.get(address).headers
    assert rows.all() == []


def test_the_cookie_is_well_guarded(browser: FlaskClient, rows: Rows) -> None:
    plain = browser.post("/husk").headers["Set-Cookie"]
    assert plain.startswith("frittvalg=")
    assert plain.endswith("; HttpOnly; Path=/; SameSite=Lax")
    for site in ("https://localhost", "http://frittvalg.example"):
        secure = browser.post("/husk", base_url=site).headers["Set-Cookie"]
        assert secure.startswith("__Host-frittvalg=")
        assert secure.endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")
    assert len(cookie(browser)) == 43
    assert cookie(browser) not in str(rows.all())


def test_the_old_cookie_is_worthless_after_signing_in(browser: FlaskClient) -> None:
    browser.post("/husk")
    before = cookie(browser)
    sign_in(browser)
    assert cookie(browser) != before
    after = cookie(browser)
    assert who(browser, before) == "ingen"
    assert who(browser, after) == "Tuva Li"


@pytest.mark.parametrize(
    ("column", "by", "name"),
    [
        ("seen_at", "29 minutes", "Tuva Li"),
        ("seen_at", "30 minutes", "ingen"),
        ("expires_at", "119 minutes", "Tuva Li"),
        ("expires_at", "120 minutes", "ingen"),
    ],
)
def test_a_session_runs_out(
    browser: FlaskClient, rows: Rows, column: str, by: str, name: str
) -> None:
    sign_in(browser)
    rows.age(column, by)
    assert who(browser) == name
    if column == "seen_at":
        rows.age(column, "29 minutes")
        assert who(browser) == name


def test_what_has_run_out_is_removed_at_the_next_sign_in(
    app: Flask, browser: FlaskClient, rows: Rows
) -> None:
    sign_in(browser)
    rows.age("expires_at", "3 hours")
    sign_in(app.test_client())
    assert len(rows.all()) == 1


def test_the_provider_can_end_a_session(app: Flask, browser: FlaskClient, rows: Rows) -> None:
    sign_in(browser)
    issuer = app.config["OIDC_ISSUER"]
    sid = rows.all()[0][1]["sid"]
    frame = app.test_client()
    frame.get("/logg-inn/avsluttet", query_string={"iss": "https://other.example", "sid": sid})
    frame.get("/logg-inn/avsluttet", query_string={"iss": issuer})
    assert who(browser) == "Tuva Li"
    answer = frame.get("/logg-inn/avsluttet", query_string={"iss": issuer, "sid": sid})
    assert f"frame-ancestors {issuer}" in answer.headers["Content-Security-Policy"]
    assert who(browser) == "ingen"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": SITE}, 200),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_form_comes_from_here(browser: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert browser.post("/husk", headers=headers).status_code == status


def test_a_form_carries_the_word_of_its_session(app: Flask, browser: FlaskClient) -> None:
    sign_in(browser)
    other = app.test_client()
    sign_in(other)
    assert browser.post("/husk").status_code == 403
    assert browser.post("/husk", data={"csrf": "ø"}).status_code == 403
    assert browser.post("/husk", data={"csrf": other.get("/skjema").text}).status_code == 403
    assert browser.post("/husk", data={"csrf": browser.get("/skjema").text}).status_code == 200


def test_going_back_and_trying_again_works(browser: FlaskClient) -> None:
    assert browser.post("/logg-inn", data={"csrf": ""}).status_code == 303
    assert browser.post("/logg-inn", data={"csrf": ""}).status_code == 303
