"""What is only practice says so wherever it is named, and stays practice."""

from __future__ import annotations

import pytest

from registry.domain.organisation import Function
from tests.web.workplaces import FILLED, HAMAR, Town, Worker

TASKS, ALL = "/for-kommuner", "/for-kommuner/konsesjoner"
REAL = "ser alle konsesjonen"


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


@pytest.fixture
def approver(town: Town) -> Worker:
    return town.in_town(Function.APPROVE_CONCESSION)


def sent(town: Town, drafter: Worker) -> str:
    done = drafter.post(f"{town.drafted(drafter)}/send", FILLED, practice="1")
    assert done.status_code == 303, done.text
    return str(done.location)


def test_practice_that_came_back_is_practice_when_it_is_sent_again(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    address = sent(town, drafter)
    approver.post(f"{address}/send-tilbake", reason="Se på prisen")
    assert "Øvelse: Rett konsesjonen" in drafter.get(TASKS).text
    again = drafter.post("/for-kommuner/utkast", again=address.rpartition("/")[2]).location
    page = drafter.get(again).text
    assert 'name="practice" value="1" checked' in page
    assert "Dette er en øvelse." in page
    assert "Øvelse: Gjør ferdig konsesjonen" in drafter.get(TASKS).text
    done = drafter.post(f"{again}/send", FILLED, practice="1")
    approver.post(f"{done.location}/kunngjor", about_nobody="1")
    public = done.location.replace("/for-kommuner", "")
    assert town.app.test_client().get(public).status_code == 404


def test_who_approves_practice_is_told_that_it_is(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    address = sent(town, drafter)
    assert "Øvelse: Godkjenn konsesjonen" in approver.get(TASKS).text
    for path in (address, ALL):
        assert '<span class="tag">øvelse</span>' in approver.get(path).text
    page = approver.get(address).text
    assert REAL not in page
    assert "er det fortsatt bare dere som ser den" in page
    assert "Godkjenn øvelsen" in page
    approver.post(f"{address}/kunngjor", about_nobody="1")
    page = approver.get(address).text
    assert "Øvelse: bare dere ser den" in page
    assert "må få et brev" not in page
    assert "ingen har valgt" in page


def test_what_is_no_practice_says_nothing_of_it(town: Town, approver: Worker) -> None:
    address = f"{ALL}/{town.waiting(HAMAR)}"
    for path in (TASKS, ALL, address):
        assert "øvelse" not in approver.get(path).text.lower()
    assert REAL in approver.get(address).text


def test_nobody_else_is_invited_to_practice(town: Town, drafter: Worker) -> None:
    address = town.drafted(drafter)
    refused = drafter.post(f"{address}/send", FILLED, practice="1", members="Ringsaker")
    assert refused.status_code == 422
    assert 'id="members-error"' in refused.text
    assert "En øvelse er bare for dere selv." in refused.text
    done = drafter.post(f"{address}/send", FILLED, practice="", members="Ringsaker", version="2")
    assert done.status_code == 303
