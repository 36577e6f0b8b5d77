"""A concession ends or goes on: one puts it forward, another confirms, and the day is not forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from registry.domain.concession import Concession
from registry.domain.organisation import Function
from registry.domain.terms import add_months
from tests.story import STARTS
from tests.web.workplaces import FILLED, RINGSAKER, Town, Worker
from web.languages import day as written

WHY = {"ground": "cancelled", "ending_reason": "Vi slår oss sammen"}
CONFIRM = {"number": "1", "sure": "1"}
LAST = STARTS.replace(year=STARTS.year + 5) - timedelta(days=1)
BY = add_months(LAST, -6)
FRONT = "/for-kommuner"


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


@pytest.fixture
def approver(town: Town) -> Worker:
    return town.in_town(Function.APPROVE_CONCESSION)


@pytest.fixture
def concession(town: Town) -> UUID:
    return town.published()


@pytest.fixture
def address(concession: UUID) -> str:
    return f"/for-kommuner/konsesjoner/{concession}"


@pytest.fixture
def anybody(town: Town) -> FlaskClient:
    return town.app.test_client()


def stands(town: Town, concession: UUID) -> Concession:
    return town.house.registrar.registry.get(Concession, concession)


def said(day: date) -> str:
    return f"til og med {written(day)}"


def test_what_is_to_end_says_why_and_ends_when_another_confirms(
    town: Town, drafter: Worker, approver: Worker, concession: UUID, address: str
) -> None:
    admission = town.granted(concession, town.firm())
    refused = drafter.post(f"{address}/avslutt", ground="cancelled", ending_reason="")
    assert refused.status_code == 422
    assert 'id="ending_reason-error"' in refused.text
    assert drafter.post(f"{address}/avslutt", WHY).status_code == 303
    assert not stands(town, concession).is_ended
    page = approver.get(address).text
    assert "Forslag: avslutt konsesjonen" in page
    assert "Vi slår oss sammen" in page
    assert page.count("Dette kan ikke angres.") == 1
    assert approver.post(f"{address}/avslutt/bekreft", CONFIRM).status_code == 303
    its = stands(town, concession)
    assert its.is_ended
    assert admission not in its.admitted
    assert "Vi slår oss sammen" in drafter.get(f"/konsesjoner/{concession}").text
    assert "Foreslå å avslutte" not in drafter.get(address).text


def test_who_ends_it_has_said_that_it_cannot_be_undone(
    town: Town, drafter: Worker, approver: Worker, concession: UUID, address: str
) -> None:
    drafter.post(f"{address}/avslutt", WHY)
    refused = approver.post(f"{address}/avslutt/bekreft", number="1")
    assert refused.status_code == 422
    assert 'id="sure-error"' in refused.text
    assert not stands(town, concession).is_ended


def test_an_ending_that_waits_moves_nothing_that_is_public(
    drafter: Worker, anybody: FlaskClient, concession: UUID, address: str
) -> None:
    pages = [f"/konsesjoner/{concession}", "/konsesjoner", f"/konsesjoner/{concession}/dokument"]
    before = [anybody.get(page).text for page in pages]
    drafter.post(f"{address}/avslutt", WHY)
    assert [anybody.get(page).text for page in pages] == before


@pytest.mark.parametrize(
    ("sent", "confirmed", "fields"),
    [("avslutt", "avslutt/bekreft", WHY | CONFIRM), ("forleng", "forleng/bekreft", CONFIRM)],
)
def test_nobody_confirms_her_own_proposal(
    town: Town, concession: UUID, address: str, sent: str, confirmed: str, fields: dict[str, str]
) -> None:
    both = town.in_town(Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    assert both.post(f"{address}/{sent}", fields).status_code == 303
    page = both.get(address).text
    assert "Du foreslo det selv" in page
    assert "Bekreft:" not in page
    assert "Ta stilling til" not in both.get(FRONT).text
    refused = both.post(f"{address}/{confirmed}", fields)
    assert refused.status_code == 422
    assert "En annen må gjøre det" in refused.text
    its = stands(town, concession)
    assert (its.is_ended, its.prolonged) == (False, [])


def test_who_only_writes_does_not_confirm_and_who_does_neither_puts_nothing_forward(
    town: Town, drafter: Worker, approver: Worker, address: str
) -> None:
    assert approver.post(f"{address}/forleng").status_code == 303
    assert drafter.post(f"{address}/forleng/bekreft", number="1").status_code == 403
    assert drafter.post(f"{address}/avslutt/bekreft", CONFIRM).status_code == 403
    orderer = town.in_town(Function.ISSUE_CODES)
    for path in ("forleng", "avslutt", "forslag/send-tilbake"):
        assert orderer.post(f"{address}/{path}", WHY | CONFIRM).status_code == 403
    neighbour = town.in_town(Function.APPROVE_CONCESSION, of=RINGSAKER)
    for path in ("forleng", "forleng/bekreft", "avslutt", "avslutt/bekreft"):
        assert neighbour.post(f"{address}/{path}", WHY | CONFIRM).status_code == 404


def test_the_second_person_has_a_task_that_says_who_proposed_what(
    town: Town, drafter: Worker, approver: Worker, address: str
) -> None:
    drafter.post(f"{address}/avslutt", WHY)
    front = approver.get(FRONT).text
    assert "Ta stilling til om konsesjonen skal avsluttes" in front
    assert "Ta stilling til" not in drafter.get(FRONT).text
    assert "noe venter på en annen" in drafter.get("/for-kommuner/konsesjoner").text
    approver.post(f"{address}/avslutt/bekreft", CONFIRM)
    assert "Ta stilling til" not in approver.get(FRONT).text


@pytest.mark.parametrize("who", ["drafter", "approver"])
def test_what_was_put_forward_is_taken_back_or_sent_back_with_words(
    request: pytest.FixtureRequest, town: Town, drafter: Worker, address: str, who: str
) -> None:
    drafter.post(f"{address}/avslutt", WHY)
    by: Worker = request.getfixturevalue(who)
    back = by.post(f"{address}/forslag/send-tilbake", number="1", why_back="Vent til våren")
    assert back.status_code == 303
    page = drafter.get(address).text
    assert "Forslaget om å avslutte kom tilbake" in page
    assert "Vent til våren" in page
    assert "Foreslå å avslutte" in page
    refused = town.in_town(Function.APPROVE_CONCESSION).post(f"{address}/avslutt/bekreft", CONFIRM)
    assert refused.status_code == 422
    assert "venter ikke lenger" in refused.text


def test_only_one_proposal_waits(drafter: Worker, address: str) -> None:
    drafter.post(f"{address}/avslutt", WHY)
    refused = drafter.post(f"{address}/forleng")
    assert refused.status_code == 422
    assert "venter alt" in refused.text


def test_it_goes_on_as_long_as_its_document_allows(
    town: Town, drafter: Worker, approver: Worker, concession: UUID, address: str
) -> None:
    before = stands(town, concession).ends_on
    assert before is not None
    for number in (1, 2):
        assert drafter.post(f"{address}/forleng").status_code == 303
        assert "Bekreft: forleng til" in approver.get(address).text
        confirmed = approver.post(f"{address}/forleng/bekreft", number=str(number))
        assert confirmed.status_code == 303
    assert stands(town, concession).ends_on == before.replace(year=before.year + 2)
    assert "Foreslå å forlenge" not in drafter.get(address).text
    refused = drafter.post(f"{address}/forleng")
    assert refused.status_code == 422
    assert "ikke forlenges flere ganger" in refused.text


def test_too_late_to_prolong_is_said_where_the_button_was(
    town: Town, concession: UUID, address: str
) -> None:
    town.wait_until(BY + timedelta(days=1))
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    page = drafter.get(address).text
    assert f"Det er for sent å forlenge. Fristen var {written(BY)}" in page
    assert "Foreslå å forlenge" not in page
    refused = drafter.post(f"{address}/forleng")
    assert refused.status_code == 422
    assert 'id="prolong-error"' in refused.text
    assert "senest seks måneder før" in refused.text
    assert stands(town, concession).proposal is None


def test_a_practice_concession_ends_in_words_of_practice(
    town: Town, drafter: Worker, approver: Worker, anybody: FlaskClient
) -> None:
    draft = town.drafted(drafter)
    address = drafter.post(f"{draft}/send", FILLED, practice="1").location
    approver.post(f"{address}/kunngjor", about_nobody="1")
    drafter.post(f"{address}/avslutt", WHY)
    assert "Øvelse: Ta stilling til om konsesjonen skal avsluttes" in approver.get(FRONT).text
    page = approver.get(address).text
    assert "Dette er en øvelse, så ingen leverandører er tatt opp" in page
    assert "må få et brev" not in page
    assert approver.post(f"{address}/avslutt/bekreft", CONFIRM).status_code == 303
    assert anybody.get(address.replace("/for-kommuner", "")).status_code == 404


def front_on(town: Town, day: date, *functions: Function) -> str:
    """What somebody has to do on a day."""
    town.wait_until(day)
    return town.in_town(*functions or [Function.DRAFT_CONCESSION]).get(FRONT).text


def test_from_a_year_before_its_last_day_the_day_is_among_the_tasks(
    town: Town, concession: UUID
) -> None:
    task = f"Konsesjonen varer {said(LAST)}"
    year_before = add_months(LAST, -12)
    assert task not in front_on(town, year_before - timedelta(days=1))
    assert task in front_on(town, year_before)
    assert task in front_on(town, year_before, Function.APPROVE_CONCESSION)
    assert task not in front_on(town, year_before, Function.ISSUE_CODES)


def test_the_deadline_is_the_last_day_to_prolong_and_then_the_last_day(
    town: Town, concession: UUID
) -> None:
    before = front_on(town, BY)
    assert "Skal den forlenges, må det være bekreftet innen fristen." in before
    assert ">i dag<" in before.replace("\n", "")
    after = front_on(town, BY + timedelta(days=1))
    assert "Den kan ikke forlenges nå." in after
    assert f"om {(LAST - BY).days - 1} dager" in after


def test_the_task_waits_while_a_proposal_does(town: Town, concession: UUID, address: str) -> None:
    town.wait_until(BY - timedelta(days=10))
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    drafter.post(f"{address}/forleng")
    assert "Konsesjonen varer til" not in drafter.get(FRONT).text
    front = town.in_town(Function.APPROVE_CONCESSION).get(FRONT).text
    assert "skal forlenges til og med" in front
    assert "om 10 dager" in front


def test_when_its_time_is_up_it_is_to_be_ended_and_needs_no_reason(
    town: Town, concession: UUID, address: str
) -> None:
    front = front_on(town, LAST)
    assert "Tiden er ute" not in front
    assert "Tiden er ute: avslutt konsesjonen" in front_on(town, LAST + timedelta(days=1))
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert drafter.post(f"{address}/avslutt", ground="time_is_up").status_code == 303
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert "Jeg vet at dette ikke kan angres." in approver.get(address).text
    approver.post(f"{address}/avslutt/bekreft", CONFIRM)
    assert stands(town, concession).is_ended
    assert "Tiden er ute" not in drafter.get(FRONT).text
