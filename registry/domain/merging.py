"""From one version of the template to the next, for a concession that stands on the first.

Node by node, three ways: what it stands on, what the municipality made of it, what the nation says now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from registry.domain.deviation import (
    Change,
    ChangeNotAllowed,
    OutsideRange,
    Way,
    check_change,
)
from registry.domain.node import Lock, Node, in_order
from registry.domain.values import NodeId


class Meeting(Enum):
    """How the nation's change of a node meets the municipality's."""

    ADOPTED = "adopted"
    """Only the nation changed it: the new words or value are taken over."""
    NEW = "new"
    RETIRED = "retired"
    BOTH = "both"
    """Both changed it: the municipality decides."""
    TO_FILL_IN = "to_fill_in"
    """New, and each municipality has to give it a value."""


class Answer(Enum):
    """What a municipality says to a changed node."""

    ADOPT = "adopt"
    KEEP = "keep"


@dataclass(frozen=True)
class Met:
    """One node that is not as it was. `keepable` says whether what stands today can go on standing."""

    node: NodeId
    how: Meeting
    before: Node | None
    after: Node | None
    change: Change | None
    keepable: bool


def merge(
    base: Mapping[NodeId, Node], changes: Iterable[Change], new: Mapping[NodeId, Node]
) -> list[Met]:
    """Every node that the new version changes, in the new version's order; retired ones last."""
    ours = {change.node: change for change in changes}
    met = [
        _met(base.get(node.node), node, ours.get(node.node))
        for node in sorted(new.values(), key=in_order)
        if not same(base.get(node.node), node)
    ]
    retired = [
        Met(node.node, Meeting.RETIRED, node, None, ours.get(node.node), False)
        for node in sorted(base.values(), key=in_order)
        if node.node not in new
    ]
    return met + retired


def upgraded(
    base: Mapping[NodeId, Node],
    changes: Iterable[Change],
    new: Mapping[NodeId, Node],
    answers: Mapping[NodeId, Answer],
) -> list[Change]:
    """The changes as they stand on the new version, when the municipality has answered.

    Without an answer a node is adopted, unless both changed it: then what can be kept is kept.
    """
    met = {each.node: each for each in merge(base, changes, new)}
    kept = [
        change
        for change in changes
        if change.node not in met or _keeps(met[change.node], answers.get(change.node))
    ]
    stays = [
        _as_before(each)
        for each in met.values()
        if each.change is None and answers.get(each.node) is Answer.KEEP and each.keepable
    ]
    return kept + [change for change in stays if change is not None]


def same(before: Node | None, after: Node) -> bool:
    """Whether a node says the same as before. When its law was last looked up says nothing."""
    return before is not None and (
        replace(before, law_checked=None, position=0)
        == replace(after, law_checked=None, position=0)
    )


def _met(before: Node | None, after: Node, change: Change | None) -> Met:
    if before is None:
        how = Meeting.TO_FILL_IN if after.required else Meeting.NEW
        return Met(after.node, how, None, after, None, False)
    how = Meeting.BOTH if change is not None else Meeting.ADOPTED
    return Met(after.node, how, before, after, change, _keepable(before, after, change))


def _keepable(before: Node, after: Node, change: Change | None) -> bool:
    """What stands today can be said on the new version too."""
    wanted = change or _as_before_on(before, after)
    if wanted is None:
        return False
    try:
        check_change({after.node: after}, wanted)
    except (ChangeNotAllowed, OutsideRange):
        return False
    return True


def _keeps(met: Met, answer: Answer | None) -> bool:
    return met.keepable and answer is not Answer.ADOPT


def _as_before(met: Met) -> Change | None:
    assert met.before is not None
    assert met.after is not None
    return _as_before_on(met.before, met.after)


def _as_before_on(before: Node, after: Node) -> Change | None:
    """The nation's value of yesterday as the municipality's own today."""
    if not after.holds_value or after.lock is Lock.LOCKED:
        return None
    if (before.numbers, before.chosen) == (after.numbers, after.chosen):
        return None
    return Change(after.node, Way.SET, list(before.numbers), list(before.chosen))
