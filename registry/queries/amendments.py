"""Material amendments that suppliers who are in say yes to, or leave: what is offered, and who answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.queries.documents import Version
from registry.reference.municipalities import sort_key

OFFERED = """
SELECT a.id AS admission, a.concession, c.members, d.number, d.published_on, d.effective_from,
       answer.accepted, answer.answered_on, a.leaves_on
FROM read.admissions a
JOIN read.concessions c ON c.id = a.concession AND c.status = 'published'
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
JOIN read.documents d ON d.concession = a.concession AND d.status = 'published' AND d.material
    AND d.number > 0 AND d.effective_from > %(day)s
LEFT JOIN read.amendment_answers answer ON answer.admission = a.id AND answer.number = d.number
WHERE a.supplier = %(supplier)s AND a.status = 'granted'
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
ORDER BY d.effective_from, a.id
"""
ANSWERS = """
SELECT s.number, coalesce(name.body, s.number) AS name, answer.accepted, answer.answered_on,
       a.leaves_on
FROM read.admissions a
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
LEFT JOIN read.amendment_answers answer ON answer.admission = a.id AND answer.number = %(number)s
WHERE a.concession = %(concession)s AND a.status = 'granted'
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
"""
LEAVING = """
SELECT a.id, coalesce(name.body, s.number) AS name, a.leaves_on
FROM read.admissions a
JOIN read.concessions c ON c.id = a.concession AND c.members[1] = %(number)s
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE a.status = 'granted' AND a.leaves_on IS NOT NULL
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
ORDER BY a.leaves_on, a.id
"""


@dataclass(frozen=True)
class Offered:
    """New terms in a concession the supplier is in. `accepted` is None before it has answered."""

    admission: UUID
    concession: UUID
    members: list[str]
    number: int
    published_on: date
    effective_from: date
    accepted: bool | None
    answered_on: date | None
    leaves_on: date | None

    @property
    def answer_by(self) -> date:
        """The last day to answer. Whoever has not, is in on the new terms."""
        return self.effective_from - timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """What one supplier that is in says to an amendment; `accepted` is None before it has."""

    number: str
    name: str
    accepted: bool | None
    answered_on: date | None
    leaves_on: date | None


@dataclass(frozen=True)
class Leaving:
    """A supplier that has said no, and the day until which the old terms hold for it."""

    id: UUID
    name: str
    leaves_on: date


def offered(pool: ConnectionPool, supplier: UUID, day: date) -> list[Offered]:
    """What a supplier may answer, the first to hold first."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Offered)) as cursor,
    ):
        return cursor.execute(OFFERED, {"supplier": supplier, "day": day}).fetchall()


def offered_in(versions: Iterable[Version], day: date) -> Version | None:
    """The newest amendment that suppliers may still answer."""
    found = [
        each
        for each in versions
        if each.number and each.material and each.published_on and each.effective_from > day
    ]
    return found[-1] if found else None


def answers(pool: ConnectionPool, concession: UUID, number: int, day: date) -> list[Answer]:
    """What every supplier that is in says to an amendment, by name."""
    its = {"concession": concession, "number": number, "day": day}
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Answer)) as cursor,
    ):
        return sorted(cursor.execute(ANSWERS, its).fetchall(), key=lambda row: sort_key(row.name))


def leaving(pool: ConnectionPool, municipality: str, day: date) -> list[Leaving]:
    """Who leaves the concessions that a municipality leads, the first to go first."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Leaving)) as cursor,
    ):
        return cursor.execute(LEAVING, {"number": municipality, "day": day}).fetchall()
