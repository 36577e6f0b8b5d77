"""How long a concession goes on, and who has said yes to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.concession import PROLONG_MONTHS, PROLONG_TIMES
from registry.domain.documents import number_in
from registry.domain.lasting import prolong_by
from registry.domain.terms import add_months
from registry.queries.documents import Document

ROW = """
SELECT c.starts_on, (d.terms ->> 'years')::int, c.prolonged_until, c.prolonged_times,
       c.ended_ground, why.body
FROM read.concessions c JOIN read.documents d ON d.concession = c.id AND d.number = %(number)s
LEFT JOIN vault.texts why ON why.ref = c.ended_ref
WHERE c.id = %(id)s AND c.valid_to = '9999-12-31'
"""
MEMBERS = """
SELECT m.member, m.joined_on, annex.body FROM read.concession_members m
LEFT JOIN vault.texts annex ON annex.ref = m.annex_ref WHERE m.concession = %s
"""
AGREED = """
SELECT member, agreed_on FROM read.document_members WHERE concession = %s AND number = %s
"""
PROPOSAL = """
SELECT p.number, p.status, p.sent_by, who.name AS sent_by_name, p.sent_on, p.ground,
       why.body AS reason, p.until, back.body AS sent_back_because
FROM read.concession_proposals p
LEFT JOIN vault.users who ON who.user_id = p.sent_by
LEFT JOIN vault.texts why ON why.ref = p.reason_ref
LEFT JOIN vault.texts back ON back.ref = p.back_ref
WHERE p.concession = %s ORDER BY p.number DESC LIMIT 1
"""


@dataclass(frozen=True)
class Life:
    """Last days, of it, of it prolonged once more and to prolong it; None for one without an end.
    `ended_because` as typed."""

    last_day: date | None
    prolongations_left: int
    prolonged_last_day: date | None
    prolong_by: date | None
    ended_ground: str | None
    ended_because: str | None

    def can_be_prolonged(self, day: date) -> bool:
        """Whether there is a period left, and suppliers would know of it in good time."""
        return (
            self.prolongations_left > 0 and self.prolong_by is not None and day <= self.prolong_by
        )

    def is_over(self, day: date) -> bool:
        return self.last_day is not None and day > self.last_day


@dataclass(frozen=True)
class Proposal:
    """That it ends, on a ground, or goes on `until` the day after. Texts as typed, None where there
    are none or they were redacted; `sent_by_name` None for who never signed in."""

    number: int
    status: str
    sent_by: UUID
    sent_by_name: str | None
    sent_on: date
    ground: str | None
    reason: str | None
    until: date | None
    sent_back_because: str | None

    @property
    def last_day(self) -> date | None:
        return _before(self.until)


def life(pool: ConnectionPool, concession_id: UUID, number: int, whole: Document) -> Life:
    """How long a concession goes on by its newest document."""
    with pool.connection() as connection:
        row = connection.execute(ROW, {"id": concession_id, "number": number}).fetchone()
    assert row is not None
    starts_on, years, prolonged, used, ground, because = row
    first = add_months(starts_on, 12 * years) if years else None
    ends_on = prolonged or first
    months = number_in(whole.clauses, PROLONG_MONTHS)
    times = number_in(whole.clauses, PROLONG_TIMES)
    to = add_months(ends_on, months) if ends_on else None
    left = max(times - used, 0) if first else 0
    known_by = prolong_by(ends_on) if ends_on else None
    return Life(_before(ends_on), left, _before(to), known_by, ground, because)


def members(pool: ConnectionPool, concession_id: UUID) -> dict[str, tuple[date, str | None]]:
    """(the day it said yes, its annex) of every member that has."""
    with pool.connection() as connection:
        rows = connection.execute(MEMBERS, (concession_id,)).fetchall()
    return {member: (joined_on, annex) for member, joined_on, annex in rows}


def agreed(pool: ConnectionPool, concession_id: UUID, number: int) -> dict[str, date]:
    """The day that each member said yes to an amendment."""
    with pool.connection() as connection:
        return dict(connection.execute(AGREED, (concession_id, number)).fetchall())


def proposal(pool: ConnectionPool, concession_id: UUID) -> Proposal | None:
    """What was put forward last about its end, and how that went."""
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Proposal)) as its:
        return its.execute(PROPOSAL, (concession_id,)).fetchone()


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None
