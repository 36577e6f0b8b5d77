"""Where nobody has said what there is, it is unknown, in every language: never the same as none."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from registry.application import municipalities
from registry.application.desk import Command
from registry.domain.organisation import Function
from registry.domain.values import ChoiceKind
from tests.web.public.conftest import ALTA, BEFORE, HAMAR, LUND
from tests.web.workplaces import RINGSAKER, Town

SILENT = "4601"
UNKNOWN = {"": "Ukjent", "/nn": "Ukjent", "/en": "Unknown"}
NONE = {"": "Tilbyr ikke BPA", "/nn": "Tilbyr ikkje BPA", "/en": "Does not offer BPA"}


@pytest.mark.parametrize("language", UNKNOWN)
def test_a_municipality_that_has_said_nothing_is_unknown_on_its_page(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"{language}/kommuner/{SILENT}").text
    assert UNKNOWN[language] in page
    assert NONE[language] not in page
    none = client.get(f"{language}/kommuner/{LUND}").text
    assert NONE[language] in none


@pytest.mark.parametrize("language", UNKNOWN)
def test_it_is_unknown_on_the_map(client: FlaskClient, language: str) -> None:
    page = client.get(f"{language}/").text
    title = re.search(rf"/kommuner/{SILENT}\"[^>]*><title>([^<]*)</title>", page)
    assert title
    assert title[1].endswith(UNKNOWN[language].lower())
    assert f'href="{language}/kommuner/{SILENT}" tabindex="-1"' in page
    assert "#t-unknown" in page[page.index(title[0]) :][:300]


@pytest.mark.parametrize("language", UNKNOWN)
def test_it_is_unknown_in_the_table_with_no_number_of_suppliers(town: Town, language: str) -> None:
    """One that is in the registry and has said nothing, beside one that says it offers nothing."""
    municipalities.state_choice(town.house.registrar, town.command(), RINGSAKER, ChoiceKind.NONE)
    town.projections.catch_up()
    page = town.app.test_client().get(f"{language}/kommuner").text
    silent, none = (
        page[page.index(f"{language}/kommuner/{number}") :].split("</tr>")[0]
        for number in (HAMAR, RINGSAKER)
    )
    assert UNKNOWN[language] in silent
    assert not re.search(r">\s*0\s*<", silent), "not known is not zero"
    assert NONE[language] in none


@pytest.mark.parametrize("language", UNKNOWN)
@pytest.mark.parametrize("page", ["leverandorer", "sammenlign"])
def test_who_can_be_chosen_is_unknown_and_not_nobody(
    client: FlaskClient, language: str, page: str
) -> None:
    said = {"": "er ukjent", "/nn": "er ukjent", "/en": "is not known"}[language]
    assert said in client.get(f"{language}/kommuner/{SILENT}/{page}").text
    assert said not in client.get(f"{language}/kommuner/{LUND}/{page}").text


def test_on_a_day_before_it_was_said_it_was_unknown(town: Town) -> None:
    municipalities.state_choice(town.house.registrar, town.command(), HAMAR, ChoiceKind.OWN_ONLY)
    town.projections.catch_up()
    client = town.app.test_client()
    assert "Gir BPA selv" not in client.get(f"/kommuner/{HAMAR}?dato={BEFORE}").text
    assert "Kommunen gir BPA selv." in client.get(f"/kommuner/{HAMAR}").text


def test_the_page_says_who_stated_it_and_when(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    drafter.post("/for-kommuner/tilbud", kind="own_employer")
    page = drafter.get(f"/kommuner/{HAMAR}").text
    today = date.today()
    assert re.search(rf"Oppgitt av Hamar kommune {today.day}\. \w+ {today.year}\.", page)
    assert re.search(
        rf"Stated by Hamar municipality on {today.day} \w+ {today.year}\.",
        drafter.get(f"/en/kommuner/{HAMAR}").text,
    )


def test_what_another_stated_for_the_municipality_is_not_said_to_be_its_own_word(
    town: Town,
) -> None:
    elsewhere = Command(uuid4(), uuid4(), on_behalf_of=uuid4())
    municipalities.state_choice(
        town.house.registrar, elsewhere, RINGSAKER, ChoiceKind.SINGLE_PURCHASE
    )
    town.projections.catch_up()
    page = town.app.test_client().get(f"/kommuner/{RINGSAKER}").text
    assert "Oppgitt på vegne av kommunen" in page
    assert "Oppgitt av Ringsaker" not in page


def test_nobody_is_named_where_nothing_is_stated(client: FlaskClient) -> None:
    assert "Oppgitt" not in client.get(f"/kommuner/{SILENT}").text
    assert "Oppgitt på vegne av kommunen 10. januar 2024." in client.get(f"/kommuner/{ALTA}").text
