"""Recall: a node of published versions that is wrong in law, and the words that hold instead.

What was published is never rewritten. From a day on, whoever reads it sees the right words beside the
wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from uuid import UUID

from registry.domain.node import Node
from registry.domain.values import NodeId, OfficialText


class RecallGround(Enum):
    """Why a node cannot stand as it was published."""

    AGAINST_LAW = "against_law"
    LAW_CHANGED = "law_changed"
    WRONG_REFERENCE = "wrong_reference"
    LANGUAGES_DIFFER = "languages_differ"


@dataclass(frozen=True)
class Wording:
    """The words of a node, and the law they rest on: what a recall can put in their place."""

    text_nb: OfficialText
    text_nn: OfficialText
    plain_nb: OfficialText
    plain_nn: OfficialText
    plain_en: OfficialText
    law: list[OfficialText]
    law_checked: date | None


@dataclass(frozen=True)
class Recall:
    """A node of some published versions, and what holds instead of it from a day on."""

    recall: UUID
    node: NodeId
    versions: list[int]
    ground: RecallGround
    wording: Wording
    effective_from: date
    by: UUID
    """Who put it forward."""
    agreed_at: datetime | None = None
    """When another agreed; None while it waits."""

    def replaces(self, node: Node) -> Node:
        """The node with the right words; its value, options and everything else as they were."""
        return replace(node, **vars(self.wording))


def wording_of(node: Node) -> Wording:
    """The words of a node as they stand."""
    return Wording(**{name: getattr(node, name) for name in Wording.__dataclass_fields__})


def says(node: Node, wording: Wording) -> bool:
    """Whether a node has these words. When its law was last looked up says nothing."""
    return replace(wording_of(node), law_checked=None) == replace(wording, law_checked=None)


def replaced(
    nodes: Mapping[NodeId, Node], version: int, recalls: Iterable[Recall], day: date
) -> dict[NodeId, tuple[Recall, Node]]:
    """The nodes of a published version that other words hold for on a day: the recall, and the node
    with its words.

    A later recall of the same node goes before an earlier one; of two from the same day the one
    that was agreed to last.
    """
    in_force = [each for each in recalls if version in each.versions and each.effective_from <= day]
    return {
        each.node: (each, each.replaces(nodes[each.node]))
        for each in sorted(in_force, key=_turn)
        if each.node in nodes
    }


def _turn(its: Recall) -> tuple[date, datetime]:
    return its.effective_from, its.agreed_at or datetime.max.replace(tzinfo=UTC)
