"""A chapter in a real browser: whatever happens on the way, it says so and loses nothing typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.people import DRAFTER_IN_HAMAR, press, sign_in
from tests.live import Site

pytestmark = pytest.mark.browser
NOTICE, SAVE = "#bpa-switch-notice", "Lagre og gå til hele utkastet"


@pytest.fixture
def chapter(site: Site, chromium: Browser) -> Iterator[Page]:
    """A chapter of a new draft, open in a browser."""
    context = chromium.new_context(base_url=site.base)
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, DRAFTER_IN_HAMAR)
    page.goto("/for-kommuner/konsesjoner")
    press(page, "Ny konsesjon")
    page.goto(f"{page.url}/kapittel/16")
    yield page
    context.close()


def write(page: Page, months: str) -> None:
    page.locator(NOTICE).fill(months)
    page.locator(NOTICE).blur()


def said(page: Page, text: str) -> None:
    expect(page.locator("#saved")).to_contain_text(text)


def test_what_is_typed_after_the_session_is_over_is_saved_once_one_has_signed_in_again(
    chapter: Page,
) -> None:
    write(chapter, "3")
    said(chapter, "Lagret.")
    chapter.context.clear_cookies()
    write(chapter, "4")
    said(chapter, "Ikke lagret. Logg inn i en ny fane, og prøv igjen.")
    expect(chapter.get_by_role("heading", name="Dette kapitlet ved siden av malen")).to_be_visible()
    press(chapter, SAVE)
    expect(chapter.locator(NOTICE)).to_have_value("4")
    sign_in(chapter.context.new_page(), DRAFTER_IN_HAMAR)
    chapter.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(chapter.locator("#saved")).to_have_text(re.compile(r"^\s*Lagret\.\s*$"))
    press(chapter, SAVE)
    said_missing = chapter.get_by_text("Skriv hvorfor dere velger noe annet enn malen her.")
    expect(said_missing.first).to_be_visible()
    chapter.reload()
    expect(chapter.locator(NOTICE)).to_have_value("4")


@pytest.mark.parametrize("status", [0, 502])
def test_what_never_came_through_is_said_and_sent_when_it_can_be(
    chapter: Page, status: int
) -> None:
    def hinder(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif status:
            route.fulfill(status=status, body="<h1>Bad gateway</h1>")
        else:
            route.abort()

    chapter.route("**/kapittel/16", hinder)
    write(chapter, "3")
    said(chapter, "Ikke lagret. Det du skrev, står her fortsatt. Prøv igjen.")
    chapter.unroute("**/kapittel/16")
    chapter.evaluate("window.dispatchEvent(new Event('focus'))")
    said(chapter, "Lagret.")
    chapter.reload()
    expect(chapter.locator(NOTICE)).to_have_value("3")
