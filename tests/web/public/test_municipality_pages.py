"""One municipality: what choice there is, and what to do where there is none."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.public.conftest import ALTA, BEFORE, HAMAR, LUND, OSLO_CITY, REASON, RINGSAKER

NOT_REGISTERED = "4601"


def test_terms_are_said_in_words(client: FlaskClient) -> None:
    page = client.get(f"/kommuner/{HAMAR}").text
    for said in (
        "Her kan du velge mellom 3 private leverandører. Én av dem tar imot nye nå.",
        "Du kan også velge kommunens egen BPA.",
        "30 dager fra kommunen sendte vedtaket",
        "Si fra 3 måneder før. Fristen regnes fra dagen du sier fra.",
        "482 kr i timen",
        "Alle som fyller kravene",
    ):
        assert said.replace("482 kr", "482\N{NO-BREAK SPACE}kr") in page


def test_a_cap_stands_with_its_reason_and_an_empty_choice_is_said(client: FlaskClient) -> None:
    page = client.get(f"/kommuner/{RINGSAKER}").text
    assert "ingen privat leverandør er med ennå" in page
    assert "Høyst 2 leverandører" in page
    assert REASON in page


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (LUND, "Kommunen sier at den ikke tilbyr BPA. Du kan likevel ha rett til det."),
        (OSLO_CITY, "Slik virker enkeltkjøp"),
        (ALTA, "Slik er det å være arbeidsgiver selv"),
        (NOT_REGISTERED, "Kommunen har ikke sagt hva den tilbyr"),
    ],
)
def test_where_nobody_can_be_chosen_the_right_is_explained(
    client: FlaskClient, number: str, said: str
) -> None:
    page = client.get(f"/kommuner/{number}").text
    for words in (said, "§ 2-1 d", "§ 3-8", "fire uker", "Statsforvalteren", "brukerombudet"):
        assert words in page


def test_before_the_concession_there_was_no_choice(client: FlaskClient) -> None:
    page = client.get(f"/kommuner/{HAMAR}?dato={BEFORE}").text
    assert "Slik var det 1. mars 2025." in page
    assert "Her kan du ikke velge leverandør. Kommunen gir BPA selv." in page
    assert f'href="/kommuner/{HAMAR}"' in page, "the way back to today"


@pytest.mark.parametrize("day", ["i-dag", "2025-3-1", "20250301", "2999-01-01", "2025-02-30"])
@pytest.mark.parametrize("page", ["/", "/kommuner", f"/kommuner/{HAMAR}", "/mal"])
def test_a_day_that_cannot_be_shown_is_a_missing_page(
    client: FlaskClient, page: str, day: str
) -> None:
    assert client.get(page, query_string={"dato": day}).status_code == 404


def test_the_table_says_the_same_as_the_map_and_can_be_narrowed(client: FlaskClient) -> None:
    page = client.get("/kommuner").text
    assert page.count('<th scope="row">') == 357
    only = client.get("/kommuner?valg=none").text
    assert only.count('<th scope="row">') == 1
    assert "Lund" in only
    assert client.get("/kommuner?valg=tull").text.count('<th scope="row">') == 357


def test_statistics_count_municipalities_and_concessions(client: FlaskClient) -> None:
    page = client.get("/statistikk").text
    assert "Hele landet" in page
    assert "Ingen øvre grense" in page
    assert client.get(f"/statistikk?dato={BEFORE}").status_code == 200
