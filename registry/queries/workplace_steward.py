"""What the stewards of the template work with: the version that waits for another's approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.template import Lock, Node
from registry.domain.values import NodeId


@dataclass(frozen=True)
class Proposed:
    """A version that waits for approval, with the nodes that differ from the one in force."""

    version: int
    effective_from: date
    proposed_by: UUID
    proposed_on: date
    nodes: dict[NodeId, Node]


def proposed(pool: ConnectionPool) -> Proposed | None:
    """The version that waits, if any. There is never more than one."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT version, effective_from, proposed_by, proposed_on"
            " FROM read.template_versions WHERE published_on IS NULL"
        ).fetchone()
        if row is None:
            return None
        contents = connection.execute(
            "SELECT content FROM read.template_nodes WHERE version = %s ORDER BY chapter, position",
            (row[0],),
        ).fetchall()
    nodes = [Node(**content | {"lock": Lock(content["lock"])}) for (content,) in contents]
    return Proposed(row[0], row[1], row[2], row[3], {node.node: node for node in nodes})
