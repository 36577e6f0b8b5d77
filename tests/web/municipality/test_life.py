"""A concession after it was sent: members say yes, it goes on, the price follows, it ends."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from registry.domain.concession import Concession
from registry.domain.organisation import Function
from tests.story import STARTS
from tests.web.workplaces import FILLED, HAMAR, RINGSAKER, Town, Worker
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


def test_it_goes_on_as_long_as_its_document_allows(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    address = f"/for-kommuner/konsesjoner/{town.published()}"
    before = concession_of(town, address).ends_on
    assert before is not None
    for _ in range(2):
        assert approver.post(f"{address}/forleng").status_code == 303
    assert concession_of(town, address).ends_on == before.replace(year=before.year + 2)
    assert "Forleng til" not in approver.get(address).text
    refused = approver.post(f"{address}/forleng")
    assert refused.status_code == 422
    assert drafter.post(f"{address}/forleng").status_code == 403


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


def test_what_ends_early_says_why_and_everybody_in_it_is_let_go(
    town: Town, approver: Worker
) -> None:
    concession = town.published()
    address = f"/for-kommuner/konsesjoner/{concession}"
    admission = town.granted(concession, town.firm())
    refused = approver.post(f"{address}/avslutt", ground="cancelled", ending_reason="")
    assert refused.status_code == 422
    assert 'id="ending_reason-error"' in refused.text
    done = approver.post(
        f"{address}/avslutt", ground="cancelled", ending_reason="Vi slår oss sammen"
    )
    assert done.status_code == 303
    its = concession_of(town, address)
    assert its.is_ended
    assert admission not in its.admitted
    anybody: FlaskClient = town.app.test_client()
    assert "Vi slår oss sammen" in anybody.get(f"/konsesjoner/{concession}").text
    again = approver.post(f"{address}/avslutt", ground="time_is_up")
    assert again.status_code == 422


def test_the_day_a_concession_ends_is_said(town: Town, approver: Worker) -> None:
    address = f"/for-kommuner/konsesjoner/{town.published()}"
    last = STARTS.replace(year=STARTS.year + 5) - timedelta(days=1)
    assert concession_of(town, address).ends_on == last + timedelta(days=1)
    assert f"Varer til og med {last.day}. " in approver.get(address).text
