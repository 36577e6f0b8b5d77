"""Somebody who works in several places acts for the one she has chosen, and never for another."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest

from registry.application.organisations import withdraw_functions
from registry.application.suppliers import register_supplier
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.roles import Duty
from registry.domain.values import MunicipalityNumber, SupplierKind
from tests.web.workplaces import FIRM, HAMAR, OWN, RINGSAKER, Town, Worker

WEB = Path(__file__).parents[2] / "web"
CHOOSE, CHOICE, CODES = "/arbeidsplass", "/for-kommuner/tilbud", "/for-kommuner/koder"
PLACE = re.compile(r'name="place" value="([^"]+)"')
TOWN = OrganisationKind.MUNICIPALITY


def office(town: Town, number: MunicipalityNumber) -> UUID:
    """A municipality's own organisation."""
    town.in_town(Function.ADMIT_SUPPLIERS, of=number)
    return Organisation.id_for(TOWN, number)


def in_both(town: Town, *functions: Function) -> Worker:
    """Somebody with the same functions in Hamar and in Ringsaker."""
    worker = town.hire(office(town, HAMAR), *functions)
    return town.hire(office(town, RINGSAKER), *functions, worker=worker)


def key(number: MunicipalityNumber) -> str:
    its = Organisation.id_for(TOWN, number)
    return f"{its}/{its}"


def works_in(worker: Worker, number: MunicipalityNumber) -> None:
    answer = worker.post(CHOOSE, place=key(number))
    assert (answer.status_code, answer.location) == (303, "/for-kommuner")


def said_by(town: Town) -> dict[str, str]:
    """What each municipality has said it offers."""
    with town.house.pool.connection() as connection:
        rows = connection.execute(
            "SELECT number, stated FROM read.municipalities WHERE valid_to = '9999-12-31'"
        ).fetchall()
    return dict(rows)


def test_whoever_works_in_several_places_is_asked_where(town: Town) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    page = worker.get(CHOOSE)
    assert page.status_code == 200
    assert page.text.count("Arbeid her") == 2
    assert "Hamar" in page.text and "Ringsaker" in page.text
    works_in(worker, RINGSAKER)
    top = worker.get("/for-kommuner").text
    assert "Ringsaker. Logget inn" in top
    assert "Bytt arbeidsplass" in top
    assert "Her arbeider du nå." in worker.get(CHOOSE).text


def test_whoever_works_in_one_place_is_not_asked(town: Town) -> None:
    worker = town.in_town(Function.DRAFT_CONCESSION)
    assert worker.get(CHOOSE).location == "/for-kommuner"
    assert "Bytt arbeidsplass" not in worker.get("/for-kommuner").text


def test_nobody_chooses_a_place_that_is_not_hers(town: Town) -> None:
    office(town, RINGSAKER)
    worker = town.in_town(Function.DRAFT_CONCESSION)
    assert worker.post(CHOOSE, place=key(RINGSAKER)).status_code == 404
    assert "Hamar" in worker.get("/for-kommuner").text


def test_choosing_never_leads_to_another_site(town: Town) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    answer = worker.post(CHOOSE, place=key(HAMAR), next="//other.example/")
    assert answer.location == CHOOSE


def test_a_page_is_not_shown_before_it_is_clear_for_whom(town: Town) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    asked = worker.get(CHOICE).text
    assert "Hvor vil du arbeide?" in asked
    assert f'name="next" value="{CHOICE}"' in asked
    answer = worker.post(CHOOSE, place=key(HAMAR), next=CHOICE)
    assert answer.location == CHOICE
    assert "Hva dere tilbyr" in worker.get(CHOICE).text


def test_a_function_held_in_one_place_only_needs_no_question(town: Town) -> None:
    worker = town.hire(office(town, HAMAR), Function.DRAFT_CONCESSION)
    town.hire(office(town, RINGSAKER), Function.ISSUE_CODES, worker=worker)
    assert "Hamar. Logget inn" in worker.get(CHOICE).text
    assert "Ringsaker. Logget inn" in worker.get(CODES).text
    works_in(worker, RINGSAKER)
    assert "Hamar. Logget inn" in worker.get(CHOICE).text


def test_the_chosen_place_goes_before_another_that_fits_too(town: Town) -> None:
    worker = in_both(town, Function.ISSUE_CODES)
    for number, name in ((HAMAR, "Hamar"), (RINGSAKER, "Ringsaker")):
        works_in(worker, number)
        assert f"{name}. Logget inn" in worker.get(CODES).text


def test_two_tabs_do_not_make_her_act_for_the_wrong_one(town: Town) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    works_in(worker, HAMAR)
    shown = PLACE.search(worker.get(CHOICE).text)
    assert shown and shown[1] == key(HAMAR)
    works_in(worker, RINGSAKER)  # in the other tab
    refused = worker.post(CHOICE, kind="none", place=shown[1])
    assert refused.status_code == 409
    assert "Hvem gjelder dette?" in refused.text
    assert "Ringsaker, der du arbeider nå" in refused.text
    assert set(said_by(town).values()) == {"unknown"}
    works_in(worker, HAMAR)
    assert worker.post(CHOICE, kind="none", place=shown[1]).status_code == 303
    assert said_by(town) == {HAMAR: "none", RINGSAKER: "unknown"}


@pytest.mark.parametrize("place", [None, "", "x"])
def test_a_form_that_does_not_say_for_whom_is_refused(town: Town, place: str | None) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    works_in(worker, HAMAR)
    fields = {} if place is None else {"place": place}
    assert worker.post(CHOICE, kind="none", **fields).status_code == 409
    assert set(said_by(town).values()) == {"unknown"}


def test_a_form_is_refused_when_nothing_is_chosen(town: Town) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    assert worker.post(CHOICE, kind="none", place=key(HAMAR)).status_code == 409
    assert set(said_by(town).values()) == {"unknown"}


def test_a_place_that_is_lost_takes_no_form_for_the_one_that_is_left(town: Town) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    works_in(worker, RINGSAKER)
    withdraw(town, worker, RINGSAKER)
    assert worker.post(CHOICE, kind="none", place=key(RINGSAKER)).status_code == 409
    assert worker.get(CHOOSE).location == "/for-kommuner"
    assert "Hamar. Logget inn" in worker.get("/for-kommuner").text


def withdraw(town: Town, worker: Worker, number: MunicipalityNumber) -> None:
    its = Organisation.id_for(TOWN, number)
    withdraw_functions(
        town.house.registrar, town.command(), its, worker.user, [Function.DRAFT_CONCESSION]
    )
    town.projections.catch_up()


def test_what_is_done_stands_on_behalf_of_the_place_it_was_done_in(town: Town) -> None:
    worker = in_both(town, Function.DRAFT_CONCESSION)
    works_in(worker, RINGSAKER)
    worker.post(CHOICE, kind="none", place=key(RINGSAKER))
    assert town.last_event().on_behalf_of == Organisation.id_for(TOWN, RINGSAKER)


def test_a_municipality_and_a_supplier_are_two_places(town: Town) -> None:
    worker = town.at_firm(Function.KEEP_FACTS, Function.APPLY, of=FIRM)
    town.firm()
    town.hire(office(town, HAMAR), Function.DRAFT_CONCESSION, worker=worker)
    assert worker.get(CHOOSE).text.count("Arbeid her") == 2
    assert "Fjellrype BPA AS" in worker.get("/for-leverandorer").text
    assert "Hamar. Logget inn" in worker.get("/for-kommuner").text


def test_whoever_works_for_the_own_provision_never_sees_its_municipalitys_cases(town: Town) -> None:
    functions = (Function.ISSUE_CODES, Function.ORDER, Function.ADMIT_SUPPLIERS)
    register_supplier(
        town.house.registrar,
        town.command(),
        OWN,
        SupplierKind.OWN_PROVISION,
        "Hamar kommune, egen BPA",
        HAMAR,
    )
    worker = town.at_firm(Function.KEEP_FACTS, of=OWN)
    town.hire(office(town, HAMAR), *functions, Function.DRAFT_CONCESSION, worker=worker)
    town.hire(office(town, RINGSAKER), *functions, worker=worker)
    works_in(worker, HAMAR)
    for path in (CODES, "/for-kommuner/soknader", "/for-kommuner/bestillinger"):
        assert "Hamar. Logget inn" not in worker.get(path).text, path
        assert "Ringsaker. Logget inn" in worker.get(path).text, path
    assert "Hamar. Logget inn" in worker.get(CHOICE).text


def test_every_form_of_a_workplace_says_which_place_it_is_for() -> None:
    """A form without the macro would be refused for whoever works in two places."""
    folders = ("municipality", "supplier", "steward", "people", "governor", "auditor")
    for folder in folders:
        for path in (WEB / "templates" / folder).rglob("*.html"):
            text = path.read_text()
            forms = text.count('method="post"')
            assert forms <= text.count("tokens("), path


def test_mandates_make_places_too(town: Town) -> None:
    worker = town.hire(office(town, RINGSAKER), Function.APPROVE_CONCESSION)
    town.mandate(HAMAR, Duty.GRANTS_CONCESSIONS, Organisation.id_for(TOWN, RINGSAKER))
    page = worker.get(CHOOSE).text
    assert "Hamar, gjennom Ringsaker" in page
    assert page.count("Arbeid her") == 2
