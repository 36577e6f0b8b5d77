"""A proposed version being heard: what is put forward, and what people say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from psycopg.rows import class_row, dict_row
from psycopg_pool import ConnectionPool

from registry.domain.hearing import AsideGround, Audience
from registry.domain.node import Node, in_order, node_from
from registry.domain.values import NodeId

HEARING = """
SELECT id, version, opened_on, closes_on FROM read.hearings
WHERE opened_on <= %(day)s AND (withdrawn_on IS NULL OR withdrawn_on > %(day)s)
    AND NOT EXISTS (SELECT FROM read.template_versions v
                    WHERE v.version = hearings.version AND v.published_on <= %(day)s)
ORDER BY opened_on DESC, id LIMIT 1
"""
REMARKS = """
SELECT r.id, r.node, r.audience, r.received_at, r.published_on, r.set_aside_on, r.ground,
       r.answered_on, said.body AS text, answer.body AS answer, o.municipality,
       coalesce(name.body, o.number) AS supplier
FROM read.hearing_remarks r
LEFT JOIN vault.texts said ON said.ref = r.text_ref
LEFT JOIN vault.texts answer ON answer.ref = r.answer_ref
LEFT JOIN read.organisations o ON o.id = r.organisation
LEFT JOIN read.suppliers s ON s.number = o.number AND s.valid_to = '9999-12-31'
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE r.hearing = %s ORDER BY r.received_at, r.id
"""


@dataclass(frozen=True)
class Heard:
    """A hearing of the version that comes next."""

    id: UUID
    version: int
    opened_on: date
    closes_on: date

    def is_open(self, day: date) -> bool:
        return day <= self.closes_on


@dataclass(frozen=True)
class PutForward:
    """What the hearing is about: the nodes as they would read, and those that would go."""

    nodes: Mapping[NodeId, Node]
    retired: list[NodeId]


@dataclass(frozen=True)
class Remark:
    """What somebody said. `text` is None where it was taken away; the organisation is named only
    where it signed in: `municipality` is a number, `supplier` a name."""

    id: UUID
    node: NodeId | None
    audience: Audience
    received_at: datetime
    published_on: date | None
    set_aside_on: date | None
    ground: AsideGround | None
    answered_on: date | None
    text: str | None
    answer: str | None
    municipality: str | None
    supplier: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether a steward has still to read it."""
        return self.published_on is None and self.set_aside_on is None

    def is_public(self, day: date) -> bool:
        """Whether everybody may read what stood there on a day. What was taken down stays down."""
        return (
            self.set_aside_on is None and self.published_on is not None and self.published_on <= day
        )

    def answer_on(self, day: date) -> str | None:
        """The stewards' answer as it stood on a day; None before it was given."""
        return self.answer if self.answered_on is not None and self.answered_on <= day else None


def newest(pool: ConnectionPool, day: date) -> Heard | None:
    """The hearing of the version that is not published yet, open or closed; None without one."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Heard)) as cursor,
    ):
        return cursor.execute(HEARING, {"day": day}).fetchone()


def put_forward(pool: ConnectionPool, hearing: UUID) -> PutForward:
    """What a hearing is about, in the order of the document."""
    with pool.connection() as connection:
        rows = connection.execute(
            "SELECT node, content FROM read.hearing_nodes WHERE hearing = %s ORDER BY node",
            (hearing,),
        ).fetchall()
    nodes = sorted((node_from(content) for _, content in rows if content), key=in_order)
    return PutForward({node.node: node for node in nodes}, [node for node, its in rows if not its])


def remarks(pool: ConnectionPool, hearing: UUID) -> list[Remark]:
    """Everything that was said, the oldest first: what waits and what was set aside too."""
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(REMARKS, (hearing,)).fetchall()
    return [
        Remark(
            **row
            | {
                "audience": Audience(row["audience"]),
                "ground": AsideGround(row["ground"]) if row["ground"] else None,
            }
        )
        for row in rows
    ]
