"""What a concession is in numbers: how near the template, for whom it differs, what it costs to meet.

The formula has a name that is stored with its result. It is statistics, never a verdict of law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from registry.domain.deviation import Clause, Way, usual
from registry.domain.node import Effects, Measured, Node
from registry.domain.values import OptionId

WHOLE = 10_000
"""Basis points."""
OTHER_CHOICE, UNUSUAL, ADDED, REPLACED, REMOVED = 1_000, 2_500, 4_000, 5_000, 10_000
OWN_WEIGHT = 2
"""A point of the municipality's own weighs as an ordinary one."""
NATIONAL, ADAPTED = 9_500, 8_500


class Formula(Enum):
    """Which way of computing a figure comes from."""

    FIRST = "2026-1"
    """Σ weight x (1 - distance) / (Σ weight + Σ weight of own points), over the nodes that apply.
    Distance: 0 as the nation or within what it recommends, 0.1 another allowed choice, 0.25 outside
    what is recommended, 0.4 added to, 0.5 to 1 replaced (by how few words are left), 1 removed."""


class Nearness(Enum):
    """How a concession may be called beside the template."""

    NATIONAL = "national"
    ADAPTED = "adapted"
    OWN_VARIANT = "own_variant"
    NOT_CONFORMING = "not_conforming"


@dataclass(frozen=True)
class Counted:
    """How many deviations are better, worse or the same for one party."""

    better: int = 0
    worse: int = 0
    same: int = 0


@dataclass(frozen=True)
class Figures:
    """The numbers of one concession. Shares are in basis points.

    `conformance` is None where a locked node was left: then there is no score.
    `minutes` and `documents` are what a supplier meets beyond the template, or is spared.
    """

    formula: Formula
    conformance: int | None
    deviations: int
    user: Counted
    supplier: Counted
    municipality: Counted
    minutes: int
    documents: int
    measurability: int

    @property
    def nearness(self) -> Nearness:
        if self.conformance is None:
            return Nearness.NOT_CONFORMING
        if self.conformance >= NATIONAL:
            return Nearness.NATIONAL
        return Nearness.ADAPTED if self.conformance >= ADAPTED else Nearness.OWN_VARIANT


def measure(clauses: Iterable[Clause]) -> Figures:
    """The figures of an effective document."""
    valid = [clause for clause in clauses if clause.applies]
    left = [clause for clause in valid if clause.is_deviation]
    effects = [effects_of(clause) for clause in left]
    return Figures(
        formula=Formula.FIRST,
        conformance=None if any(clause.breaks_lock for clause in left) else _conformance(valid),
        deviations=len(left),
        user=_count(each.user for each in effects),
        supplier=_count(each.supplier for each in effects),
        municipality=_count(each.municipality for each in effects),
        minutes=sum(_burden(clause)[0] for clause in left),
        documents=sum(_burden(clause)[1] for clause in left),
        measurability=measurability(valid),
    )


def distance(clause: Clause) -> int:
    """How far a clause is from the nation's, in basis points."""
    change, node = clause.change, clause.node
    if change is None or node is None or not clause.is_deviation:
        return 0
    if change.way is Way.SET:
        return _distance_of_value(node, clause)
    if change.way is Way.LEFT_OUT:
        return OTHER_CHOICE if node.lock.value == "optional" else REMOVED
    if change.way is Way.ADDED_TO:
        return ADDED
    return REPLACED + REPLACED * (WHOLE - change.likeness) // WHOLE


def effects_of(clause: Clause) -> Effects:
    """Who a deviation is better (1) or worse (-1) for. Computed for values, stated for words."""
    change, node = clause.change, clause.node
    if change is None or not clause.is_deviation:
        return Effects()
    if node is None or change.way in (Way.ADDED_TO, Way.REPLACED):
        return change.effects
    if change.way is Way.LEFT_OUT:
        return node.more.times(-1)
    if clause.options or node.chosen:
        ours, theirs = _rank(node, clause.options), _rank(node, node.chosen)
        return _signs(
            ours.user - theirs.user,
            ours.supplier - theirs.supplier,
            ours.municipality - theirs.municipality,
        )
    if len(clause.numbers) == len(node.numbers) == 1:
        ours_is, theirs_is = node.amount(clause.numbers[0]), node.amount(node.numbers[0])
        return node.more.times((ours_is > theirs_is) - (ours_is < theirs_is))
    return Effects()


def measurability(clauses: Iterable[Clause]) -> int:
    """How much of what is asked of suppliers has a way of being followed up, by weight."""
    asked = [
        (measured, weight) for measured, weight in map(_followed_up, clauses)
        if measured is not Measured.NOTHING_ASKED
    ]  # fmt: skip
    total = sum(weight for _, weight in asked)
    kept = sum(weight for measured, weight in asked if measured is not Measured.NOT)
    return WHOLE * kept // total if total else WHOLE


def _conformance(clauses: list[Clause]) -> int:
    national = [clause for clause in clauses if clause.node is not None]
    weights = sum(_weight(clause) for clause in national)
    own = OWN_WEIGHT * (len(clauses) - len(national))
    near = sum(_weight(clause) * (WHOLE - distance(clause)) for clause in national)
    return near // (weights + own)


def _weight(clause: Clause) -> int:
    return clause.node.weight if clause.node is not None else OWN_WEIGHT


def _distance_of_value(node: Node, clause: Clause) -> int:
    if clause.options != node.chosen or len(clause.numbers) != 1:
        return OTHER_CHOICE
    if not usual(node, clause.numbers[0]):
        return UNUSUAL
    recommends = node.usual_least is not None or node.usual_most is not None
    return 0 if recommends else OTHER_CHOICE


def _followed_up(clause: Clause) -> tuple[Measured, int]:
    change, node = clause.change, clause.node
    if change is not None and change.way is Way.LEFT_OUT:
        return Measured.NOTHING_ASKED, 0
    if node is None or (change is not None and change.way is Way.REPLACED):
        assert change is not None
        return change.measured, _weight(clause)
    return node.measured, node.weight


def _burden(clause: Clause) -> tuple[int, int]:
    """Minutes and documents more than the template asks, below 0 when fewer."""
    change, node = clause.change, clause.node
    assert change is not None
    if node is None or change.way in (Way.ADDED_TO, Way.REPLACED):
        return change.minutes, change.documents
    if change.way is Way.LEFT_OUT:
        return -node.minutes, -node.documents
    ours, theirs = _cost(node, clause.options), _cost(node, node.chosen)
    return ours[0] - theirs[0], ours[1] - theirs[1]


def _cost(node: Node, chosen: list[OptionId]) -> tuple[int, int]:
    its = [node.option(each) for each in chosen]
    return sum(each.minutes for each in its), sum(each.documents for each in its)


def _rank(node: Node, chosen: list[OptionId]) -> Effects:
    ranks = [node.option(each).rank for each in chosen]
    return Effects(
        sum(rank.user for rank in ranks),
        sum(rank.supplier for rank in ranks),
        sum(rank.municipality for rank in ranks),
    )


def _count(signs: Iterable[int]) -> Counted:
    its = list(signs)
    return Counted(
        sum(sign > 0 for sign in its), sum(sign < 0 for sign in its), sum(sign == 0 for sign in its)
    )


def _signs(user: int, supplier: int, municipality: int) -> Effects:
    return Effects(_sign(user), _sign(supplier), _sign(municipality))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
