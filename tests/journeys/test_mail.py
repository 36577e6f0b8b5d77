"""A question is asked, a mail comes, its link leads to the answer, and the answer is told by mail too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.pages import for_everybody
from tests.journeys.people import BIDDER, CASE_WORKER_IN_OSLO, press, sign_in
from tests.live import Site

pytestmark = pytest.mark.browser
ASKED = "Gjelder fristen også når noen flytter?"
ANSWERED = "Ja, på samme måte."
CLAUSE = "Oppsigelsesfrist ved bytte"
WAITS = "Et spørsmål om konsesjonen i Oslo venter på svar"
IS_ANSWERED = "Et spørsmål om konsesjonen i Oslo er besvart"


@pytest.fixture
def inbox(site: Site, chromium: Browser) -> Iterator[Page]:
    """The page that shows what was sent, while mail is being sent."""
    site.start("mail")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.issuer}/innboks")
    yield page
    context.close()


def mail(inbox: Page, to: str, subject: str) -> None:
    """Wait for a mail; it is then on the page."""
    its = _its(inbox, to, subject)
    for _ in range(100):
        if its.count():
            return
        inbox.wait_for_timeout(100)
        inbox.reload()
    raise AssertionError(inbox.inner_text("body"))


def _its(inbox: Page, to: str, subject: str):  # type: ignore[no-untyped-def]
    article = inbox.get_by_role("article").filter(has_text=to)
    return article.filter(has=inbox.get_by_role("heading", name=subject, exact=True))


def link(inbox: Page, to: str, subject: str, part: str) -> str:
    its = _its(inbox, to, subject).first
    return str(its.get_by_role("link", name=re.compile(part)).first.get_attribute("href"))


def test_a_mail_leads_to_what_waits_and_to_the_answer(visit: Visit, inbox: Page) -> None:
    expect(inbox.get_by_text("Ingenting er sendt ennå.")).to_be_visible()
    supplier, municipality = visit(), visit()
    it_gives_a_new_address(supplier, inbox)
    it_asks(supplier)
    mail(inbox, "solveig.lyngheim@example.test", WAITS)
    assert ASKED not in inbox.inner_text("body")
    sign_in(municipality, CASE_WORKER_IN_OSLO)
    it_answers(municipality, link(inbox, "solveig.lyngheim@example.test", WAITS, "sporsmal"))
    mail(inbox, "hanne@lysning.example", IS_ANSWERED)
    assert ANSWERED not in inbox.inner_text("body")
    assert for_everybody_without_scripts(inbox) == []
    supplier.goto(link(inbox, "hanne@lysning.example", IS_ANSWERED, "sporsmal"))
    expect(supplier.get_by_text(ANSWERED)).to_be_visible()
    it_stops(visit(), link(inbox, "hanne@lysning.example", IS_ANSWERED, "stopp"))
    supplier.goto("/arbeidsplass/varsler")
    expect(supplier.get_by_text("Du får ingen varsler nå.")).to_be_visible()


def it_gives_a_new_address(page: Page, inbox: Page) -> None:
    """The old one is used until the link of the new one was followed."""
    sign_in(page, BIDDER)
    page.get_by_role("link", name="Varsler", exact=True).click()
    page.get_by_label("Ny e-postadresse").fill("hanne@lysning.example")
    press(page, "Send lenken")
    expect(page.get_by_text("Varslene går til hanne.lysgrend@example.test.")).to_be_visible()
    subject = "Bekreft e-postadressen din hos Frittvalg"
    mail(inbox, "hanne@lysning.example", subject)
    page.goto(link(inbox, "hanne@lysning.example", subject, "bekreft"))
    press(page, "Bekreft adressen")
    page.get_by_role("link", name="Velg hva du får").click()
    expect(page.get_by_text("Varslene går til hanne@lysning.example.")).to_be_visible()


def it_asks(page: Page) -> None:
    page.goto("/konsesjoner")
    page.get_by_role("main").get_by_role("link", name="Oslo", exact=True).first.click()
    page.get_by_role("link", name="Les hele dokumentet").click()
    page.get_by_role("link", name=re.compile(f"^Spør om punktet.*{CLAUSE}$")).click()
    page.get_by_label("Hva lurer dere på?").fill(ASKED)
    press(page, "Send spørsmålet")
    expect(page.get_by_text(ASKED)).to_be_visible()


def it_answers(page: Page, address: str) -> None:
    page.goto(address)
    its = page.get_by_role("listitem").filter(has=page.locator("p.said", has_text=ASKED))
    its.get_by_label("Svar", exact=True).fill(ANSWERED)
    its.get_by_label(re.compile("^Jeg har lest spørsmålet og svaret")).check()
    its.get_by_role("button", name="Svar så alle ser det").click()
    expect(page.get_by_role("listitem").filter(has_text=ANSWERED)).to_be_visible()


def it_stops(page: Page, address: str) -> None:
    """By the link of the mail, without signing in."""
    page.goto(address)
    press(page, "Stopp alle varsler")
    expect(page.get_by_role("heading", name="Varslene er stoppet")).to_be_visible()


def for_everybody_without_scripts(page: Page) -> list[str]:
    """What axe finds on the inbox, in a browser that may run it."""
    browser = page.context.browser
    assert browser
    context = browser.new_context(bypass_csp=True)
    try:
        twin = context.new_page()
        twin.goto(page.url)
        return for_everybody(twin)
    finally:
        context.close()
