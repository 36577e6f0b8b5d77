"""An act in both logs that was broken off: finished, unless somebody has decided anew."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from registry.application.admissions import close_admission, declare_capacity
from registry.application.concessions import end_concession, send_ending
from registry.domain.admission import Admission
from registry.domain.concession import Concession
from registry.domain.places import Places
from registry.domain.values import Accepting, ClosingGround, EndingGround
from registry.house import House
from registry.processes.halves import finish
from tests.conftest import Database
from tests.scenario import TORE
from tests.story import FJELLRYPE, command, tell


class Away(Exception):
    """The database went away between the halves."""


@pytest.fixture
def admission(house: House) -> UUID:
    return tell(house.registrar).admissions[FJELLRYPE]


def break_off(
    house: House, monkeypatch: pytest.MonkeyPatch, act, *arguments: object, after: int = 1
) -> None:
    """Only the first half comes through, or as many commands as are said."""
    carry_out, done = type(house.registrar.cases).carry_out, []

    def once(*asked, **how):
        if len(done) == after:
            raise Away
        done.append(1)
        return carry_out(*asked, **how)

    with monkeypatch.context() as broken:
        broken.setattr(type(house.registrar.cases), "carry_out", once)
        with pytest.raises(Away):
            act(house.registrar, command(TORE), *arguments)


def stands(house: House, admission: UUID) -> tuple[Accepting | None, bool, int]:
    said = house.registrar.registry.get(Admission, admission)
    held = house.registrar.cases.get(Places, Places.id_for(admission))
    return said.accepting, held.is_open, held.ceiling


def test_what_was_broken_off_is_finished(
    house: House, admission: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(house, monkeypatch, close_admission, admission, ClosingGround.SUPPLIER_WITHDREW)
    assert finish(house.registrar, 0) == 1
    assert stands(house, admission) == (None, False, 10)
    assert finish(house.registrar, 0) == 0


def test_who_says_no_after_a_broken_off_yes_has_said_no(
    house: House, admission: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare_capacity(house.registrar, command(), admission, Accepting.NO, 1)
    break_off(house, monkeypatch, declare_capacity, admission, Accepting.YES, 20)
    declare_capacity(house.registrar, command(), admission, Accepting.NO, 3)
    finish(house.registrar, 0)
    assert stands(house, admission) == (Accepting.NO, False, 3)


def test_one_that_cannot_be_finished_does_not_stop_the_next(
    house: House, fresh: Database, admission: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute(
            "INSERT INTO engine.begun VALUES (gen_random_uuid(), 'an_act_of_another_version',"
            " '{}', gen_random_uuid(), NULL, now() - interval '1 hour')"
        )
    break_off(house, monkeypatch, declare_capacity, admission, Accepting.LIMITED, 4)
    finish(house.registrar, 0)
    assert stands(house, admission) == (Accepting.LIMITED, True, 4)


@pytest.fixture
def to_end(house: House) -> UUID:
    """A concession with three suppliers, that somebody has put forward is to end."""
    concession = tell(house.registrar).concession
    why, ground = "Vi begynner på nytt.", EndingGround.CANCELLED
    send_ending(house.registrar, command(), concession, ground, why)
    return concession


@pytest.mark.parametrize("after", [1, 2, 3, 5])
def test_an_ending_that_was_broken_off_lets_everybody_go(
    house: House, to_end: UUID, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    break_off(house, monkeypatch, end_concession, to_end, 1, after=after)
    finish(house.registrar, 0)
    its = house.registrar.registry.get(Concession, to_end)
    assert its.is_ended
    assert its.admitted == set()
    assert finish(house.registrar, 0) == 0


def test_an_ending_that_was_broken_off_before_it_was_confirmed_is_not_done(
    house: House, to_end: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(house, monkeypatch, end_concession, to_end, 1, after=0)
    finish(house.registrar, 0)
    its = house.registrar.registry.get(Concession, to_end)
    assert not its.is_ended
    assert len(its.admitted) == 3
    end_concession(house.registrar, command(TORE), to_end, 1)
    assert house.registrar.registry.get(Concession, to_end).is_ended
