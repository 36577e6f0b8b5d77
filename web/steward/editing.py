"""Points of the template being written: a draft row a point, until all are sent for approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from registry import drafts
from registry.domain.template import Node
from registry.domain.values import NodeId, OfficialText, OptionId
from registry.plain import plain
from registry.queries.access import Acting
from registry.reference.template import node_from
from web.steward.schemas import NAME_OF, PLAINS, TEXTS, TITLES
from web.workplace import pool
from web.workplace_terms import as_typed, options

KIND = "template"


def draft_id(place: Acting, node: NodeId) -> UUID:
    """Every point has a draft of its own, so that two may write on two points."""
    return drafts.id_for(place.organisation, KIND, node)


def drafted(place: Acting) -> dict[NodeId, Node]:
    """The points that are being changed."""
    rows = drafts.all_of(pool(), place.organisation, KIND)
    nodes = [node_from(row.body) for row in rows]
    in_order = sorted(nodes, key=lambda node: (node.chapter, node.position))
    return {node.node: node for node in in_order}


def body_of(node: Node) -> dict[str, Any]:
    """A point as its draft row holds it."""
    body: dict[str, Any] = plain(node)
    return body


def typed(node: Node) -> dict[str, str]:
    """A point as its form holds it."""
    values = {name: getattr(node, name) for name in TITLES + TEXTS + PLAINS}
    return values | {"law": "\n".join(node.law), "value": value_typed(node)}


def value_typed(node: Node) -> str:
    """The point's own value as typed, empty where it has none."""
    name = NAME_OF.get(node.node)
    if name == "windows":
        return as_typed(name, node.numbers)
    return node.option or "".join(map(str, node.numbers[:1]))


def choices(node: Node) -> list[tuple[str, str]]:
    """What can be chosen as the point's own value; empty where it is typed or there is none."""
    name = NAME_OF.get(node.node)
    return options(name) if name else []


def changed(node: Node, values: Mapping[str, Any]) -> Node:
    """The point as the filled form says it."""
    words = {name: OfficialText(values[name]) for name in TITLES + TEXTS + PLAINS}
    law = [OfficialText(line.strip()) for line in values["law"].splitlines() if line.strip()]
    return replace(node, **words, law=law, **_own_value(values.get("value")))  # type: ignore[arg-type]


def _own_value(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, list):
        return {"numbers": value}
    if isinstance(value, int):
        return {"numbers": [value]}
    return {"option": OptionId(str(getattr(value, "value", value)))}
