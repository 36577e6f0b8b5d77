"""`frittvalg figures import`: official statistics from a file, all of it or nothing."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from registry.application.desk import SYSTEM, Command
from registry.application.figures import Imported, Key, import_figures
from registry.databases import app_url
from registry.domain.suppression import shown_from
from registry.domain.values import MunicipalityNumber
from registry.domain.yearly import NAMES, DoNotAddUp, NoFigures, YearlyNumbers, YearNotOver, check
from registry.house import House, open_house
from registry.queries.clock import today
from registry.reference.municipalities import places
from registry.settings import Settings
from registry.vault import MasterKey

COLUMNS = dict(
    zip(
        (
            "brukere", "under_15", "fra_15_til_35", "over_35", "soknader", "vedtak",
            "dager_til_vedtak", "dager_til_oppstart", "hastesaker", "klager", "egen", "parorende",
        ),
        NAMES,
        strict=True,
    )
)  # fmt: skip
"""What the columns of the file are called, and which number each holds."""
NEEDED = ("kommune", "aar")
NOT_SAID = {"", ".", "..", ":", "-"}
"""Statistics write a number that is missing or may not be shown in one of these ways."""
WRONG = -1
SHOWN_PROBLEMS = 20
TOLD_EVERY = 100
MOST = 99_999


@dataclass
class Read:
    """What a file says, and what is wrong with it, each with its line."""

    rows: dict[Key, YearlyNumbers] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("figures", help="årstall for kommunene")
    parts = parser.add_subparsers(required=True, metavar="del")
    importing = parts.add_parser("import", help="les inn offisiell statistikk fra en CSV-fil")
    importing.add_argument("file", type=Path, metavar="FIL")
    importing.add_argument(
        "--kilde", required=True, metavar="NAVN", help="statistikken tallene står i"
    )
    importing.set_defaults(action=_import)


def _import(settings: Settings, given: argparse.Namespace) -> int:
    try:
        text = given.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        print(f"Filen kan ikke leses: {error}", file=sys.stderr)
        print("Neste: lagre den som CSV i UTF-8, og prøv igjen.", file=sys.stderr)
        return 2
    with closing(open_house(app_url(settings), MasterKey.from_file(settings.key_file))) as house:
        day = today(house.pool)
        found = read(text, day)
        problems = found.problems or _not_in_registry(house, found.rows)
        if problems:
            return _refused(problems)
        print(f"Skriver tall for {len(found.rows)} kommuner og år.", file=sys.stderr)
        command = Command(uuid4(), SYSTEM)
        done = import_figures(house.registrar, command, found.rows, given.kilde)
    return _told(done, shown_from(day))


def _told(done: Imported, first: date) -> int:
    print(f"Leste inn {done.new} nye og rettet {done.corrected}. {done.same} var som før.")
    print(f"Det kommunene selv har levert, er ikke rørt. Tallene vises fra {first:%d.%m.%Y}.")
    print("Neste: frittvalg check.")
    return 0


def read(text: str, day: date) -> Read:
    """Every line as numbers, or a sentence on what is wrong with it. Separated by ; or ,"""
    found, lines = Read(), text.splitlines()
    head = lines[0] if lines else ""
    rows = csv.DictReader(lines, delimiter=";" if ";" in head else ",")
    names = [name.strip().lower() for name in rows.fieldnames or []]
    rows.fieldnames = names
    found.problems += _wrong_columns(names)
    if found.problems:
        return found
    for number, row in enumerate(rows, start=2):
        if number % TOLD_EVERY == 0:
            print(f"Leser linje {number} av {len(lines)}", file=sys.stderr, flush=True)
        for sentence in _take_in(found, row, day):
            found.problems.append(f"Linje {number}: {sentence}")
    if not found.rows and not found.problems:
        found.problems.append("Filen har ingen linjer med tall.")
    return found


def _take_in(found: Read, row: dict[str, Any], day: date) -> Iterator[str]:
    """Keep a line; says what is wrong with it instead."""
    if None in row or None in row.values():
        yield "linjen har ikke like mange felter som den første."
        return
    place, year = row["kommune"].strip(), row["aar"].strip()
    if place not in places():
        yield f"det er ingen kommune med nummeret «{place}»."
        return
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        yield f"«{year}» er ikke et årstall."
        return
    key = (MunicipalityNumber(place), int(year))
    if key in found.rows:
        yield f"kommunen og året står på en linje før også ({place}, {year})."
        return
    said = {name: _number(row.get(column, "")) for column, name in COLUMNS.items()}
    wrong = [column for column, name in COLUMNS.items() if said[name] == WRONG]
    if wrong:
        yield f"dette er ikke hele tall: {', '.join(wrong)}."
        return
    numbers = YearlyNumbers(**said)
    found.rows[key] = numbers
    yield from _impossible(int(year), numbers, day)


def _number(text: str) -> int | None:
    """A whole number, None where it is not said, WRONG where it is none."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if plain in NOT_SAID:
        return None
    whole = plain.isascii() and plain.isdigit() and len(plain) <= len(str(MOST))
    return int(plain) if whole else WRONG


def _impossible(year: int, numbers: YearlyNumbers, day: date) -> Iterator[str]:
    try:
        check(day, year, numbers)
    except YearNotOver:
        yield f"året {year} er ikke over."
    except NoFigures:
        yield "linjen har ingen tall."
    except DoNotAddUp as broken:
        columns = [column for column, name in COLUMNS.items() if name in broken.names]
        yield f"tallene går ikke opp: {', '.join(columns)}."


def _wrong_columns(names: list[str]) -> list[str]:
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in (*NEEDED, *COLUMNS)]
    found = [f"Kolonnen «{name}» mangler." for name in missing]
    found += [f"Kolonnen «{name}» er ukjent." for name in unknown]
    if len(set(names)) < len(names):
        found.append("En kolonne står to ganger.")
    if found:
        found.append(f"Kolonnene er: {'; '.join((*NEEDED, *COLUMNS))}")
    return found


def _not_in_registry(house: House, rows: Iterable[Key]) -> list[str]:
    with house.pool.connection() as connection:
        known = {
            row[0] for row in connection.execute("SELECT DISTINCT number FROM read.municipalities")
        }
    numbers = {number for number, _year in rows}
    return [f"Kommune {number} er ikke i registeret." for number in sorted(numbers - known)]


def _refused(problems: list[str]) -> int:
    for sentence in problems[:SHOWN_PROBLEMS]:
        print(sentence, file=sys.stderr)
    if len(problems) > SHOWN_PROBLEMS:
        print(f"– og {len(problems) - SHOWN_PROBLEMS} til.", file=sys.stderr)
    print("Ingenting er lest inn. Neste: rett filen, og prøv igjen.", file=sys.stderr)
    return 1
