"""What the stewards of the template work with: versions and recalls that wait for another's approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row, dict_row
from psycopg_pool import ConnectionPool

from registry.domain.node import Node, node_from
from registry.domain.recall import Recall
from registry.domain.values import NodeId
from registry.queries.template import RECALLS, recall_from


@dataclass(frozen=True)
class Proposed:
    """A version that waits, with the nodes that differ from the one in force and those that go.

    `approved_by` is None until the first of the two has said yes.
    """

    version: int
    content_hash: str
    effective_from: date
    proposed_by: UUID
    proposed_on: date
    approved_by: UUID | None
    approved_on: date | None
    nodes: dict[NodeId, Node]
    retired: list[NodeId]


@dataclass(frozen=True)
class Withdrawn:
    """A version that was taken back, and why; None where the reason was redacted."""

    version: int
    withdrawn_on: date
    reason: str | None


def proposed(pool: ConnectionPool) -> Proposed | None:
    """The version that waits, if any. There is never more than one."""
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            "SELECT version, content_hash, effective_from, proposed_by, proposed_on, approved_by,"
            " approved_on FROM read.template_versions WHERE published_on IS NULL"
        ).fetchone()
        if row is None:
            return None
        rows = cursor.execute(
            "SELECT node, content FROM read.template_nodes WHERE version = %s"
            " ORDER BY chapter, position, node",
            (row["version"],),
        ).fetchall()
    nodes = [node_from(its["content"]) for its in rows if its["content"] is not None]
    retired = [NodeId(its["node"]) for its in rows if its["content"] is None]
    return Proposed(**row, nodes={node.node: node for node in nodes}, retired=retired)


def last_withdrawn(pool: ConnectionPool, version: int) -> Withdrawn | None:
    """The last time the next version was taken back, if ever."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Withdrawn)) as cursor,
    ):
        return cursor.execute(
            "SELECT version, withdrawn_on, body AS reason FROM read.template_withdrawals"
            " LEFT JOIN vault.texts ON ref = reason_ref WHERE version = %s"
            " ORDER BY withdrawn_on DESC LIMIT 1",
            (version,),
        ).fetchone()


def waiting_recalls(pool: ConnectionPool) -> list[Recall]:
    """Recalls that nobody has agreed to yet, the oldest first."""
    with pool.connection() as connection:
        rows = connection.execute(
            f"{RECALLS} WHERE recalled_on IS NULL ORDER BY proposed_on, id"
        ).fetchall()
    return [recall_from(row) for row in rows]


def used_before(pool: ConnectionPool, node: NodeId) -> bool:
    """Whether a node of any version has had an id: none is used again."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT FROM read.template_nodes WHERE node = %s LIMIT 1", (node,)
        ).fetchone()
    return row is not None
