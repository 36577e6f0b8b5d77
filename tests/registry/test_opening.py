"""The operator takes organisations in, and hands over to somebody who decides there."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from registry import cli
from registry.application import organisations
from registry.application.desk import Command
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.values import MunicipalityNumber, OrganisationNumber
from registry.house import House, open_house
from registry.vault import MasterKey
from tests.conftest import Database
from tests.live import environment

pytestmark = pytest.mark.slow
CODE = re.compile(r"tilgangene: ([0-9A-Z-]{12})\n")
SECRET = b"a key that only the tests know.."
HAMAR, FIRM = MunicipalityNumber("3403"), OrganisationNumber("310000027")
Types = Callable[..., tuple[int, str, str]]


@pytest.fixture
def types(
    fresh: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Types:
    """Types `frittvalg open …`; gives the exit code and what was printed."""
    (tmp_path / "key").write_bytes(SECRET)
    for name, value in environment(fresh, tmp_path / "key").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FRITTVALG_VAR", str(tmp_path))

    def types(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["frittvalg", "open", *words])
        capsys.readouterr()
        return (cli.main(), *capsys.readouterr())

    return types


def take(house: House, said: str) -> Organisation:
    """Somebody uses the code that was printed."""
    code = CODE.search(said)
    assert code
    found = house.registrar.invitations.find(code[1])
    assert found
    organisations.take_invitation(house.registrar, Command(uuid4(), uuid4()), *found)
    return house.registrar.registry.get(Organisation, found[0])


def test_a_municipality_is_taken_in_with_somebody_who_decides(
    types: Types, fresh: Database
) -> None:
    code, said, _ = types("kommune", "--kommune", HAMAR)
    assert code == 0
    house = open_house(fresh.url(), MasterKey(SECRET))
    its = take(house, said)
    assert (its.kind, its.municipality) == (OrganisationKind.MUNICIPALITY, HAMAR)
    assert [key.rpartition("/")[2] for key in its.granted] == [Function.MANAGE_PEOPLE.value]
    again = types("kommune", "--kommune", HAMAR)
    assert again[0] == 1
    assert "Be dem om en invitasjon" in again[2]
    house.close()


def test_a_lost_code_is_made_again(types: Types, fresh: Database) -> None:
    types("etat", "--orgnr", "310000035", "--navn", "Nordlys etat")
    _, said, _ = types("etat", "--orgnr", "310000035", "--navn", "Nordlys etat")
    house = open_house(fresh.url(), MasterKey(SECRET))
    assert take(house, said).kind is OrganisationKind.STATE_AGENCY
    house.close()


def test_the_first_at_a_supplier_may_be_the_only_one(types: Types, fresh: Database) -> None:
    _, said, _ = types("leverandor", "--orgnr", FIRM)
    house = open_house(fresh.url(), MasterKey(SECRET))
    held = {key.rpartition("/")[2] for key in take(house, said).granted}
    assert held == {"manage_people", "keep_facts", "apply", "read"}
    house.close()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["kommune"], "--kommune"),
        (["kommune", "--kommune", "9999"], "--kommune"),
        (["etat", "--navn", "Nordlys"], "--orgnr"),
        (["etat", "--orgnr", "310000036", "--navn", "Nordlys"], "--orgnr"),
        (["etat", "--orgnr", "310000035"], "--navn"),
        (["statsforvalter", "--orgnr", "310000035", "--navn", "X"], "--fylke"),
        (["statsforvalter", "--orgnr", "310000035", "--navn", "X", "--fylke", "99"], "--fylke"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_done(
    types: Types, house: House, words: list[str], what: str
) -> None:
    code, said, wrong = types(*words)
    assert (code, said) == (2, "")
    assert what in wrong and "Ingenting er gjort." in wrong
    with house.pool.connection() as connection:
        row = connection.execute("SELECT count(*) FROM log.registry_events").fetchone()
    assert row == (0,)
