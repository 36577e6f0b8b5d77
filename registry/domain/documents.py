"""A concession's documents: what each holds, whether it may be said, and its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

from registry.domain.deviation import Change, Clause, Way, check_changes, fold
from registry.domain.errors import RuleBroken
from registry.domain.node import Basis, Node
from registry.domain.notice import NoticeChannel
from registry.domain.terms import Terms
from registry.domain.values import Hash, MunicipalityNumber, NodeId, TextRef

LEAVE = NodeId("bpa.changes.leave")
MATERIAL = 4
"""A change of a point that weighs this much is material. The registry's own rule."""


class ReasonMissing(RuleBroken):
    """A deviation from the template has no reason. `node` says which."""

    code = "reason-missing"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


class LawMissing(RuleBroken):
    """A locked node is left without saying which law allows it. `node` says which."""

    code = "law-missing"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


@dataclass(frozen=True)
class Reason:
    """Why a node is left, and for a locked one which law allows it."""

    why: TextRef
    law: TextRef | None = None


@dataclass(frozen=True)
class Held:
    """One document of a concession, and from which day it holds. Number 0 is the first."""

    number: int
    effective_from: date
    template_version: int
    template_hash: Hash
    terms: Terms
    changes: list[Change]
    by: UUID
    notice: NoticeChannel | None = None
    """The notice it asks for, once it is published."""
    material: bool = False
    """Whether suppliers that are in answer it."""


def checked(basis: Basis, changes: list[Change], reasons: Mapping[NodeId, Reason]) -> list[Clause]:
    """The effective document, when every change is allowed and every deviation has its reason.

    Raises with the node that is wrong.
    """
    check_changes(basis.nodes, changes)
    clauses = fold(basis.nodes, changes)
    for clause in clauses:
        if not clause.is_deviation or not clause.applies:
            continue
        reason = reasons.get(clause.id)
        if reason is None:
            raise ReasonMissing(clause.id)
        if clause.breaks_lock and reason.law is None:
            raise LawMissing(clause.id)
    return clauses


def differing(before: list[Clause], after: list[Clause]) -> list[NodeId]:
    """The points that say something else in the later document, in its order; gone ones last."""
    earlier = {clause.id: said(clause) for clause in before}
    later = {clause.id: said(clause) for clause in after}
    changed = [node for node, its in later.items() if earlier.get(node) != its]
    return changed + [node for node in earlier if node not in later]


def said(clause: Clause) -> tuple[object, ...]:
    """What a clause says, whatever way it came about."""
    node, change = clause.node, clause.change
    words = (node.text_nb, node.text_nn) if node is not None else None
    own = (change.way, change.text) if change is not None and change.text else None
    left_out = change is not None and change.way is Way.LEFT_OUT
    return clause.applies, clause.numbers, clause.options, words, own, left_out


def is_material(before: list[Clause], after: list[Clause]) -> bool:
    """Whether one that weighs much says something else."""
    nodes = {clause.id: clause.node for clause in [*before, *after]}
    weights = [_weight(nodes[node]) for node in differing(before, after)]
    return any(weight >= MATERIAL for weight in weights)


def number_in(clauses: list[Clause], node: NodeId) -> int:
    """The number a point of a document holds; 0 where it holds none."""
    for clause in clauses:
        if clause.id == node and clause.numbers:
            return clause.numbers[0]
    return 0


def fingerprint(
    held: Held,
    reasons: Mapping[NodeId, Reason],
    members: list[MunicipalityNumber],
    starts_on: date,
    annexes: Mapping[MunicipalityNumber, TextRef],
) -> Hash:
    """SHA-256 over the template's hash, the changes, their reasons and the members' annexes: what
    was published."""
    content: list[object] = [
        held.template_hash,
        sorted((asdict(each) for each in held.changes), key=lambda each: str(each["node"])),
        {node: asdict(reason) for node, reason in reasons.items()},
        members,
        [held.number, str(held.effective_from), str(starts_on)],
        *([annexes] if annexes else []),
    ]
    text = json.dumps(content, sort_keys=True, default=_as_text)
    return Hash(sha256(text.encode()).hexdigest())


def _weight(node: Node | None) -> int:
    """A point of the municipality's own may be anything: it counts as material."""
    return node.weight if node is not None else MATERIAL


def _as_text(value: Any) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
