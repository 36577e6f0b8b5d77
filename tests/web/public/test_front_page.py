"""The front page: one hit leads to the municipality, several are asked about, none is said so."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.public.conftest import BEFORE, HAMAR


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Hamar", "3403"),
        ("hamar kommune", "3403"),
        ("  HAMAR ", "3403"),
        ("3403", "3403"),
        ("tromso", "5501"),
        ("Kautokeino", "5612"),
        ("Guovdageaidnu", "5612"),
        ("ås", "3218"),
    ],
)
def test_one_hit_leads_to_the_municipality(client: FlaskClient, typed: str, number: str) -> None:
    answer = client.get("/", query_string={"kommune": typed})
    assert (answer.status_code, answer.location) == (303, f"/kommuner/{number}")


@pytest.mark.parametrize("twice", ["Herøy", "Våler"])
def test_a_name_that_two_have_shows_both_with_their_county(client: FlaskClient, twice: str) -> None:
    page = client.get("/", query_string={"kommune": twice}).text
    hits = page[page.index('class="hits"') : page.index('class="ways"')]
    assert hits.count("<li>") == 2
    assert page.count('class="ring"') == 2


def test_nothing_found_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = client.get("/", query_string={"kommune": 'Ingen <b>"sted"'})
    assert answer.status_code == 200
    assert "Vi fant ingen kommune" in answer.text
    assert 'value="Ingen &lt;b&gt;&#34;sted&#34;"' in answer.text


def test_too_many_hits_are_not_listed(client: FlaskClient) -> None:
    page = client.get("/", query_string={"kommune": "a"}).text
    assert "Mange kommuner passer" in page
    assert 'class="ring"' not in page


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_the_map_has_one_tile_for_each_municipality(client: FlaskClient, prefix: str) -> None:
    page = client.get(f"{prefix}/").text
    tiles = page[page.index('class="map"') : page.index("</svg>", page.index('class="map"'))]
    assert tiles.count("<a ") == tiles.count('tabindex="-1"') == 357
    assert f'href="{prefix}/kommuner/{HAMAR}"' in tiles


def test_the_map_shows_the_day_that_is_asked_about(client: FlaskClient) -> None:
    assert "<title>Hamar: fritt valg</title>" in client.get("/").text
    then = client.get(f"/?dato={BEFORE}").text
    assert "<title>Hamar: bare kommunen</title>" in then
    assert f"/kommuner/{HAMAR}?dato={BEFORE}" in then


def test_search_keeps_the_day(client: FlaskClient) -> None:
    answer = client.get(f"/?kommune=Hamar&dato={BEFORE}")
    assert answer.location == f"/kommuner/{HAMAR}?dato={BEFORE}"
