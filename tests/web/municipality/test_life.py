"""A concession after it was sent: members say yes, practice, and the price that follows an index."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from registry.domain.concession import Concession
from registry.domain.organisation import Function
from tests.story import STARTS
from tests.web.workplaces import FILLED, HAMAR, RINGSAKER, Town, Worker
from web.municipality.drafting import _in_year
from web.municipality.life import adjusted


def concession_of(town: Town, address: str) -> Concession:
    return town.house.registrar.registry.get(Concession, UUID(address.rpartition("/")[2]))


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


@pytest.fixture
def approver(town: Town) -> Worker:
    return town.in_town(Function.APPROVE_CONCESSION)


def sent(town: Town, drafter: Worker, **typed: str) -> str:
    address = town.drafted(drafter)
    answer = drafter.post(f"{address}/send", FILLED, **typed)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_neighbour_says_yes_itself_before_a_joint_concession_is_published(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    address = sent(town, drafter, members="Ringsaker")
    assert concession_of(town, address).members == [HAMAR, RINGSAKER]
    refused = approver.post(f"{address}/kunngjor", about_nobody="1")
    assert refused.status_code == 422
    assert "må ha sagt ja" in refused.text
    neighbour = town.in_town(Function.APPROVE_CONCESSION, of=RINGSAKER)
    assert "Dere er invitert med" in neighbour.get(address).text
    assert neighbour.post(f"{address}/bli-med", annex="Hos oss også ferger.").status_code == 303
    assert "Dere er invitert med" not in neighbour.get(address).text
    assert approver.post(f"{address}/kunngjor", about_nobody="1").status_code == 303
    public = address.replace("/for-kommuner", "")
    assert "Hos oss også ferger." in drafter.get(f"{public}/dokument").text


def test_a_name_that_nobody_knows_is_said_beside_the_field(town: Town, drafter: Worker) -> None:
    address = town.drafted(drafter)
    refused = drafter.post(f"{address}/send", FILLED, members="Ringsaker, Langtvekkistan")
    assert refused.status_code == 422
    assert 'id="members-error"' in refused.text
    assert "Langtvekkistan</textarea>" in refused.text


def test_who_was_not_invited_cannot_say_yes(town: Town, drafter: Worker) -> None:
    address = sent(town, drafter)
    stranger = town.in_town(Function.APPROVE_CONCESSION, of=RINGSAKER)
    assert stranger.post(f"{address}/bli-med").status_code == 404


def test_a_practice_concession_is_seen_by_nobody_else(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    address = sent(town, drafter, practice="1")
    approver.post(f"{address}/kunngjor", about_nobody="1")
    assert "Øvelse: bare dere ser den" in drafter.get(address).text
    anybody, public = town.app.test_client(), address.replace("/for-kommuner", "")
    assert anybody.get(public).status_code == 404
    assert public not in anybody.get("/konsesjoner").text
    assert "Ukjent" in anybody.get(f"/kommuner/{HAMAR}").text
    firm = town.at_firm(Function.APPLY, Function.KEEP_FACTS)
    assert public not in firm.get("/for-leverandorer/sok").text


@pytest.mark.parametrize(
    ("rate", "percent", "new"),
    [(48_200, 320, 49_700), (48_200, -100, 47_700), (48_250, 0, 48_300), (50_000, 1, 50_000)],
)
def test_the_rate_follows_the_index_in_whole_kroner(rate: int, percent: int, new: int) -> None:
    """482 kr + 3,2 % = 497,42 -> 497; - 1 % = 477,18 -> 477; 482,50 -> 483; 500,05 -> 500."""
    assert adjusted(rate, percent) == new


def test_an_index_makes_a_draft_with_the_new_rate(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    address = f"/for-kommuner/konsesjoner/{town.published()}"
    wrong = drafter.post(f"{address}/prisjustering", percent="mye")
    assert wrong.status_code == 422
    assert 'id="percent-error"' in wrong.text
    draft = drafter.post(f"{address}/prisjustering", percent="3,2").location
    assert "<ins>497" in drafter.get(draft).text
    assert approver.post(f"{address}/prisjustering", percent="3,2").status_code == 403


def test_the_day_a_concession_ends_is_said(town: Town, approver: Worker) -> None:
    address = f"/for-kommuner/konsesjoner/{town.published()}"
    last = STARTS.replace(year=STARTS.year + 5) - timedelta(days=1)
    assert concession_of(town, address).ends_on == last + timedelta(days=1)
    assert f"Varer til og med {last.day}. " in approver.get(address).text


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("-25", "Skriv et tall fra -20 til 50 prosent."),
        ("51", "Skriv et tall fra -20 til 50 prosent."),
        ("0", "0 prosent endrer ikke prisen."),
        ("-0 %", "0 prosent endrer ikke prisen."),
        ("0,01", "Prisen blir den samme"),
    ],
)
def test_a_change_of_price_that_cannot_be_or_changes_nothing_makes_no_draft(
    town: Town, drafter: Worker, percent: str, said: str
) -> None:
    address = f"/for-kommuner/konsesjoner/{town.published()}"
    refused = drafter.post(f"{address}/prisjustering", percent=percent)
    assert refused.status_code == 422
    assert said in refused.text
    assert "Gjør ferdig" not in drafter.get("/for-kommuner").text


@pytest.mark.parametrize(("percent", "rate"), [("3,2 %", "497"), ("\u22121", "477")])
def test_a_change_of_price_is_typed_as_people_do(
    town: Town, drafter: Worker, percent: str, rate: str
) -> None:
    address = f"/for-kommuner/konsesjoner/{town.published()}"
    draft = drafter.post(f"{address}/prisjustering", percent=percent).location
    assert f"<ins>{rate}" in drafter.get(draft).text


def test_a_new_price_begins_on_the_day_on_which_the_document_changes_prices(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    """On the 15th of July here; the 29th of February is the 28th where there is none."""
    said = {"bpa-rates-index_date": "15.7", "bpa-rates-index_date--why": "Etter budsjettet"}
    address = town.drafted(drafter, k13=said)
    sent = drafter.post(f"{address}/send", FILLED, version="2").location
    approver.post(f"{sent}/kunngjor", about_nobody="1")
    draft = drafter.post(f"{sent}/prisjustering", percent="3").location
    found = re.search(r'name="effective_from"[^>]* value="([^"]+)"', drafter.get(draft).text)
    assert found
    first = town.today() + timedelta(days=30)
    this_year = date(first.year, 7, 15)
    wanted = this_year if first <= this_year else this_year.replace(year=first.year + 1)
    assert date.fromisoformat(found[1]) == wanted
    assert _in_year(229, 2027) == date(2027, 2, 28)
