"""Published concessions: the list, one with its terms and reasons, and who was admitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row, dict_row
from psycopg_pool import ConnectionPool

from registry.domain.conformance import Figures
from registry.domain.rounds import Round
from registry.domain.running import Running
from registry.domain.terms import Terms
from registry.domain.values import ServiceId
from registry.queries.notices import Announced, announced_in, begun
from registry.queries.running import running_from
from registry.queries.terms import figures_from, terms_from
from registry.reference.municipalities import places, sort_key

CONCESSIONS = """
SELECT c.id, c.members, c.status, d.template_version, c.short_form, d.terms, c.starts_on,
       c.published_on, d.document_hash, c.heard_on, d.figures, d.number AS amendment,
       d.effective_from, c.apply_by, c.running, d.notice_required, c.doffin_on, c.ted_on,
       c.doffin_told_on, c.ted_told_on, doffin.body AS doffin, ted.body AS ted, c.service,
       counted.suppliers, counted.accepting, counted.own,
       (SELECT t.body FROM read.document_reasons r JOIN vault.texts t ON t.ref = r.reason_ref
        WHERE r.concession = c.id AND r.number = d.number AND r.node = 'bpa.admission.cap') AS cap_reason
FROM read.concessions c
JOIN read.documents d ON d.concession = c.id AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE s.municipality IS NULL) AS suppliers,
           count(*) FILTER (WHERE s.municipality IS NULL AND a.accepting IN ('yes', 'limited'))
               AS accepting,
           coalesce(bool_or(s.municipality = %(number)s), false) AS own
    FROM read.admissions a
    JOIN read.suppliers s ON s.id = a.supplier
        AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    WHERE a.concession = c.id AND a.status = 'granted'
        AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
) counted ON true
LEFT JOIN vault.texts doffin ON doffin.ref = c.doffin_ref
LEFT JOIN vault.texts ted ON ted.ref = c.ted_ref
WHERE c.valid_from <= %(day)s AND c.valid_to > %(day)s
    AND (c.status = 'published' OR c.status = 'ended' AND NOT c.practice AND c.id = %(id)s)
    AND (%(id)s::uuid IS NULL OR c.id = %(id)s)
    AND (%(number)s::text IS NULL OR c.members @> ARRAY[%(number)s::text])
"""

ADMITTED = """
SELECT s.number, coalesce(name.body, s.number) AS name, s.municipality IS NOT NULL AS own,
       a.granted_on
FROM read.admissions a
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE a.concession = %(id)s AND a.status = 'granted'
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
"""


@dataclass(frozen=True)
class ConcessionRow:
    """One concession as it was on a day.

    `suppliers` counts the private ones and `accepting` those that take new people; `own` is the own
    provision of the municipality that was asked about.
    """

    id: UUID
    members: list[str]
    status: str
    template_version: int
    short_form: bool
    terms: Terms
    starts_on: date
    published_on: date
    document_hash: str
    heard_on: date | None
    figures: Figures | None
    amendment: int
    """Which document is in force: 0 for the first, then one for each amendment."""
    effective_from: date
    apply_by: date | None
    running: Running | None
    """What was stated, where it was not written from the template."""
    notice: Announced
    suppliers: int
    accepting: int
    own: bool
    cap_reason: str | None
    service: ServiceId
    opened_on: date | None
    """Since when suppliers may apply; None where the notice is not given."""

    @property
    def round(self) -> Round:
        """When it lets suppliers in."""
        begins = self.opened_on or self.published_on
        return Round(self.terms, begins, self.starts_on, self.apply_by, self.suppliers)

    @property
    def names(self) -> list[str]:
        """The names of its municipalities; the first one leads."""
        return [places()[number].short_name for number in self.members]


@dataclass(frozen=True)
class Admitted:
    """One supplier in a concession; `own` is a municipality's own provision."""

    number: str
    name: str
    own: bool
    granted_on: date | None
    """None for one that was in before the concession came here."""


def concessions(pool: ConnectionPool, day: date, number: str | None = None) -> list[ConcessionRow]:
    """Those that were live on a day, by the lead's name; with a number, that municipality's."""
    rows = _rows(pool, {"day": day, "id": None, "number": number})
    return sorted(rows, key=lambda row: sort_key(row.names[0]))


def concession(pool: ConnectionPool, concession_id: UUID, day: date) -> ConcessionRow | None:
    """One concession that was published, also after its end."""
    return next(iter(_rows(pool, {"day": day, "id": concession_id, "number": None})), None)


def _rows(pool: ConnectionPool, values: dict[str, Any]) -> list[ConcessionRow]:
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(CONCESSIONS, values).fetchall()
    return [_row(row) for row in rows]


def _row(row: dict[str, Any]) -> ConcessionRow:
    doffin, ted = row.pop("doffin_told_on"), row.pop("ted_told_on")
    said = {
        "opened_on": begun(row["notice_required"], doffin, ted, row["published_on"]),
        "terms": terms_from(row["terms"]),
        "figures": figures_from(row["figures"]),
        "running": running_from(row["running"]),
        "notice": announced_in(row),
    }
    return ConcessionRow(**row | said)


def admitted(pool: ConnectionPool, concession_id: UUID, day: date) -> list[Admitted]:
    """Who was in it on a day, by name."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Admitted)) as cursor,
    ):
        rows = cursor.execute(ADMITTED, {"id": concession_id, "day": day}).fetchall()
    return sorted(rows, key=lambda row: sort_key(row.name))
