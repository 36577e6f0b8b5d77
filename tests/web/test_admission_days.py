"""Suppliers see until when they may apply, and a closed round is closed wherever they try."""

from __future__ import annotations

from datetime import date, timedelta

from registry.application import suppliers
from registry.domain.admission import Admission
from registry.domain.deadlines import working_day_from
from registry.domain.organisation import Function
from registry.domain.values import Reopen, SupplierKind
from registry.queries.workplace_supplier import open_concessions
from tests.web.test_questions import TODAY, a_round
from tests.web.workplaces import HAMAR, OWN, RINGSAKER, Town

APPLY = "/for-leverandorer/sok"
LONG_AGO = TODAY - timedelta(days=60)


def written(day: date) -> str:
    """As pages say it: the day and the year."""
    return f"{day.day}. "


def test_a_supplier_sees_the_rounds_that_are_open_and_their_last_day(town: Town) -> None:
    town.firm()
    a_round(town, TODAY, HAMAR)
    a_round(town, LONG_AGO, RINGSAKER)
    bidder = town.at_firm(Function.APPLY)
    page = bidder.get(APPLY).text
    assert "Hamar" in page
    assert "Ringsaker" not in page
    last = working_day_from(TODAY + timedelta(days=30))
    assert f"Søk innen {written(last)}" in page
    front = bidder.get("/for-leverandorer").text
    assert "Én konsesjon er åpen for søknad" in front


def test_who_ticked_a_round_that_closed_meanwhile_is_told_so(town: Town) -> None:
    supplier = town.firm()
    closed = a_round(town, LONG_AGO, RINGSAKER)
    refused = town.at_firm(Function.APPLY).post(APPLY, concession=str(closed))
    assert refused.status_code == 422
    assert "tar ikke imot søknader lenger" in refused.text
    its = town.house.registrar.registry
    assert its.find(Admission, Admission.id_for(closed, supplier)) is None


def test_pressing_twice_is_no_mistake(town: Town) -> None:
    town.firm()
    its = str(a_round(town, TODAY, HAMAR))
    bidder = town.at_firm(Function.APPLY)
    for _ in range(2):
        assert bidder.post(APPLY, concession=its).status_code == 303


def test_a_municipalitys_own_provision_applies_after_the_round_too(town: Town) -> None:
    closed = a_round(town, LONG_AGO, RINGSAKER)
    suppliers.register_supplier(
        town.house.registrar, town.command(), OWN, SupplierKind.OWN_PROVISION, "Hjemme", RINGSAKER
    )
    town.projections.catch_up()
    done = town.at_firm(Function.APPLY, of=OWN).post(APPLY, concession=str(closed))
    assert done.status_code == 303
    assert done.location.endswith("/sok/sendt")


def test_a_free_place_opens_the_list_again(town: Town) -> None:
    """A cap of one, and nobody is in."""
    supplier = town.firm()
    its = a_round(town, LONG_AGO, RINGSAKER, cap=1, reopen=Reopen.FREE_PLACE)
    found = open_concessions(town.house.pool, supplier, None, TODAY)
    assert [(each.id, each.deadline) for each in found] == [(its, None)]
    assert "Åpent nå" in town.at_firm(Function.APPLY).get(APPLY).text
    town.granted(its, supplier)
    other = town.firm(OWN, "Krekling BPA AS")
    assert open_concessions(town.house.pool, other, None, TODAY) == []


def test_everybody_sees_until_when_suppliers_apply_and_ask(town: Town) -> None:
    client = town.app.test_client()
    opened, closed = a_round(town, TODAY, HAMAR), a_round(town, LONG_AGO, RINGSAKER)
    last = working_day_from(TODAY + timedelta(days=30))
    page = client.get(f"/konsesjoner/{opened}").text
    assert f"Søk innen {written(last)}" in page
    assert "Spørsmål må være stilt innen" in page
    page = client.get(f"/konsesjoner/{closed}").text
    assert "Opptaket er stengt." in page
    assert "Det kan ikke stilles spørsmål nå." in page
    before = (LONG_AGO + timedelta(days=5)).isoformat()
    assert "Søk innen" in client.get(f"/konsesjoner/{closed}?dato={before}").text


def test_where_one_may_always_apply_the_page_says_so(town: Town) -> None:
    page = town.app.test_client().get(f"/konsesjoner/{town.published()}").text
    assert "Leverandører kan søke når som helst." in page
