"""A concession meets a new version of the template, node by node."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from registry.domain.deviation import Change, Way, changes_of, check_changes, fold
from registry.domain.merging import Answer, Meeting, merge, same, upgraded
from registry.domain.node import Lock, Node, Unit
from registry.domain.values import NodeId, OptionId
from tests.registry.domain.a_template import (
    CHOICE,
    LOCKED,
    MANY,
    NODES,
    NUMBER,
    OPTIONAL,
    REPLACEABLE,
    THE_RATE,
    changes,
    node,
    node_with,
    versions,
    worded,
)  # fmt: skip

Nodes = dict[NodeId, Node]


def said(nodes: Nodes, its: list[Change]) -> list[tuple[object, ...]]:
    """What a document says, without how it came about."""
    return [
        (each.id, each.numbers, each.options, each.is_deviation and each.change)
        for each in fold(nodes, its)
    ]


@given(changes())
def test_a_version_that_changes_nothing_changes_nothing(its: list[Change]) -> None:
    assert merge(NODES, its, NODES) == []
    assert upgraded(NODES, its, NODES, {}) == its


@given(changes(), versions())
def test_who_answers_nothing_keeps_what_is_theirs_and_gets_what_is_the_nations(
    its: list[Change], new: Nodes
) -> None:
    ours = {each.node: each for each in its}
    for each in fold(new, upgraded(NODES, its, new, {})):
        if each.id in ours and each.change is not None:
            assert each.change == ours[each.id]
        elif each.node is not None:
            assert (each.numbers, each.options) == (each.node.numbers, each.node.chosen)


@given(changes(), versions())
def test_what_comes_out_is_always_something_the_new_version_can_say(
    its: list[Change], new: Nodes
) -> None:
    for answer in Answer:
        answers = {each.node: answer for each in merge(NODES, its, new)}
        check_changes(new, upgraded(NODES, its, new, answers))


@given(changes(), versions())
def test_adopting_everything_leaves_only_what_the_nation_did_not_touch(
    its: list[Change], new: Nodes
) -> None:
    met = merge(NODES, its, new)
    kept = upgraded(NODES, its, new, {each.node: Answer.ADOPT for each in met})
    assert [each for each in its if each.node not in {m.node for m in met}] == kept


@given(changes(), versions())
def test_keeping_everything_and_going_back_is_where_one_began(
    its: list[Change], new: Nodes
) -> None:
    """For values: what was kept on the new version says the same on the old one again."""
    keep = {each.node: Answer.KEEP for each in merge(NODES, its, new)}
    there = upgraded(NODES, its, new, keep)
    back = upgraded(
        new, there, NODES, {each.node: Answer.KEEP for each in merge(new, there, NODES)}
    )
    before = {row[0]: row[1:3] for row in said(NODES, changes_of(fold(NODES, its)))}
    keepable = {each.node for each in merge(NODES, its, new) if each.keepable}
    for name, *values, _change in said(NODES, back):
        if name in keepable:
            assert tuple(values) == before[name]


def test_a_point_both_changed_is_for_the_municipality_to_decide() -> None:
    new = NODES | {NUMBER.node: node_with(NUMBER, numbers=[21])}
    ours = [THE_RATE, Change(NUMBER.node, Way.SET, [45])]
    (met,) = merge(NODES, ours, new)
    assert (met.how, met.keepable) == (Meeting.BOTH, True)
    assert upgraded(NODES, ours, new, {NUMBER.node: Answer.KEEP}) == ours
    assert upgraded(NODES, ours, new, {NUMBER.node: Answer.ADOPT}) == [THE_RATE]


def test_keeping_yesterdays_national_value_makes_it_ones_own() -> None:
    new = NODES | {NUMBER.node: node_with(NUMBER, numbers=[21])}
    kept = upgraded(NODES, [THE_RATE], new, {NUMBER.node: Answer.KEEP})
    assert kept == [THE_RATE, Change(NUMBER.node, Way.SET, [30])]


def test_new_words_of_a_locked_point_cannot_be_kept_away() -> None:
    new = NODES | {LOCKED.node: node_with(LOCKED, text_nb="Loven er endret.")}
    (met,) = merge(NODES, [THE_RATE], new)
    assert (met.how, met.keepable) == (Meeting.ADOPTED, False)


def test_a_choice_that_is_gone_cannot_be_kept() -> None:
    new = NODES | {MANY.node: node_with(MANY, options=MANY.options[:1])}
    ours = [THE_RATE, Change(MANY.node, Way.SET, [], [OptionId("travel")])]
    (met,) = merge(NODES, ours, new)
    assert (met.how, met.keepable) == (Meeting.BOTH, False)
    assert upgraded(NODES, ours, new, {}) == [THE_RATE]


def test_retired_new_and_to_fill_in_are_said_apart() -> None:
    new = {name: its for name, its in NODES.items() if name != OPTIONAL.node}
    may = node("a.new", 4, 1, Lock.APPENDABLE)
    must = node("a.must", 4, 2, Lock.PARAMETER, unit=Unit.DAYS, required=True)
    new |= {may.node: may, must.node: must}
    assert [each.how for each in merge(NODES, [THE_RATE], new)] == [
        Meeting.NEW, Meeting.TO_FILL_IN, Meeting.RETIRED,
    ]  # fmt: skip


def test_local_words_meet_new_national_words() -> None:
    new = NODES | {REPLACEABLE.node: node_with(REPLACEABLE, text_nb="Nå sier punktet noe annet.")}
    ours = [THE_RATE, worded(REPLACEABLE.node, Way.REPLACED)]
    assert upgraded(NODES, ours, new, {}) == ours


def test_looking_up_the_law_again_changes_nothing() -> None:
    assert same(CHOICE, node_with(CHOICE, law_checked=date(2026, 1, 1)))
