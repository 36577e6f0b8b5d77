"""Who may do what: what the pages read is what the rules decided, also when a role is given twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from registry.application import organisations as desk
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.values import OSLO
from registry.house import House
from registry.queries.access import acting
from registry.queries.people import holdings
from tests.conftest import Projections
from tests.scenario import KARI, OLA, SOLVEIG, TORE
from tests.story import HAMAR, command

TOWN = OrganisationKind.MUNICIPALITY
OFFICE = Organisation.id_for(TOWN, HAMAR)
CODES = [Function.ISSUE_CODES]
TODAY = datetime.now(OSLO).date()


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def office(house: House) -> House:
    desk.open_organisation(house.registrar, command(OLA), TOWN, HAMAR)
    for owner in (SOLVEIG, TORE):
        owns = [Function.MANAGE_PEOPLE]
        desk.grant_functions(house.registrar, command(OLA), OFFICE, owner, owns)
    return house


def takes_an_invitation(house: House, user: UUID, begins: date, ends: date | None) -> None:
    its = house.registrar
    invitation, _ = desk.invite(its, command(SOLVEIG), OFFICE, CODES, begins, ends)
    desk.take_invitation(its, command(user), OFFICE, invitation)


def works_on(house: House, *on: int) -> list[bool]:
    return [bool(acting(house.pool, KARI, days(number))) for number in on]


def test_whoever_takes_an_invitation_for_a_role_she_has_loses_all_of_it_when_it_is_withdrawn(
    office: House, projections: Projections
) -> None:
    desk.grant_functions(office.registrar, command(SOLVEIG), OFFICE, KARI, CODES, TODAY, days(1000))
    takes_an_invitation(office, KARI, TODAY, days(100))
    takes_an_invitation(office, KARI, days(1100), days(1200))
    projections.catch_up()
    assert works_on(office, 99, 101, 999, 1001, 1100) == [True, True, True, False, True]

    later = command(SOLVEIG, at=datetime.now(OSLO) + timedelta(days=150))
    desk.withdraw_functions(office.registrar, later, OFFICE, KARI, CODES)
    projections.catch_up()
    assert works_on(office, 99, 101, 150, 999, 1001, 1100) == [True, True, *[False] * 4]


def test_what_an_invitation_gave_for_a_shorter_time_does_not_hide_the_longer(
    office: House, projections: Projections
) -> None:
    desk.grant_functions(office.registrar, command(SOLVEIG), OFFICE, KARI, CODES, TODAY, days(1000))
    takes_an_invitation(office, KARI, days(2), days(100))
    later = command(SOLVEIG, at=datetime.now(OSLO) + timedelta(days=150))
    desk.withdraw_functions(office.registrar, later, OFFICE, KARI, CODES)
    projections.catch_up()
    assert works_on(office, 149, 150, 999) == [True, False, False]


def test_a_role_that_begins_earlier_than_it_was_to_stands_once_among_the_people(
    office: House, projections: Projections
) -> None:
    desk.grant_functions(office.registrar, command(SOLVEIG), OFFICE, KARI, CODES, days(300))
    desk.grant_functions(office.registrar, command(TORE), OFFICE, KARI, CODES)
    projections.catch_up()
    held = [its for its in holdings(office.pool, OFFICE, TOWN) if its.user == KARI]
    assert [(its.valid_from, its.last_day) for its in held] == [(TODAY, None)]
