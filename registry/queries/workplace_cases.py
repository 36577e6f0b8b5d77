"""Cases as a municipality and a supplier may see them: no name, no history, only what is next.

From the case log, so never for anybody else. A supplier sees only those who chose it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.values import OSLO
from registry.queries.cases import receipt
from registry.reference.municipalities import sort_key

OURS = """
SELECT k.id, k.opened_at, k.hours, k.lead, k.choose_by, name.body AS chosen, k.dates
FROM read.cases k
LEFT JOIN read.admissions a ON a.id = k.admission AND a.valid_to = '9999-12-31'
LEFT JOIN read.suppliers s ON s.id = a.supplier AND s.valid_to = '9999-12-31'
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE k.municipality = %(number)s AND (%(district)s::uuid IS NULL OR k.district = %(district)s)
    AND (NOT %(late)s OR k.admission IS NULL AND k.choose_by < %(day)s)
ORDER BY k.opened_at DESC, k.id LIMIT %(most)s OFFSET %(skip)s
"""

COUNTED = """
SELECT count(*), count(*) FILTER (WHERE admission IS NULL AND choose_by < %(day)s),
       min(choose_by) FILTER (WHERE admission IS NULL AND choose_by < %(day)s)
FROM read.cases
WHERE municipality = %(number)s AND (%(district)s::uuid IS NULL OR district = %(district)s)
"""

ORDERED = """
SELECT k.hours, name.body AS supplier, k.chosen_at, k.dates, k.place, k.district
FROM read.cases k
JOIN read.admissions a ON a.id = k.admission AND a.valid_to = '9999-12-31'
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_to = '9999-12-31'
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE k.municipality = %(number)s AND (%(district)s::uuid IS NULL OR k.district = %(district)s)
ORDER BY k.chosen_at DESC, k.place LIMIT %(most)s OFFSET %(skip)s
"""

COUNT_ORDERED = """
SELECT count(*) FROM read.cases WHERE municipality = %(number)s AND admission IS NOT NULL
    AND (%(district)s::uuid IS NULL OR district = %(district)s)
"""

ASSIGNED = """
SELECT k.municipality, k.hours, k.lead, k.dates FROM read.cases k
JOIN read.admissions a ON a.id = k.admission AND a.valid_to = '9999-12-31'
WHERE a.supplier = %(supplier)s
ORDER BY k.dates ->> 'start_on' DESC, k.place
"""

PLACES = """
SELECT name.body AS name, p.ceiling, p.taken, p.is_open
FROM read.concessions c
JOIN read.admissions a ON a.concession = c.id AND a.status = 'granted' AND a.valid_to = '9999-12-31'
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_to = '9999-12-31'
    AND (s.municipality IS NULL OR s.municipality = %(number)s)
JOIN read.places p ON p.admission = a.id
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE c.members @> ARRAY[%(number)s] AND c.status = 'published' AND c.valid_to = '9999-12-31'
"""


@dataclass(frozen=True)
class SupplierPlaces:
    """How many people a supplier can take in the concession, and how many have chosen it."""

    name: str
    ceiling: int
    taken: int
    is_open: bool

    @property
    def free(self) -> int:
        return max(self.ceiling - self.taken, 0) if self.is_open else 0


@dataclass(frozen=True)
class OurCase:
    """Somebody in the municipality who may choose, and how far it has come."""

    id: UUID
    opened_at: datetime
    hours: str
    lead: str
    choose_by: date
    chosen: str | None
    dates: dict[str, str] | None

    @property
    def opened_on(self) -> date:
        return self.opened_at.astimezone(OSLO).date()

    @property
    def start_on(self) -> date | None:
        return date.fromisoformat(self.dates["start_on"]) if self.dates else None


@dataclass(frozen=True)
class Order:
    """A supplier that was chosen, for whoever orders: not who leads, and nobody who has not chosen."""

    hours: str
    supplier: str | None
    chosen_at: datetime
    dates: dict[str, str]
    place: UUID
    district: UUID | None

    @property
    def receipt(self) -> str:
        return receipt(self.place)

    @property
    def chosen_on(self) -> date:
        return self.chosen_at.astimezone(OSLO).date()

    @property
    def start_on(self) -> date:
        return date.fromisoformat(self.dates["start_on"])

    @property
    def is_settled_on(self) -> date:
        """The last day it can be regretted."""
        return date.fromisoformat(self.dates["regret_until"])


@dataclass(frozen=True)
class Counted:
    """How many cases a municipality has, and how many passed the last day without a choice."""

    total: int
    late: int
    earliest_late: date | None


@dataclass(frozen=True)
class Assignment:
    """Somebody who chose the supplier. Who it is, the municipality says, not the registry."""

    municipality: str
    hours: str
    lead: str
    dates: dict[str, Any]

    @property
    def start_on(self) -> date:
        return date.fromisoformat(self.dates["start_on"])

    @property
    def call_by(self) -> date:
        return date.fromisoformat(self.dates["call_by"])


def cases(
    pool: ConnectionPool,
    number: str,
    district: UUID | None,
    day: date,
    *,
    late: bool,
    most: int,
    skip: int,
) -> list[OurCase]:
    """A municipality's cases, or one of its districts', the newest first.

    Only those past the last day with `late`.
    """
    values = {"number": number, "day": day, "late": late, "most": most, "skip": skip}
    values["district"] = district
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(OurCase)) as cursor,
    ):
        return cursor.execute(OURS, values).fetchall()


def choose_by(
    pool: ConnectionPool, number: str, district: UUID | None, case_id: UUID
) -> date | None:
    """The last day to choose in one of a municipality's or a district's cases, or None for another's."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT choose_by FROM read.cases WHERE id = %(case)s AND municipality = %(number)s"
            " AND (%(district)s::uuid IS NULL OR district = %(district)s)",
            {"case": case_id, "number": number, "district": district},
        ).fetchone()
    return row[0] if row else None


def counted(pool: ConnectionPool, number: str, district: UUID | None, day: date) -> Counted:
    """How a municipality's cases, or a district's, stand today."""
    values = {"number": number, "district": district, "day": day}
    with pool.connection() as connection:
        row = connection.execute(COUNTED, values).fetchone()
    assert row is not None
    return Counted(*row)


def ordered(
    pool: ConnectionPool, number: str, district: UUID | None, *, most: int, skip: int
) -> list[Order]:
    """What was chosen in a municipality or a district, the newest first: what is to be ordered."""
    values = {"number": number, "district": district, "most": most, "skip": skip}
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Order)) as cursor,
    ):
        return cursor.execute(ORDERED, values).fetchall()


def count_ordered(pool: ConnectionPool, number: str, district: UUID | None) -> int:
    """How many there are."""
    with pool.connection() as connection:
        row = connection.execute(COUNT_ORDERED, {"number": number, "district": district}).fetchone()
    assert row is not None
    return int(row[0])


def places(pool: ConnectionPool, number: str) -> list[SupplierPlaces]:
    """The places of everybody who can be chosen in a municipality, by name."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(SupplierPlaces)) as cursor,
    ):
        rows = cursor.execute(PLACES, {"number": number}).fetchall()
    return sorted(rows, key=lambda row: sort_key(row.name))


def assignments(pool: ConnectionPool, supplier: UUID) -> list[Assignment]:
    """Those who chose a supplier, the latest start first."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Assignment)) as cursor,
    ):
        return cursor.execute(ASSIGNED, {"supplier": supplier}).fetchall()
