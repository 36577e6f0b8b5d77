"""Duties in other hands: a neighbour, a district, a state agency, while the mandate runs."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from registry.application import admissions, municipalities
from registry.domain.concession import Concession
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.roles import COVERED, Duty
from registry.domain.values import Accepting, OrganisationNumber
from registry.queries.access import acting
from tests.story import announce
from tests.web.workplaces import FILLED, HAMAR, OWN, RINGSAKER, Town, Worker

AGENCY = "310000035"
CODE = re.compile(r'class="codes">([0-9A-Z-]{12})<')
NEW_CODE, CODES = "/for-kommuner/koder/ny", "/for-kommuner/koder"
TOWN = OrganisationKind.MUNICIPALITY
EVERYTHING = frozenset().union(*COVERED.values())


def agency(town: Town) -> UUID:
    return town.organisation(OrganisationKind.STATE_AGENCY, AGENCY)


def hands_over_everything(town: Town, organisation: UUID) -> None:
    for duty in Duty:
        town.mandate(HAMAR, duty, organisation, keeps=False)


def sent(town: Town, drafter: Worker) -> str:
    answer = drafter.post(f"{town.drafted(drafter)}/send", FILLED, version="1")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def opened(worker: Worker, concession: UUID) -> str:
    """The code in a letter to somebody who may choose."""
    form = {"concession": str(concession), "hours": "over_35", "lead": "self"}
    shown = CODE.search(worker.post(NEW_CODE, form, not_protected="1").text)
    assert shown
    return shown[1]


def concession_of(town: Town, location: str) -> Concession:
    return town.house.registrar.registry.get(Concession, UUID(location.rpartition("/")[2]))


def test_an_approver_from_a_neighbour_publishes_what_the_municipality_sent(town: Town) -> None:
    location = sent(town, town.in_town(Function.DRAFT_CONCESSION))
    approver = town.in_town(Function.APPROVE_CONCESSION, of=RINGSAKER)
    assert approver.post(f"{location}/kunngjor", about_nobody="1").status_code == 404
    neighbour = Organisation.id_for(TOWN, RINGSAKER)
    town.mandate(HAMAR, Duty.GRANTS_CONCESSIONS, neighbour)
    place = f"{neighbour}/{Organisation.id_for(TOWN, HAMAR)}"
    assert approver.post("/arbeidsplass", place=place).status_code == 303
    assert "Godkjenn konsesjonen" in approver.get("/for-kommuner").text
    done = approver.post(f"{location}/kunngjor", about_nobody="1", place=place)
    assert done.status_code == 303
    its = concession_of(town, location)
    assert its.is_published
    event = town.last_event()
    assert (event.by, event.on_behalf_of) == (approver.user, neighbour)


def test_nobody_approves_her_own_work_through_another_organisation(town: Town) -> None:
    both = town.in_town(Function.DRAFT_CONCESSION)
    location = sent(town, both)
    neighbour = Organisation.id_for(TOWN, RINGSAKER)
    town.in_town(Function.ADMIT_SUPPLIERS, of=RINGSAKER)
    town.hire(neighbour, Function.APPROVE_CONCESSION, worker=both)
    town.mandate(HAMAR, Duty.GRANTS_CONCESSIONS, neighbour)
    place = f"{neighbour}/{Organisation.id_for(TOWN, HAMAR)}"
    both.post("/arbeidsplass", place=place)
    refused = both.post(f"{location}/kunngjor", about_nobody="1", place=place)
    assert refused.status_code == 422
    assert concession_of(town, location).is_waiting


def test_a_state_agency_takes_over_everything(town: Town) -> None:
    """Its people draft, approve, admit and issue codes; what was begun goes on, addresses stay."""
    ours = town.in_town(*EVERYTHING)
    before = town.published()
    supplier = town.firm()
    its = town.granted(before, supplier)
    admissions.declare_capacity(town.house.registrar, town.command(), its, Accepting.YES, 5)
    code = opened(ours, before)
    half_written = town.drafted(ours)
    public = {
        path: town.app.test_client().get(path).status_code
        for path in ("/kommuner/3403", "/kommuner/3403/leverandorer", f"/konsesjoner/{before}")
    }
    assert set(public.values()) == {200}

    hands_over_everything(town, organisation := agency(town))
    theirs = {each: town.hire(organisation, each) for each in EVERYTHING}

    drafter, approver = (
        theirs[each] for each in (Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    )
    assert "Hamar, gjennom Nordlys etat" in drafter.get("/for-kommuner").text
    assert drafter.get(half_written).status_code == 200, "what Hamar had begun to write goes on"
    answer = drafter.post(f"{half_written}/send", FILLED, version="1")
    assert answer.status_code == 303
    done = approver.post(f"{answer.location}/kunngjor", about_nobody="1")
    assert done.status_code == 303
    assert concession_of(town, answer.location).members == [HAMAR]

    new = concession_of(town, answer.location).id
    announce(town.house.registrar, town.command(), new)
    waiting = town.applied(new, supplier)
    assessor = theirs[Function.ADMIT_SUPPLIERS]
    assert assessor.post(f"/for-kommuner/soknader/{waiting}/ja").status_code == 303

    adviser = theirs[Function.ISSUE_CODES]
    assert "Har ikke valgt." in adviser.get(CODES).text, "cases opened before continue"
    assert opened(adviser, before)
    assert theirs[Function.ORDER].get("/for-kommuner/bestillinger").status_code == 200
    assert theirs[Function.FOLLOW_UP].get("/for-kommuner/oppfolging").status_code == 200

    person = town.app.test_client()
    used = person.post("/velg", data={"kode": code, "command_id": str(uuid4())})
    assert used.status_code == 303, "the code in a letter from before still works"
    for path, status in public.items():
        assert town.app.test_client().get(path).status_code == status
    for path in ("/for-kommuner", CODES, "/for-kommuner/soknader", "/for-kommuner/tilbud"):
        assert ours.get(path).status_code == 403, path


def test_a_withdrawn_mandate_ends_at_once(town: Town) -> None:
    town.published()
    town.mandate(HAMAR, Duty.DECIDES, organisation := agency(town))
    adviser = town.hire(organisation, Function.ISSUE_CODES)
    assert adviser.get(CODES).status_code == 200
    municipalities.withdraw_mandate(
        town.house.registrar, town.command(), HAMAR, Duty.DECIDES, organisation
    )
    town.projections.catch_up()
    assert adviser.get(CODES).status_code == 403
    assert adviser.get("/arbeidsplass").status_code == 403


def test_a_mandate_begins_on_its_first_day_and_ends_with_its_last(town: Town) -> None:
    organisation, today = agency(town), town.today()
    adviser = town.hire(organisation, Function.ISSUE_CODES)
    begins, ends = today + timedelta(days=10), today + timedelta(days=20)
    municipalities.grant_mandate(
        town.house.registrar, town.command(), HAMAR, Duty.DECIDES, organisation, begins, ends,
        keeps=True,
    )  # fmt: skip
    town.projections.catch_up()
    for day, count in ((9, 0), (10, 1), (19, 1), (20, 0)):
        found = acting(town.house.pool, adviser.user, today + timedelta(days=day))
        assert len(found) == count, day


def test_a_mandate_lets_nobody_do_more_than_its_duty_and_her_own_role(town: Town) -> None:
    organisation = agency(town)
    town.mandate(HAMAR, Duty.DECIDES, organisation)
    drafter = town.hire(organisation, Function.DRAFT_CONCESSION)
    everything = town.hire(organisation, *EVERYTHING, Function.MANAGE_PEOPLE)
    assert drafter.get("/for-kommuner").status_code == 403
    place = next(
        each for each in acting(town.house.pool, everything.user, town.today())
        if each.municipality
    )  # fmt: skip
    assert place.functions == {Function.ISSUE_CODES}
    assert place.municipality == HAMAR
    assert (place.through, place.organisation) == (organisation, Organisation.id_for(TOWN, HAMAR))


def test_an_agency_does_nothing_for_a_municipality_that_gave_it_nothing(town: Town) -> None:
    town.mandate(HAMAR, Duty.DECIDES, organisation := agency(town))
    theirs = town.published(RINGSAKER)
    adviser = town.hire(organisation, Function.ISSUE_CODES)
    form = {"concession": str(theirs), "hours": "over_35", "lead": "self", "not_protected": "1"}
    assert adviser.post(NEW_CODE, form).status_code == 404


def test_an_agency_keeps_the_drafts_of_its_municipalities_apart(town: Town) -> None:
    organisation = agency(town)
    for number in (HAMAR, RINGSAKER):
        town.mandate(number, Duty.GRANTS_CONCESSIONS, organisation)
    drafter = town.hire(organisation, Function.DRAFT_CONCESSION)
    hamar, ringsaker = (
        f"{organisation}/{Organisation.id_for(TOWN, number)}" for number in (HAMAR, RINGSAKER)
    )
    drafter.post("/arbeidsplass", place=hamar)
    new = drafter.post("/for-kommuner/utkast", place=hamar)
    assert new.status_code == 303
    assert drafter.get(new.location).status_code == 200
    drafter.post("/arbeidsplass", place=ringsaker)
    assert drafter.get(new.location).status_code == 404


def test_the_municipality_that_keeps_a_duty_goes_on_with_it(town: Town) -> None:
    town.published()
    own, organisation = town.in_town(Function.ISSUE_CODES), agency(town)
    town.mandate(HAMAR, Duty.DECIDES, organisation, keeps=True)
    assert own.get(CODES).status_code == 200
    other = town.organisation(OrganisationKind.INTER_MUNICIPAL, "310000051")
    town.mandate(HAMAR, Duty.DECIDES, other, keeps=False)
    assert own.get(CODES).status_code == 403


@pytest.fixture
def owner(town: Town) -> Worker:
    return town.in_town(Function.MANAGE_PEOPLE)


def test_the_municipality_says_who_does_what(town: Town, owner: Worker) -> None:
    organisation = agency(town)
    page = owner.get("/for-kommuner/oppgaver").text
    assert page.count("Hamar selv") == 4
    assert "Nordlys etat" in owner.get("/for-kommuner/oppgaver/ny").text
    form = {"duty": "decides", "organisation": str(organisation), "keeps": "no"}
    form |= {"from_day": town.today().isoformat(), "last_day": ""}
    assert owner.post("/for-kommuner/oppgaver/ny", form).status_code == 303
    page = owner.get("/for-kommuner/oppgaver").text
    assert page.count("Hamar selv") == 3
    assert "Da gjør ikke kommunen det selv." in page
    again = owner.post("/for-kommuner/oppgaver/ny", form)
    assert again.status_code == 422
    assert 'id="organisation-error"' in again.text
    taken = {"duty": "decides", "organisation": str(organisation)}
    assert owner.post("/for-kommuner/oppgaver/trekk", taken).status_code == 303
    assert owner.get("/for-kommuner/oppgaver").text.count("Hamar selv") == 4
    assert owner.post("/for-kommuner/oppgaver/trekk", taken).status_code == 422


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2001-01-01", "", "from_day"),
        ("2099-01-02", "2099-01-01", "last_day"),
        ("x", "", "from_day"),
        ("", "9999-12-31", "last_day"),
    ],
)
def test_a_period_that_cannot_be_is_said_beside_its_field(
    town: Town, owner: Worker, first: str, last: str, field: str
) -> None:
    form = {"duty": "decides", "organisation": str(agency(town)), "keeps": "yes"}
    refused = owner.post("/for-kommuner/oppgaver/ny", form, from_day=first, last_day=last)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text


def test_who_hands_it_to_nobody_is_asked_to_choose(town: Town, owner: Worker) -> None:
    agency(town)
    form = {"duty": "decides", "organisation": "", "keeps": "yes"}
    refused = owner.post("/for-kommuner/oppgaver/ny", form, from_day=str(town.today()), last_day="")
    assert "Hvem skal gjøre den? Velg ett av alternativene." in refused.text
    assert "Last siden på nytt" not in refused.text


def test_a_supplier_is_not_among_those_who_may_do_it(town: Town, owner: Worker) -> None:
    town.at_firm(Function.KEEP_FACTS, of=OWN)
    its = Organisation.id_for(OrganisationKind.SUPPLIER, number=OrganisationNumber(OWN))
    assert str(its) not in owner.get("/for-kommuner/oppgaver/ny").text
    form = {"duty": "decides", "organisation": str(its), "keeps": "yes", "from_day": "2099-01-01"}
    assert owner.post("/for-kommuner/oppgaver/ny", form).status_code == 404


def test_only_who_decides_in_the_municipality_itself_hands_over(town: Town) -> None:
    organisation = agency(town)
    hands_over_everything(town, organisation)
    theirs = town.hire(organisation, Function.MANAGE_PEOPLE, *EVERYTHING)
    place = f"{organisation}/{Organisation.id_for(TOWN, HAMAR)}"
    theirs.post("/arbeidsplass", place=place)
    assert "Hamar selv" not in theirs.get("/for-kommuner/oppgaver").text
    form = {"duty": "decides", "organisation": str(organisation)}
    for shown in (place, f"{organisation}/{organisation}"):
        answer = theirs.post("/for-kommuner/oppgaver/trekk", form, place=shown)
        assert answer.status_code in (403, 409)
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert drafter.get("/for-kommuner/oppgaver").status_code == 403


def test_a_municipality_takes_in_a_district_and_invites_its_first_owner(
    town: Town, owner: Worker
) -> None:
    form = {"kind": "district", "name": "Bydel Øst", "number": "310 000 035"}
    shown = CODE.search(owner.post("/for-kommuner/oppgaver/enhet", form).text)
    assert shown
    assert owner.post("/for-kommuner/oppgaver/enhet", form).status_code == 422
    newcomer = town.signed_in(uuid4())
    assert newcomer.post("/arbeidsplass/kode", kode=shown[1]).status_code == 303
    page = newcomer.get("/arbeidsplass/folk").text
    assert "Hvem som kan gjøre hva for Bydel Øst" in page
    assert "Bydel Øst" in owner.get("/for-kommuner/oppgaver/ny").text
    other = town.in_town(Function.MANAGE_PEOPLE, of=RINGSAKER)
    assert "Bydel Øst" not in other.get("/for-kommuner/oppgaver/ny").text


@pytest.mark.parametrize("field", ["kind", "name", "number"])
def test_a_unit_is_not_taken_in_half(town: Town, owner: Worker, field: str) -> None:
    form = {"kind": "district", "name": "Bydel Øst", "number": "310000035"} | {field: "1"}
    if field == "name":
        form["name"] = ""
    refused = owner.post("/for-kommuner/oppgaver/enhet", form)
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert not CODE.search(refused.text)
