"""What suppliers ask about concessions, and the answers. Who asked is never among what is read here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.deviation import LOCAL
from registry.domain.values import OSLO, NodeId

ASKED = """
SELECT q.id, q.concession, c.members, q.node, q.asked_at, said.body AS text, answer.body AS answer,
       q.answered_on, q.amends, q.is_corrected, q.joined_to, q.withdrawn_on,
       q.supplier IS NOT DISTINCT FROM %(supplier)s::uuid AS ours
FROM read.questions q
JOIN read.concessions c ON c.id = q.concession AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
LEFT JOIN vault.texts said ON said.ref = q.text_ref
LEFT JOIN vault.texts answer ON answer.ref = q.answer_ref
WHERE q.valid_from <= %(day)s AND q.valid_to > %(day)s
    AND (%(concession)s::uuid IS NULL OR q.concession = %(concession)s)
    AND (%(lead)s::text IS NULL OR c.members[1] = %(lead)s AND c.status = 'published')
    AND (%(supplier)s::uuid IS NULL OR q.concession IN
        (SELECT concession FROM read.questions WHERE supplier = %(supplier)s))
ORDER BY q.asked_at, q.id
"""
ELSEWHERE = """
SELECT * FROM (
    SELECT q.node, c.members[1] AS lead, said.body AS text, answer.body AS answer, q.answered_on,
           row_number() OVER (PARTITION BY q.node ORDER BY q.answered_on DESC, q.id) AS place
    FROM read.questions q
    JOIN read.concessions c ON c.id = q.concession AND c.members[1] <> %(number)s
        AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
    JOIN vault.texts said ON said.ref = q.text_ref AND said.body IS NOT NULL
    JOIN vault.texts answer ON answer.ref = q.answer_ref AND answer.body IS NOT NULL
    WHERE q.node = ANY(%(nodes)s) AND q.valid_from <= %(day)s AND q.valid_to > %(day)s
) found WHERE place <= %(most)s ORDER BY node, place
"""
SHOWN_FROM_OTHERS = 3


@dataclass(frozen=True)
class Asked:
    """A question as it stands on a day, with the answer of the one it is joined to if it has none.

    `node` is None for the whole. `text` is None where it was redacted, or is not for the reader yet.
    """

    id: UUID
    concession: UUID
    members: list[str]
    node: NodeId | None
    asked_at: datetime
    text: str | None
    answer: str | None
    answered_on: date | None
    amends: bool
    is_corrected: bool
    joined_to: UUID | None
    """The one that answers for it; None where it stands by itself."""
    withdrawn_on: date | None
    ours: bool
    """Whether it is the asker's own: always False for everybody else."""

    @property
    def asked_on(self) -> date:
        return self.asked_at.astimezone(OSLO).date()

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None


@dataclass(frozen=True)
class Elsewhere:
    """What another municipality has answered on the same clause of the template."""

    node: NodeId
    lead: str
    text: str
    answer: str
    answered_on: date
    place: int


def for_everybody(pool: ConnectionPool, concession: UUID, day: date) -> list[Asked]:
    """The questions about a concession, the oldest first. A text is there when its answer is."""
    found = _standing(_asked(pool, day, concession=concession))
    return [each if each.is_answered else replace(each, text=None) for each in found]


def for_municipality(pool: ConnectionPool, number: str, day: date) -> list[Asked]:
    """Those about the live concessions that a municipality leads, the oldest first."""
    return _standing(_asked(pool, day, lead=number))


def for_supplier(pool: ConnectionPool, supplier: UUID, day: date) -> list[Asked]:
    """A supplier's own, the newest first, with those it has taken back."""
    found = _asked(pool, day, supplier=supplier)
    standing = {each.id: each for each in _standing(found)}
    return [standing.get(each.id, each) for each in reversed(found) if each.ours]


def elsewhere(
    pool: ConnectionPool, nodes: Iterable[NodeId | None], number: str, day: date
) -> dict[NodeId, list[Elsewhere]]:
    """The newest answers of other municipalities on some of the template's clauses."""
    shared = [node for node in nodes if node and not node.startswith(LOCAL)]
    values = {"nodes": shared, "number": number, "day": day, "most": SHOWN_FROM_OTHERS}
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Elsewhere)) as cursor,
    ):
        rows = cursor.execute(ELSEWHERE, values).fetchall()
    return {node: [row for row in rows if row.node == node] for node in shared}


def _asked(
    pool: ConnectionPool,
    day: date,
    *,
    concession: UUID | None = None,
    lead: str | None = None,
    supplier: UUID | None = None,
) -> list[Asked]:
    values = {"concession": concession, "lead": lead, "supplier": supplier, "day": day}
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Asked)) as cursor:
        return cursor.execute(ASKED, values).fetchall()


def _standing(found: list[Asked]) -> list[Asked]:
    """Those that nobody has taken back, each with the answer that counts for it."""
    by_id = {each.id: each for each in found if each.withdrawn_on is None}
    return [_answered(each, by_id) for each in by_id.values()]


def _answered(asked: Asked, by_id: dict[UUID, Asked]) -> Asked:
    """Two that are joined to each other have no answer: nothing here may go round for ever."""
    other, met = asked, {asked.id}
    while not other.is_answered and other.joined_to in by_id.keys() - met:
        other = by_id[other.joined_to]
        met.add(other.id)
    return replace(
        asked,
        answer=other.answer,
        answered_on=other.answered_on,
        amends=other.amends,
        is_corrected=other.is_corrected,
        joined_to=None if other is asked else other.id,
    )
