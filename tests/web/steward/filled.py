"""The form of a point as a steward sees it, with some fields changed."""

from __future__ import annotations

from registry.domain.values import NodeId
from registry.reference.template import nodes
from web.steward.editing import typed


def filled(node_id: NodeId, **changed: str) -> dict[str, str]:
    """Everything as it stands, and what is changed."""
    node = next(node for node in nodes() if node.node == node_id)
    return {"version": "0"} | typed(node) | changed
