"""Anybody can keep today's fingerprint of the log and hold the registry to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask.testing import FlaskClient

from registry.house import House
from registry.store import chain
from registry.store.chain import make_head, seal
from registry.store.heads import Head
from registry.vault import MasterKey
from tests.conftest import KEY, Database
from tests.story import Story, open_case, tell
from tests.web.public.conftest import Market

SIGNER = KEY.signing_key()
FIRST = date(2024, 1, 1)
DAYS = 70


@pytest.fixture
def story(house: House) -> Story:
    return tell(house.registrar)


@pytest.fixture
def sealer(fresh: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def heads(sealer: psycopg.Connection, story: Story, monkeypatch: pytest.MonkeyPatch) -> list[Head]:
    """A head of each log on every day since the first; of the registry log, the newest first.

    One public act a day; in the case log all is still.
    """
    days = [FIRST + timedelta(days) for days in range(DAYS)]
    seal(sealer, "case")
    for day in days:
        make_head(sealer, "case", day, SIGNER)
    monkeypatch.setattr(chain, "BATCH", 1)
    made = []
    for day in days:
        assert chain._seal_batch(sealer, "registry") == 1
        made.append(make_head(sealer, "registry", day, SIGNER))
    return made[::-1]


@pytest.fixture
def visitor(house: House, fresh: Database, projections: object) -> FlaskClient:
    return Market(house, projections).client()  # type: ignore[arg-type]


def in_groups(fingerprint: str) -> str:
    return re.sub(r"(....)(....)(....)(....).*", r"\1 \2 \3 \4", fingerprint)


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_the_newest_fingerprint_stands_first_short_and_whole(
    visitor: FlaskClient, heads: list[Head], prefix: str
) -> None:
    page = visitor.get(f"{prefix}/logg").text
    whole = heads[0].hash.hex()
    assert f'<p class="codes">{in_groups(whole)}</p>' in page
    assert f"<code>{whole}</code>" in page
    assert page.count("<li>") > 3


def test_the_last_sixty_days_are_listed_and_each_leads_to_its_own_day(
    visitor: FlaskClient, heads: list[Head]
) -> None:
    page = visitor.get("/logg").text
    linked = re.findall(r'href="/logg\?dato=([\d-]+)"', page)
    assert linked == [head.day.isoformat() for head in heads[1:60]]
    then = visitor.get(f"/logg?dato={heads[65].day}").text
    assert f"<code>{heads[65].hash.hex()}</code>" in then
    assert heads[64].hash.hex() not in then
    known_then = visitor.get(f"/logg/hoder.json?dato={heads[65].day}").json["heads"]
    assert {head["day"] for head in known_then} == {head.day.isoformat() for head in heads[65:]}


def test_before_the_first_one_the_page_says_that_there_is_none(visitor: FlaskClient) -> None:
    page = visitor.get("/logg").text
    assert "Det er ikke laget noe fingeravtrykk ennå." in page
    assert visitor.get("/logg/hoder.json").json["heads"] == []


def test_anybody_can_check_every_signature(visitor: FlaskClient, heads: list[Head]) -> None:
    key = load_pem_public_key(visitor.get("/logg/nokkel.pem").data)
    assert isinstance(key, Ed25519PublicKey)
    answer = visitor.get("/logg/hoder.json")
    assert answer.json["key"] == visitor.get("/logg/nokkel.pem").text
    shown = answer.json["heads"]
    assert len(shown) == 2 * DAYS
    for head in shown:
        key.verify(bytes.fromhex(head["signature"]), head["signed"].encode())
    newest = next(head for head in shown if head["log"] == "registry")
    assert newest["hash"] == heads[0].hash.hex()
    assert newest["position"] == heads[0].position


def test_nothing_of_the_case_log_is_shown_but_what_says_nothing(
    visitor: FlaskClient, heads: list[Head], sealer: psycopg.Connection
) -> None:
    rows = sealer.execute(
        "SELECT encode(hash, 'hex'), encode(blinding, 'hex') FROM engine.heads WHERE log = 'case'"
    ).fetchall()
    answer = visitor.get("/logg/hoder.json")
    of_cases = [head for head in answer.json["heads"] if head["log"] == "case"]
    assert {frozenset(head) for head in of_cases} == {
        frozenset({"log", "day", "hash", "signed", "signature"})
    }
    assert len({head["hash"] for head in of_cases}) == DAYS, "each day another, though all is still"
    for everything in (answer.text, visitor.get("/logg").text):
        assert not [secret for row in rows for secret in row if secret in everything]


def test_a_case_changes_nothing_that_is_shown(
    visitor: FlaskClient, heads: list[Head], sealer: psycopg.Connection, house: House, story: Story
) -> None:
    addresses = ["/logg", "/logg/hoder.json", "/logg/nokkel.pem"]
    before = [visitor.get(address).data for address in addresses]
    open_case(house.registrar, story)
    seal(sealer, "case")
    make_head(sealer, "case", FIRST + timedelta(DAYS - 1), SIGNER)
    assert [visitor.get(address).data for address in addresses] == before


@pytest.mark.parametrize("address", ["/logg/hoder.json", "/logg/nokkel.pem"])
def test_a_program_that_asks_again_is_told_when_nothing_is_new(
    visitor: FlaskClient, heads: list[Head], address: str
) -> None:
    first = visitor.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_footer_leads_there(visitor: FlaskClient) -> None:
    assert 'href="/nn/logg"' in visitor.get("/nn/om/data").text


def test_each_registry_has_a_key_of_its_own_and_keeps_it() -> None:
    mine, same, other = (
        MasterKey(secret).signing_key().public_key().public_bytes_raw()
        for secret in (b"mine", b"mine", b"other")
    )
    assert mine == same != other
