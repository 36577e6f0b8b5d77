"""How long a concession goes on, and who has said yes to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.concession import PROLONG_MONTHS, PROLONG_TIMES
from registry.domain.documents import number_in
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


@dataclass(frozen=True)
class Life:
    """Last days, of it and of it prolonged once more; None for one without an end. `ended_because`
    as typed."""

    last_day: date | None
    prolongations_left: int
    prolonged_last_day: date | None
    ended_ground: str | None
    ended_because: str | None


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
    return Life(_before(ends_on), left, _before(to), ground, because)


def members(pool: ConnectionPool, concession_id: UUID) -> dict[str, tuple[date, str | None]]:
    """(the day it said yes, its annex) of every member that has."""
    with pool.connection() as connection:
        rows = connection.execute(MEMBERS, (concession_id,)).fetchall()
    return {member: (joined_on, annex) for member, joined_on, annex in rows}


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None
