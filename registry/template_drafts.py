"""Points of the template being written: a draft row a point, until all are sent for approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry import drafts
from registry.domain.node import Node, in_order, node_from
from registry.domain.values import NodeId
from registry.plain import plain

KIND = "template"
RETIRED = "retired"


@dataclass(frozen=True)
class Drafted:
    """What is being changed: points as they are to read, and points that are to go."""

    nodes: dict[NodeId, Node]
    retired: list[NodeId]

    def __len__(self) -> int:
        return len(self.nodes) + len(self.retired)

    def on(self, stands: Mapping[NodeId, Node]) -> dict[NodeId, Node]:
        """The whole template as it would be."""
        return {
            node: its for node, its in {**stands, **self.nodes}.items() if node not in self.retired
        }


def draft_id(organisation: UUID, node: NodeId) -> UUID:
    """Every point has a draft of its own, so that two may write on two points."""
    return drafts.id_for(organisation, KIND, node)


def drafted(pool: ConnectionPool, organisation: UUID) -> Drafted:
    """The points that are being changed, in the order of the document."""
    bodies = [row.body for row in drafts.all_of(pool, organisation, KIND)]
    nodes = sorted((node_from(body) for body in bodies if RETIRED not in body), key=in_order)
    retired = sorted(NodeId(body[RETIRED]) for body in bodies if RETIRED in body)
    return Drafted({node.node: node for node in nodes}, retired)


def keep(pool: ConnectionPool, organisation: UUID, node: Node, version: int) -> None:
    """Keep a point as a draft. Raises DraftChanged when another was faster."""
    row = draft_id(organisation, node.node)
    drafts.save(pool, organisation, KIND, row, version, plain(node))


def keep_again(
    pool: ConnectionPool, organisation: UUID, nodes: Iterable[Node], retired: Iterable[NodeId]
) -> None:
    """Bring back what was sent in, unless somebody has begun anew on the same points."""
    bodies: dict[NodeId, dict[str, Any]] = {node.node: plain(node) for node in nodes}
    bodies |= {node: {RETIRED: node} for node in retired}
    for node, body in bodies.items():
        with suppress(drafts.DraftChanged):
            drafts.save(pool, organisation, KIND, draft_id(organisation, node), 0, body)


def forget(pool: ConnectionPool, organisation: UUID, nodes: Iterable[NodeId]) -> None:
    """Forget what is being changed in some points."""
    for node in nodes:
        drafts.delete(pool, organisation, draft_id(organisation, node))
