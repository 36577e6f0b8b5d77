"""Sixteen municipalities go together, terms change in the open, a new version comes, words go."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from playwright.sync_api import Page, expect

from registry.application.concessions import agree_to_amendment, join_concession
from registry.application.desk import Command
from registry.domain.concession import Concession
from registry.house import open_house
from registry.vault import MasterKey
from tests.conftest import LoadedNation
from tests.journeys.conftest import Visit
from tests.journeys.pages import for_everybody
from tests.journeys.people import (
    APPROVER_IN_HAMAR,
    APPROVER_IN_TROMSO,
    DRAFTER_IN_HAMAR,
    follow,
    press,
    sign_in,
)
from tests.live import Site

pytestmark = pytest.mark.browser
OTHERS = (
    "Tromsø, Ringsaker, Løten, Stange, Elverum, Åmot, Trysil, Engerdal, Tynset, Alvdal, Folldal,"
    " Tolga, Rendalen, Grue, Åsnes"
)
WHY = "Reisene er lange her, og den nye leverandøren trenger tid til å finne folk."
NOTICE = "#bpa-switch-notice"


def test_sixteen_go_together_and_change_their_terms_in_the_open(
    visit: Visit, site: Site, loaded: LoadedNation
) -> None:
    drafter, approver, member = (
        visit(width, java_script_enabled=True) for width in (1280, 1280, 390)
    )
    for page, name in (
        (drafter, DRAFTER_IN_HAMAR),
        (approver, APPROVER_IN_HAMAR),
        (member, APPROVER_IN_TROMSO),
    ):
        sign_in(page, name)
    address = sixteen_are_invited(drafter)
    it_waits_for_all(approver, address)
    one_says_yes_and_adds_what_holds_there(member)
    the_others_say_yes(site, loaded, address)
    it_is_published(approver, address)
    everybody_sees_who_is_in(visit(java_script_enabled=True), address)
    the_notice_is_made_longer(drafter, address, today(site))
    it_waits_for_all(approver, address)
    one_reads_old_and_new_and_says_yes(member)
    the_others_agree(site, loaded, address)
    another_reads_old_and_new(approver, address)
    everybody_sees_what_was_changed_and_when(visit(390, java_script_enabled=True), address)
    what_was_written_is_taken_back(site, visit(), address)
    one_proposes_and_another_prolongs_it(drafter, approver, address)
    one_proposes_and_another_ends_it(drafter, approver, address)


def test_a_new_national_version_is_taken_over_point_by_point(visit: Visit, site: Site) -> None:
    drafter, approver = (visit(java_script_enabled=True) for _ in range(2))
    sign_in(drafter, DRAFTER_IN_HAMAR)
    sign_in(approver, APPROVER_IN_HAMAR)
    address = each_changed_point_is_answered(drafter, today(site))
    approver.goto(address)
    expect(approver.get_by_text("En endring venter på godkjenning")).to_be_visible()
    read_and_publish(approver)
    approver.goto(address.replace("/for-kommuner", "") + "/endringer")
    expect(approver.get_by_text("Bygger nå på versjon 2 av malen.")).to_be_visible()
    assert for_everybody(approver) == []


def sixteen_are_invited(page: Page) -> str:
    follow(page, "Konsesjoner")
    press(page, "Ny konsesjon")
    page.get_by_label("Timepris").fill("502")
    page.get_by_label("Rådet for personer med funksjonsnedsettelse ble hørt").fill("2026-11-02")
    page.get_by_label(re.compile("^Andre kommuner")).fill(OTHERS)
    assert for_everybody(page) == []
    press(page, "Send til godkjenning")
    expect(page.get_by_text("har ikke svart")).to_have_count(15)
    return page.url


def it_waits_for_all(page: Page, address: str) -> None:
    """The concession at first, and later what is material in an amendment."""
    page.goto(address)
    read_and_publish(page)
    expect(page.get_by_role("alert")).to_contain_text("Alle kommunene i samarbeidet må ha sagt ja")


def one_says_yes_and_adds_what_holds_there(page: Page) -> None:
    follow(page, "Å gjøre")
    follow(page, re.compile("^Se på konsesjonen: Svar på invitasjonen fra Hamar"))
    page.get_by_label("Lokalt vedlegg").fill("Hos oss gjelder timene også på ferge.")
    assert for_everybody(page) == []
    press(page, "Ja, vi blir med")
    expect(page.get_by_role("button", name="Ja, vi blir med")).to_have_count(0)


def the_others_say_yes(site: Site, loaded: LoadedNation, address: str) -> None:
    concession = UUID(address.rpartition("/")[2])
    key = MasterKey.from_file(loaded.key_file)
    with closing(open_house(site.database.url(), key)) as house:
        its = house.registrar.registry.get(Concession, concession)
        for number in set(its.members[1:]) - its.joined.keys():
            join_concession(house.registrar, Command(uuid4(), uuid4()), concession, number)


def it_is_published(page: Page, address: str) -> None:
    page.goto(address)
    read_and_publish(page)
    expect(page.get_by_text(re.compile("^Kunngjort ")).first).to_be_visible()


def read_and_publish(page: Page) -> None:
    box = page.get_by_role("checkbox", name=re.compile("ingen person kan kjennes igjen"))
    if box.count():
        box.check()
    press(page, "Godkjenn og kunngjør")


def everybody_sees_who_is_in(page: Page, address: str) -> None:
    page.goto(address.replace("/for-kommuner", ""))
    expect(page.get_by_text("Felles for 16 kommuner.")).to_be_visible()
    follow(page, "Les hele dokumentet")
    expect(page.get_by_text("Hos oss gjelder timene også på ferge.")).to_be_visible()
    assert for_everybody(page) == []


def the_notice_is_made_longer(page: Page, address: str, day: date) -> None:
    """A material change gives suppliers a deadline; forgetting it is said beside the field."""
    page.goto(address)
    press(page, "Endre konsesjonen")
    follow(page, "16. Valg og bytte")
    page.locator(NOTICE).fill("3")
    follow_open = page.locator(f"{NOTICE}-punkt summary").first
    follow_open.click()
    page.locator(f"{NOTICE}--why").fill(WHY)
    press(page, "Lagre og gå til hele utkastet")
    expect(page.get_by_text("Ett punkt blir annerledes")).to_be_visible()
    press(page, "Send til godkjenning")
    deadline = page.get_by_label(re.compile("^Ny frist for leverandørene"))
    expect(deadline).to_have_accessible_description(re.compile("Endringen er vesentlig"))
    assert for_everybody(page) == []
    deadline.fill((day + timedelta(days=25)).isoformat())
    press(page, "Send til godkjenning")
    expect(page.get_by_text("En endring venter på godkjenning")).to_be_visible()


def one_reads_old_and_new_and_says_yes(page: Page) -> None:
    follow(page, "Å gjøre")
    follow(page, re.compile("^Se på endringen: Svar på endringen fra Hamar"))
    region = page.get_by_role("region", name="Oppsigelsesfrist ved bytte")
    expect(region.last).to_contain_text("3 måneder")
    assert for_everybody(page) == []
    press(page, "Ja, vi er enige i endringen")
    expect(page.get_by_role("button", name="Ja, vi er enige i endringen")).to_have_count(0)


def the_others_agree(site: Site, loaded: LoadedNation, address: str) -> None:
    concession = UUID(address.rpartition("/")[2])
    key = MasterKey.from_file(loaded.key_file)
    with closing(open_house(site.database.url(), key)) as house:
        its = house.registrar.registry.get(Concession, concession)
        for town in set(its.members[1:]) - its.agreed:
            agree_to_amendment(house.registrar, Command(uuid4(), uuid4()), concession, town, 1)


def another_reads_old_and_new(page: Page, address: str) -> None:
    page.goto(address)
    region = page.get_by_role("region", name="Oppsigelsesfrist ved bytte")
    expect(region.last).to_contain_text("3 måneder")
    expect(region.last).to_contain_text(WHY)
    read_and_publish(page)
    expect(page.get_by_text("En endring venter på godkjenning")).to_have_count(0)


def everybody_sees_what_was_changed_and_when(page: Page, address: str) -> None:
    page.goto(address.replace("/for-kommuner", "") + "/endringer")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Endringen er vesentlig. Leverandørene har frist til")
    expect(main).to_contain_text(WHY)
    assert for_everybody(page) == []


def what_was_written_is_taken_back(site: Site, page: Page, address: str) -> None:
    """On the command line: found by its words, taken away, and the registry agrees with itself."""
    found = frittvalg(site, "redact", "--find", "Reisene er lange")
    (reference,) = re.findall(r"^[0-9a-f]{64}$", found, re.M)
    assert "Tatt bort: 1 tekster" in frittvalg(site, "redact", reference)
    page.goto(address.replace("/for-kommuner", "") + "/endringer")
    expect(page.get_by_role("main")).not_to_contain_text(WHY)
    assert "0 tekster" in frittvalg(site, "redact", "--find", "Reisene er lange")


def one_proposes_and_another_prolongs_it(writer: Page, approver: Page, address: str) -> None:
    writer.goto(address)
    writer.get_by_role("button", name=re.compile("^Foreslå å forlenge til og med")).click()
    expect(writer.get_by_text("Du foreslo det selv. En annen må bekrefte.")).to_be_visible()
    assert for_everybody(writer) == []
    follow(approver, "Å gjøre")
    follow(approver, re.compile("^Se på forslaget: Ta stilling til om konsesjonen skal forlenges"))
    assert for_everybody(approver) == []
    approver.get_by_role("button", name=re.compile("^Bekreft: forleng")).click()
    expect(approver.get_by_text("Kan forlenges én gang til.")).to_be_visible()


def one_proposes_and_another_ends_it(writer: Page, approver: Page, address: str) -> None:
    """What cannot be undone is said twice, and ticked off before it is done."""
    writer.goto(address)
    writer.get_by_text("Foreslå å avslutte konsesjonen").click()
    writer.get_by_role("radio", name="En ny konsesjon tar over").check()
    writer.get_by_label(re.compile("^Begrunnelse")).fill("Vi begynner på nytt sammen med flere.")
    assert for_everybody(writer) == []
    press(writer, "Send forslaget til en annen")
    expect(writer.get_by_text("Du foreslo det selv. En annen må bekrefte.")).to_be_visible()
    approver.goto(address)
    press(approver, "Bekreft: avslutt for godt")
    expect(approver.get_by_role("alert")).to_contain_text("En konsesjon kan ikke åpnes igjen")
    assert for_everybody(approver) == []
    approver.get_by_role("checkbox", name=re.compile("dette ikke kan angres")).check()
    press(approver, "Bekreft: avslutt for godt")
    expect(approver.get_by_text("Avsluttet", exact=True).first).to_be_visible()


def each_changed_point_is_answered(page: Page, day: date) -> str:
    """The oldest concession stands on version 1; what both changed is asked about."""
    follow(page, "Konsesjoner")
    page.get_by_role("main").locator(".cards a[href*='/konsesjoner/']").last.click()
    address = page.url
    follow(page, "Over til versjon 2 av malen")
    expect(page.get_by_role("radio", name="Det nye i malen").first).to_be_visible()
    assert for_everybody(page) == []
    press(page, "Lag utkast til endring")
    deadline = page.get_by_label(re.compile("^Ny frist for leverandørene"))
    deadline.fill((day + timedelta(days=20)).isoformat())
    press(page, "Send til godkjenning")
    expect(page.get_by_text("En endring venter på godkjenning")).to_be_visible()
    return address


def today(site: Site) -> date:
    with psycopg.connect(site.database.url()) as connection:
        row = connection.execute(
            "SELECT (log.registry_now() AT TIME ZONE 'Europe/Oslo')::date"
        ).fetchone()
    assert row
    found: date = row[0]
    return found


def frittvalg(site: Site, *arguments: str) -> str:
    """A command on the line, as whoever runs the registry gives it."""
    program = [sys.executable, "-m", "registry.cli", *arguments]
    of = site.database.url
    env = site.environment | {
        "DATABASE_OWNER_URL": of("frittvalg_owner"),
        "DATABASE_RETENTION_URL": of("frittvalg_retention"),
        "FRITTVALG_BACKUPS": str(site.folder / "backups"),
    }
    done = subprocess.run(program, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
