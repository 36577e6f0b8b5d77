"""What every answer and every static file tells the browser."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest
from flask import Flask, Response, g, session
from flask.testing import FlaskClient

from web import headers, languages, static_files


def make_client(**config: object) -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY="for tests", **config)
    headers.install(app)
    languages.install(app)
    static_files.install(app)
    app.add_url_rule("/", "front", lambda: "å", methods=["GET", "POST"])
    app.add_url_rule("/velg", "choose", lambda: "code")
    app.add_url_rule("/velgere", "voters", lambda: "public")
    app.add_url_rule("/own", "own", lambda: Response("own", headers={"Cache-Control": "no-cache"}))

    @app.get("/private")
    def private() -> str:
        g.private = True
        return "mine"

    @app.get("/signed-in")
    def signed_in() -> str:
        session["user_id"] = "1"
        return "workplace"

    return app.test_client()


@pytest.fixture
def client() -> FlaskClient:
    return make_client()


@pytest.mark.parametrize("address", ["/", "/nn/", "/missing", "/private"])
def test_every_answer_is_guarded(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "script" not in policy and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Strict-Transport-Security"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize("address", ["/velg", "/nn/velg", "/private", "/signed-in"])
def test_what_concerns_one_person_is_never_kept(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_answers_to_posts_and_refusals_are_never_kept(client: FlaskClient) -> None:
    assert client.post("/").headers["Cache-Control"] == "no-store"
    assert client.post("/velg").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/velgere", "/missing"])
def test_public_pages_may_be_kept_for_a_minute(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in answer.headers["Vary"]


def test_a_view_may_say_something_stricter(client: FlaskClient) -> None:
    assert client.get("/own").headers["Cache-Control"] == "no-cache"


def test_forms_may_end_at_the_sign_in_provider_only_when_there_is_one(client: FlaskClient) -> None:
    assert "form-action 'self';" in client.get("/").headers["Content-Security-Policy"]
    other = make_client(OIDC_ISSUER="https://login.example.org/tenant")
    policy = other.get("/").headers["Content-Security-Policy"]
    assert "form-action 'self' https://login.example.org;" in policy


def test_the_provider_may_have_its_pages_on_another_host() -> None:
    client = make_client(
        OIDC_ISSUER="https://example.org", OIDC_LOGIN_ORIGIN="https://login.example.org"
    )
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "form-action 'self' https://login.example.org;" in policy


def test_only_the_demo_asks_not_to_be_found(client: FlaskClient) -> None:
    assert "X-Robots-Tag" not in client.get("/").headers
    assert make_client(DEMO=True).get("/").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(("name", "address"), static_files.addresses().items())
def test_static_files_are_kept_for_ever_and_shared_with_nobody(
    client: FlaskClient, name: str, address: str
) -> None:
    with client.get(address) as answer:
        assert answer.data == (static_files.FOLDER / name).read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get(f"/nn{address}").status_code == 404


def test_style_sheets_name_only_files_of_our_own() -> None:
    known = static_files.addresses()
    for path in static_files.FOLDER.glob("*.css"):
        named = re.findall(r"url\(([^)\"']+)\)", path.read_text())
        assert {name for name in named if not name.startswith("data:")} <= set(known)


def test_compressed_copies_and_vendored_parts_are_as_recorded() -> None:
    for path in static_files.FOLDER.glob("*.gz"):
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
    record = (static_files.FOLDER / "VENDOR.md").read_text()
    for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", record, re.MULTILINE):
        assert hashlib.sha256((static_files.FOLDER / name).read_bytes()).hexdigest() == digest
