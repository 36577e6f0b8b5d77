"""A municipality without a concession publishes one, lets a supplier in, and somebody chooses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.pages import for_everybody
from tests.journeys.people import APPROVER, BIDDER, CASE_WORKER, follow, press, sign_in

pytestmark = pytest.mark.browser
TOWN, NUMBER, FIRM = "Loppa", "5614", "Lysning BPA AS"
WHY = "Lange reiser gjør at de som velger, trenger mer tid her."
CODE = re.compile(r"\w{4}-\w{4}-\w{2}")
RECEIPT = re.compile(r"FV-\w{4}-\w{2}")


def test_from_the_template_to_a_person_who_chooses(visit: Visit) -> None:
    """Nobody starts from an empty page, and nobody approves what she wrote herself."""
    drafter, approver, firm = visit(java_script_enabled=True), visit(), visit()
    for page, name in ((drafter, CASE_WORKER), (approver, APPROVER), (firm, BIDDER)):
        sign_in(page, name)
    a_deviation_needs_a_reason(drafter)
    address = it_is_sent_for_approval(drafter)
    the_drafter_cannot_approve(drafter, address)
    another_person_publishes(approver)
    the_notice_is_referenced(drafter, address)
    the_supplier_applies(firm)
    the_municipality_lets_it_in(approver)
    the_supplier_says_what_holds_there(firm)
    code = a_code_is_made(drafter)
    receipt = somebody_chooses(visit(390), code)
    the_supplier_sees_where_and_how_much(firm)
    the_municipality_sees_it_and_prints_the_letter(drafter, receipt)
    all_can_read_it(visit())


REGRET = "bpa-choice-regret"


def a_deviation_needs_a_reason(page: Page) -> None:
    """What is broken is said beside its field; the rest is kept, also while she is still writing."""
    follow(page, "Konsesjoner")
    press(page, "Ny konsesjon")
    page.get_by_label("Timepris").fill("495,50")
    page.get_by_label("Rådet for personer med funksjonsnedsettelse ble hørt").fill("2026-11-02")
    press(page, "Lagre utkast")
    follow(page, "16. Valg og bytte")
    page.get_by_text(re.compile("punkter til, som i malen$")).click()
    expect(page.get_by_label("Angrefrist")).to_have_value("14")
    page.get_by_label("Angrefrist").fill("21")
    page.get_by_label("Angrefrist").blur()
    expect(page.get_by_role("status")).to_have_text("Lagret.")
    expect(page.locator("#beside")).to_contain_text("mangler begrunnelse")
    press(page, "Lagre og gå til hele utkastet")
    expect(page).to_have_title(re.compile("^Feil: "))
    broken = page.locator(f"#{REGRET}--why")
    expect(broken).to_be_visible()
    expect(broken).to_have_accessible_description(re.compile("Skriv hvorfor dere velger noe annet"))
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(1)
    expect(page.get_by_label("Angrefrist")).to_have_value("21")
    assert for_everybody(page) == []


def it_is_sent_for_approval(page: Page) -> str:
    page.locator(f"#{REGRET}--why").fill(WHY)
    press(page, "Lagre og gå til hele utkastet")
    expect(page.get_by_label("Timepris")).to_have_value("495,50")
    beside = page.get_by_role("complementary", name="Slik står utkastet ved siden av malen")
    expect(beside).to_contain_text("21 dager")
    press(page, "Send til godkjenning")
    expect(page.get_by_text("Ett punkt er annerledes enn malen, med begrunnelse.")).to_be_visible()
    return page.url


def the_drafter_cannot_approve(page: Page, address: str) -> None:
    """There is no button for it, and asking for it without one is refused."""
    expect(page.get_by_text("Venter på at en annen godkjenner.")).to_be_visible()
    expect(page.get_by_role("button", name="Godkjenn og kunngjør")).to_have_count(0)
    word = page.locator("input[name=csrf]").first.input_value()
    asked = page.request.post(f"{address}/kunngjor", form={"csrf": word, "command_id": "x"})
    assert asked.status == 403


def another_person_publishes(page: Page) -> None:
    """The approver finds it among what has to be done, the template's terms beside the town's."""
    follow(page, "Å gjøre")
    follow(page, re.compile("^Se på konsesjonen"))
    left = page.get_by_role("region", name="Angrefrist")
    for said in ("14 dager", "21 dager", WHY):
        expect(left).to_contain_text(said)
    page.get_by_role("checkbox", name=re.compile("ingen person kan kjennes igjen")).check()
    press(page, "Godkjenn og kunngjør")
    expect(page.get_by_text(re.compile("^Kunngjort "))).to_be_visible()


def the_notice_is_referenced(page: Page, address: str) -> None:
    """Until it stands in Doffin nobody can apply: the number is written when it is there."""
    page.goto(f"{address}/kunngjoring")
    page.get_by_label("Doffin", exact=True).check()
    page.get_by_label("Nummer", exact=True).fill("2026-123456")
    assert for_everybody(page) == []
    press(page, "Lagre nummeret")


def the_supplier_applies(page: Page) -> None:
    """Nothing is sent anew: the municipality sees what the supplier has said once for all."""
    follow(page, "Søk om opptak")
    page.get_by_role("checkbox", name=TOWN, exact=True).check()
    press(page, "Søk på de du har krysset av")
    expect(page.get_by_role("heading", level=1)).to_have_text("Søknaden er sendt")
    expect(page.get_by_role("main").get_by_text(TOWN, exact=True)).to_be_visible()


def the_municipality_lets_it_in(page: Page) -> None:
    follow(page, "Å gjøre")
    follow(page, re.compile(f"^Se på søknaden: Avgjør søknaden fra {FIRM}"))
    expect(page.get_by_text("Timelønn for en ny assistent")).to_be_visible()
    press(page, "Ta opp")
    expect(page.get_by_text(re.compile("^Tatt opp "))).to_be_visible()


def the_supplier_says_what_holds_there(page: Page) -> None:
    """Until it has said whether it has room, nobody can choose it."""
    follow(page, "Å gjøre")
    follow(page, re.compile(f"^Si hva som gjelder: Si hva som gjelder i {TOWN}"))
    page.get_by_label("Tar imot nye", exact=True).check()
    page.get_by_label("Hvor mange dere kan ha i alt").fill("3")
    page.get_by_label("Kan begynne").fill("14")
    page.get_by_label("Tar kontakt").fill("3")
    page.get_by_label("I nærheten").check()
    press(page, "Bekreft at dette stemmer i dag")
    expect(in_town(page)).to_contain_text("0 av 3 plasser er tatt.")


def in_town(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=TOWN))


def a_code_is_made(page: Page) -> str:
    """Whoever makes a code must have looked whether the person's address is protected."""
    follow(page, "Koder og valg")
    follow(page, "Lag en kode")
    page.get_by_label("15 til 35 timer i uka").check()
    page.get_by_label("Leder selv").check()
    press(page, "Lag koden")
    box = page.get_by_role("checkbox", name=re.compile("ikke skjult adresse"))
    expect(box).to_have_accessible_description(re.compile("Kryss av når du har sett etter"))
    expect(page.get_by_label("Leder selv")).to_be_checked()
    assert for_everybody(page) == []
    box.check()
    press(page, "Lag koden")
    expect(page.get_by_role("heading", level=1)).to_have_text("Koden er laget")
    found = CODE.search(page.inner_text(".codes"))
    assert found
    return found[0]


def somebody_chooses(page: Page, code: str) -> str:
    """With the code alone; returns the number of the receipt."""
    page.goto("/velg")
    page.get_by_label("Koden i brevet").fill(code)
    press(page, "Åpne saken min")
    expect(page.get_by_role("main")).to_contain_text("3 ledige plasser")
    follow(page, "Velg Lysning")
    press(page, f"Ja, velg {FIRM}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Du har valgt {FIRM}")
    found = RECEIPT.search(page.inner_text("main"))
    assert found
    return found[0]


def the_supplier_sees_where_and_how_much(page: Page) -> None:
    """Where, how many hours and from when: never who."""
    follow(page, "De som har valgt dere")
    chosen = page.get_by_role("row").filter(has_text=TOWN)
    expect(chosen.get_by_role("cell").first).to_have_text("15 til 35 timer i uka")
    follow(page, "Hvor dere er med")
    expect(in_town(page)).to_contain_text("1 av 3 plasser er tatt.")


def the_municipality_sees_it_and_prints_the_letter(page: Page, receipt: str) -> None:
    """The letter says the number of the receipt and the one to ring if it must be stopped."""
    follow(page, "Koder og valg")
    chosen = page.get_by_role("row").filter(has_text=f"Har valgt {FIRM}.")
    expect(page.get_by_role("main")).to_contain_text("1 av 3 plasser er tatt.")
    chosen.get_by_role("button", name=re.compile("^Brev")).click()
    expect(page.get_by_role("main")).to_contain_text(receipt)
    expect(page.get_by_role("main").get_by_role("link", name="00 12 34 56")).to_be_visible()
    assert for_everybody(page) == []


def all_can_read_it(page: Page) -> None:
    page.goto(f"/kommuner/{NUMBER}")
    expect(page.get_by_role("main")).to_contain_text("Her kan du velge én privat leverandør.")
    follow(page, "Se hele konsesjonen")
    expect(page.get_by_role("link", name=FIRM)).to_be_visible()
    follow(page, "Avviker fra den nasjonale malen på ett punkt")
    expect(page.get_by_text(WHY)).to_be_visible()
