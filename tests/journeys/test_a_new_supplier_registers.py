"""A firm that nobody knows registers once, and applies in two towns at the same time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import ADMITTER_IN_OSLO, NEWCOMER, follow, press, sign_in

pytestmark = pytest.mark.browser
FIRM, NUMBER, TOWNS = "Myrtusen Assistanse AS", "390000014", ["Oslo", "Tromsø"]
WORDS = "Vi er tre som har vært assistenter selv. Du styrer, vi fører lønn."
WAGES = {
    "Timelønn for en ny assistent": "231,50",
    "Tillegg kveld og natt": "40",
    "Tillegg lørdag og søndag": "60",
    "Tillegg på helligdager": "100",
    "Tillegg for kompetanse": "0",
    "Pensjon til assistentene": "5,5",
}
SUPPORT = {
    "Opplæring for deg som leder": "12",
    "Vikar når en assistent er syk": "4",
    "Assistenter som slutter i løpet av et år": "15",
}


def test_a_new_firm_registers_and_applies_to_two_at_once(visit: Visit) -> None:
    """Everything is said once for the whole country and never sent again."""
    page = visit()
    sign_in(page, NEWCOMER)
    it_registers(page)
    it_fills_in_its_facts(page)
    it_applies_to_two(page)
    the_municipality_reads_what_it_said(visit())
    it_stands_in_the_public_list(visit())


def it_registers(page: Page) -> None:
    """The number comes from the sign-in; what is missing is said, and what is typed is kept."""
    follow(page, "Registrer: Registrer firmaet")
    expect(page.get_by_text(f"Organisasjonsnummer {NUMBER}").last).to_be_visible()
    page.get_by_label("Hvem dere er, med egne ord").fill(WORDS)
    press(page, "Registrer")
    name = page.get_by_label("Hva firmaet heter")
    expect(name).to_have_accessible_description(re.compile("Fyll ut dette feltet"))
    expect(page.get_by_label("Hvem dere er, med egne ord")).to_have_value(WORDS)
    name.fill(FIRM)
    page.get_by_label("Privat selskap").check()
    press(page, "Registrer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Opplysninger")
    expect(page.get_by_text(WORDS)).to_be_visible()


def it_fills_in_its_facts(page: Page) -> None:
    """Each set is one page, and each field is called what the comparison calls it."""
    follow(page, re.compile("^Fyll ut.*Lønn og tillegg$"))
    fill(page, WAGES, first_of=["Lønnsstige med ansiennitet"])
    follow(page, re.compile("^Fyll ut.*Penger til drift$"))
    fill(
        page,
        {"Penger du bestemmer over": "24000"},
        first_of=["Kan brukes til", "Det du ikke bruker"],
    )
    follow(page, re.compile("^Fyll ut.*Støtte, vikarer og frihet$"))
    page.get_by_role("checkbox", name="Norsk", exact=True).or_(
        page.get_by_label("Bokmål")
    ).first.check()
    fill(
        page,
        SUPPORT,
        first_of=["Hvem du snakker med", "Når du kan ringe", "Ansette og lage vaktplan"],
    )
    expect(page.get_by_text(re.compile("^bekreftet "))).to_have_count(3)
    expect(page.get_by_role("main")).to_contain_text("231,50")


def fill(page: Page, typed: dict[str, str], first_of: list[str]) -> None:
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    for legend in first_of:
        page.get_by_role("group", name=legend).get_by_role("radio").or_(
            page.get_by_role("group", name=legend).get_by_role("checkbox")
        ).first.check()
    press(page, "Bekreft at dette stemmer i dag")
    expect(page.get_by_role("heading", level=1)).to_have_text("Opplysninger")


def it_applies_to_two(page: Page) -> None:
    follow(page, "Søk om opptak")
    press(page, "Søk på de du har krysset av")
    expect(page.get_by_role("alert")).to_contain_text("Kryss av for minst én konsesjon.")
    for town in TOWNS:
        page.get_by_role("checkbox", name=town, exact=True).check()
    press(page, "Søk på de du har krysset av")
    expect(page.get_by_role("heading", level=1)).to_have_text("Søknaden er sendt")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_text(TOWNS)


def the_municipality_reads_what_it_said(page: Page) -> None:
    sign_in(page, ADMITTER_IN_OSLO)
    follow(page, f"Se på søknaden: Avgjør søknaden fra {FIRM}")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("231,50")


def it_stands_in_the_public_list(page: Page) -> None:
    page.goto(f"/leverandorer/{NUMBER}")
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRM)
    expect(page.get_by_text(WORDS)).to_be_visible()
