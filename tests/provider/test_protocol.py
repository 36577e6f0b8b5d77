"""The provider keeps to the protocol, also when the client does not."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

from provider.__main__ import main
from provider.app import create_app
from provider.client import Client
from provider.people import Person
from provider.protocol import Server

ISSUER = "http://127.0.0.1:9500"
BACK = "http://127.0.0.1:5000/logg-inn/svar"
OUT = "http://127.0.0.1:5000/logg-ut"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
PEOPLE = {
    "p1": Person("p1", "Tuva Li", "987464291", "Lyngvik kommune", "Innkjøp", "idporten-loa-high")
}
REQUEST = {
    "response_type": "code",
    "client_id": "frittvalg",
    "redirect_uri": BACK,
    "scope": "openid profile",
    "state": "s1",
    "nonce": "n1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


class Clock:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Server:
    return Server(ISSUER, Client("frittvalg", "secret", (BACK,), (OUT,)), clock)


@pytest.fixture
def browser(server: Server) -> FlaskClient:
    return create_app(server, PEOPLE).test_client()


def ask(browser: FlaskClient, **changed: str | None) -> TestResponse:
    asked = {name: value for name, value in (REQUEST | changed).items() if value is not None}
    return browser.get("/authorize", base_url=ISSUER, query_string=asked)


def pick(browser: FlaskClient, sub: str = "p1", **changed: str) -> dict[str, str]:
    answer = browser.post(
        "/authorize", base_url=ISSUER, query_string=REQUEST | changed, data={"sub": sub}
    )
    assert answer.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}


def redeem(browser: FlaskClient, code: str, **changed: str) -> TestResponse:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        "client_id": "frittvalg",
        "client_secret": "secret",
    }
    return browser.post("/token", base_url=ISSUER, data=form | changed)


def read(server: Server, answer: TestResponse) -> dict[str, Any]:
    keys = KeySet.import_key_set(server.public_keys())  # type: ignore[arg-type]
    return jwt.decode(answer.json["id_token"], keys, algorithms=["RS256"]).claims  # type: ignore[index]


def test_the_picker_lists_people_by_organisation_and_says_they_are_invented(
    browser: FlaskClient,
) -> None:
    page = ask(browser).text
    assert "Oppdiktede personer – bare for prøving" in page
    assert page.index("Lyngvik kommune") < page.index("Tuva Li")
    assert "Invented people" in ask(browser, ui_locales="en").text


def test_whoever_is_picked_comes_back_in_a_signed_token(
    browser: FlaskClient, server: Server, clock: Clock
) -> None:
    sent = pick(browser)
    assert (sent["state"], sent["iss"]) == ("s1", ISSUER)
    claims = read(server, redeem(browser, sent["code"]))
    party = claims["authorization_details"][0]["authorized_parties"][0]
    assert party["orgno"] == {"authority": "iso6523-actorid-upis", "ID": "0192:987464291"}
    assert party["name"] == "Lyngvik kommune"
    assert (claims["iss"], claims["aud"], claims["sub"]) == (ISSUER, "frittvalg", "p1")
    assert (claims["nonce"], claims["acr"]) == ("n1", "idporten-loa-high")
    assert claims["exp"] == clock.now + 120
    assert claims["sid"] != read(server, redeem(browser, pick(browser)["code"]))["sid"]


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": "short"},
        {"nonce": None},
        {"response_type": "token"},
        {"prompt": "none"},
    ],
)
def test_a_request_that_is_not_safe_is_sent_back_with_an_error(
    browser: FlaskClient, changed: dict[str, str | None]
) -> None:
    answer = ask(browser, **changed)
    assert answer.status_code == 302
    assert answer.location.startswith(BACK)
    sent = parse_qs(urlsplit(answer.location).query)
    assert "error" in sent and "code" not in sent
    assert (sent["state"], sent["iss"]) == (["s1"], [ISSUER])


@pytest.mark.parametrize("address", [f"{BACK}/", f"{BACK}?a=1", "https://other.example/", None])
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    browser: FlaskClient, address: str | None
) -> None:
    answer = ask(browser, redirect_uri=address)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_an_unknown_client_is_refused(browser: FlaskClient) -> None:
    assert ask(browser, client_id="other").json["error"] == "invalid_client"  # type: ignore[index]


def test_an_unknown_person_cannot_be_picked(browser: FlaskClient) -> None:
    assert pick(browser, sub="nobody")["error"] == "access_denied"


def test_a_code_works_once(browser: FlaskClient) -> None:
    code = pick(browser)["code"]
    assert redeem(browser, code).status_code == 200
    assert redeem(browser, code).json["error"] == "invalid_grant"  # type: ignore[index]


def test_a_wrong_verifier_spends_the_code(browser: FlaskClient) -> None:
    code = pick(browser)["code"]
    assert redeem(browser, code, code_verifier="w" * 43).json["error"] == "invalid_grant"  # type: ignore[index]
    assert redeem(browser, code).json["error"] == "invalid_grant"  # type: ignore[index]


def test_a_code_without_verifier_is_refused(browser: FlaskClient) -> None:
    answer = redeem(browser, pick(browser)["code"], code_verifier="")
    assert answer.json["error"] == "invalid_request"  # type: ignore[index]


def test_a_code_lives_for_a_minute(browser: FlaskClient, clock: Clock) -> None:
    young, old = pick(browser)["code"], pick(browser)["code"]
    clock.now += 60
    assert redeem(browser, young).status_code == 200
    clock.now += 1
    assert redeem(browser, old).json["error"] == "invalid_grant"  # type: ignore[index]


@pytest.mark.parametrize("changed", [{"client_secret": "wrong"}, {"client_id": "other"}])
def test_a_client_that_cannot_prove_itself_is_refused(
    browser: FlaskClient, changed: dict[str, str]
) -> None:
    code = pick(browser)["code"]
    answer = redeem(browser, code, **changed)
    assert answer.json["error"] == "invalid_client"  # type: ignore[index]
    assert redeem(browser, code).status_code == 200


def test_the_code_belongs_to_the_address_it_was_sent_to(browser: FlaskClient) -> None:
    answer = redeem(browser, pick(browser)["code"], redirect_uri=OUT)
    assert answer.json["error"] == "invalid_grant"  # type: ignore[index]


def test_signing_out_goes_back_only_to_a_registered_address(browser: FlaskClient) -> None:
    token = redeem(browser, pick(browser)["code"]).json["id_token"]  # type: ignore[index]
    asked = {"id_token_hint": token, "post_logout_redirect_uri": OUT, "state": "s2"}
    back = browser.get("/end_session", base_url=ISSUER, query_string=asked)
    assert back.location == f"{OUT}?state=s2"
    asked["post_logout_redirect_uri"] = "https://other.example/"
    stays = browser.get("/end_session", base_url=ISSUER, query_string=asked)
    assert stays.status_code == 200
    assert "Du er logget ut" in stays.text
    asked["id_token_hint"] = token[:-8] + "AAAAAAAA"
    assert browser.get("/end_session", base_url=ISSUER, query_string=asked).status_code == 400


def test_private_keys_stay_inside(browser: FlaskClient) -> None:
    metadata = browser.get("/.well-known/openid-configuration", base_url=ISSUER).json
    keys = browser.get("/jwks", base_url=ISSUER).json
    assert metadata["code_challenge_methods_supported"] == ["S256"]  # type: ignore[index]
    assert set(keys["keys"][0]) == {"kty", "n", "e", "use", "alg", "kid"}  # type: ignore[index]


@pytest.mark.parametrize("mode", ["production", "", None])
def test_it_starts_in_demo_and_test_only(monkeypatch: pytest.MonkeyPatch, mode: str | None) -> None:
    if mode is None:
        monkeypatch.delenv("FRITTVALG_MODE", raising=False)
    else:
        monkeypatch.setenv("FRITTVALG_MODE", mode)
    with pytest.raises(SystemExit, match="without a password"):
        main([])
