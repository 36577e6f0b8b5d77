"""One concession beside the nation: how many change a point, what lies in the middle, who is alike.

Everything is counted anew each time, over the concessions that hold on the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from registry.domain.conformance import OWN_WEIGHT
from registry.domain.deviation import Change, Clause, Way, fold
from registry.domain.documents import differing
from registry.domain.node import Basis, Node
from registry.domain.values import Hash, NodeId
from registry.queries.documents import Document
from registry.queries.live import Live, Value, changed_in, clauses_of, middle

FEW = 5
"""Fewer concessions than this have no middle."""
MOST_ALIKE = 5


@dataclass(frozen=True)
class Custom:
    """What concessions do with a point: of the `having` that have it, `changed` say something else
    than the template. `middle` is over all of them; None where they are few or it holds no value."""

    having: int
    changed: int
    middle: Value | None


@dataclass(frozen=True)
class Alike:
    """How far a concession is from another: at how many points, and what these weigh together."""

    id: UUID
    points: int
    weight: int


def customs(concessions: Iterable[Live], nodes: Iterable[Node]) -> dict[NodeId, Custom]:
    """What concessions do with each of some nodes."""
    its = list(concessions)
    changed = Counter(clause.id for each in its for clause in changed_in(each))
    return {node.node: _custom(node, its, changed[node.node]) for node in nodes}


def as_template(basis: Basis) -> Document:
    """The template itself as a document."""
    return Document(basis, fold(basis.nodes, []), {}, {})


def middle_of_all(basis: Basis, concessions: Iterable[Live]) -> Document:
    """What lies in the middle at every point, as a document that stands on a version of the template.

    Points without a value are as that version has them.
    """
    its = list(concessions)
    touched = {node for each in its for node in each.by_node}
    touched |= {node for other in _bases(its).values() for node in _unlike(basis, other)}
    changes = []
    for node in (basis.nodes[each] for each in touched if each in basis.nodes):
        found = middle(node, [each for each in its if node.node in each.basis.nodes])
        if any(found) and found != (node.numbers, node.chosen):
            changes.append(Change(node.node, Way.SET, *found))
    return Document(basis, fold(basis.nodes, changes), {}, {})


def nearest(its: Live, others: Iterable[Live]) -> list[Alike]:
    """Those that say something else at the fewest points by weight, the nearest first.

    Only points that one of the two changed, or that follow from such a point, can differ.
    """
    bases = _bases(those := [each for each in others if each.id != its.id])
    unlike = {content: _unlike(its.basis, other) for content, other in bases.items()}
    following = _following(_bases([its, *those]).values())
    ours = {clause.id: clause for clause in clauses_of(its, its.basis.nodes)}
    found = []
    for other in those:
        ids = unlike[other.basis.hash] | its.by_node.keys() | other.by_node.keys()
        ids |= {node for deciding, node in following if deciding in ids}
        found.append(_alike(ours, other, ids))
    return sorted(found, key=lambda each: (each.weight, each.points))[:MOST_ALIKE]


def _custom(node: Node, concessions: list[Live], changed: int) -> Custom:
    having = [each for each in concessions if node.node in each.basis.nodes]
    tells = node.holds_value and len(having) >= FEW
    return Custom(len(having), changed, middle(node, having) if tells else None)


def _bases(concessions: Iterable[Live]) -> dict[Hash, Basis]:
    """The versions of the template that some concessions stand on: a few, however many they are."""
    return {each.basis.hash: each.basis for each in concessions}


def _unlike(one: Basis, other: Basis) -> set[NodeId]:
    """The nodes that two versions of the template do not have alike."""
    if one.hash == other.hash:
        return set()
    ids = one.nodes.keys() | other.nodes.keys()
    return {node for node in ids if one.nodes.get(node) != other.nodes.get(node)}


def _following(bases: Iterable[Basis]) -> set[tuple[NodeId, NodeId]]:
    """(a node, one that applies only where it says so)"""
    nodes = [node for basis in bases for node in basis.nodes.values()]
    return {(node.depends_on, node.node) for node in nodes if node.depends_on}


def _alike(ours: Mapping[NodeId, Clause], other: Live, ids: set[NodeId]) -> Alike:
    here = [ours[node] for node in ids if node in ours]
    there = [clause for clause in clauses_of(other, ids) if clause.id in ids]
    weights = {
        clause.id: clause.node.weight if clause.node else OWN_WEIGHT for clause in there + here
    }
    apart = differing(here, there)
    return Alike(other.id, len(apart), sum(weights[node] for node in apart))
