"""The form of a point as a steward sees it, with some fields changed."""

from __future__ import annotations

from typing import Any

from registry.domain.node import Node
from registry.domain.values import NodeId
from registry.reference.template import nodes
from web.steward.editing import typed


def point(node_id: NodeId) -> Node:
    return next(node for node in nodes() if node.node == node_id)


def filled(node_id: NodeId, **changed: str) -> dict[str, Any]:
    """Everything as it stands, and what is changed."""
    return {"version": "0"} | typed(point(node_id)) | changed
