"""Counting complaints: when a quarter is over, again when it was wrong, and shown only when many."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import pytest

from registry.domain.complaints import Complaints, QuarterNotOver, first_day_after
from registry.domain.small_numbers import rounded, said_before, shown
from registry.domain.values import ComplaintOutcome, MunicipalityNumber
from tests.scenario import act, given

OSLO = MunicipalityNumber("0301")
UPHELD, CHANGED, ANNULLED, DISMISSED = ComplaintOutcome


def counted() -> Complaints:
    its = Complaints.open(act(), OSLO, 2026, 3)
    its.count(act(), {UPHELD: 4, CHANGED: 3})
    return its


def test_a_quarter_is_counted_when_it_is_over() -> None:
    for quarter in (0, 4, 5):
        with pytest.raises(QuarterNotOver):
            Complaints.open(act(), OSLO, 2026, quarter)
    assert first_day_after(2026, 4) == date(2027, 1, 1)
    assert first_day_after(2026, 3) == date(2026, 10, 1)


def test_a_correction_is_a_new_event_and_only_for_what_was_wrong() -> None:
    given(counted()).when(lambda c: c.count(act(days=9), {UPHELD: 5, CHANGED: 3})).then(
        ("Counted", {"outcome": UPHELD, "number": 5})
    )


def test_nothing_was_counted_and_zero_was_counted_are_two_things() -> None:
    given(Complaints.open(act(), OSLO, 2026, 3)).when(lambda c: c.count(act(), {UPHELD: 0})).then(
        ("Counted", {"outcome": UPHELD, "number": 0})
    )


@pytest.mark.parametrize(("exact", "near"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_numbers_are_rounded_to_five(exact: int, near: int) -> None:
    assert rounded(exact) == near


def test_fewer_than_ten_are_not_shown_at_all() -> None:
    assert shown({UPHELD: 5, CHANGED: 4}) is None
    assert shown({UPHELD: 0, CHANGED: 0}) is None
    assert shown({UPHELD: 5, CHANGED: 5}) is not None


def test_zero_looks_like_few() -> None:
    of_few, of_none = shown({UPHELD: 9, CHANGED: 6, ANNULLED: 4}), shown({UPHELD: 9, CHANGED: 6})
    assert of_few and of_few.parts and of_few.parts[ANNULLED] is None
    both = shown({UPHELD: 9, CHANGED: 6, ANNULLED: 0})
    assert both and both.parts and both.parts[ANNULLED] is None
    assert of_none and of_none.parts == {UPHELD: 10, CHANGED: 5}


@pytest.mark.parametrize("other", [0, 1, 2])
def test_no_part_tells_that_it_is_all(other: int) -> None:
    told = shown({UPHELD: 20, CHANGED: other})
    assert told and told.total == 20 and told.parts is None


def test_a_part_that_is_left_out_may_be_none_and_may_be_four() -> None:
    """Whoever sees what is shown can exclude neither: every way to get there is tried."""
    small: dict[str, list[set[int]]] = defaultdict(lambda: [set(), set(), set()])
    for counts in product(range(26), repeat=3):
        told = shown(dict(enumerate(counts)))
        if told and told.parts and told.total <= 20:
            for part, its in enumerate(small[str(told)]):
                its.add(counts[part] if told.parts[part] is None else -1)
    assert len(small) > 10
    for told_as, parts in small.items():
        assert all(its == {-1} or {0, 4} <= its for its in parts), told_as


def test_what_is_said_in_a_half_year_is_seen_in_the_next() -> None:
    assert said_before(date(2026, 7, 1)) == said_before(date(2026, 12, 31)) == date(2026, 6, 30)
    assert said_before(date(2026, 1, 1)) == said_before(date(2026, 6, 30)) == date(2025, 12, 31)
