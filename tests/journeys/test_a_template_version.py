"""The stewards change the national template; what is published under the old one stays."""

from __future__ import annotations

import re
from datetime import date

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.people import CASE_WORKER, EDITOR, TEMPLATE_APPROVER, follow, press, sign_in
from tests.live import Site

pytestmark = pytest.mark.browser


def test_a_new_version_is_made_by_two_and_changes_nothing_published(
    visit: Visit, site: Site
) -> None:
    """One writes, another approves; concessions stay on the version they were made from."""
    editor, approver = visit(), visit()
    sign_in(editor, EDITOR)
    sign_in(approver, TEMPLATE_APPROVER)
    before = a_concession(visit())
    a_point_is_changed(editor)
    it_is_sent(editor, today(site))
    another_steward_approves(approver)
    all_read_version_two(visit())
    assert a_concession(visit()) == before
    a_new_concession_starts_from_it(visit())


def today(site: Site) -> date:
    with psycopg.connect(site.database.url()) as connection:
        row = connection.execute(
            "SELECT (log.registry_now() AT TIME ZONE 'Europe/Oslo')::date"
        ).fetchone()
    assert row
    found: date = row[0]
    return found


def a_concession(page: Page) -> str:
    """What Oslo's concession says of its terms and its template."""
    page.goto("/konsesjoner")
    follow(page, "Oslo")
    expect(page.get_by_role("link", name="Den nasjonale malen, versjon 1")).to_be_visible()
    return page.get_by_role("main").inner_text()


def a_point_is_changed(page: Page) -> None:
    follow(page, "Malen")
    follow(page, re.compile("^Endre.*Angrefrist$"))
    page.get_by_label("Malens verdi").fill("21")
    press(page, "Lagre utkast")
    follow(page, "Se det ene punktet du endrer")
    expect(page.locator("del")).to_contain_text(["14"])
    expect(page.locator("ins")).to_contain_text(["21"])


def it_is_sent(page: Page, day: date) -> None:
    """The one who sends it has no way to approve it."""
    page.get_by_label("Den nye versjonen gjelder fra").fill(day.isoformat())
    press(page, "Send til godkjenning")
    expect(page.get_by_text("Ingenting venter på deg.")).to_be_visible()
    refused = page.goto("/for-forvaltere/godkjenning")
    assert refused is not None
    assert refused.status == 403


def another_steward_approves(page: Page) -> None:
    follow(page, "Å gjøre")
    follow(page, "Se på endringene: Godkjenn versjon 2 av malen")
    expect(page.locator("ins")).to_contain_text(["21"])
    press(page, "Godkjenn og kunngjør")
    expect(page.get_by_text("Ingenting venter på deg.")).to_be_visible()


def all_read_version_two(page: Page) -> None:
    page.goto("/mal")
    expect(page.get_by_text("Versjon 2, kunngjort")).to_be_visible()
    expect(page.get_by_role("article").filter(has_text="Angrefrist")).to_contain_text("21 dager")
    page.goto("/mal/1")
    expect(page.get_by_role("article").filter(has_text="Angrefrist")).to_contain_text("14 dager")


def a_new_concession_starts_from_it(page: Page) -> None:
    sign_in(page, CASE_WORKER)
    page.goto("/for-kommuner/konsesjoner/ny")
    expect(page.get_by_label("Angrefrist")).to_have_value("21")
