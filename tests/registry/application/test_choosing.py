"""Choosing, on a real database: one save of the case and the places."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.application import admissions, cases
from registry.application.desk import Command
from registry.domain.admission import NotAdmitted
from registry.domain.case import Case
from registry.domain.errors import NotFound
from registry.domain.places import Places, PlacesClosed, PlacesFull
from registry.domain.values import Accepting, ClosingGround
from registry.house import House
from tests.story import FJELLRYPE, KREKLING, command, open_case, tell


def taken(house: House, admission: UUID) -> int:
    return len(house.registrar.cases.get(Places, Places.id_for(admission)).taken)


def test_a_choice_takes_one_place_and_a_new_one_gives_it_back(house: House) -> None:
    story = tell(house.registrar)
    case = open_case(house.registrar, story)
    first, second = story.admissions[FJELLRYPE], story.admissions[KREKLING]
    cases.choose_supplier(house.registrar, command(case), case, first)
    assert (taken(house, first), taken(house, second)) == (1, 0)
    cases.choose_supplier(house.registrar, command(case), case, second)
    assert (taken(house, first), taken(house, second)) == (0, 1)
    cases.regret_choice(house.registrar, command(case), case)
    assert (taken(house, first), taken(house, second)) == (0, 0)


def test_the_same_command_twice_is_one_choice(house: House) -> None:
    story = tell(house.registrar)
    case = open_case(house.registrar, story)
    same = Command(uuid4(), case)
    first = cases.choose_supplier(house.registrar, same, case, story.admissions[FJELLRYPE])
    again = cases.choose_supplier(house.registrar, same, case, story.admissions[FJELLRYPE])
    assert first == again
    assert taken(house, story.admissions[FJELLRYPE]) == 1


def test_many_at_once_never_take_more_places_than_there_are(house: House) -> None:
    story = tell(house.registrar, places=3)
    waiting = [open_case(house.registrar, story) for _ in range(12)]

    def choose(case: UUID) -> bool:
        try:
            cases.choose_supplier(house.registrar, command(case), case, story.admissions[FJELLRYPE])
        except PlacesFull:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(choose, waiting)) == 3
    assert taken(house, story.admissions[FJELLRYPE]) == 3


def test_who_lost_the_last_place_has_chosen_nobody(house: House) -> None:
    story = tell(house.registrar, places=1)
    lucky, late = open_case(house.registrar, story), open_case(house.registrar, story)
    cases.choose_supplier(house.registrar, command(lucky), lucky, story.admissions[FJELLRYPE])
    with pytest.raises(PlacesFull):
        cases.choose_supplier(house.registrar, command(late), late, story.admissions[FJELLRYPE])
    assert house.registrar.cases.get(Case, late).chosen is None


def test_a_supplier_that_takes_no_one_cannot_be_chosen(house: House) -> None:
    story = tell(house.registrar)
    case, admission = open_case(house.registrar, story), story.admissions[FJELLRYPE]
    admissions.declare_capacity(house.registrar, command(), admission, Accepting.NO, 10)
    with pytest.raises(PlacesClosed):
        cases.choose_supplier(house.registrar, command(case), case, admission)


def test_a_supplier_that_has_left_cannot_be_chosen(house: House) -> None:
    story = tell(house.registrar)
    case, admission = open_case(house.registrar, story), story.admissions[FJELLRYPE]
    admissions.close_admission(
        house.registrar, command(), admission, ClosingGround.SUPPLIER_WITHDREW
    )
    with pytest.raises(NotAdmitted):
        cases.choose_supplier(house.registrar, command(case), case, admission)


def test_a_supplier_of_another_concession_does_not_exist_for_the_case(house: House) -> None:
    story = tell(house.registrar)
    with pytest.raises(NotFound):
        cases.choose_supplier(
            house.registrar, command(), open_case(house.registrar, story), uuid4()
        )


def test_a_broken_off_declaration_is_finished_by_doing_it_again(house: House) -> None:
    """The first half stands in one log, the second in the other; the command is the same."""
    story = tell(house.registrar)
    admission, same = story.admissions[FJELLRYPE], command()
    admissions._declare(house.registrar, same, admission, Accepting.LIMITED)
    admissions.declare_capacity(house.registrar, same, admission, Accepting.LIMITED, 4)
    assert house.registrar.cases.get(Places, Places.id_for(admission)).ceiling == 4


def test_the_case_log_shows_neither_case_nor_municipality_in_the_clear(
    house: House, database: str
) -> None:
    story = tell(house.registrar)
    case = open_case(house.registrar, story)
    cases.choose_supplier(house.registrar, command(case), case, story.admissions[FJELLRYPE])
    cases.regret_choice(house.registrar, command(case), case)
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT topic, state FROM log.case_events").fetchall()
    sealed = [state for topic, state in rows if topic.startswith("case.")]
    assert sealed
    assert all(b"3403" not in state and b"_type_" not in state for state in sealed)
    in_the_clear = [state for topic, state in rows if not topic.startswith("case.")]
    assert all(case.hex.encode() not in state for state in in_the_clear)
