"""A supplier asks at a clause, the municipality answers without knowing who, and everybody reads it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import BIDDER, CASE_WORKER_IN_OSLO, follow, press, sign_in

pytestmark = pytest.mark.browser
ASKED = "Gjelder fristen også når den som har BPA, dør?"
ANSWERED = "Nei. Da slutter ordningen samme dag."
CLAUSE = "Oppsigelsesfrist ved bytte"


def test_a_question_finds_its_answer_at_the_clause(visit: Visit) -> None:
    anybody = visit()
    it_asks_from_the_document(visit())
    it_waits_without_words(anybody)
    the_municipality_answers(visit())
    everybody_reads_it(anybody)


def to_the_document(page: Page) -> None:
    page.goto("/konsesjoner")
    page.get_by_role("main").get_by_role("link", name="Oslo", exact=True).first.click()
    page.get_by_role("link", name="Les hele dokumentet").click()


def it_asks_from_the_document(page: Page) -> None:
    """Whoever is not signed in comes back to the clause after signing in."""
    to_the_document(page)
    page.get_by_role("link", name=re.compile(f"^Spør om punktet.*{CLAUSE}$")).click()
    page.locator("main form button").click()
    page.get_by_role("button", name=BIDDER).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spør om konsesjonen i Oslo")
    expect(page.get_by_role("heading", name=CLAUSE)).to_be_visible()
    press(page, "Send spørsmålet")
    typed = page.get_by_label("Hva lurer dere på?")
    expect(typed).to_have_accessible_description(re.compile("Fyll ut dette feltet"))
    typed.fill(ASKED)
    press(page, "Send spørsmålet")
    expect(page.get_by_text(ASKED)).to_be_visible()


def it_waits_without_words(page: Page) -> None:
    to_the_document(page)
    clause = page.locator("article", has=page.get_by_role("heading", name=CLAUSE))
    expect(clause.get_by_text("venter på svar").first).to_be_visible()
    expect(page.get_by_text(ASKED)).to_have_count(0)


def the_municipality_answers(page: Page) -> None:
    sign_in(page, CASE_WORKER_IN_OSLO)
    follow(page, re.compile("^Se og svar"))
    expect(page.get_by_text("Lysning BPA")).to_have_count(0)
    its = page.get_by_role("listitem").filter(has=page.locator("p.said", has_text=ASKED))
    its.get_by_label("Svar", exact=True).fill(ANSWERED)
    its.get_by_role("button", name="Svar så alle ser det").click()
    expect(its.get_by_label("Svar", exact=True)).to_have_value(ANSWERED)
    its.get_by_label(re.compile("^Jeg har lest spørsmålet og svaret")).check()
    its.get_by_role("button", name="Svar så alle ser det").click()
    expect(page.get_by_role("listitem").filter(has_text=ANSWERED)).to_be_visible()


def everybody_reads_it(page: Page) -> None:
    page.reload()
    clause = page.locator("article", has=page.get_by_role("heading", name=CLAUSE))
    expect(clause.get_by_text(ASKED)).to_be_visible()
    expect(clause.get_by_text(ANSWERED)).to_be_visible()
    page.get_by_role("link", name="Spørsmål og svar").click()
    expect(page.get_by_text(ANSWERED)).to_be_visible()
    expect(page.get_by_text("Lysning BPA")).to_have_count(0)
