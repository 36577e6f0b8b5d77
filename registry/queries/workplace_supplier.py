"""What a supplier works with: its facts, where it is let in, where it may apply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.queries.notices import is_announced
from registry.queries.rounds import rounds

SUPPLIER = """
SELECT s.id, s.number, s.kind, s.municipality, coalesce(name.body, s.number) AS name,
       said.body AS presentation, s.language,
       s.wages, s.wages_on, s.budget, s.budget_on, s.support, s.support_on
FROM read.suppliers s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
LEFT JOIN vault.texts said ON said.ref = s.text_ref
WHERE s.number = %(number)s AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
"""

ADMISSIONS = """
SELECT a.id, a.concession, c.members, a.status, a.accepting, a.ground, a.granted_on,
       a.local -> 'facts' AS local, a.local_on, a.leaves_on, p.ceiling, p.taken
FROM read.admissions a
JOIN read.concessions c ON c.id = a.concession AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
LEFT JOIN read.places p ON p.admission = a.id
WHERE a.supplier = %(supplier)s AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
ORDER BY a.id
"""

OPEN = """
SELECT c.id, c.members, d.terms, c.starts_on, c.published_on, c.short_form, c.service,
       d.notice_required, c.doffin_on, c.ted_on
FROM read.concessions c
JOIN read.documents d ON d.concession = c.id AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
WHERE c.status = 'published' AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
    AND c.running IS NULL
    AND (%(municipality)s::text IS NULL OR c.members @> ARRAY[%(municipality)s::text])
    AND NOT EXISTS (
        SELECT FROM read.admissions a WHERE a.concession = c.id AND a.supplier = %(supplier)s
            AND a.status IN ('applied', 'granted')
            AND a.valid_from <= %(day)s AND a.valid_to > %(day)s)
ORDER BY c.published_on DESC, c.id
"""

SETS = ("wages", "budget", "support")


@dataclass(frozen=True)
class OurSupplier:
    """The supplier as it stands. The sets of facts hold plain values and cells in each language."""

    id: UUID
    number: str
    kind: str
    municipality: str | None
    name: str
    presentation: str | None
    language: str | None
    wages: dict[str, Any] | None
    wages_on: date | None
    budget: dict[str, Any] | None
    budget_on: date | None
    support: dict[str, Any] | None
    support_on: date | None

    def facts(self, name: str) -> dict[str, Any] | None:
        """One set as plain values, or None where nothing is said yet."""
        held: dict[str, Any] | None = getattr(self, name)
        return held["facts"] if held else None

    def confirmed_on(self, name: str) -> date | None:
        day: date | None = getattr(self, f"{name}_on")
        return day


@dataclass(frozen=True)
class OurAdmission:
    """Where the supplier has asked to be let in. `taken` and `ceiling` are places."""

    id: UUID
    concession: UUID
    members: list[str]
    status: str
    accepting: str | None
    ground: str | None
    granted_on: date | None
    local: dict[str, Any] | None
    local_on: date | None
    leaves_on: date | None
    """When it leaves, where it has said no to new terms."""
    ceiling: int | None
    taken: int | None

    @property
    def is_ready(self) -> bool:
        """Whether those who choose can see what holds here and whether there is room."""
        return self.local is not None and self.accepting is not None


@dataclass(frozen=True)
class OpenConcession:
    """A published concession the supplier is not in and has not applied to.

    Where a notice has to come first, suppliers may not apply yet.
    """

    id: UUID
    members: list[str]
    terms: dict[str, Any]
    starts_on: date
    published_on: date
    short_form: bool
    service: str
    notice_required: str | None
    doffin_on: date | None
    ted_on: date | None
    deadline: date | None = None
    """The last day to apply; None where there is none."""

    @property
    def takes_applications(self) -> bool:
        return is_announced(self.notice_required, self.doffin_on, self.ted_on)


def supplier(pool: ConnectionPool, number: str, day: date) -> OurSupplier | None:
    """The supplier with an organisation number, or None before it is registered."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(OurSupplier)) as cursor,
    ):
        return cursor.execute(SUPPLIER, {"number": number, "day": day}).fetchone()


def admissions(pool: ConnectionPool, supplier_id: UUID, day: date) -> list[OurAdmission]:
    """Everywhere the supplier has applied."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(OurAdmission)) as cursor,
    ):
        return cursor.execute(ADMISSIONS, {"supplier": supplier_id, "day": day}).fetchall()


def open_concessions(
    pool: ConnectionPool, supplier_id: UUID, municipality: str | None, day: date
) -> list[OpenConcession]:
    """Where the supplier may apply, or will when it is announced, the newest first.

    A round that is closed is not among them. Own provision is in no round, and only in its
    municipality. What ran before lets nobody in through the registry.
    """
    values = {"supplier": supplier_id, "municipality": municipality, "day": day}
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(OpenConcession)) as cursor,
    ):
        found = cursor.execute(OPEN, values).fetchall()
    if municipality:
        return found
    its = rounds(pool, [each.id for each in found], day)
    return [
        replace(each, deadline=its[each.id].deadline(day))
        for each in found
        if its[each.id].is_open(day)
    ]
