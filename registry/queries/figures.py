"""Yearly figures: for everybody what may be shown, for the municipality what it gave itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from registry.domain.suppression import Shown, shown
from registry.domain.values import OSLO
from registry.domain.yearly import FigureSource, YearlyNumbers

SEEN = """
SELECT DISTINCT ON (f.municipality, f.year) f.municipality, f.year, f.source, f.given_on, f.numbers,
       published.body AS published_in
FROM read.figures f LEFT JOIN vault.texts published ON published.ref = f.published_in
WHERE f.shown_from <= %(day)s AND (%(number)s::text IS NULL OR f.municipality = %(number)s)
ORDER BY f.municipality, f.year, f.source = 'official', f.shown_from DESC
"""
GIVEN = """
SELECT DISTINCT ON (year, source) year, source, given_on, shown_from, numbers FROM read.figures
WHERE municipality = %(number)s ORDER BY year, source, shown_from DESC
"""
KNOWN = """
SELECT count(*) AS users,
       count(*) FILTER (WHERE k.hours = 'under_15') AS under_15,
       count(*) FILTER (WHERE k.hours = '15_to_35') AS from_15_to_35,
       count(*) FILTER (WHERE k.hours = 'over_35') AS over_35,
       count(*) FILTER (WHERE (k.opened_at AT TIME ZONE %(zone)s)::date >= %(first)s) AS decisions,
       count(*) FILTER (WHERE s.municipality = %(number)s) AS own_provision
FROM read.cases k
LEFT JOIN read.admissions a ON a.id = k.admission AND a.valid_to = '9999-12-31'
LEFT JOIN read.suppliers s ON s.id = a.supplier AND s.valid_to = '9999-12-31'
WHERE k.municipality = %(number)s AND (k.opened_at AT TIME ZONE %(zone)s)::date <= %(last)s
"""


@dataclass(frozen=True)
class Seen:
    """What everybody may see of one municipality's figures of one year, with its source."""

    municipality: str
    year: int
    source: FigureSource
    published_in: str | None
    """The statistics that official figures stand in."""
    given_on: date
    shown: Shown


@dataclass(frozen=True)
class Given:
    """What was given for a year, as it was given: for the municipality itself alone."""

    year: int
    source: FigureSource
    given_on: date
    shown_from: date
    numbers: YearlyNumbers


def seen(pool: ConnectionPool, day: date, number: str | None = None) -> list[Seen]:
    """By municipality and year. What a municipality gave itself goes before official statistics."""
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(SEEN, {"day": day, "number": number}).fetchall()
    return [_seen(row) for row in rows]


def given(pool: ConnectionPool, number: str) -> dict[tuple[int, FigureSource], Given]:
    """The newest word of each source on each year."""
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(GIVEN, {"number": number}).fetchall()
    found = [_given(row) for row in rows]
    return {(each.year, each.source): each for each in found}


def known(pool: ConnectionPool, number: str, year: int) -> dict[str, int]:
    """What the registry itself knows: those who had got a code by the end of the year.

    Empty where nobody had. Never shown to others than those who make the codes.
    """
    values = {
        "number": number,
        "zone": OSLO.key,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
    }
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(KNOWN, values).fetchone()
    assert row is not None
    return row if row["users"] else {}


def _seen(row: dict[str, Any]) -> Seen:
    numbers, source = row.pop("numbers"), FigureSource(row.pop("source"))
    return Seen(**row, source=source, shown=shown(YearlyNumbers(**numbers)))


def _given(row: dict[str, Any]) -> Given:
    said = {"numbers": YearlyNumbers(**row["numbers"]), "source": FigureSource(row["source"])}
    return Given(**row | said)
