"""What a municipality works with: its concessions, the applications, its own provision's facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.values import OSLO
from registry.queries.notices import is_announced

CONCESSIONS = """
SELECT c.id, c.members, c.status, c.practice, d.template_version, c.short_form, d.terms, c.starts_on,
       c.heard_on, c.service, c.sent_by, c.sent_at, c.published_on, back.body AS sent_back_because, c.running,
       d.notice_required, c.doffin_on, c.ted_on,
       (SELECT count(*) FROM read.document_reasons r
           WHERE r.concession = c.id AND r.number = d.number) AS deviations,
       (SELECT count(*) FROM read.admissions a WHERE a.concession = c.id AND a.status = 'granted'
           AND a.valid_from <= %(day)s AND a.valid_to > %(day)s) AS suppliers,
       EXISTS (SELECT FROM read.concession_proposals p
           WHERE p.concession = c.id AND p.status = 'waiting')
           OR EXISTS (SELECT FROM read.documents w
           WHERE w.concession = c.id AND w.status = 'waiting' AND w.number > 0) AS waits
FROM read.concessions c
JOIN read.documents d ON d.concession = c.id AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
LEFT JOIN vault.texts back ON back.ref = c.back_ref
WHERE c.members @> ARRAY[%(number)s] AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
ORDER BY c.sent_at DESC, c.id
"""

APPLICATIONS = """
SELECT a.id, a.concession, a.supplier, a.status, a.applied_at, a.ground, a.granted_on, a.leaves_on,
       s.number, s.kind, coalesce(name.body, s.number) AS name, said.body AS presentation,
       s.language AS presentation_language, d.terms,
       coalesce(s.wages -> %(language)s, '{}') || coalesce(s.budget -> %(language)s, '{}')
           || coalesce(s.support -> %(language)s, '{}') AS cells,
       s.wages_on, s.budget_on, s.support_on
FROM read.admissions a
JOIN read.concessions c ON c.id = a.concession AND c.members[1] = %(number)s
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
JOIN read.documents d ON d.concession = c.id AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
LEFT JOIN vault.texts said ON said.ref = s.text_ref
WHERE a.valid_from <= %(day)s AND a.valid_to > %(day)s
ORDER BY a.applied_at, a.id
"""

OWN_PROVISION = """
SELECT s.number, coalesce(name.body, s.number), s.wages_on, s.budget_on, s.support_on
FROM read.suppliers s LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE s.municipality = %(number)s AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
"""


@dataclass(frozen=True)
class OurConcession:
    """A concession the municipality takes part in. The first member leads it."""

    id: UUID
    members: list[str]
    status: str
    practice: bool
    template_version: int
    short_form: bool
    terms: dict[str, Any]
    starts_on: date
    heard_on: date | None
    service: str
    sent_by: UUID
    sent_at: datetime
    published_on: date | None
    sent_back_because: str | None
    running: dict[str, Any] | None
    """What was stated, where it was not written from the template."""
    notice_required: str | None
    doffin_on: date | None
    ted_on: date | None
    deviations: int
    suppliers: int
    waits: bool
    """Whether an amendment, an ending or a prolongation waits for another person."""

    @property
    def sent_on(self) -> date:
        return self.sent_at.astimezone(OSLO).date()

    @property
    def waits_for_notice(self) -> bool:
        """Whether it is published, but suppliers may not apply before it is announced."""
        announced = is_announced(self.notice_required, self.doffin_on, self.ted_on)
        return self.status == "published" and not announced


@dataclass(frozen=True)
class Application:
    """A supplier that has asked to be let into a concession the municipality leads."""

    id: UUID
    concession: UUID
    supplier: UUID
    status: str
    applied_at: datetime
    ground: str | None
    granted_on: date | None
    leaves_on: date | None
    number: str
    kind: str
    name: str
    presentation: str | None
    presentation_language: str | None
    terms: dict[str, Any]
    cells: dict[str, str]
    wages_on: date | None
    budget_on: date | None
    support_on: date | None

    @property
    def applied_on(self) -> date:
        return self.applied_at.astimezone(OSLO).date()


@dataclass(frozen=True)
class OwnProvision:
    """The municipality's own provision and when its sets of facts were confirmed."""

    number: str
    name: str
    confirmed: list[date | None]

    @property
    def stale_on(self) -> date | None:
        """The day the oldest set is shown as not confirmed; None when one was never confirmed."""
        known = [day for day in self.confirmed if day]
        if len(known) < len(self.confirmed):
            return None
        return min(known) + timedelta(days=STALE_AFTER_DAYS)


def concessions(pool: ConnectionPool, number: str, day: date) -> list[OurConcession]:
    """Every concession the municipality takes part in, the newest first."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(OurConcession)) as cursor,
    ):
        return cursor.execute(CONCESSIONS, {"number": number, "day": day}).fetchall()


def applications(pool: ConnectionPool, number: str, day: date, language: str) -> list[Application]:
    """Every application to the concessions the municipality leads, the oldest first."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Application)) as cursor,
    ):
        return cursor.execute(
            APPLICATIONS, {"number": number, "day": day, "language": language}
        ).fetchall()


def own_provision(pool: ConnectionPool, number: str, day: date) -> OwnProvision | None:
    """The municipality's own provision, if it is in the registry."""
    with pool.connection() as connection:
        row = connection.execute(OWN_PROVISION, {"number": number, "day": day}).fetchone()
    return OwnProvision(row[0], row[1], list(row[2:])) if row else None


def stated_choice(pool: ConnectionPool, number: str, day: date) -> str:
    """What the municipality has said there is where no concession is live."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT stated FROM read.municipalities"
            " WHERE number = %(number)s AND valid_from <= %(day)s AND valid_to > %(day)s",
            {"number": number, "day": day},
        ).fetchone()
    return row[0] if row else "unknown"
