"""An act in both logs that was broken off: finished, unless somebody has decided anew."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from registry.application.admissions import close_admission, declare_capacity
from registry.domain.admission import Admission
from registry.domain.places import Places
from registry.domain.values import Accepting, ClosingGround
from registry.house import House
from registry.processes.halves import finish
from tests.conftest import Database
from tests.story import FJELLRYPE, command, tell


class Away(Exception):
    """The database went away between the halves."""


@pytest.fixture
def admission(house: House) -> UUID:
    return tell(house.registrar).admissions[FJELLRYPE]


def break_off(house: House, monkeypatch: pytest.MonkeyPatch, act, *arguments: object) -> None:
    """Only the first half comes through."""
    carry_out, done = type(house.registrar.cases).carry_out, []

    def once(*asked, **how):
        if done:
            raise Away
        done.append(1)
        return carry_out(*asked, **how)

    with monkeypatch.context() as broken:
        broken.setattr(type(house.registrar.cases), "carry_out", once)
        with pytest.raises(Away):
            act(house.registrar, command(), *arguments)


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
