"""The suppliers a municipality follows up: since when they are in, and what they have confirmed when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.values import MunicipalityNumber
from registry.reference.municipalities import sort_key

ADMITTED = """
SELECT s.number, coalesce(name.body, s.number) AS name, a.granted_on, a.accepting, a.local_on,
       s.wages_on, s.budget_on, s.support_on
FROM read.concessions c
JOIN read.admissions a ON a.concession = c.id AND a.status = 'granted'
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    AND (s.municipality IS NULL OR s.municipality = %(number)s)
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE c.members @> ARRAY[%(number)s] AND c.status = 'published'
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
"""


@dataclass(frozen=True)
class Admitted:
    """A supplier that can be chosen here, and the days it last confirmed each set of facts."""

    number: str
    name: str
    granted_on: date | None
    accepting: str | None
    local_on: date | None
    wages_on: date | None
    budget_on: date | None
    support_on: date | None

    @property
    def oldest(self) -> date | None:
        """When the set that is oldest was confirmed; None when one never was."""
        days = [self.local_on, self.wages_on, self.budget_on, self.support_on]
        known = [day for day in days if day]
        return min(known) if len(known) == len(days) else None


def admitted(pool: ConnectionPool, number: MunicipalityNumber, day: date) -> list[Admitted]:
    """Every supplier that is in, by name."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Admitted)) as cursor,
    ):
        rows = cursor.execute(ADMITTED, {"number": number, "day": day}).fetchall()
    return sorted(rows, key=lambda row: sort_key(row.name))
