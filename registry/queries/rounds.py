"""How published concessions let suppliers in, as they stand on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.rounds import Round
from registry.queries.notices import begun
from registry.queries.terms import terms_from

ROUNDS = """
SELECT c.id, d.terms, d.notice_required, c.doffin_told_on, c.ted_told_on, c.published_on, c.starts_on,
       c.apply_by,
       (SELECT count(*) FROM read.admissions a
        JOIN read.suppliers s ON s.id = a.supplier AND s.municipality IS NULL
            AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
        WHERE a.concession = c.id AND a.status = 'granted'
            AND a.valid_from <= %(day)s AND a.valid_to > %(day)s)
FROM read.concessions c
JOIN read.documents d ON d.concession = c.id AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
WHERE c.id = ANY(%(ids)s) AND c.status = 'published' AND c.running IS NULL
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
"""


def rounds(pool: ConnectionPool, concessions: Iterable[UUID], day: date) -> dict[UUID, Round]:
    """By concession. What is not published, or was stated and not written from the template, has none."""
    with pool.connection() as connection:
        rows = connection.execute(ROUNDS, {"ids": list(concessions), "day": day}).fetchall()
    found = {}
    for its, terms, required, doffin, ted, published_on, starts_on, apply_by, counted in rows:
        begins = begun(required, doffin, ted, published_on) or day
        found[its] = Round(terms_from(terms), begins, starts_on, apply_by, counted)
    return found
