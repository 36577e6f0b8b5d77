"""Official statistics are read in whole or not at all, and every bad line is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest

from registry.application import municipalities
from registry.domain.values import Language, MunicipalityNumber
from registry.domain.yearly import YearlyFigures
from registry.house import House
from registry.statistics import read
from tests.conftest import Database, Projections
from tests.registry.test_command_line import Operator, frittvalg, types
from tests.story import HAMAR, command

__all__ = ["frittvalg", "types"]
DAY = date(2026, 11, 21)
GOOD = "kommune;aar;brukere;vedtak\n3403;2025;41;12\n3411;2025;..;9\n"


def test_a_file_is_read_line_by_line_whatever_separates_it() -> None:
    for text in (GOOD, GOOD.replace(";", ","), GOOD.replace("kommune;aar", " Kommune ; AAR ")):
        found = read(text, DAY)
        assert found.problems == []
        assert found.rows[HAMAR, 2025].users == 41
        assert found.rows[MunicipalityNumber("3411"), 2025].users is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9999;2025;1;1", "Linje 4: det er ingen kommune med nummeret «9999»."),
        ("3405;to;1;1", "Linje 4: «to» er ikke et årstall."),
        ("3405;2026;1;1", "Linje 4: året 2026 er ikke over."),
        ("3405;2025;mange;1", "Linje 4: dette er ikke hele tall: brukere."),
        ("3405;2025;-4;1,5", "Linje 4: dette er ikke hele tall: brukere, vedtak."),
        ("3405;2025;;", "Linje 4: linjen har ingen tall."),
        ("3403;2025;1;1", "Linje 4: kommunen og året står på en linje før også (3403, 2025)."),
        ("3405;2025;1", "Linje 4: linjen har ikke like mange felter som den første."),
        ("3405;2025;1;1;1", "Linje 4: linjen har ikke like mange felter som den første."),
    ],
)
def test_a_bad_line_is_told_with_its_number(line: str, said: str) -> None:
    assert said in read(GOOD + line, DAY).problems


def test_parts_that_are_more_than_the_whole_are_told_by_their_columns() -> None:
    text = "kommune;aar;brukere;egen\n3403;2025;4;5\n"
    assert read(text, DAY).problems == ["Linje 2: tallene går ikke opp: egen."]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("kommune;brukere", "Kolonnen «aar» mangler."),
        ("kommune;aar;diagnose", "Kolonnen «diagnose» er ukjent."),
        ("kommune;aar;brukere;brukere", "En kolonne står to ganger."),
        ("", "Kolonnen «kommune» mangler."),
    ],
)
def test_wrong_columns_are_told_with_the_right_ones(head: str, said: str) -> None:
    problems = read(f"{head}\n3403;2025;1;1\n", DAY).problems
    assert said in problems
    assert problems[-1].startswith("Kolonnene er: kommune; aar; brukere;")


def test_a_file_without_lines_is_told() -> None:
    assert read("kommune;aar;brukere\n", DAY).problems == ["Filen har ingen linjer med tall."]


@pytest.fixture
def counties(house: House, projections: Projections) -> None:
    for number in ("3403", "3411"):
        municipalities.register_municipality(
            house.registrar, command(), MunicipalityNumber(number), Language.NB
        )
    projections.catch_up()


def events(fresh: Database) -> int:
    with psycopg.connect(fresh.url()) as connection:
        row = connection.execute(
            "SELECT count(*) FROM log.registry_events WHERE topic LIKE 'figures.%'"
        ).fetchone()
    assert row
    return int(row[0])


@pytest.mark.slow
@pytest.mark.usefixtures("counties")
def test_importing_says_what_it_did_and_what_comes_next(
    frittvalg: Operator, fresh: Database, house: House, tmp_path: Path
) -> None:
    file = tmp_path / "tall.csv"
    file.write_text("\ufeff" + GOOD.replace("2025", "2023"), encoding="utf-8")
    said = frittvalg("figures", "import", str(file), "--kilde", "Oppdiktet statistikk")
    assert said.code == 0
    assert "Leste inn 2 nye og rettet 0. 0 var som før." in said.out
    assert said.out.splitlines()[-1] == "Neste: frittvalg check."
    its = house.registrar.registry.get(YearlyFigures, YearlyFigures.id_for(HAMAR, 2023))
    assert its.said["official"].users == 41
    again = frittvalg("figures", "import", str(file), "--kilde", "Oppdiktet statistikk")
    assert "Leste inn 0 nye og rettet 0. 2 var som før." in again.out
    file.write_text(GOOD.replace("2025", "2023").replace(";41;", ";42;"))
    third = frittvalg("figures", "import", str(file), "--kilde", "Oppdiktet statistikk")
    assert "Leste inn 0 nye og rettet 1. 1 var som før." in third.out
    assert events(fresh) == 3


@pytest.mark.slow
@pytest.mark.usefixtures("counties")
@pytest.mark.parametrize("bad", ["3405;2023;x;1", "0301;2023;7;7"])
def test_one_bad_line_and_nothing_is_read_in(
    frittvalg: Operator, fresh: Database, tmp_path: Path, bad: str
) -> None:
    file = tmp_path / "tall.csv"
    file.write_text(GOOD.replace("2025", "2023") + bad)
    said = frittvalg("figures", "import", str(file), "--kilde", "Oppdiktet statistikk")
    assert said.code == 1
    assert "Ingenting er lest inn. Neste: rett filen, og prøv igjen." in said.err
    assert "Linje 4" in said.err or "Kommune 0301 er ikke i registeret." in said.err
    assert events(fresh) == 0


@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_told(frittvalg: Operator, tmp_path: Path) -> None:
    missing = frittvalg("figures", "import", str(tmp_path / "ingen.csv"), "--kilde", "X")
    assert missing.code == 2
    assert "Filen kan ikke leses" in missing.err
    odd = tmp_path / "odd.csv"
    odd.write_bytes(b"kommune;aar\n\xff\xfe;1")
    assert frittvalg("figures", "import", str(odd), "--kilde", "X").code == 2
