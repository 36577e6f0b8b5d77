"""What a process remembers is what was recorded; long streams load from snapshots, cases never."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
import pytest

from registry.application import admissions, cases, municipalities
from registry.checks import remembered
from registry.domain.case import Case
from registry.domain.places import Places, PlacesFull
from registry.domain.recorded import Recorded
from registry.domain.values import Accepting, ChoiceKind, Language
from registry.house import House, open_house
from registry.store import memory, snapshots
from registry.store.logs import Log
from registry.vault import MasterKey
from tests.conftest import KEY, Database, LoadedNation
from tests.story import FJELLRYPE, HAMAR, command, open_case, tell


def streams(house: House, log: Log) -> Iterable[Recorded]:
    with house.pool.connection() as connection:
        rows = connection.execute(
            f"SELECT DISTINCT originator_id FROM log.{log.name}_events"
        ).fetchall()
    for (stream,) in rows:
        yield log.repository.get(stream)


def content(aggregate: Recorded) -> dict[str, Any]:
    return {name: its for name, its in vars(aggregate).items() if name != "_modified_on"}


def test_another_process_sees_what_this_one_recorded(house: House, fresh: Database) -> None:
    story = tell(house.registrar, places=2)
    other = open_house(fresh.url(), KEY)
    waiting = [open_case(house.registrar, story) for _ in range(3)]
    chosen = story.admissions[FJELLRYPE]
    cases.choose_supplier(other.registrar, command(), waiting[0], chosen)
    cases.choose_supplier(house.registrar, command(), waiting[1], chosen)
    with pytest.raises(PlacesFull):
        cases.choose_supplier(other.registrar, command(), waiting[2], chosen)
    other.close()


def test_a_refused_command_changes_nothing_that_is_remembered(house: House) -> None:
    story = tell(house.registrar, places=1)
    its = Places.id_for(story.admissions[FJELLRYPE])
    for case in [open_case(house.registrar, story) for _ in range(2)]:
        before = content(house.registrar.cases.get(Places, its))
        try:
            cases.choose_supplier(house.registrar, command(), case, story.admissions[FJELLRYPE])
        except PlacesFull:
            assert content(house.registrar.cases.get(Places, its)) == before
    changed = house.registrar.cases.get(Places, its)
    changed.taken.clear()
    assert len(house.registrar.cases.get(Places, its).taken) == 1


def test_a_case_is_remembered_by_no_process(house: House) -> None:
    story = tell(house.registrar)
    case = open_case(house.registrar, story)
    house.registrar.cases.get(Case, case)
    assert case not in house.registrar.cases._memory._known


def test_every_aggregate_of_the_nation_is_the_same_as_its_copy_and_its_snapshot(
    loaded: LoadedNation,
) -> None:
    house = open_house(loaded.database.url(), MasterKey.from_file(loaded.key_file))
    kinds = set()
    for log in (house.registry, house.cases):
        for its in streams(house, log):
            assert content(its.copy()) == content(its)
            if its.REMEMBERED:
                taken = log.mapper.to_stored_event(type(its).Snapshot.take(its))
                again = log.mapper.to_domain_event(taken).mutate(None)
                assert content(again) == content(its)
            kinds.add(type(its))
            for held in vars(its).values():
                inside = held.values() if isinstance(held, dict) else held
                if isinstance(held, set | list | dict):
                    assert not any(isinstance(one, set | list | dict) for one in inside)
    assert len(kinds) == 12
    house.close()


def test_a_long_stream_is_read_from_its_snapshot(
    house: House, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "EVERY", 5)
    story = tell(house.registrar)
    for _ in range(8):
        case = open_case(house.registrar, story)
        cases.choose_supplier(house.registrar, command(), case, story.admissions[FJELLRYPE])
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        end = snapshots.take(connection, house.cases, 0)
        assert end == 27
        rows = connection.execute("SELECT stream, version FROM engine.snapshots").fetchall()
    its = Places.id_for(story.admissions[FJELLRYPE])
    assert rows == [(its, 9)], "places have one, and no case has"

    read, other = [], open_house(fresh.url(), KEY)
    decode = other.cases.mapper.to_domain_event
    monkeypatch.setattr(
        other.cases.mapper, "to_domain_event", lambda stored: read.append(stored) or decode(stored)
    )
    assert content(other.registrar.cases.get(Places, its)) == content(
        house.cases.repository.get(its)
    )
    assert len(read) == 1
    other.close()


def test_a_snapshot_of_another_version_of_the_code_is_not_used(
    house: House, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = tell(house.registrar)
    its = Places.id_for(story.admissions[FJELLRYPE])
    monkeypatch.setattr(snapshots, "EVERY", 1)
    monkeypatch.setattr(snapshots, "SHAPE", "the code as it was before")
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        snapshots.take(connection, house.cases, 0)
        connection.execute("UPDATE engine.snapshots SET state = '{}'")
    assert memory.SHAPE != snapshots.SHAPE
    other = open_house(fresh.url(), KEY)
    assert other.registrar.cases.get(Places, its).ceiling == 10
    other.close()


def test_two_halves_are_in_step_with_what_is_remembered(house: House) -> None:
    story = tell(house.registrar)
    for accepting, ceiling in ((Accepting.NO, 3), (Accepting.YES, 4), (Accepting.LIMITED, 5)):
        admissions.declare_capacity(
            house.registrar, command(), story.admissions[FJELLRYPE], accepting, ceiling
        )
        its = house.registrar.cases.get(Places, Places.id_for(story.admissions[FJELLRYPE]))
        assert (its.ceiling, its.is_open) == (ceiling, accepting is not Accepting.NO)


def test_a_snapshot_that_says_something_else_than_its_events_is_found(
    house: House, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(house.registrar)
    monkeypatch.setattr(snapshots, "EVERY", 1)
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        for log in (house.registry, house.cases):
            snapshots.take(owner, log, 0)
        result = remembered.snapshots(house, owner)
        assert result.findings == []
        assert result.checked > 10
        owner.execute(
            "UPDATE engine.snapshots SET state = replace(convert_from(state, 'UTF8'),"
            " '\"ceiling\":10', '\"ceiling\":99')::bytea"
        )
        assert len(remembered.snapshots(house, owner).findings) == 3


def test_a_log_that_was_put_back_is_believed_before_memory(house: House, fresh: Database) -> None:
    """As after a restore to a moment, or a failover that lost what was not yet copied."""
    story = tell(house.registrar)
    chosen = story.admissions[FJELLRYPE]
    first, second = (open_case(house.registrar, story) for _ in range(2))
    cases.choose_supplier(house.registrar, command(), first, chosen)
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("DELETE FROM log.case_events WHERE topic = 'places.taken'")
    cases.choose_supplier(house.registrar, command(), second, chosen)
    assert len(house.registrar.cases.get(Places, Places.id_for(chosen)).taken) == 1


def test_nothing_is_recorded_after_a_hole(house: House, fresh: Database) -> None:
    """A process that remembers more of a municipality than the log holds after it was put back."""
    municipalities.register_municipality(house.registrar, command(), HAMAR, Language.NB)
    for kind in (ChoiceKind.OWN_ONLY, ChoiceKind.NONE):
        municipalities.state_choice(house.registrar, command(), HAMAR, kind)
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("DELETE FROM log.registry_events WHERE originator_version > 1")
        municipalities.state_choice(house.registrar, command(), HAMAR, ChoiceKind.SINGLE_PURCHASE)
        versions = owner.execute("SELECT originator_version FROM log.registry_events ORDER BY 1")
        assert versions.fetchall() == [(1,), (2,)]


def test_a_stream_nobody_can_read_has_no_snapshot_and_stops_nothing(
    house: House, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "EVERY", 1)
    tell(house.registrar)
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute(
            "UPDATE log.registry_events SET topic = 'no.such' WHERE topic = 'concession.published'"
        )
        snapshots.take(owner, house.registry, 0)
        row = owner.execute("SELECT count(*) FROM engine.snapshots").fetchone()
    assert row and row[0] > 5
