"""What was published on a day can be asked for ever after."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.people import follow

pytestmark = pytest.mark.browser
BEFORE, PUBLISHED = "2024-05-12", "2024-05-13"
"""Oslo's concession in the invented nation was published on the second of these days."""


def test_a_town_the_day_before_and_the_day_after(visit: Visit) -> None:
    """The page says which day it shows, and the way back to today is one link."""
    page = visit()
    page.goto(f"/kommuner/0301?dato={BEFORE}")
    expect(page.get_by_text("Slik var det 12. mai 2024.")).to_be_visible()
    expect(page.get_by_role("link", name="Se hele konsesjonen")).to_have_count(0)
    page.goto(f"/kommuner/0301?dato={PUBLISHED}")
    expect(page.get_by_role("link", name="Se hele konsesjonen")).to_be_visible()
    page.get_by_role("link", name="Vis slik det er i dag").click()
    expect(page.get_by_text("Slik var det")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Her kan du velge mellom")


def test_one_stays_on_the_day_from_page_to_page(visit: Visit) -> None:
    """Nothing can be chosen on a day that has passed."""
    page = visit(390)
    page.goto("/kommuner/0301?dato=2025-03-01")
    follow(page, "Se hvem du kan velge")
    expect(page.get_by_text("Slik var det 1. mars 2025.")).to_be_visible()
    for box in page.locator("main .picks input[type=checkbox]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Sammenlign dem du har valgt").click()
    expect(page.get_by_text("Slik var det 1. mars 2025.")).to_be_visible()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    expect(page.get_by_role("main").get_by_role("link", name="Velg ")).to_have_count(0)


def test_the_template_before_there_was_one(visit: Visit) -> None:
    page = visit()
    page.goto("/mal?dato=2024-01-01")
    expect(page.get_by_text("Ingen mal var kunngjort denne dagen.")).to_be_visible()
    page.goto("/mal?dato=2024-01-02")
    expect(page.get_by_text("Versjon 1, kunngjort")).to_be_visible()


@pytest.mark.parametrize("day", ["2999-01-01", "2024-13-01", "i-gar", "20240513"])
def test_a_day_that_cannot_be_shown_is_a_missing_page(visit: Visit, day: str) -> None:
    answer = visit().goto(f"/kommuner/0301?dato={day}")
    assert answer is not None
    assert answer.status == 404
