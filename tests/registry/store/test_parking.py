"""What a read model cannot take is set aside with its stream, and everything else goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest

from registry.application import admissions, cases, municipalities, questions
from registry.application.desk import Command
from registry.domain.admission import Admission
from registry.domain.municipality import Municipality
from registry.domain.supplier import Supplier
from registry.domain.values import Accepting, ChoiceKind, Language, MunicipalityNumber
from registry.house import House, open_house
from registry.projections import MODELS
from registry.queries.clock import state
from registry.store import projector, reading
from registry.store.parking import everything_parked
from registry.store.rebuild import content_hash, rebuild
from registry.store.release import release
from registry.vault import MasterKey, WrongKey
from tests.conftest import Database, Projections
from tests.promises import role_acts
from tests.story import FJELLRYPE, HAMAR, KREKLING, command, open_case, tell

GJOVIK = MunicipalityNumber("3407")


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The read model of municipalities cannot take what Hamar states."""
    model = next(model for model in MODELS if model.name == "municipalities")
    stated = model._handlers[Municipality.ChoiceStated]

    def cannot_take(event):
        if event.originator_id == Municipality.id_for(HAMAR):
            return [("INSERT INTO municipalities (number) VALUES (%(no)s)", {"no": "x\0"})]
        return stated(event)

    monkeypatch.setitem(model._handlers, Municipality.ChoiceStated, cannot_take)
    return monkeypatch


def two_municipalities(house: House) -> None:
    for number in (HAMAR, GJOVIK):
        municipalities.register_municipality(house.registrar, command(), number, Language.NB)
        municipalities.state_choice(house.registrar, command(), number, ChoiceKind.OWN_ONLY)
    municipalities.state_choice(house.registrar, command(), HAMAR, ChoiceKind.NONE)


def stated(fresh: Database) -> dict[str, str]:
    with psycopg.connect(fresh.url()) as connection:
        rows = connection.execute(
            "SELECT number, stated FROM read.municipalities WHERE valid_to = '9999-12-31'"
        ).fetchall()
    return dict(rows)


def aside(fresh: Database) -> list[tuple[str, UUID]]:
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        connection.execute("SET search_path TO read")
        return [(its.model, its.stream) for its in everything_parked(connection)]


@pytest.mark.usefixtures("poisoned")
def test_one_that_cannot_be_taken_does_not_stop_the_others(
    house: House, fresh: Database, projections: Projections
) -> None:
    two_municipalities(house)
    assert projections.catch_up() == 5
    assert stated(fresh) == {HAMAR: "unknown", GJOVIK: "own_only"}
    assert aside(fresh) == [("municipalities", Municipality.id_for(HAMAR))]


def test_when_it_is_mended_the_stream_is_taken_up_in_its_order(
    house: House, fresh: Database, projections: Projections, poisoned: pytest.MonkeyPatch
) -> None:
    two_municipalities(house)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        connection.execute("SET search_path TO read")
        (its,) = everything_parked(connection)
        assert not release(connection, [house.registry], MODELS, its), "it is not mended yet"
        assert everything_parked(connection) == [its]
        poisoned.undo()
        assert release(connection, [house.registry], MODELS, its)
    assert stated(fresh) == {HAMAR: "none", GJOVIK: "own_only"}
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        assert rebuild(owner, [house.registry, house.cases], MODELS).same


@pytest.mark.usefixtures("poisoned")
def test_built_again_the_same_is_parked(
    house: House, fresh: Database, projections: Projections
) -> None:
    two_municipalities(house)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        before = content_hash(owner, "read")
        rebuild(owner, [house.registry, house.cases], MODELS)
        assert content_hash(owner, "read") == before
    assert aside(fresh) == [("municipalities", Municipality.id_for(HAMAR))]


def test_an_event_nobody_can_read_is_parked_and_the_rest_is_shown(
    house: House, fresh: Database, projections: Projections
) -> None:
    two_municipalities(house)
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute(
            "UPDATE log.registry_events SET topic = 'no.such_topic' WHERE notification_id = 2"
        )
    projections.catch_up()
    assert stated(fresh)[GJOVIK] == "own_only"
    assert {stream for _, stream in aside(fresh)} == {Municipality.id_for(HAMAR)}


@pytest.mark.usefixtures("poisoned")
def test_pages_know_that_something_is_late(
    house: House, fresh: Database, projections: Projections
) -> None:
    two_municipalities(house)
    projections.catch_up()
    known = state(house.pool)
    assert (known.registry_is_late, known.cases_are_late) == (True, False)


def test_a_projector_that_fell_silent_is_late(house: House, fresh: Database) -> None:
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        connection.execute("INSERT INTO engine.pulse VALUES ('case', now() - interval '11 s')")
    known = state(house.pool)
    assert (known.registry_is_late, known.cases_are_late) == (False, True)


def test_a_wrong_installation_is_nobodys_poison(
    house: House, fresh: Database, projections: Projections
) -> None:
    two_municipalities(house)
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE read.municipalities RENAME TO elsewhere")
    with pytest.raises(psycopg.errors.UndefinedTable):
        projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE read.elsewhere RENAME TO municipalities")
    projections.catch_up()
    assert aside(fresh) == []
    assert stated(fresh)[GJOVIK] == "own_only"


def test_the_same_events_given_twice_have_one_effect(
    house: House, fresh: Database, projections: Projections
) -> None:
    """A projector that thinks it is earlier than it is, as after a lost answer from the database."""
    story = tell(house.registrar)
    case = open_case(house.registrar, story)
    cases.choose_supplier(house.registrar, command(case), case, story.admissions[FJELLRYPE])
    projections.catch_up()
    of_cases = [model for model in MODELS if model.log == "case"]
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        connection.execute("SET search_path TO read")
        before = content_hash(connection, "read")
        events = reading.read(connection, house.cases, 0, None)
        with pytest.raises(projector.AnotherWasFaster):
            projector.write(connection, of_cases, 0, events)
        assert content_hash(connection, "read") == before


def test_a_new_read_model_comes_up_to_the_others_and_they_stay(
    house: House, fresh: Database, projections: Projections
) -> None:
    story = tell(house.registrar)
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        before = content_hash(owner, "read")
        owner.execute("TRUNCATE read.admissions")
        owner.execute("DELETE FROM read.tracking WHERE model = 'admissions'")
    projections.catch_up()
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        assert content_hash(owner, "read") == before
    declared = admissions.declare_capacity(
        house.registrar, command(), story.admissions[FJELLRYPE], Accepting.LIMITED, 6
    )
    assert declared
    assert projections.catch_up() == 2
    assert house.registrar.registry.find(Admission, story.admissions[FJELLRYPE]) is not None


def once(by: UUID, act: Callable[[Command], object]) -> Command:
    """Somebody carries out a command."""
    its = command(by)
    act(its)
    return its


@pytest.mark.parametrize(
    "only", [model.name for model in MODELS if model.name not in ("hearings", "figures")]
)  # the small story has none of these
def test_one_read_model_can_be_built_again_alone(
    house: House, fresh: Database, projections: Projections, only: str
) -> None:
    story = tell(house.registrar)
    case = open_case(house.registrar, story)
    cases.choose_supplier(house.registrar, command(case), case, story.admissions[FJELLRYPE])
    firm = Supplier.id_for(FJELLRYPE)
    questions.ask_question(house.registrar, command(), story.concession, firm, None, "Når?")
    role_acts.one_round(house.registrar, once, HAMAR, KREKLING)
    projections.catch_up()
    table = next(model.tables[0] for model in MODELS if model.name == only)
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        before = content_hash(owner, "read")
        owner.execute(f"TRUNCATE read.{table}")
        assert not rebuild(owner, [house.registry, house.cases], MODELS, only).same
        assert content_hash(owner, "read") == before
    open_case(house.registrar, story)
    assert projections.catch_up() == 1


def test_what_is_recorded_while_a_stream_is_released_is_not_lost(
    house: House, fresh: Database, projections: Projections, poisoned: pytest.MonkeyPatch
) -> None:
    """The projector must not believe that the stream still stands aside when it no longer does."""
    two_municipalities(house)
    projections.catch_up()
    poisoned.undo()
    url = fresh.url("frittvalg_projector")
    with (
        psycopg.connect(url, autocommit=True) as releasing,
        psycopg.connect(url, autocommit=True) as writing,
        ThreadPoolExecutor(1) as pool,
    ):
        writing.execute("SET lock_timeout = 0")
        releasing.execute("SET search_path TO read")
        (its,) = everything_parked(releasing)
        with releasing.transaction():
            assert release(releasing, [house.registry], MODELS, its)
            municipalities.state_choice(house.registrar, command(), HAMAR, ChoiceKind.OWN_ONLY)
            late = pool.submit(projector.catch_up, writing, house.registry, MODELS)
            while not waits_for_a_lock(fresh, writing.info.backend_pid):
                time.sleep(0.005)
        late.result()
    assert stated(fresh)[HAMAR] == "own_only"


def waits_for_a_lock(fresh: Database, pid: int) -> bool:
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as admin:
        row = admin.execute(
            "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", (pid,)
        ).fetchone()
    return bool(row and row[0])


def test_a_wrong_master_key_stops_the_projector_and_shows_no_empty_pages(
    house: House, fresh: Database, projections: Projections
) -> None:
    open_case(house.registrar, tell(house.registrar))
    other = open_house(fresh.url(), MasterKey(b"another key than the one in use."))
    with (
        psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection,
        pytest.raises(WrongKey),
    ):
        projector.catch_up(connection, other.cases, MODELS)
    other.close()
    assert projections.catch_up() > 0
    with psycopg.connect(fresh.url()) as connection:
        assert connection.execute("SELECT count(*) FROM read.cases").fetchone() == (1,)
