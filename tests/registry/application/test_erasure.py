"""Erasing a case: nothing of it is left but a count, and its place is free again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.application import cases, erasure
from registry.application.erasure import erase_case, remove_case
from registry.domain.case import CaseClosed
from registry.domain.errors import NotFound
from registry.domain.places import Places
from registry.domain.totals import Totals
from registry.house import House
from registry.projections import MODELS
from registry.store.erasure import ErasedList, erase
from registry.store.manifest import Damaged
from registry.store.rebuild import rebuild
from tests.conftest import Database, Projections
from tests.story import FJELLRYPE, HAMAR, Story, command, open_case, tell


@pytest.fixture
def erased(tmp_path: Path) -> ErasedList:
    return ErasedList(tmp_path / "backups" / "erased.list")


@pytest.fixture
def retention(fresh: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(fresh.url("frittvalg_retention"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def story(house: House) -> Story:
    return tell(house.registrar)


@pytest.fixture
def case(house: House, story: Story) -> UUID:
    """Somebody has a code and has chosen."""
    its = open_case(house.registrar, story)
    cases.issue_code(house.registrar, its)
    cases.choose_supplier(house.registrar, command(its), its, story.admissions[FJELLRYPE])
    return its


def taken(house: House, story: Story) -> int:
    return len(house.registrar.cases.get(Places, Places.id_for(story.admissions[FJELLRYPE])).taken)


def left_of(database: str, case: UUID) -> list[int]:
    """Events, keys and codes of a case."""
    with psycopg.connect(database) as connection:
        return [
            len(
                connection.execute(f"SELECT 1 FROM {table} WHERE {column} = %s", (case,)).fetchall()
            )
            for table, column in (
                ("log.case_events", "originator_id"),
                ("vault.case_keys", "case_id"),
                ("vault.codes", "case_id"),
            )
        ]


def test_an_erased_case_leaves_a_count_and_a_free_place(
    house: House, database: str, story: Story, case: UUID, retention, erased: ErasedList
) -> None:
    assert (left_of(database, case), taken(house, story)) == ([2, 1, 1], 1)
    assert erase_case(house.registrar, retention, erased, case) == 3
    assert (left_of(database, case), taken(house, story)) == ([0, 0, 0], 0)
    assert house.registrar.cases.get(Totals, Totals.id_for(HAMAR)).removed == 1
    with pytest.raises(NotFound):
        cases.issue_code(house.registrar, case)


def test_each_municipality_has_one_count(
    house: House, story: Story, retention, erased: ErasedList
) -> None:
    for _ in range(3):
        erase_case(house.registrar, retention, erased, open_case(house.registrar, story))
    assert house.registrar.cases.get(Totals, Totals.id_for(HAMAR)).removed == 3


def test_the_place_that_is_given_back_does_not_say_whose_it_was(
    house: House, database: str, case: UUID, retention, erased: ErasedList
) -> None:
    erase_case(house.registrar, retention, erased, case)
    with psycopg.connect(database) as connection:
        states = connection.execute(
            "SELECT state FROM log.case_events WHERE topic LIKE 'places.%%'"
        ).fetchall()
    assert len(states) == 5
    assert all(case.hex.encode() not in state for (state,) in states)


Step = Callable[[House, psycopg.Connection, ErasedList, UUID], object]
STEPS: list[Step] = [
    lambda _house, _retention, erased, case: erased.add(case),
    lambda house, _retention, _erased, case: remove_case(house.registrar, case),
    lambda _house, retention, _erased, case: erase(retention, [case]),
]


@pytest.mark.parametrize("done", range(len(STEPS) + 1))
def test_broken_off_after_any_step_doing_it_again_finishes_it(
    house: House, database: str, story: Story, case: UUID, retention, erased: ErasedList, done: int
) -> None:
    for step in STEPS[:done]:
        step(house, retention, erased, case)
    erase_case(house.registrar, retention, erased, case)
    assert (left_of(database, case), taken(house, story)) == ([0, 0, 0], 0)
    assert house.registrar.cases.get(Totals, Totals.id_for(HAMAR)).removed == 1
    assert erased.cases() == [case]


def test_the_list_is_written_before_anything_is_deleted(
    house: House, database: str, case: UUID, retention, erased: ErasedList, monkeypatch
) -> None:
    def stop(*_: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(erasure, "remove_case", stop)
    with pytest.raises(RuntimeError):
        erase_case(house.registrar, retention, erased, case)
    assert erased.cases() == [case]
    assert left_of(database, case) == [2, 1, 1]


def test_a_case_that_never_was_is_not_put_on_the_list(
    house: House, retention, erased: ErasedList
) -> None:
    with pytest.raises(NotFound):
        erase_case(house.registrar, retention, erased, uuid4())
    assert erased.cases() == []
    assert remove_case(house.registrar, uuid4()) == 0


def test_read_models_forget_the_case_and_are_the_same_built_from_what_is_left(
    house: House, fresh: Database, story: Story, case: UUID, retention, erased: ErasedList,
    projections: Projections,
) -> None:  # fmt: skip
    other = open_case(house.registrar, story)
    projections.catch_up()
    erase_case(house.registrar, retention, erased, case)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        assert owner.execute("SELECT id FROM read.cases").fetchall() == [(other,)]
        assert owner.execute("SELECT sum(taken) FROM read.places").fetchone() == (0,)
        assert rebuild(owner, [house.registry, house.cases], MODELS).same


def test_what_was_set_aside_of_the_case_is_forgotten_too(
    house: House, fresh: Database, case: UUID, retention, erased: ErasedList,
    projections: Projections,
) -> None:  # fmt: skip
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as projector:
        projector.execute(
            "INSERT INTO read.parked VALUES ('cases', %s, 1, 'case.opened', '')", (case,)
        )
        erase_case(house.registrar, retention, erased, case)
        projections.catch_up()
        assert projector.execute("SELECT * FROM read.parked").fetchall() == []


@pytest.mark.parametrize("table", ["log.case_events", "vault.case_keys", "vault.codes"])
def test_retention_can_delete_a_case_but_nothing_else(
    retention: psycopg.Connection, table: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        retention.execute(f"DELETE FROM {table}")


def test_a_line_whose_writing_was_broken_off_is_written_over(erased: ErasedList) -> None:
    first, second = uuid4(), uuid4()
    erased.add(first)
    with erased.file.open("a") as file:
        file.write("3f2504e0-4f89")
    assert erased.cases() == [first]
    erased.add(second)
    assert erased.cases() == [first, second]


def test_a_damaged_list_is_not_taken_for_an_empty_one(erased: ErasedList) -> None:
    erased.add(uuid4())
    erased.file.write_text("x" + erased.file.read_text())
    with pytest.raises(Damaged):
        erased.cases()


@pytest.mark.parametrize("when", ["before", "between"])
def test_a_choice_under_way_when_the_case_is_erased_takes_no_place(
    house: House, story: Story, retention, erased: ErasedList, monkeypatch, when: str
) -> None:
    """The choice has read the case; then the case is erased, wholly or to the middle."""
    case, dates, done = open_case(house.registrar, story), cases._dates, []

    def erase_meanwhile(*arguments):
        found = dates(*arguments)
        if not done:
            done.append(1)
            if when == "before":
                erase_case(house.registrar, retention, erased, case)
            else:
                remove_case(house.registrar, case)
        return found

    monkeypatch.setattr(cases, "_dates", erase_meanwhile)
    with pytest.raises(NotFound if when == "before" else CaseClosed):
        cases.choose_supplier(house.registrar, command(), case, story.admissions[FJELLRYPE])
    erase_case(house.registrar, retention, erased, case)
    assert taken(house, story) == 0


def test_nobody_stays_signed_in_to_an_erased_case(
    house: House, fresh: Database, case: UUID, retention, erased: ErasedList
) -> None:
    with psycopg.connect(fresh.url(), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO web.sessions (token_hash, data, expires_at)"
            " VALUES (sha256('a'), jsonb_build_object('case', %s::text), now() + interval '1 hour')",
            (case,),
        )
        erase_case(house.registrar, retention, erased, case)
        assert connection.execute("SELECT count(*) FROM web.sessions").fetchone() == (0,)
