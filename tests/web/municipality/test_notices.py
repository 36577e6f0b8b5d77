"""The notice in Doffin and TED: what to paste, the number that comes back, and who may apply when."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from babel.dates import format_date

from registry.application import admissions
from registry.domain.admission import Admission
from registry.domain.concession_refusals import NotAnnounced
from registry.domain.organisation import Function
from registry.domain.values import OSLO
from tests.story import STARTS
from tests.web.workplaces import FILLED, HAMAR, RINGSAKER, Town, Worker

NOT_YET = "Ikke kunngjort i Doffin/TED."
TODAY = datetime.now(OSLO).date()
NUMBER = {"channel": "doffin", "reference": "2024-123456", "given_on": TODAY.isoformat()}


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


def said(day: date) -> str:
    return format_date(day, "d. MMMM y", "nb_NO")


def pages(concession: object) -> tuple[str, str]:
    """Where everybody sees it, and the municipality's own receipt."""
    return f"/konsesjoner/{concession}", f"/for-kommuner/konsesjoner/{concession}"


def test_until_the_number_stands_there_it_is_said_and_nobody_applies(
    town: Town, drafter: Worker
) -> None:
    its, firm = town.published(announced=False), town.firm()
    for path in pages(its):
        assert NOT_YET in drafter.get(path).text
    assert "ikke kunngjort i Doffin/TED" in drafter.get("/konsesjoner").text
    assert "ikke kunngjort i Doffin/TED" in drafter.get("/for-kommuner/konsesjoner").text
    assert "Kunngjør konsesjonen i Doffin/TED" in drafter.get("/for-kommuner").text
    bidder = town.at_firm(Function.APPLY)
    page = bidder.get("/for-leverandorer/sok").text
    assert 'name="concession"' not in page
    assert "Ikke kunngjort i Doffin/TED ennå" in page
    refused = bidder.post("/for-leverandorer/sok", concession=str(its))
    assert refused.status_code == 422
    assert "Dere kan søke når kommunen har kunngjort." in refused.text
    with pytest.raises(NotAnnounced):
        admissions.apply_for_admission(town.house.registrar, town.command(), its, firm)

    done = drafter.post(f"/for-kommuner/konsesjoner/{its}/kunngjoring", NUMBER)
    assert done.status_code == 303
    for path in pages(its):
        page = drafter.get(path).text
        assert NOT_YET not in page
        assert f"Kunngjort i Doffin {said(TODAY)}: 2024-123456." in page
    assert "Kunngjør konsesjonen" not in drafter.get("/for-kommuner").text
    assert bidder.post("/for-leverandorer/sok", concession=str(its)).status_code == 303
    assert town.house.registrar.registry.find(Admission, Admission.id_for(its, firm))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("reference", "123456-2024", "Skriv nummeret slik"),
        ("reference", "2024-12345", "Skriv nummeret slik"),
        ("reference", "1999-123456", "Skriv nummeret slik"),
        ("reference", "", "Fyll ut dette feltet."),
        ("channel", "avisen", "Velg ett av alternativene."),
        ("given_on", "1.1.2099", "Velg en dag til og med i dag."),
        ("given_on", str(TODAY + timedelta(days=1)), "Velg en dag til og med i dag."),
        ("given_on", str(TODAY - timedelta(days=1)), "Konsesjonen ble sendt inn"),
        ("given_on", "0001-01-01", "Skriv en dato mellom 1. januar 2000 og 1. januar 2100."),
        ("given_on", "i går", "Skriv en dag"),
    ],
)
def test_a_number_that_cannot_be_one_is_said_beside_it(
    town: Town, drafter: Worker, field: str, typed: str, said: str
) -> None:
    its = town.published(announced=False)
    refused = drafter.post(f"/for-kommuner/konsesjoner/{its}/kunngjoring", NUMBER | {field: typed})
    assert refused.status_code == 422
    assert said in refused.text
    assert NOT_YET in drafter.get(f"/konsesjoner/{its}").text


def test_ted_has_numbers_of_its_own_and_the_latest_word_holds(town: Town, drafter: Worker) -> None:
    its = town.published(announced=False)
    path = f"/for-kommuner/konsesjoner/{its}/kunngjoring"
    in_ted = NUMBER | {"channel": "ted", "reference": "123456-2024"}
    assert drafter.post(path, NUMBER | {"channel": "ted"}).status_code == 422
    assert drafter.post(path, in_ted).status_code == 303
    assert drafter.post(path, NUMBER | {"reference": "2024-654321"}).status_code == 303
    page = drafter.get(f"/konsesjoner/{its}").text
    assert f"Kunngjort i TED {said(TODAY)}: 123456-2024." in page
    assert "2024-654321" in page


def test_over_the_threshold_doffin_alone_is_not_enough(town: Town, drafter: Worker) -> None:
    chosen = {"bpa-admission-regime": "kkf_3", "bpa-admission-notice_channel": "doffin_ted"}
    why = {f"{name}--why": "Over terskelen" for name in chosen}
    address = town.drafted(drafter, k4=chosen | why)
    sent = drafter.post(f"{address}/send", FILLED, version="2").location
    town.in_town(Function.APPROVE_CONCESSION).post(f"{sent}/kunngjor", about_nobody="1")
    drafter.post(f"{sent}/kunngjoring", NUMBER)
    assert NOT_YET in drafter.get(sent).text
    drafter.post(f"{sent}/kunngjoring", NUMBER | {"channel": "ted", "reference": "1-2024"})
    assert NOT_YET not in drafter.get(sent).text
    page = drafter.get(f"{sent}/kunngjoring").text
    assert box(page, "OPP-070") == "14"
    assert box(page, "BT-01") == "32014L0023"
    assert box(page, "BT-630(d)")
    assert "BT-131" not in page


def test_where_the_document_asks_for_no_notice_suppliers_apply_at_once(
    town: Town, drafter: Worker
) -> None:
    chosen = {
        "bpa-admission-notice_channel": "registry",
        "bpa-admission-notice_channel--why": "Vi er få",
    }
    address = town.drafted(drafter, k4=chosen)
    sent = drafter.post(f"{address}/send", FILLED, version="2").location
    town.in_town(Function.APPROVE_CONCESSION).post(f"{sent}/kunngjor", about_nobody="1")
    assert "krever ingen kunngjøring" in drafter.get(sent).text
    town.firm()
    page = town.at_firm(Function.APPLY).get("/for-leverandorer/sok").text
    assert 'name="concession"' in page


def box(page: str, number: str) -> str:
    """The text of the box with a number in eForms."""
    found = re.search(
        rf'<span class="small">{re.escape(number)}</span></label>\s*<textarea[^>]*>\s*([^<]*)',
        page,
    )
    assert found, number
    return found[1].strip()


def test_every_field_stands_in_a_box_of_its_own_with_its_number(
    town: Town, drafter: Worker
) -> None:
    its = town.published(announced=False)
    page = drafter.get(f"/for-kommuner/konsesjoner/{its}/kunngjoring").text
    assert box(page, "OPP-070") == "E3"
    assert box(page, "BT-01").endswith("/2016/8/12/976")
    assert box(page, "BT-01(d)") == "NOR — Konsesjonskontraktforskriften Del 1"
    assert box(page, "BT-500") == "Hamar kommune"
    assert "Hamar" in box(page, "BT-21")
    assert "482 kroner i timen" in box(page, "BT-24")
    assert box(page, "BT-262") == "85312400"
    assert box(page, "BT-263") == "85312000"
    assert box(page, "BT-5071") == "NO020"
    assert box(page, "BT-536") == STARTS.isoformat()
    last = (STARTS.replace(year=STARTS.year + 5) - timedelta(days=1)).isoformat()
    assert box(page, "BT-537") == last
    assert box(page, "BT-131(d)") == last, "the last day, where admission is rolling"
    assert box(page, "BT-15").endswith(f"/konsesjoner/{its}/dokument")
    assert "KOFA" in box(page, "OPT-301-Lot-ReviewOrg")
    assert page.count("<textarea") == page.count("readonly")
    assert page.count('lang="en"') >= 2, "the English texts say that they are English"


def test_the_texts_are_the_notice_s_own_whatever_language_the_page_has(
    town: Town, drafter: Worker
) -> None:
    its = town.published(announced=False)
    page = drafter.get(f"/en/for-kommuner/konsesjoner/{its}/kunngjoring").text
    assert "Konsesjon på brukerstyrt personlig assistanse." in page
    assert "Concession for user-controlled personal assistance." in page
    assert "Main CPV code" in page


def test_only_who_leads_it_announces_it(town: Town) -> None:
    its = town.published(announced=False)
    path = f"/for-kommuner/konsesjoner/{its}/kunngjoring"
    theirs = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert theirs.get(path).status_code == 404
    assert theirs.post(path, NUMBER).status_code == 404
    reader = town.in_town(Function.ISSUE_CODES)
    assert reader.post(path, NUMBER).status_code == 403
    assert 'name="reference"' not in reader.get(path).text
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    waiting = town.waiting(HAMAR)
    assert drafter.get(f"/for-kommuner/konsesjoner/{waiting}/kunngjoring").status_code == 404
    assert drafter.get(f"/for-kommuner/konsesjoner/{uuid4()}/kunngjoring").status_code == 404


def test_the_number_sent_twice_is_written_once(town: Town, drafter: Worker) -> None:
    its, same = town.published(announced=False), str(uuid4())
    path = f"/for-kommuner/konsesjoner/{its}/kunngjoring"
    for _ in range(2):
        assert drafter.post(path, NUMBER, command_id=same).status_code == 303
    assert drafter.get(f"/konsesjoner/{its}").text.count("2024-123456") == 1
