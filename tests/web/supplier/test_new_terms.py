"""A material amendment is offered to the suppliers that are in: they say yes, or leave."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from registry.application import admissions, concessions
from registry.application.concessions import Written
from registry.domain.admission import Admission
from registry.domain.concession_refusals import NothingOffered
from registry.domain.deviation import Change, Way
from registry.domain.organisation import Function
from registry.domain.places import Places
from registry.domain.terms import NODE_OF, add_months
from registry.domain.values import Accepting, OrganisationNumber
from tests.story import STARTS, written
from tests.web.workplaces import TERMS, Town, Worker

FRONT = "/for-leverandorer"
OTHER = OrganisationNumber("310000019")
SOON = STARTS + timedelta(days=60)
LONGER = Written(Change(NODE_OF["notice"], Way.SET, [3]), why="Assistentene trenger tiden.")


def amend(town: Town, concession: UUID) -> None:
    """Three months' notice, sent by one and published by another."""
    desk = town.house.registrar
    said = [each for each in written(TERMS) if each.change.node != NODE_OF["notice"]]
    concessions.send_amendment(desk, town.command(), concession, [*said, LONGER], SOON, SOON)
    concessions.publish_amendment(desk, town.command(uuid4()), concession)
    town.projections.catch_up()


@pytest.fixture
def admission(town: Town) -> UUID:
    """A supplier that takes people, in a concession that is amended from a day to come."""
    concession = town.published()
    its = town.granted(concession, town.firm())
    admissions.declare_capacity(town.house.registrar, town.command(), its, Accepting.YES, 10)
    amend(town, concession)
    return its


@pytest.fixture
def worker(town: Town) -> Worker:
    return town.at_firm(Function.APPLY, Function.KEEP_FACTS)


def page_of(admission: UUID) -> str:
    return f"{FRONT}/nye-vilkar/{admission}/1"


def held(town: Town, admission: UUID) -> tuple[Admission, Places]:
    desk = town.house.registrar
    return desk.registry.get(Admission, admission), desk.cases.get(Places, Places.id_for(admission))


def test_the_supplier_is_asked_and_sees_old_beside_new(
    town: Town, worker: Worker, admission: UUID
) -> None:
    assert "Svar på nye vilkår i Hamar" in worker.get(FRONT).text
    page = worker.get(page_of(admission)).text
    assert "<ins>3 " in page
    assert "Assistentene trenger tiden." in page
    assert "venter på svar" in worker.get(f"{FRONT}/steder").text


def test_a_yes_is_kept_and_the_municipality_sees_it(
    town: Town, worker: Worker, admission: UUID
) -> None:
    assert worker.post(f"{page_of(admission)}/ja").status_code == 303
    assert "Dere sa ja" in worker.get(page_of(admission)).text
    assert "Svar på nye vilkår" not in worker.get(FRONT).text
    concession = held(town, admission)[0].concession
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    shown = drafter.get(f"/for-kommuner/konsesjoner/{concession}").text
    assert "Fjellrype BPA AS: ja, " in shown


def test_a_no_lets_nobody_in_and_leaves_time_for_those_who_are_there(
    town: Town, worker: Worker, admission: UUID
) -> None:
    assert worker.post(f"{page_of(admission)}/nei").status_code == 303
    its, places = held(town, admission)
    assert its.leaves_on == add_months(town.today(), 3)
    assert its.is_admitted
    assert its.accepting is Accepting.NO
    assert not places.is_open
    assert places.ceiling == 10
    again = worker.post(
        f"{FRONT}/steder/{admission}", start_days="28", first_contact_days="3",
        emergency_start="1", office="nearby", accepting="yes", ceiling="10",
    )  # fmt: skip
    assert again.status_code == 422
    assert "sagt nei til nye vilkår" in again.text
    assert its.local is None


def test_the_municipality_ends_it_when_the_time_is_over_and_not_before(
    town: Town, worker: Worker, admission: UUID
) -> None:
    worker.post(f"{page_of(admission)}/nei")
    office = town.in_town(Function.ADMIT_SUPPLIERS)
    assert "Fjellrype BPA AS går ut" in office.get("/for-kommuner").text
    address = f"/for-kommuner/soknader/{admission}"
    assert "Avslutt opptaket" not in office.get(address).text
    assert office.post(f"{address}/avslutt").status_code == 422
    assert held(town, admission)[0].is_admitted


def test_what_is_refused_closes_nobodys_places(town: Town, admission: UUID) -> None:
    """The places come first when an admission ends: the rule is asked before they are closed."""
    office = town.in_town(Function.ADMIT_SUPPLIERS)
    refused = office.post(f"/for-kommuner/soknader/{admission}/avslutt")
    assert refused.status_code == 422
    with pytest.raises(NothingOffered):
        admissions.decline_amendment(town.house.registrar, town.command(), admission, 2)
    its, places = held(town, admission)
    assert its.is_admitted
    assert places.is_open


def test_another_supplier_has_nothing_to_answer(town: Town, admission: UUID) -> None:
    town.firm(OTHER, "Krekling BPA AS")
    stranger = town.at_firm(Function.APPLY, of=OTHER)
    assert stranger.get(page_of(admission)).status_code == 404
    assert stranger.post(f"{page_of(admission)}/nei").status_code == 404
    assert held(town, admission)[0].leaves_on is None


def test_what_is_not_offered_is_not_answered(worker: Worker, admission: UUID) -> None:
    assert worker.get(f"{FRONT}/nye-vilkar/{admission}/2").status_code == 404
    assert worker.get(f"{FRONT}/nye-vilkar/{admission}/0").status_code == 404
