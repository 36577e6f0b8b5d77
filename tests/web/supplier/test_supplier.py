"""The supplier's workplace: registered once, facts confirmed, applied to many, no identities."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.application import admissions, cases
from registry.domain.admission import Admission
from registry.domain.facts import Local
from registry.domain.organisation import Function
from registry.domain.places import Places
from registry.domain.supplier import Supplier
from registry.domain.values import (
    Accepting,
    HoursBand,
    LeadRole,
    LocalOffice,
    OrganisationNumber,
)
from tests.web.workplaces import FIRM, HAMAR, RINGSAKER, Town, Worker

FRONT = "/for-leverandorer"
FACTS, PLACES, APPLY = f"{FRONT}/opplysninger", f"{FRONT}/steder", f"{FRONT}/sok"
OTHER = OrganisationNumber("310000019")
WAGES = {
    "start": "232,50", "evening": "25", "weekend": "68", "holiday_share": "100",
    "competence": "0", "seniority": "own_ladder", "pension_share": "2,5",
    "collective_agreement": "1",
}  # fmt: skip
LOCAL = {
    "start_days": "28", "first_contact_days": "3", "emergency_start": "1", "office": "nearby",
    "accepting": "yes", "ceiling": "10",
}  # fmt: skip


def at_firm(town: Town) -> Worker:
    return town.at_firm(Function.KEEP_FACTS, Function.APPLY)


def test_the_first_thing_to_do_is_to_register(town: Town) -> None:
    worker = at_firm(town)
    assert "Registrer firmaet" in worker.get(FRONT).text
    form = {
        "name": "Fjellrype BPA AS",
        "kind": "company",
        "presentation": "Vi er tre stykker.",
        "language": "nn",
    }
    refused = worker.post(f"{FRONT}/registrer", form, kind="own_provision")
    assert refused.status_code == 422
    assert "Vi er tre stykker." in refused.text
    assert worker.post(f"{FRONT}/registrer", form).status_code == 303
    page = worker.get(FACTS).text
    assert '<p lang="nn">Vi er tre stykker.</p>' in page
    assert town.house.registrar.registry.find(Supplier, Supplier.id_for(FIRM))
    assert "Fyll ut: Lønn og tillegg" in worker.get(FRONT).text


def test_facts_are_typed_once_and_confirmed_with_one_click(town: Town) -> None:
    town.firm()
    worker = at_firm(town)
    refused = worker.post(f"{FACTS}/lonn", WAGES, start="mye")
    assert refused.status_code == 422
    assert 'value="mye"' in refused.text
    assert 'value="2,5"' in refused.text
    assert worker.post(f"{FACTS}/lonn", WAGES).status_code == 303
    assert "232,50" in worker.get(FACTS).text
    assert 'value="232,50"' in worker.get(f"{FACTS}/lonn").text
    url = town.projections.database.url("frittvalg_projector")
    with psycopg.connect(url) as writer:
        writer.execute("UPDATE read.suppliers SET wages_on = wages_on - 160")
    assert "Bekreft: Lønn og tillegg" in worker.get(FRONT).text
    assert worker.post(f"{FACTS}/lonn/stemmer").status_code == 303
    assert "Bekreft: Lønn og tillegg" not in worker.get(FRONT).text


def test_nothing_can_be_confirmed_that_was_never_said(town: Town) -> None:
    town.firm()
    assert at_firm(town).post(f"{FACTS}/driftsmidler/stemmer").status_code == 404


def test_every_set_can_be_filled_in(town: Town) -> None:
    town.firm()
    worker = at_firm(town)
    budget = {"yearly": "15000", "uses": ["travel", "meals"], "unused": "carried_over"}
    support = {
        "adviser": "one_named", "phone": "office_hours", "independence": "together",
        "backup_hours": "4", "training_hours": "16", "turnover_share": "12,5",
        "languages": ["nb", "pl"],
    }  # fmt: skip
    nothing = {"yearly": "0", "unused": "not_applicable"}
    assert worker.post(f"{FACTS}/driftsmidler", nothing).status_code == 303
    assert worker.post(f"{FACTS}/driftsmidler", budget).status_code == 303
    assert worker.post(f"{FACTS}/stotte", support).status_code == 303
    page = worker.get(FACTS).text
    assert "Reiser, måltider" in page
    assert "Bokmål, polsk" in page


def test_several_applications_in_one_go(town: Town) -> None:
    first, second, third = town.published(HAMAR), town.published(RINGSAKER), town.published(HAMAR)
    firm, worker = town.firm(), at_firm(town)
    assert "3 konsesjoner er åpne for søknad" in worker.get(FRONT).text
    assert worker.post(APPLY).status_code == 422
    sent = worker.post(APPLY, {"concession": [str(first), str(second)]})
    assert sent.status_code == 303
    for concession, asked in ((first, True), (second, True), (third, False)):
        found = town.house.registrar.registry.find(Admission, Admission.id_for(concession, firm))
        assert (found is not None) is asked
    assert "Hamar" in worker.get(sent.location).text


def test_applying_twice_or_to_what_is_not_open_changes_nothing(town: Town) -> None:
    concession, waiting = town.published(), town.waiting(RINGSAKER)
    firm, worker = town.firm(), at_firm(town)
    form = {"concession": [str(concession)], "command_id": str(uuid4())}
    assert worker.post(APPLY, form).status_code == 303
    assert worker.post(APPLY, form).status_code == 303
    worker.post(APPLY, {"concession": [str(waiting)]})
    hidden = Admission.id_for(waiting, firm)
    assert town.house.registrar.registry.find(Admission, hidden) is None


def test_what_holds_in_one_place_and_how_many_are_taken(town: Town) -> None:
    admission, worker = town.granted(town.published(), town.firm()), at_firm(town)
    assert "Si hva som gjelder i Hamar" in worker.get(FRONT).text
    assert "kan ikke velges ennå" in worker.get(PLACES).text
    address = f"{PLACES}/{admission}"
    refused = worker.post(address, LOCAL, ceiling="mange")
    assert refused.status_code == 422
    assert 'value="mange"' in refused.text
    assert worker.post(address, LOCAL).status_code == 303
    assert "0 av 10 plasser er tatt" in worker.get(PLACES).text
    assert worker.post(address, LOCAL, accepting="no").status_code == 303
    assert not town.house.registrar.cases.get(Places, Places.id_for(admission)).is_open


def test_anothers_admission_is_not_found(town: Town) -> None:
    town.firm()
    theirs = town.granted(town.published(), town.firm(OTHER, "Lyng AS"))
    worker = at_firm(town)
    for admission in (theirs, uuid4()):
        assert worker.get(f"{PLACES}/{admission}").status_code == 404
        assert worker.post(f"{PLACES}/{admission}", LOCAL).status_code == 404


@pytest.fixture
def chosen(town: Town) -> UUID:
    """Somebody in Hamar who chose the firm; returns the case."""
    desk, concession = town.house.registrar, town.published()
    admission = town.granted(concession, town.firm())
    local = Local(28, 3, True, LocalOffice.NEARBY)
    admissions.confirm_local(desk, town.command(), admission, local)
    admissions.declare_capacity(desk, town.command(), admission, Accepting.YES, 10)
    case, _, _ = cases.open_case(
        desk, town.command(), HAMAR, concession, HoursBand.OVER_35, LeadRole.PARENT
    )
    cases.choose_supplier(desk, town.command(), case, admission)
    town.projections.catch_up()
    return case


def test_who_chose_the_supplier_is_shown_without_who_it_is(town: Town, chosen: UUID) -> None:
    worker = at_firm(town)
    assert "Ring en som har valgt dere i Hamar" in worker.get(FRONT).text
    page = worker.get(f"{FRONT}/valgt").text
    assert "Over 35 timer i uka" in page
    assert "Forelder leder" in page
    assert str(chosen) not in page
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", page.partition("<main")[2])


def test_only_the_chosen_supplier_sees_it(town: Town, chosen: UUID) -> None:
    town.firm(OTHER, "Lyng AS")
    other = town.at_firm(Function.KEEP_FACTS, of=OTHER)
    assert "Ingen har valgt dere ennå" in other.get(f"{FRONT}/valgt").text
    assert str(chosen) not in other.get(FRONT).text


def test_an_adviser_cannot_apply(town: Town) -> None:
    concession = town.published()
    firm = town.firm()
    adviser = town.at_firm(Function.KEEP_FACTS)
    assert adviser.get(APPLY).status_code == 403
    assert adviser.post(APPLY, {"concession": [str(concession)]}).status_code == 403
    found = Admission.id_for(concession, firm)
    assert town.house.registrar.registry.find(Admission, found) is None
