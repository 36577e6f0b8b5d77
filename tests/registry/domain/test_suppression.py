"""Nobody can be found in the yearly figures: tried as somebody who knows the rule would try it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from registry.domain.suppression import Shown, shown, shown_from, totals
from registry.domain.yearly import BANDS, NAMES, YearlyNumbers
from tests.registry.domain.test_yearly import NOTHING, NUMBERS

Rule = Callable[[YearlyNumbers], Shown]
WHOLE_GROUPS = 47
"""As far as every number that rounds to 45 is among those that are tried."""


def said(**numbers: int) -> YearlyNumbers:
    return replace(NOTHING, **numbers)


def as_seen(its: Shown) -> tuple[Any, ...]:
    """Everything a reader gets."""
    return tuple(sorted(its.values.items())), tuple(sorted(its.left_out))


def conclusions(rule: Rule, tried: Iterable[YearlyNumbers]) -> list[tuple[str, set[int], Any]]:
    """What a reader who knows the rule can say of each number left out: its possible values."""
    possible: dict[tuple[Any, ...], list[YearlyNumbers]] = defaultdict(list)
    for numbers in tried:
        possible[as_seen(rule(numbers))].append(numbers)
    return [
        (name, {getattr(each, name) for each in them}, seen)
        for seen, them in possible.items()
        for name in seen[1]
    ]


def bands() -> list[YearlyNumbers]:
    """Every way to share up to so many users between the three bands."""
    return [
        said(users=a + b + c, under_15=a, from_15_to_35=b, over_35=c)
        for a, b, c in product(range(WHOLE_GROUPS + 1), repeat=3)
        if a + b + c <= WHOLE_GROUPS
    ]


def parts(part: str, whole: str) -> list[YearlyNumbers]:
    return [
        said(**{whole: all_of_it, part: some})
        for all_of_it in range(WHOLE_GROUPS + 1)
        for some in range(all_of_it + 1)
    ]


def told_apart(rule: Rule, tried: Iterable[YearlyNumbers]) -> list[Any]:
    """Numbers left out that a reader can say for sure, or of which she can say whether it is zero."""
    return [
        (name, values, seen)
        for name, values, seen in conclusions(rule, tried)
        if len(values) < 5 or (0 in values and not values & {1, 2, 3, 4})
    ]


def test_no_band_that_is_left_out_can_be_computed_back() -> None:
    assert told_apart(shown, bands()) == []


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("own_provision", "users"),
        ("next_of_kin", "users"),
        ("fast_track", "applications"),
        ("complaints", "decisions"),
    ],
)
def test_no_part_that_is_left_out_can_be_computed_back(part: str, whole: str) -> None:
    assert told_apart(shown, parts(part, whole)) == []


def each_by_itself(numbers: YearlyNumbers) -> Shown:
    """A rule that leaves out only the band that is small."""
    its = shown(numbers)
    users = numbers.users or 0
    alone = {
        name: (value + 2) // 5 * 5
        for name in BANDS
        if (value := getattr(numbers, name)) is not None and users >= 10 and value >= 5
    }
    return Shown(its.values | alone, its.left_out - set(alone))


def test_leaving_out_the_small_band_alone_would_be_seen_through() -> None:
    assert told_apart(each_by_itself, bands())


def all_but_zero(numbers: YearlyNumbers) -> Shown:
    """A rule that takes zero for nothing to hide."""
    its = shown(numbers)
    zero = {name for name in its.left_out if getattr(numbers, name) == 0}
    return Shown(its.values | dict.fromkeys(zero, 0), its.left_out - zero)


def test_showing_zero_would_tell_that_the_others_are_not() -> None:
    assert any(
        0 not in values and max(values) < 10
        for _name, values, _seen in conclusions(all_but_zero, parts("next_of_kin", "users"))
    )


numbers_of_a_place = st.builds(
    lambda a, b, c, rest: YearlyNumbers(a + b + c, a, b, c, *rest),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 30),
    st.lists(st.none() | st.integers(0, 60), min_size=8, max_size=8),
)


@given(st.lists(numbers_of_a_place, max_size=6), st.data())
@settings(max_examples=200, deadline=None)
def test_totals_tell_nothing_that_the_municipalities_do_not(
    places: list[YearlyNumbers], data: st.DataObject
) -> None:
    """Change what is left out as one likes, as long as all else looks the same: so do the totals."""
    before = [shown(each) for each in places]
    others = [_otherwise(data, each) for each in places]
    after = [shown(each) for each in others]
    assume([as_seen(each) for each in before] == [as_seen(each) for each in after])
    assert totals(before) == totals(after)


def _otherwise(data: st.DataObject, numbers: YearlyNumbers) -> YearlyNumbers:
    left_out = sorted(shown(numbers).left_out)
    if not left_out:
        return numbers
    return replace(numbers, **{name: data.draw(st.integers(0, 4)) for name in left_out})


@given(st.lists(numbers_of_a_place, min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_a_total_is_the_sum_of_what_is_shown_and_says_of_how_many(
    places: list[YearlyNumbers],
) -> None:
    its = [shown(each) for each in places]
    for name, summed in totals(its).items():
        values = [each.values[name] for each in its if name in each.values]
        assert summed.municipalities == len(values)
        if not name.startswith("days"):
            assert summed.value == sum(values)


@given(numbers_of_a_place)
def test_everything_shown_is_rounded_to_five_and_stands_on_ten(numbers: YearlyNumbers) -> None:
    its = shown(numbers)
    assert all(value % 5 == 0 for value in its.values.values())
    assert its.left_out | set(its.values) == {
        name for name in NAMES if getattr(numbers, name) is not None
    }
    for name, whole in {"own_provision": "users", "complaints": "decisions"}.items():
        if name in its.values:
            assert (getattr(numbers, whole) or 0) >= 10
            assert whole in its.values


def test_what_is_large_enough_is_shown() -> None:
    assert shown(NUMBERS) == Shown(
        {
            "users": 40, "under_15": 10, "from_15_to_35": 10, "over_35": 20, "applications": 15,
            "decisions": 10, "days_to_decision": 30, "days_to_start": 45, "fast_track": 5,
            "complaints": 5, "own_provision": 20, "next_of_kin": 10,
        },
        set(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "left_out"),
    [
        ({"users": 9}, {"users"}),
        ({"users": 40, "own_provision": 0}, {"own_provision"}),
        ({"users": 40, "own_provision": 4}, {"own_provision"}),
        ({"users": 40, "own_provision": 40}, {"own_provision"}),
        ({"users": 40, "own_provision": 36}, {"own_provision"}),
        ({"own_provision": 20}, {"own_provision"}),
        ({"users": 40, "under_15": 4, "from_15_to_35": 18, "over_35": 18}, set(BANDS)),
        ({"users": 40, "under_15": 20, "from_15_to_35": 20}, {"under_15", "from_15_to_35"}),
        ({"decisions": 9, "days_to_decision": 30}, {"decisions", "days_to_decision"}),
        ({"days_to_start": 30}, {"days_to_start"}),
    ],
)
def test_few_none_nearly_all_and_what_stands_on_few_are_left_out(
    numbers: Mapping[str, int], left_out: set[str]
) -> None:
    assert shown(said(**numbers)).left_out == left_out


@pytest.mark.parametrize(
    ("day", "seen_from"),
    [
        (date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 6, 30), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_what_was_given_is_seen_from_the_next_half_year(day: date, seen_from: date) -> None:
    assert shown_from(day) == seen_from
