"""A small municipality publishes the short form by keyboard; an approver next door reads it."""

from __future__ import annotations

import re
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from registry.application.desk import Command
from registry.application.municipalities import grant_mandate
from registry.demo.nation import TODAY
from registry.domain.organisation import Organisation, OrganisationKind
from registry.domain.roles import Duty
from registry.domain.values import MunicipalityNumber
from registry.house import open_house
from registry.vault import MasterKey
from tests.conftest import LoadedNation
from tests.journeys.conftest import Visit
from tests.journeys.hands import Keyboard
from tests.journeys.pages import for_everybody
from tests.journeys.people import APPROVER_ELSEWHERE, DRAFTER_IN_KARASJOK, sign_in
from tests.live import Site

pytestmark = pytest.mark.browser
MOST = 25
KARASJOK, ELSEWHERE = MunicipalityNumber("5610"), MunicipalityNumber("3301")


class Counted(Keyboard):
    """Every link followed, button pressed, box ticked and field filled is one interaction."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.count = 0

    def open(self, link_or_button: Locator) -> None:
        self.count += 1
        super().open(link_or_button)

    def pick(self, chosen: Locator, wanted: Locator) -> None:
        """Tab comes to the one that is chosen in a group; the arrows choose another."""
        self.count += 1
        self._reach(chosen)
        self.page.keyboard.press("ArrowUp")
        expect(wanted).to_be_checked()

    def tick(self, box: Locator) -> None:
        self.count += 1
        super().tick(box)

    def write(self, field: Locator, text: str) -> None:
        self.count += 1
        super().write(field, text)


def test_the_short_form_from_nothing_in_few_steps_with_the_keyboard_alone(
    visit: Visit, site: Site, loaded: LoadedNation
) -> None:
    """The municipality has given another one a mandate to approve for it."""
    a_mandate_is_given(site, loaded)
    drafter, approver = (Counted(visit(width, java_script_enabled=True)) for width in (1280, 390))
    sign_in(drafter.page, DRAFTER_IN_KARASJOK)
    it_is_written_and_sent(drafter)
    another_organisation_reads_and_publishes(approver)
    assert drafter.count + approver.count <= MOST


def a_mandate_is_given(site: Site, loaded: LoadedNation) -> None:
    there = Organisation.id_for(OrganisationKind.MUNICIPALITY, ELSEWHERE)
    key = MasterKey.from_file(loaded.key_file)
    with closing(open_house(site.database.url(), key)) as house:
        grant_mandate(
            house.registrar,
            Command(uuid4(), uuid4()),
            KARASJOK,
            Duty.GRANTS_CONCESSIONS,
            there,
            TODAY,
            keeps=True,
        )


def it_is_written_and_sent(hands: Counted) -> None:
    page = hands.page
    menu = page.get_by_role("navigation", name="Arbeidsplassen")
    hands.open(menu.get_by_role("link", name="Konsesjoner", exact=True))
    hands.open(page.get_by_role("button", name="Ny konsesjon"))
    hands.pick(page.get_by_label("Hele malen"), page.get_by_label("Kortversjonen"))
    hands.write(page.get_by_label("Timepris"), "492")
    # A date field takes month, day and year as they are typed in this browser's language.
    hands.write(
        page.get_by_label("Rådet for personer med funksjonsnedsettelse ble hørt"), "11022026"
    )
    hands.open(page.get_by_role("button", name="Send til godkjenning"))
    expect(page.get_by_text("Alle punkter er som malen.")).to_be_visible()
    expect(page.get_by_text("Kortversjon.")).to_be_visible()
    assert for_everybody(page) == []


def another_organisation_reads_and_publishes(hands: Counted) -> None:
    """She says for whom she works; nobody has written words of their own, so no box to tick."""
    page = hands.page
    page.goto("/logg-inn")
    page.locator("main form button").click()
    page.get_by_role("button", name=APPROVER_ELSEWHERE).click()
    hands.open(page.get_by_role("button", name=re.compile("^Arbeid her ?: Karasjok")))
    hands.open(
        page.get_by_role("link", name=re.compile("^Se på konsesjonen: Godkjenn konsesjonen"))
    )
    hands.open(page.get_by_role("button", name="Godkjenn og kunngjør"))
    expect(page.get_by_text(re.compile("^Kunngjort ")).first).to_be_visible()
    assert for_everybody(page) == []
