"""The national template changes: everybody may speak, three stewards decide, and what is published stays."""

from __future__ import annotations

import re
import time
from datetime import date

import psycopg
import pytest
from playwright.sync_api import Page, expect

from registry.demo import clock
from registry.queries.clock import ASKED_EVERY_SECONDS
from tests.journeys.conftest import Visit
from tests.journeys.people import (
    BIDDER,
    CASE_WORKER,
    CASE_WORKER_IN_OSLO,
    EDITOR,
    TEMPLATE_APPROVER,
    follow,
    press,
    sign_in,
)
from tests.live import Site

pytestmark = pytest.mark.browser
PUBLISHER = "Ellinor Bergfure"
POINT = "16.13 Angrefrist"
CLOSES, AFTER = date(2026, 12, 4), date(2026, 12, 5)
MINE = "Tre uker er nok for meg, når jeg får vite det i brevet."
TOWNS = "Vi trenger ikke lengre frist enn dette."
FIRMS = "Da ansetter vi en uke senere enn i dag."
LATE = "Jeg rakk det ikke før fristen."
ANSWER = "Det kommer til å stå i brevet."


def test_a_version_is_heard_by_all_and_made_by_three(visit: Visit, site: Site) -> None:
    """Somebody with BPA, a municipality and a supplier are heard; nobody approves their own."""
    visitor, editor = visit(390), visit()
    before = a_concession(visit())
    somebody_with_bpa_speaks(visitor)
    an_organisation_speaks(visit(), CASE_WORKER_IN_OSLO, "Oslo", TOWNS)
    an_organisation_speaks(visit(), BIDDER, "Lysning BPA AS", FIRMS)
    sign_in(editor, EDITOR)
    a_steward_reads_and_answers(editor)
    all_can_read_it(visit())
    too_late = a_form_is_left_open(visit())
    it_is_not_sent_before_its_time(editor)
    the_time_runs_out(site)
    nothing_typed_is_lost(too_late)
    it_is_sent(editor)
    two_others_agree(visit(), visit())
    all_read_version_three(visit())
    assert a_concession(visit()) == before
    a_new_concession_starts_from_it(visit())


def a_concession(page: Page) -> str:
    """What Oslo's concession says of its terms and its template."""
    page.goto("/konsesjoner")
    follow(page, "Oslo")
    return page.get_by_role("main").inner_text()


def somebody_with_bpa_speaks(page: Page) -> None:
    """No account, and nothing about who it is but what one chooses oneself."""
    page.goto("/mal")
    follow(page, "Les forslaget og si hva du mener")
    follow(page, re.compile("^Si hva du mener om dette punktet.*Angrefrist$"))
    expect(page.get_by_label("Hva gjelder det?")).to_have_value("bpa.choice.regret")
    page.get_by_label("Har BPA").check()
    page.get_by_label("Hva mener du?").fill(MINE)
    press(page, "Send inn")
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk for innspillet")
    page.goto("/mal/horing")
    expect(page.get_by_text(MINE)).to_have_count(0)


def an_organisation_speaks(page: Page, name: str, organisation: str, text: str) -> None:
    """It is heard at once, under its own name."""
    sign_in(page, name)
    page.goto("/mal/horing")
    follow(page, "Svar for en kommune eller leverandør")
    expect(page.get_by_text(f"Du svarer for {organisation}")).to_be_visible()
    page.get_by_label("Hva mener du?").fill(text)
    press(page, "Send inn")
    said = page.get_by_role("listitem").filter(has_text=text)
    expect(said).to_contain_text(organisation)


def a_steward_reads_and_answers(page: Page) -> None:
    follow(page, re.compile("^Les: Les 2 innspill$"))
    mine = page.get_by_role("listitem").filter(has_text=MINE)
    mine.get_by_role("button", name="Det beskriver ingen: la alle lese det").click()
    mine.get_by_text("Svar", exact=True).first.click()
    mine.get_by_label("Svar").fill(ANSWER)
    mine.get_by_role("button", name="Svar så alle ser det").click()
    expect(page.get_by_role("listitem").filter(has_text=MINE)).to_contain_text(ANSWER)


def all_can_read_it(page: Page) -> None:
    page.goto("/mal/horing")
    said = page.get_by_role("listitem").filter(has_text=MINE)
    expect(said).to_contain_text("Har BPA")
    expect(said).to_contain_text(ANSWER)
    expect(page.get_by_role("listitem").filter(has_text=TOWNS)).to_contain_text("Oslo kommune")


def a_form_is_left_open(page: Page) -> Page:
    page.goto("/mal/horing/innspill")
    page.get_by_label("Pårørende").check()
    page.get_by_label("Hva mener du?").fill(LATE)
    return page


def it_is_not_sent_before_its_time(page: Page) -> None:
    follow(page, "Endringer")
    expect(page.get_by_text("Alt er på plass.")).to_be_visible()
    expect(page.get_by_role("button", name="Send til godkjenning")).to_have_count(0)


def the_time_runs_out(site: Site) -> None:
    with psycopg.connect(site.database.url("frittvalg_owner"), autocommit=True) as owner:
        clock.forward(owner, AFTER)
    time.sleep(ASKED_EVERY_SECONDS)  # pages remember the clock for so long


def nothing_typed_is_lost(page: Page) -> None:
    press(page, "Send inn")
    expect(page.get_by_label("Hva mener du?")).to_have_value(LATE)
    expect(page.get_by_label("Hva mener du?")).to_have_accessible_description(
        re.compile("Fristen for å si noe er ute")
    )


def it_is_sent(page: Page) -> None:
    """The one who sends it has no way to approve it."""
    follow(page, "Endringer")
    page.get_by_label("Den nye versjonen gjelder fra").fill(AFTER.isoformat())
    press(page, "Send til godkjenning")
    expect(page.get_by_text("Godkjenn versjon")).to_have_count(0)
    refused = page.goto("/for-forvaltere/godkjenning")
    assert refused is not None
    assert refused.status == 403


def two_others_agree(first: Page, second: Page) -> None:
    sign_in(first, TEMPLATE_APPROVER)
    sign_in(second, PUBLISHER)
    follow(first, "Se på endringene: Godkjenn versjon 3 av malen")
    expect(first.locator("ins")).to_contain_text(["3"])
    press(first, "Godkjenn")
    expect(first.get_by_text("Ingenting venter på deg.")).to_be_visible()
    first.goto("/for-forvaltere/godkjenning")
    expect(first.get_by_text("En tredje person må kunngjøre den.")).to_be_visible()
    expect(first.get_by_role("button", name="Kunngjør")).to_have_count(0)
    follow(second, "Å gjøre")
    follow(second, "Se på endringene: Kunngjør versjon 3 av malen")
    press(second, "Kunngjør")
    expect(second.get_by_text("Ingenting venter på deg.")).to_be_visible()


def all_read_version_three(page: Page) -> None:
    page.goto("/mal")
    expect(page.get_by_text("Versjon 3, kunngjort")).to_be_visible()
    expect(page.get_by_role("article").filter(has_text=POINT)).to_contain_text("21 dager")
    follow(page, "Dette er nytt i versjon 3")
    expect(page.get_by_role("heading", name="Telefontid i kommunen")).to_be_visible()
    expect(page.get_by_text("går ut")).to_be_visible()
    page.goto("/mal/2")
    expect(page.get_by_role("article").filter(has_text=POINT)).to_contain_text("14 dager")


def a_new_concession_starts_from_it(page: Page) -> None:
    sign_in(page, CASE_WORKER)
    follow(page, "Konsesjoner")
    press(page, "Ny konsesjon")
    expect(page.get_by_role("main")).to_contain_text("Telefontid i kommunen")
