"""Somebody new comes in with a code; somebody with two places says where; an auditor looks on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser


def test_somebody_new_is_invited_comes_in_and_loses_her_role(visit: Visit) -> None:
    owner, newcomer = visit(), visit(390)
    people.sign_in(owner, people.OWNER_IN_OSLO)
    people.follow(owner, "Folk og roller")
    people.follow(owner, "Inviter en ny")
    owner.get_by_label("Veileder og deler ut koder").check()
    people.press(owner, "Lag koden")
    code = owner.locator(".codes").inner_text()

    people.sign_in(newcomer, people.WITHOUT_A_ROLE)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Du har ikke tilgang ennå")
    people.follow(newcomer, "Skriv koden")
    newcomer.get_by_label("Koden", exact=True).fill(code.lower())
    people.press(newcomer, "Bruk koden")
    people.follow(newcomer, "Koder og valg")
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Koder og valg")

    owner.goto("/arbeidsplass/folk")
    owner.get_by_role("button", name=people.WITHOUT_A_ROLE).click()
    newcomer.reload()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Dette kan du ikke gjøre her")


def test_who_works_in_two_places_says_where_and_sees_it_at_the_top(visit: Visit) -> None:
    page = visit()
    people.sign_in(page, people.IN_TWO_PLACES)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvor vil du arbeide?")
    page.get_by_role("button", name="Tromsø").click()
    expect(page.locator(".head > .small")).to_contain_text("Tromsø, gjennom Havfjell")
    people.follow(page, "Oppfølging")
    people.follow(page, "Bytt arbeidsplass")
    page.get_by_role("button", name="Bodø").click()
    expect(page.locator(".head > .small")).to_contain_text("Bodø, gjennom Havfjell")


def test_an_auditor_looks_into_a_municipality_and_can_change_nothing(visit: Visit) -> None:
    page = visit()
    people.sign_in(page, people.AUDITOR)
    people.follow(page, "Arbeidsplasser")
    page.get_by_role("row", name=re.compile("^Oslo Kommune")).get_by_role("button").click()
    expect(page.get_by_text("Du ser på. Du kan ikke endre noe her.")).to_be_visible()
    people.follow(page, "Søknader")
    expect(page.get_by_role("heading", level=1)).to_have_text("Søknader")
    assert page.get_by_role("main").get_by_role("button").count() == 0
    page.goto("/for-kommuner/koder")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dette kan du ikke gjøre her")
