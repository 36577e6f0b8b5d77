"""Decisions per district, central ordering: each sees its own, and no more than it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from registry.application import admissions, cases
from registry.domain.case import Case
from registry.domain.organisation import Function, OrganisationKind
from registry.domain.roles import Duty
from registry.domain.values import Accepting, HoursBand, LeadRole
from tests.web.workplaces import HAMAR, RINGSAKER, Town, Worker

CODES, ORDERS = "/for-kommuner/koder", "/for-kommuner/bestillinger"
CASE = re.compile(r'name="case" value="([^"]+)"')
RECEIPT = re.compile(r"FV-[0-9A-Z]{4}-[0-9A-Z]{2}")


@dataclass
class Districts:
    """A municipality with two districts that decide, and a unit that orders for both."""

    town: Town
    east: UUID
    west: UUID
    ordering: UUID
    admission: UUID
    concession: UUID

    def adviser(self, district: UUID) -> Worker:
        return self.town.hire(district, Function.ISSUE_CODES)

    def opens(self, worker: Worker) -> UUID:
        """A case, opened on the page."""
        known = set(self.cases())
        form = {"concession": str(self.concession), "hours": "over_35", "lead": "guardian"}
        assert worker.post(f"{CODES}/ny", form, not_protected="1").status_code == 200
        return (set(self.cases()) - known).pop()

    def cases(self) -> list[UUID]:
        with self.town.house.pool.connection() as connection:
            return [row[0] for row in connection.execute("SELECT id FROM read.cases").fetchall()]

    def chooses(self, case: UUID) -> None:
        desk = self.town.house.registrar
        cases.choose_supplier(desk, self.town.command(case), case, self.admission)
        self.town.projections.catch_up()


@pytest.fixture
def districts(town: Town) -> Districts:
    concession = town.published()
    admission = town.granted(concession, town.firm())
    desk = town.house.registrar
    admissions.declare_capacity(desk, town.command(), admission, Accepting.YES, 9)
    kind, unit = OrganisationKind.DISTRICT, OrganisationKind.ORDERING_UNIT
    east = town.organisation(kind, "310000035", HAMAR, "Bydel Øst")
    west = town.organisation(kind, "310000051", HAMAR, "Bydel Vest")
    ordering = town.organisation(unit, "310000078", HAMAR, "Bestillerenheten")
    for district in (east, west):
        town.mandate(HAMAR, Duty.DECIDES, district)
    town.mandate(HAMAR, Duty.ORDERS, ordering, keeps=False)
    return Districts(town, east, west, ordering, admission, concession)


def seen(worker: Worker) -> set[UUID]:
    return {UUID(found) for found in CASE.findall(worker.get(CODES).text)}


def test_a_case_says_which_district_made_the_decision(districts: Districts) -> None:
    case = districts.opens(districts.adviser(districts.east))
    stream = districts.town.house.cases.events.get(case)
    first = next(iter(stream))
    assert isinstance(first, Case.Created)
    assert (first.municipality, first.district) == (HAMAR, districts.east)


def test_a_district_sees_only_its_own_cases(districts: Districts) -> None:
    east, west = districts.adviser(districts.east), districts.adviser(districts.west)
    in_east, in_west = districts.opens(east), districts.opens(west)
    own = districts.opens(districts.town.in_town(Function.ISSUE_CODES))
    assert seen(east) == {in_east}
    assert seen(west) == {in_west}
    assert seen(districts.town.in_town(Function.ISSUE_CODES)) == {in_east, in_west, own}


def test_a_districts_codes_letters_and_stops_are_its_own(districts: Districts) -> None:
    east, west = districts.adviser(districts.east), districts.adviser(districts.west)
    case = districts.opens(east)
    districts.chooses(case)
    for path in ("ny-kode", "brev", "stopp"):
        assert west.post(f"{CODES}/{path}", case=str(case)).status_code == 404, path
    assert east.post(f"{CODES}/brev", case=str(case)).status_code == 200
    assert east.post(f"{CODES}/ny-kode", case=str(case)).status_code == 200
    assert east.post(f"{CODES}/stopp", case=str(case)).status_code == 303


def test_what_waits_in_one_district_is_no_task_in_another(districts: Districts) -> None:
    east, west = districts.adviser(districts.east), districts.adviser(districts.west)
    districts.opens(east)
    late = "UPDATE read.cases SET choose_by = choose_by - 40"
    districts.town.as_projector(late)
    assert "ikke valgt innen fristen" in east.get("/for-kommuner").text
    assert "ikke valgt innen fristen" not in west.get("/for-kommuner").text


def test_the_ordering_unit_sees_what_was_chosen_in_every_district(districts: Districts) -> None:
    chosen = [districts.opens(districts.adviser(each)) for each in (districts.east, districts.west)]
    districts.opens(districts.adviser(districts.east))
    for case in chosen:
        districts.chooses(case)
    orderer = districts.town.hire(districts.ordering, Function.ORDER)
    page = orderer.get(ORDERS).text
    assert len(RECEIPT.findall(page)) == 2
    assert "Bydel Øst" in page and "Bydel Vest" in page
    assert "Fjellrype BPA AS" in page and "Over 35 timer i uka" in page
    assert "Verge" not in page, "who leads is none of its business"
    assert not CASE.search(page)


def test_the_ordering_unit_sees_nothing_else(districts: Districts) -> None:
    orderer = districts.town.hire(districts.ordering, Function.ORDER, Function.ISSUE_CODES)
    for path in (CODES, f"{CODES}/ny", "/for-kommuner/soknader", "/for-kommuner/oppfolging"):
        assert orderer.get(path).status_code == 403, path
    menu = orderer.get("/for-kommuner").text
    assert "Bestillinger" in menu
    assert "Koder og valg" not in menu and "/for-kommuner/konsesjoner" not in menu


def test_whoever_only_orders_reaches_orders_and_what_all_workers_see(districts: Districts) -> None:
    """Every page of the workplace is tried: a new one is closed to her until somebody says else."""
    town, others = districts.town, districts.town.waiting(RINGSAKER)
    in_a_unit = town.hire(districts.ordering, Function.ORDER)
    in_a_town = town.in_town(Function.ORDER, of=RINGSAKER)
    for worker, concession in ((in_a_unit, districts.concession), (in_a_town, others)):
        answers = {path: worker.get(path).status_code for path in workplace_of(town, concession)}
        assert {path for path, status in answers.items() if status == 200} == {
            "/for-kommuner",
            ORDERS,
        }
        assert set(answers.values()) == {200, 403} and len(answers) > 20


def workplace_of(town: Town, concession: UUID) -> Iterator[str]:
    """The address of every page of the municipality's workplace, about one of its concessions."""
    for rule in town.app.url_map.iter_rules():
        if rule.endpoint.startswith("municipality.") and "GET" in (rule.methods or set()):
            numbered = re.sub(r"<int:\w+>", "4", rule.rule)
            yield re.sub(r"<[^>]+>", str(concession), numbered)


def test_whoever_orders_and_does_more_sees_the_concessions(districts: Districts) -> None:
    worker = districts.town.in_town(Function.ORDER, Function.ADMIT_SUPPLIERS)
    for path in ("", f"/{districts.concession}"):
        assert worker.get(f"/for-kommuner/konsesjoner{path}").status_code == 200, path
    assert "/for-kommuner/konsesjoner" in worker.get("/for-kommuner").text


def test_whoever_orders_in_one_town_and_writes_in_another_sees_the_others_concessions(
    districts: Districts,
) -> None:
    worker = districts.town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    districts.town.hire(districts.ordering, Function.ORDER, worker=worker)
    page = worker.get("/for-kommuner/konsesjoner")
    assert "Ringsaker. Logget inn" in page.text
    assert worker.get(f"/for-kommuner/konsesjoner/{districts.concession}").status_code == 404


def test_a_district_that_orders_sees_its_own_orders(districts: Districts) -> None:
    town = districts.town
    town.mandate(HAMAR, Duty.ORDERS, districts.east)
    for each in (districts.east, districts.west):
        districts.chooses(districts.opens(districts.adviser(each)))
    orderer = town.hire(districts.east, Function.ORDER)
    assert len(RECEIPT.findall(orderer.get(ORDERS).text)) == 1


def test_the_municipality_that_gave_ordering_away_sees_no_orders(districts: Districts) -> None:
    own = districts.town.in_town(Function.ORDER, Function.ISSUE_CODES)
    assert own.get(ORDERS).status_code == 403


def test_a_case_from_before_the_districts_is_the_municipalitys(districts: Districts) -> None:
    desk, town = districts.town.house.registrar, districts.town
    case, _, _ = cases.open_case(
        desk, town.command(), HAMAR, districts.concession, HoursBand.OVER_35, LeadRole.SELF
    )
    town.projections.catch_up()
    assert seen(districts.adviser(districts.east)) == set()
    assert seen(town.in_town(Function.ISSUE_CODES)) == {case}
