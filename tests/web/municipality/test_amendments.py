"""A published concession is changed in the open: known before it holds, approved by another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from registry.domain.concession import Concession
from registry.domain.organisation import Function, OrganisationKind
from registry.domain.roles import Duty
from tests.web.workplaces import FILLED, HAMAR, RINGSAKER, Town, Worker

NOTICE, WHY = "bpa-switch-notice", "bpa-switch-notice--why"
SOON = date.today() + timedelta(days=60)
DAYS = {"effective_from": SOON.isoformat(), "apply_by": (SOON - timedelta(days=5)).isoformat()}


def concession_of(town: Town, concession: UUID) -> Concession:
    return town.house.registrar.registry.get(Concession, concession)


def amending(drafter: Worker, concession: UUID, typed: dict[str, Any] | None = None) -> str:
    """The address of a draft that changes a concession in chapter 16."""
    address = str(drafter.post("/for-kommuner/utkast", amends=str(concession)).location)
    if typed:
        drafter.post(f"{address}/kapittel/16", typed, version="1")
    return address


def sent(town: Town, drafter: Worker, concession: UUID) -> None:
    address = amending(drafter, concession, {NOTICE: "3", WHY: "Tre måneder her"})
    answer = drafter.post(f"{address}/send", DAYS, version="2")
    assert answer.status_code == 303, answer.text


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


@pytest.fixture
def approver(town: Town) -> Worker:
    return town.in_town(Function.APPROVE_CONCESSION)


@pytest.fixture
def anybody(town: Town) -> FlaskClient:
    return town.app.test_client()


def test_an_amendment_begins_with_what_holds_and_shows_what_it_changes(
    town: Town, drafter: Worker
) -> None:
    concession = town.published()
    address = amending(drafter, concession)
    assert "Ingenting er endret ennå" in drafter.get(address).text
    drafter.post(f"{address}/kapittel/16", {NOTICE: "3", WHY: "Tre måneder her"}, version="1")
    page = drafter.get(address).text
    assert "Ett punkt blir annerledes" in page
    assert "<ins>3 " in page


def test_what_changes_nothing_is_no_amendment(town: Town, drafter: Worker) -> None:
    address = amending(drafter, town.published())
    refused = drafter.post(f"{address}/send", DAYS, version="1")
    assert refused.status_code == 422
    assert "det samme som det som gjelder nå" in refused.text


def test_a_point_of_ones_own_in_the_same_words_is_no_change(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    """Sending the same text again changes nothing, and leaves one text to take away."""
    own = {"local-3-1--text": "Vi møtes hver høst.", "local-3-1--why": "Det virker hos oss."}
    draft = town.drafted(drafter, k3=own)
    address = drafter.post(f"{draft}/send", FILLED, version="2").location
    approver.post(f"{address}/kunngjor", about_nobody="1")
    again = amending(drafter, UUID(address.rpartition("/")[2]))
    assert "Ingenting er endret ennå" in drafter.get(again).text
    refused = drafter.post(f"{again}/send", DAYS, version="1")
    assert "det samme som det som gjelder nå" in refused.text


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("effective_from", {"effective_from": date.today().isoformat()}),
        ("effective_from", {"effective_from": "snart"}),
        ("apply_by", {"apply_by": ""}),
        ("apply_by", {"apply_by": date.today().isoformat()}),
        ("apply_by", {"apply_by": (SOON + timedelta(days=1)).isoformat()}),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_its_field_and_the_draft_stands(
    town: Town, drafter: Worker, field: str, days: dict[str, str]
) -> None:
    address = amending(drafter, town.published(), {NOTICE: "3", WHY: "Tre måneder her"})
    refused = drafter.post(f"{address}/send", DAYS | days, version="2")
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert "Tre måneder her" in drafter.get(f"{address}/kapittel/16").text


def test_nobody_approves_their_own_amendment(town: Town) -> None:
    both = town.in_town(Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    concession = town.published()
    sent(town, both, concession)
    address = f"/for-kommuner/konsesjoner/{concession}"
    assert "Du sendte den inn selv" in both.get(address).text
    refused = both.post(f"{address}/endring/kunngjor", about_nobody="1", number="1")
    assert refused.status_code == 422
    assert len(concession_of(town, concession).documents) == 1


def test_what_holds_goes_on_holding_until_the_day_and_then_the_other_does(
    town: Town, drafter: Worker, approver: Worker, anybody: FlaskClient
) -> None:
    concession = town.published()
    sent(town, drafter, concession)
    page = approver.get(f"/for-kommuner/konsesjoner/{concession}").text
    assert "En endring venter på godkjenning" in page
    done = approver.post(
        f"/for-kommuner/konsesjoner/{concession}/endring/kunngjor", about_nobody="1", number="1"
    )
    assert done.status_code == 303
    its = concession_of(town, concession)
    assert its.terms_on(SOON - timedelta(days=1)).notice == 1
    assert its.terms_on(SOON).notice == 3
    changes = anybody.get(f"/konsesjoner/{concession}/endringer").text
    assert "Tre måneder her" in changes
    assert "<del>én " in changes
    assert (
        "Oppsigelsesfrist ved bytte: én måned"
        in anybody.get(f"/konsesjoner/{concession}/dokument").text
    )


def test_what_was_sent_back_leaves_what_holds_and_says_why(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    concession = town.published()
    sent(town, drafter, concession)
    address = f"/for-kommuner/konsesjoner/{concession}"
    approver.post(f"{address}/endring/send-tilbake", reason="For lang frist")
    assert "For lang frist" in drafter.get(address).text
    assert concession_of(town, concession).amendment is None
    sent(town, drafter, concession)
    assert concession_of(town, concession).amendment is not None


def test_two_amendments_are_not_under_way_at_once(town: Town, drafter: Worker) -> None:
    concession = town.published()
    first, second = (
        amending(drafter, concession, {NOTICE: "3", WHY: "Tre måneder her"}) for _ in range(2)
    )
    assert drafter.post(f"{first}/send", DAYS, version="2").status_code == 303
    refused = drafter.post(f"{second}/send", DAYS, version="2")
    assert refused.status_code == 422
    assert "En endring venter alt" in refused.text


def test_an_amendment_of_something_that_does_not_exist_is_not_found(drafter: Worker) -> None:
    assert drafter.post("/for-kommuner/utkast", amends=str(uuid4())).status_code == 404


@pytest.fixture
def neighbour(town: Town) -> Worker:
    return town.in_town(Function.APPROVE_CONCESSION, of=RINGSAKER)


def test_the_neighbour_reads_old_beside_new_and_says_yes_itself(
    town: Town, drafter: Worker, approver: Worker, neighbour: Worker
) -> None:
    concession = town.published(joined=RINGSAKER)
    sent(town, drafter, concession)
    address = f"/for-kommuner/konsesjoner/{concession}"
    assert "Én kommune har ikke sagt ja ennå." in approver.get("/for-kommuner").text
    refused = approver.post(f"{address}/endring/kunngjor", about_nobody="1", number="1")
    assert refused.status_code == 422
    assert "må ha sagt ja først" in refused.text
    assert "Svar på endringen fra Hamar" in neighbour.get("/for-kommuner").text
    page = neighbour.get(address).text
    assert "<del>én " in page
    assert "<ins>3 " in page
    assert "Tre måneder her" in page
    assert neighbour.post(f"{address}/endring/ja", number="1").status_code == 303
    assert "Svar på endringen" not in neighbour.get("/for-kommuner").text
    assert "Ja, vi er enige" not in neighbour.get(address).text
    assert "Ringsaker: sa ja" in " ".join(approver.get(address).text.split())
    assert "Godkjenn endringen som ble sendt inn" in approver.get("/for-kommuner").text
    done = approver.post(f"{address}/endring/kunngjor", about_nobody="1", number="1")
    assert done.status_code == 303
    assert concession_of(town, concession).newest.number == 1


def test_the_neighbour_writes_nothing_and_publishes_nothing(
    town: Town, drafter: Worker, neighbour: Worker
) -> None:
    concession = town.published(joined=RINGSAKER)
    sent(town, drafter, concession)
    address = f"/for-kommuner/konsesjoner/{concession}"
    for path in ("endring/kunngjor", "endring/send-tilbake"):
        answer = neighbour.post(f"{address}/{path}", about_nobody="1", reason="Nei")
        assert answer.status_code == 404
    writer = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert writer.post(f"{address}/endring/ja", number="1").status_code == 403
    assert "Den som godkjenner hos dere, svarer." in writer.get(address).text
    lead = town.in_town(Function.APPROVE_CONCESSION, of=HAMAR)
    assert lead.post(f"{address}/endring/ja", number="1").status_code == 422
    assert concession_of(town, concession).agreed == set()


def test_a_yes_is_asked_for_anew_when_the_amendment_is_another(
    town: Town, drafter: Worker, approver: Worker, neighbour: Worker
) -> None:
    concession = town.published(joined=RINGSAKER)
    sent(town, drafter, concession)
    address = f"/for-kommuner/konsesjoner/{concession}"
    neighbour.post(f"{address}/endring/ja", number="1")
    approver.post(f"{address}/endring/send-tilbake", reason="For lang frist")
    sent(town, drafter, concession)
    assert "Svar på endringen fra Hamar" in neighbour.get("/for-kommuner").text
    stale = neighbour.post(f"{address}/endring/ja", number="1")
    assert stale.status_code == 422
    assert (
        approver.post(f"{address}/endring/kunngjor", about_nobody="1", number="1").status_code
        == 422
    )


def test_who_has_a_mandate_says_yes_for_the_municipality(
    town: Town, drafter: Worker, approver: Worker
) -> None:
    concession = town.published(joined=RINGSAKER)
    sent(town, drafter, concession)
    company = town.organisation(OrganisationKind.INTER_MUNICIPAL, "310000035")
    town.mandate(RINGSAKER, Duty.GRANTS_CONCESSIONS, company)
    theirs = town.hire(company, Function.APPROVE_CONCESSION)
    address = f"/for-kommuner/konsesjoner/{concession}"
    assert "Svar på endringen fra Hamar" in theirs.get("/for-kommuner").text
    assert theirs.post(f"{address}/endring/ja", number="1").status_code == 303
    assert (
        approver.post(f"{address}/endring/kunngjor", about_nobody="1", number="1").status_code
        == 303
    )
