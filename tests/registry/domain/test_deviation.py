"""From the template to the effective document and back, whatever a municipality does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.deviation import (
    Change,
    ChangeNotAllowed,
    Clause,
    OutsideRange,
    UnknownNode,
    ValueMissing,
    Way,
    changes_of,
    check_changes,
    fold,
)
from registry.domain.node import Lock
from registry.domain.values import NodeId, OptionId
from tests.registry.domain.a_template import (
    ALL,
    APPENDABLE,
    CHOICE,
    FOLLOWS,
    LOCKED,
    MANY,
    NODES,
    NUMBER,
    OPTIONAL,
    RATE,
    REPLACEABLE,
    THE_RATE,
    changes,
    worded,
)  # fmt: skip

settings.register_profile("rules", deadline=None, max_examples=200)
settings.load_profile("rules")


def clause(name: NodeId, its: list[Change]) -> Clause:
    return next(each for each in fold(NODES, its) if each.id == name)


@given(changes())
def test_the_document_says_every_point_once_in_the_templates_order(its: list[Change]) -> None:
    document = fold(NODES, its)
    national = [each.id for each in document if each.node is not None]
    assert national == [node.node for node in ALL]
    assert len(document) - len(national) == sum(each.way is Way.NEW for each in its)


@given(changes())
def test_what_the_document_says_leads_back_to_the_same_document(its: list[Change]) -> None:
    assert fold(NODES, changes_of(fold(NODES, its))) == [
        each if each.is_deviation or each.id == RATE.node else replace(each, change=None)
        for each in fold(NODES, its)
    ]


@given(changes(), st.randoms())
def test_the_order_things_were_written_in_says_nothing(its: list[Change], random: object) -> None:
    shuffled = list(its)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(NODES, shuffled) == fold(NODES, its)


@given(changes())
def test_everything_the_template_allows_is_allowed(its: list[Change]) -> None:
    check_changes(NODES, its)


def test_without_changes_nothing_deviates_and_nothing_is_left_to_say() -> None:
    assert not any(each.is_deviation for each in fold(NODES, []))
    assert changes_of(fold(NODES, [])) == []


def test_the_nations_own_value_is_no_deviation_even_when_it_is_typed() -> None:
    assert not clause(NUMBER.node, [Change(NUMBER.node, Way.SET, [30])]).is_deviation


def test_what_each_municipality_must_fill_in_is_no_deviation() -> None:
    assert not clause(RATE.node, [THE_RATE]).is_deviation


def test_a_point_that_follows_from_another_applies_only_then() -> None:
    yes = Change(CHOICE.node, Way.SET, [], [OptionId("yes")])
    assert not clause(FOLLOWS.node, []).applies
    assert clause(FOLLOWS.node, [yes]).applies


def test_a_rate_that_nobody_filled_in_is_named() -> None:
    with pytest.raises(ValueMissing) as refused:
        check_changes(NODES, [])
    assert refused.value.node == RATE.node


@pytest.mark.parametrize(
    "change",
    [
        Change(NUMBER.node, Way.SET, [6]),
        Change(NUMBER.node, Way.SET, [181]),
        Change(NUMBER.node, Way.SET, [30, 31]),
        Change(CHOICE.node, Way.SET, [], [OptionId("maybe")]),
        Change(CHOICE.node, Way.SET, [], [OptionId("yes"), OptionId("no")]),
        Change(CHOICE.node, Way.SET, [1], [OptionId("yes")]),
        Change(MANY.node, Way.SET, [], [OptionId("work"), OptionId("work")]),
    ],
)
def test_a_value_the_template_cannot_say_names_its_node(change: Change) -> None:
    with pytest.raises(OutsideRange) as refused:
        check_changes(NODES, [THE_RATE, change])
    assert refused.value.node == change.node


@pytest.mark.parametrize(
    "change",
    [
        Change(LOCKED.node, Way.SET, [1]),
        worded(NUMBER.node, Way.REPLACED),
        worded(CHOICE.node, Way.ADDED_TO),
        Change(APPENDABLE.node, Way.LEFT_OUT),
        worded(APPENDABLE.node, Way.REPLACED),
        worded(OPTIONAL.node, Way.REPLACED),
        worded(NUMBER.node, Way.NEW),
    ],
)
def test_what_the_lock_does_not_let_be_done_is_refused(change: Change) -> None:
    with pytest.raises(ChangeNotAllowed):
        check_changes(NODES, [THE_RATE, change])


def test_a_point_the_template_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownNode):
        check_changes(NODES, [THE_RATE, Change(NodeId("bpa.a.gone"), Way.LEFT_OUT)])


def test_words_on_a_point_with_a_value_keep_the_value() -> None:
    point = replace(NUMBER, lock=Lock.REPLACEABLE)
    nodes = NODES | {point.node: point}
    its = [THE_RATE, worded(point.node, Way.ADDED_TO, numbers=[45])]
    check_changes(nodes, its)
    assert next(each for each in fold(nodes, its) if each.id == point.node).numbers == [45]


def test_only_a_locked_point_that_is_left_breaks_the_template() -> None:
    assert clause(LOCKED.node, [worded(LOCKED.node, Way.REPLACED)]).breaks_lock
    assert not clause(REPLACEABLE.node, [worded(REPLACEABLE.node, Way.REPLACED)]).breaks_lock
