"""From the template to a concession: what a municipality sets, leaves out, adds to or replaces.

The effective document is a pure fold of the template's nodes and the municipality's changes, and a
deviation is computed from the two, never stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from registry.domain.errors import RuleBroken
from registry.domain.node import Effects, Lock, Measured, Node, Unit, in_order
from registry.domain.values import NodeId, OptionId, TextRef

LOCAL = "local."
"""How the ids of a municipality's own points begin: local.<chapter>.<number>."""


class Way(Enum):
    """What is done with a node."""

    SET = "set"
    LEFT_OUT = "left_out"
    ADDED_TO = "added_to"
    REPLACED = "replaced"
    NEW = "new"


WORDED = {Way.ADDED_TO, Way.REPLACED, Way.NEW}
ALLOWED: dict[Lock, set[Way]] = {
    Lock.LOCKED: {Way.REPLACED, Way.ADDED_TO, Way.LEFT_OUT},
    Lock.PARAMETER: set(),
    Lock.CHOICE: set(),
    Lock.OPTIONAL: {Way.LEFT_OUT},
    Lock.APPENDABLE: {Way.ADDED_TO},
    Lock.REPLACEABLE: {Way.REPLACED, Way.ADDED_TO},
}
"""Beside setting a value, which every node that holds one allows unless it is locked."""


@dataclass(frozen=True)
class Change:
    """What a municipality does with one node.

    For words (added, replaced, new) the text itself stands outside the log, and the municipality
    says who it is better or worse for; `likeness` is how much of the national words are left.
    Where the node holds a value, words come with the value that goes with them.
    """

    node: NodeId
    way: Way
    numbers: list[int] = field(default_factory=list)
    options: list[OptionId] = field(default_factory=list)
    text: TextRef | None = None
    likeness: int = 0
    """Basis points."""
    effects: Effects = field(default_factory=Effects)
    minutes: int = 0
    documents: int = 0
    measured: Measured = Measured.NOTHING_ASKED


class UnknownNode(RuleBroken):
    code = "unknown-node"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


class ChangeNotAllowed(RuleBroken):
    """The template does not let this be done with the node."""

    code = "change-not-allowed"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


class OutsideRange(RuleBroken):
    """A value that the law or the template does not allow."""

    code = "outside-range"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


class ValueMissing(RuleBroken):
    """Each municipality has to fill this in."""

    code = "value-missing"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


@dataclass(frozen=True)
class Clause:
    """One point of the effective document: the node and what was done with it."""

    node: Node | None
    """None for a point of the municipality's own."""
    change: Change | None
    numbers: list[int]
    options: list[OptionId]
    applies: bool

    @property
    def id(self) -> NodeId:
        if self.node is None:
            assert self.change is not None
            return self.change.node
        return self.node.node

    @property
    def chapter(self) -> int:
        return chapter_of(self.id) if self.node is None else self.node.chapter

    @property
    def is_deviation(self) -> bool:
        """Whether it says something else than the nation does."""
        if self.change is None:
            return False
        if self.change.way is Way.SET and self.node is not None:
            return self.node.has_national_value and (
                (self.numbers, self.options) != (self.node.numbers, self.node.chosen)
            )
        return True

    @property
    def is_missing(self) -> bool:
        """Whether each municipality has to fill it in, and this one has not."""
        required = self.node is not None and self.node.required and self.applies
        return required and not (self.numbers or self.options)

    @property
    def breaks_lock(self) -> bool:
        return self.is_deviation and self.node is not None and self.node.lock is Lock.LOCKED


def fold(nodes: Mapping[NodeId, Node], changes: Iterable[Change]) -> list[Clause]:
    """The effective document: every node in the template's order, each chapter's own points last."""
    by_node = {change.node: change for change in changes}
    values = {node.node: _value(node, by_node.get(node.node)) for node in nodes.values()}
    clauses = [
        Clause(
            node=node,
            change=by_node.get(node.node),
            numbers=values[node.node][0],
            options=values[node.node][1],
            applies=_applies(node, values),
        )
        for node in sorted(nodes.values(), key=in_order)
    ]
    own = [
        Clause(None, change, [], [], True) for change in by_node.values() if change.way is Way.NEW
    ]
    return sorted(clauses + own, key=lambda clause: clause.chapter) if own else clauses


def changes_of(clauses: Iterable[Clause]) -> list[Change]:
    """The way back from a fold: only the changes that say something."""
    return [
        clause.change
        for clause in clauses
        if clause.change is not None
        and (clause.is_deviation or (clause.node is not None and clause.node.required))
    ]


def check_changes(nodes: Mapping[NodeId, Node], changes: Iterable[Change]) -> None:
    """Refuse what the template cannot say. Raises with the node that is wrong."""
    changes = list(changes)
    for change in changes:
        check_change(nodes, change)
    for clause in fold(nodes, changes):
        if clause.is_missing:
            raise ValueMissing(clause.id)


def check_change(nodes: Mapping[NodeId, Node], change: Change) -> None:
    """One change against its node."""
    if change.way is Way.NEW:
        if not change.node.startswith(LOCAL):
            raise ChangeNotAllowed(change.node)
        return
    node = nodes.get(change.node)
    if node is None:
        raise UnknownNode(change.node)
    if change.way is Way.SET:
        if not node.holds_value or node.lock is Lock.LOCKED:
            raise ChangeNotAllowed(node.node)
        check_value(node, change.numbers, change.options)
        return
    if change.way not in ALLOWED[node.lock]:
        raise ChangeNotAllowed(node.node)
    if change.way in WORDED and node.holds_value:
        check_value(node, change.numbers, change.options)


def check_value(node: Node, numbers: list[int], options: list[OptionId]) -> None:
    """A value against what its node allows. Raises OutsideRange."""
    known = {each.option for each in node.options}
    several = node.many or len(options) <= 1
    if not several or len(set(options)) != len(options) or not known.issuperset(options):
        raise OutsideRange(node.node)
    if node.unit is Unit.DAYS_OF_YEAR:
        if not all(is_day_of_year(number) for number in numbers):
            raise OutsideRange(node.node)
    elif len(numbers) > 1 or any(not _within(node, number) for number in numbers):
        raise OutsideRange(node.node)
    if node.unit is Unit.NONE and numbers:
        raise OutsideRange(node.node)


def usual(node: Node, number: int) -> bool:
    """Whether a number is one the nation recommends."""
    return (node.usual_least is None or number >= node.usual_least) and (
        node.usual_most is None or number <= node.usual_most
    )


def is_day_of_year(month_and_day: int) -> bool:
    """1 January is 101; 29 February is no day to count on."""
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    month, day = divmod(month_and_day, 100)
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]


def chapter_of(node: NodeId) -> int:
    """The chapter of a municipality's own point."""
    return int(node.split(".")[1])


def number_of(node: NodeId) -> int:
    """Which of the chapter's own points it is, from 1."""
    return int(node.split(".")[2])


def _value(node: Node, change: Change | None) -> tuple[list[int], list[OptionId]]:
    if change is not None and change.way is not Way.LEFT_OUT:
        return change.numbers, change.options
    return node.numbers, node.chosen


def _applies(node: Node, values: Mapping[NodeId, tuple[list[int], list[OptionId]]]) -> bool:
    """Whether what it depends on says so."""
    if node.depends_on is None or node.depends_on not in values:
        return True
    return any(option in node.depends_options for option in values[node.depends_on][1])


def _within(node: Node, number: int) -> bool:
    return (node.least is None or number >= node.least) and (
        node.most is None or number <= node.most
    )
