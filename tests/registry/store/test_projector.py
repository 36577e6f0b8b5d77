"""Read models: each event once, the same when built again, other dates as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime

import psycopg
import pytest

from registry.application import admissions, cases, municipalities
from registry.application.desk import Command
from registry.domain.places import Places
from registry.domain.values import Accepting, ChoiceKind, Language
from registry.house import House
from registry.projections import MODELS
from registry.queries.choices import coverage
from registry.store import projector
from registry.store.rebuild import rebuild
from tests.conftest import Database, Projections
from tests.story import FJELLRYPE, HAMAR, command, open_case, tell


def full_story(house: House) -> None:
    story = tell(house.registrar)
    for _ in range(5):
        case = open_case(house.registrar, story)
        cases.choose_supplier(house.registrar, command(case), case, story.admissions[FJELLRYPE])
    admissions.declare_capacity(
        house.registrar, command(), story.admissions[FJELLRYPE], Accepting.LIMITED, 6
    )


def test_built_again_the_read_models_are_the_same(
    house: House, fresh: Database, projections: Projections
) -> None:
    full_story(house)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        done = rebuild(owner, [house.registry, house.cases], MODELS)
    assert done.same
    assert done.events > 30


def test_a_wrong_row_is_seen_and_mended_by_building_again(
    house: House, fresh: Database, projections: Projections
) -> None:
    full_story(house)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("UPDATE read.places SET taken = taken + 1")
        assert not rebuild(owner, [house.registry, house.cases], MODELS).same
        assert rebuild(owner, [house.registry, house.cases], MODELS).same


def test_the_live_projector_goes_on_after_a_rebuild(
    house: House, fresh: Database, projections: Projections
) -> None:
    story = tell(house.registrar)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        rebuild(owner, [house.registry, house.cases], MODELS)
    open_case(house.registrar, story)
    assert projections.catch_up() == 1


def test_a_projector_killed_in_the_middle_leaves_nothing_half_done(
    house: House, fresh: Database, projections: Projections, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_story(house)
    taken = []
    take = projector.take

    def die_after_twenty(*arguments):
        taken.append(1)
        if len(taken) == 20:
            raise KeyboardInterrupt
        take(*arguments)

    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        monkeypatch.setattr(projector, "take", die_after_twenty)
        with pytest.raises(KeyboardInterrupt):
            projector.catch_up(connection, house.registry, MODELS)
    monkeypatch.setattr(projector, "take", take)
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        for table in ("template_nodes", "municipalities", "suppliers"):
            assert connection.execute(f"SELECT count(*) FROM read.{table}").fetchone() == (0,)
        assert connection.execute("SELECT max(position) FROM read.tracking").fetchone() == (0,)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        assert rebuild(owner, [house.registry, house.cases], MODELS).same


def test_places_in_the_read_model_are_those_in_the_log(
    house: House, projections: Projections, database: str
) -> None:
    full_story(house)
    projections.catch_up()
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT id, ceiling, taken FROM read.places").fetchall()
    for place_id, ceiling, taken in rows:
        its = house.registrar.cases.get(Places, place_id)
        assert (its.ceiling, len(its.taken)) == (ceiling, taken)


def test_a_date_shows_what_was_published_then(house: House, projections: Projections) -> None:
    def on(day: int) -> Command:
        return command(at=datetime(2026, 3, day, 9, tzinfo=UTC))

    municipalities.register_municipality(house.registrar, on(1), HAMAR, Language.NB)
    municipalities.state_choice(house.registrar, on(10), HAMAR, ChoiceKind.OWN_ONLY)
    municipalities.state_choice(house.registrar, on(20), HAMAR, ChoiceKind.NONE)
    projections.catch_up()
    kinds = [coverage(house.pool, date(2026, 3, day)).get(HAMAR) for day in (1, 9, 10, 19, 20, 31)]
    assert [its.kind if its else None for its in kinds] == [
        ChoiceKind.UNKNOWN,
        ChoiceKind.UNKNOWN,
        ChoiceKind.OWN_ONLY,
        ChoiceKind.OWN_ONLY,
        ChoiceKind.NONE,
        ChoiceKind.NONE,
    ]
    assert HAMAR not in coverage(house.pool, date(2026, 2, 28))
