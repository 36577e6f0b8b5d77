"""What the operator sees: every command says what was done and what to do next."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from registry import cli
from registry.application import municipalities
from registry.domain.municipality import Municipality
from registry.domain.values import ChoiceKind, Language, MunicipalityNumber
from registry.house import House
from registry.projections import MODELS
from registry.store.rebuild import content_hash
from tests.conftest import Database, Projections
from tests.live import environment
from tests.story import HAMAR, command, open_case, tell

pytestmark = pytest.mark.slow

GJOVIK = MunicipalityNumber("3407")
SECRET_KEY = b"a key that only the tests know.."
COMMANDS = {"serve", "project", "migrate", "rebuild", "parked", "check", "demo"}
COMMANDS |= {"archive", "backup", "restore", "erase", "redact", "figures", "open", "mail"}


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit code, and what it printed."""

    code: object
    out: str
    err: str


Operator = Callable[..., Said]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    """Types a command."""

    def types(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["frittvalg", *words])
        capsys.readouterr()
        try:
            code = cli.main()
        except SystemExit as ended:
            code = ended.code
        return Said(code, *capsys.readouterr())

    return types


@pytest.fixture
def frittvalg(
    types: Operator, fresh: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Operator:
    """Types a command where there is a database."""
    key_file = tmp_path / "key"
    key_file.write_bytes(SECRET_KEY)
    told = environment(fresh, key_file) | {"FRITTVALG_VAR": str(tmp_path)}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return types


def test_help_names_every_command_and_what_it_does(types: Operator) -> None:
    said = types("--help")
    named = re.findall(r"^    (\w+) +\w+ .*\w", said.out, re.MULTILINE)
    assert (said.code, set(named)) == (0, COMMANDS)


def test_no_command_is_left_out_of_the_help(types: Operator) -> None:
    said = types("nonsense")
    assert said.code == 2
    assert set(re.findall(r"\w+", said.err.partition("choose from")[2])) == COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_a_help_of_its_own(types: Operator, name: str) -> None:
    said = types(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: frittvalg {name}")


def test_a_projector_on_a_database_behind_the_code_ends_and_says_what_to_run(
    frittvalg: Operator, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begins_again(_seconds: float) -> None:
        raise AssertionError("it began again")

    monkeypatch.setattr("registry.cli.time.sleep", begins_again)
    owner_does(fresh, "DELETE FROM public.migrations WHERE name = '0002_vault'")
    said = frittvalg("project")
    assert said == Said(2, "", "Databasen mangler 0002_vault. Kjør frittvalg migrate først.\n")


@pytest.fixture
def nation(house: House, projections: Projections) -> None:
    """A small nation that is shown."""
    open_case(house.registrar, tell(house.registrar))
    projections.catch_up()


def shown(fresh: Database) -> str:
    with psycopg.connect(fresh.url("frittvalg_owner")) as owner:
        return content_hash(owner, "read", [table for model in MODELS for table in model.tables])


def owner_does(fresh: Database, statement: str) -> list[tuple[int, ...]]:
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        cursor = owner.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.usefixtures("nation")
def test_building_all_again_says_that_nothing_is_different(
    frittvalg: Operator, fresh: Database
) -> None:
    before = shown(fresh)
    said = frittvalg("rebuild")
    ((registry, cases),) = owner_does(
        fresh,
        "SELECT (SELECT count(*) FROM log.registry_events), (SELECT count(*) FROM log.case_events)",
    )
    first, *others = said.out.splitlines()
    assert re.fullmatch(
        rf"Bygde alle {len(MODELS)} lesemodeller på nytt fra {registry + cases} hendelser på \d+\.\d s\.",
        first,
    )
    same = "Innholdet er det samme som før."
    assert others == [same, f"Kontrollsum: {before}", "Neste: ingenting."]
    assert said.code == 0


@pytest.mark.usefixtures("nation")
def test_while_it_builds_it_says_how_far_and_how_many_there_are_in_all(
    frittvalg: Operator, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.store.reading.BATCH", 5)
    ((last,),) = owner_does(fresh, "SELECT max(notification_id) FROM log.registry_events")
    progress = re.findall(r"registerloggen: (\d+) av (\d+)", frittvalg("rebuild").err)
    assert len(progress) > 2
    assert {end for _, end in progress} == {str(last)}
    assert progress[0][0] == "5" and progress[-1][0] == str(last)


@pytest.mark.usefixtures("nation")
def test_one_read_model_is_built_alone_and_a_difference_is_told(
    frittvalg: Operator, fresh: Database
) -> None:
    before = shown(fresh)
    owner_does(fresh, "UPDATE read.suppliers SET number = 'x' || number")
    owner_does(fresh, "UPDATE read.places SET taken = taken + 1")
    said = frittvalg("rebuild", "suppliers")
    assert said.out.startswith("Bygde lesemodellen suppliers på nytt fra ")
    assert "Innholdet er et annet enn før, og det nye er tatt i bruk." in said.out
    assert said.out.endswith("Neste: frittvalg check\n")
    assert said.code == 0
    assert "Innholdet er det samme" in frittvalg("rebuild", "suppliers").out
    assert "Innholdet er et annet" in frittvalg("rebuild", "places").out
    assert shown(fresh) == before


@pytest.mark.usefixtures("nation")
def test_a_read_model_that_does_not_exist_is_answered_with_those_that_do(
    frittvalg: Operator, fresh: Database
) -> None:
    owner_does(fresh, "UPDATE read.places SET taken = taken + 1")
    before = shown(fresh)
    said = frittvalg("rebuild", "plasser")
    assert (said.code, said.out) == (2, "")
    assert "Det er ingen lesemodell som heter «plasser»." in said.err
    assert all(model.name in said.err for model in MODELS)
    assert shown(fresh) == before, "nothing was built"


NUL, NULL = "Ola Nordmann\0", None
INSERT = "INSERT INTO municipalities (number) VALUES (%(no)s)"
FAULTS = {
    "a value": ([(INSERT, {"no": NUL})], "en verdi passer ikke i kolonnen (DataError)"),
    "a row": (
        [(INSERT, {"no": NULL})],
        "raden finnes alt, eller den mangler noe den må ha (NotNullViolation)",
    ),
    "the code": (RuntimeError(NUL), "koden kunne ikke lese eller vise den (RuntimeError)"),
}


class Poison:
    """What some municipalities state cannot be shown, until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self._handlers = next(its for its in MODELS if its.name == "municipalities")._handlers
        self._sound = self._handlers[Municipality.ChoiceStated]

    def put_in(self, fault: object, *numbers: MunicipalityNumber) -> None:
        streams = {Municipality.id_for(number) for number in numbers}

        def cannot_take(event):
            if event.originator_id not in streams:
                return self._sound(event)
            if isinstance(fault, Exception):
                raise fault
            return fault

        self._patch.setitem(self._handlers, Municipality.ChoiceStated, cannot_take)

    def mend(self) -> None:
        self._patch.setitem(self._handlers, Municipality.ChoiceStated, self._sound)


@pytest.fixture
def poison(house: House, monkeypatch: pytest.MonkeyPatch) -> Poison:
    """Hamar and Gjøvik have stated something that is not shown yet."""
    for number in (HAMAR, GJOVIK):
        municipalities.register_municipality(house.registrar, command(), number, Language.NB)
        municipalities.state_choice(house.registrar, command(), number, ChoiceKind.OWN_ONLY)
    return Poison(monkeypatch)


@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize("words", [["parked"], ["parked", "--release"]])
def test_nothing_set_aside_is_said_so(frittvalg: Operator, words: list[str]) -> None:
    said = frittvalg(*words)
    assert said == Said(
        0, "Ingenting er satt til side. Alle lesemodeller har tatt alt.\nNeste: ingenting.\n", ""
    )


@pytest.mark.parametrize(("fault", "why"), FAULTS.values(), ids=FAULTS)
def test_what_is_set_aside_is_explained_without_what_was_in_it(
    frittvalg: Operator, poison: Poison, projections: Projections, fault: object, why: str
) -> None:
    poison.put_in(fault, HAMAR)
    projections.catch_up()
    said = frittvalg("parked")
    stream = Municipality.id_for(HAMAR)
    assert said.out.splitlines() == [
        f"municipalities: municipality.choice_stated på posisjon 2, strøm {stream} – {why}",
        "1 strøm er satt til side. Alt annet går som det skal.",
        "Neste: rett feilen i koden, og kjør frittvalg parked --release",
    ]
    assert said.code == 1
    assert "Nordmann" not in said.out + said.err


def test_releasing_what_is_not_mended_leaves_it_aside_and_says_so(
    frittvalg: Operator, poison: Poison, projections: Projections
) -> None:
    poison.put_in(FAULTS["a value"][0], HAMAR, GJOVIK)
    projections.catch_up()
    poison.put_in(FAULTS["a value"][0], HAMAR)
    said = frittvalg("parked", "--release")
    still, taken, last = said.out.splitlines()
    assert still.startswith("Fortsatt til side: municipalities: ")
    assert taken.startswith("Tatt: municipalities: ")
    assert last == "1 strøm er satt til side. Neste: rett feilen i koden, og prøv igjen."
    assert said.code == 1


def test_when_it_is_mended_everything_is_taken_and_nothing_is_left_to_do(
    frittvalg: Operator, poison: Poison, projections: Projections, fresh: Database
) -> None:
    poison.put_in(FAULTS["a value"][0], HAMAR, GJOVIK)
    projections.catch_up()
    assert "2 strømmer er satt til side." in frittvalg("parked").out
    poison.mend()
    said = frittvalg("parked", "--release")
    assert said.out.endswith("Alt som var satt til side, er tatt. Neste: ingenting.\n")
    assert said.code == 0
    assert frittvalg("parked").code == 0
    stated = "SELECT count(*) FROM read.municipalities WHERE stated = 'own_only'"
    assert owner_does(fresh, stated) == [(2,)]


@pytest.mark.usefixtures("projections")
def test_building_again_says_what_was_set_aside_on_the_way(
    frittvalg: Operator, poison: Poison
) -> None:
    poison.put_in(FAULTS["a value"][0], HAMAR)
    said = frittvalg("rebuild", "municipalities")
    assert said.out.endswith("1 strøm er satt til side. Neste: frittvalg parked\n")
