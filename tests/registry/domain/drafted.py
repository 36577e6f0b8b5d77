"""What a concession says that follows the national template but for some points."""

from __future__ import annotations

from typing import Any

from registry.domain.deviation import Change, Way, fold
from registry.domain.said import Said
from registry.domain.values import NodeId, OptionId
from registry.reference.template import nodes

NODES = {node.node: node for node in nodes()}


def drafted(**points: Any) -> Said:
    """Points by the end of their name, with a number, an option, or a list of either.

    admission_cap=4 sets bpa.admission.cap; of evenings in the rates one says rates_evening.
    """
    return Said(fold(NODES, [_change(name, value) for name, value in points.items()]))


def _change(name: str, value: Any) -> Change:
    node = NodeId(f"bpa.{name.replace('_', '.', 1)}")
    assert node in NODES, node
    values = value if isinstance(value, list) else [value]
    if NODES[node].options:
        return Change(node, Way.SET, [], [OptionId(each) for each in values])
    return Change(node, Way.SET, values)
