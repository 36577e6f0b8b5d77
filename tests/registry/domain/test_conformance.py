"""How near a concession is to the template, for whom it differs, and what it costs to meet."""

from __future__ import annotations

import pytest
from hypothesis import given

from registry.domain.conformance import Counted, Formula, Nearness, distance, effects_of, measure
from registry.domain.deviation import LOCAL, Change, Clause, Way, fold
from registry.domain.node import Effects, Measured
from registry.domain.values import NodeId, OptionId
from tests.registry.domain.a_template import (
    APPENDABLE,
    CHOICE,
    LOCKED,
    MANY,
    NODES,
    NUMBER,
    OPTIONAL,
    REPLACEABLE,
    THE_RATE,
    changes,
    node_with,
    worded,
)  # fmt: skip


def one(change: Change) -> Clause:
    return next(each for each in fold(NODES, [change]) if each.id == change.node)


def test_the_template_itself_is_wholly_like_the_template() -> None:
    figures = measure(fold(NODES, [THE_RATE]))
    assert (figures.conformance, figures.deviations) == (10_000, 0)
    assert (figures.minutes, figures.documents) == (0, 0)
    assert figures.formula is Formula.FIRST
    assert figures.nearness is Nearness.NATIONAL


@pytest.mark.parametrize(
    ("change", "far"),
    [
        (Change(NUMBER.node, Way.SET, [30]), 0),
        (Change(NUMBER.node, Way.SET, [60]), 0),
        (Change(NUMBER.node, Way.SET, [100]), 2_500),
        (Change(CHOICE.node, Way.SET, [], [OptionId("yes")]), 1_000),
        (Change(MANY.node, Way.SET, [], [OptionId("work")]), 1_000),
        (Change(OPTIONAL.node, Way.LEFT_OUT), 1_000),
        (worded(APPENDABLE.node, Way.ADDED_TO), 4_000),
        (worded(REPLACEABLE.node, Way.REPLACED, likeness=10_000), 5_000),
        (worded(REPLACEABLE.node, Way.REPLACED, likeness=5_000), 7_500),
        (worded(REPLACEABLE.node, Way.REPLACED), 10_000),
        (Change(REPLACEABLE.node, Way.LEFT_OUT), 10_000),
    ],
)
def test_how_far_each_deviation_is_from_the_nation(change: Change, far: int) -> None:
    assert distance(one(change)) == far


def test_the_score_is_weight_times_nearness_over_the_weights() -> None:
    """5 + 4 + 2 + 2 + 2 + 2 + 3 + 1 apply (21); the point that follows from a choice does not."""
    figures = measure(fold(NODES, [THE_RATE, Change(NUMBER.node, Way.SET, [100])]))
    assert figures.conformance == 10_000 * (21 * 4 - 4) // (21 * 4)


def test_a_point_of_ones_own_weighs_among_the_others() -> None:
    own = worded(NodeId(f"{LOCAL}1.1"), Way.NEW, minutes=20, documents=2, effects=Effects())
    figures = measure(fold(NODES, [THE_RATE, own]))
    assert figures.conformance == 10_000 * 21 // 23
    assert (figures.minutes, figures.documents) == (20, 2)
    assert figures.user == Counted(same=1)


def test_a_locked_point_that_is_left_gives_no_score_at_all() -> None:
    figures = measure(fold(NODES, [THE_RATE, worded(LOCKED.node, Way.REPLACED)]))
    assert figures.conformance is None
    assert figures.nearness is Nearness.NOT_CONFORMING


@pytest.mark.parametrize(
    ("change", "effects"),
    [
        (Change(NUMBER.node, Way.SET, [60]), Effects(user=1, municipality=-1)),
        (Change(NUMBER.node, Way.SET, [10]), Effects(user=-1, municipality=1)),
        (Change(CHOICE.node, Way.SET, [], [OptionId("yes")]), Effects(user=1, supplier=-1)),
        (Change(OPTIONAL.node, Way.LEFT_OUT), Effects(user=-1)),
        (worded(APPENDABLE.node, Way.ADDED_TO), Effects(user=-1)),
        (Change(NUMBER.node, Way.SET, [30]), Effects()),
    ],
)
def test_who_each_deviation_is_better_or_worse_for(change: Change, effects: Effects) -> None:
    assert effects_of(one(change)) == effects


def test_what_is_asked_more_of_a_supplier_is_counted_and_what_it_is_spared_too() -> None:
    more = measure(fold(NODES, [THE_RATE, Change(CHOICE.node, Way.SET, [], [OptionId("yes")])]))
    less = measure(fold(NODES, [THE_RATE, Change(OPTIONAL.node, Way.LEFT_OUT)]))
    assert (more.minutes, more.documents) == (5, 1)
    assert (less.minutes, less.documents) == (-10, -1)


def test_measurability_is_the_weight_of_what_can_be_followed_up() -> None:
    assert measure(fold(NODES, [THE_RATE])).measurability == 10_000 * 3 // 4
    followed = worded(REPLACEABLE.node, Way.REPLACED, measured=Measured.INSPECTION)
    assert measure(fold(NODES, [THE_RATE, followed])).measurability == 10_000


@given(changes())
def test_a_score_is_between_none_and_all(its: list[Change]) -> None:
    figures = measure(fold(NODES, its))
    left = any(each.node == LOCKED.node for each in its)
    assert (figures.conformance is None) is left
    assert left or 0 <= figures.conformance <= 10_000  # type: ignore[operator]
    assert figures.deviations == sum(
        getattr(figures.user, name) for name in ("better", "worse", "same")
    )


def test_a_limit_where_the_nation_has_none_is_less() -> None:
    cap = node_with(NUMBER, numbers=[0], least=0, zero_is_most=True)
    (clause,) = fold({cap.node: cap}, [Change(cap.node, Way.SET, [5])])
    assert effects_of(clause) == Effects(user=-1, municipality=1)
