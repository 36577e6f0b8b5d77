"""What schemes cost in a year, what the state gives back, and what they replace."""

from __future__ import annotations

import pytest

from registry.domain.costs import (
    GrantRule,
    Gross,
    Group,
    Prices,
    grant,
    gross,
    hours_at_threshold,
    replaced,
)
from registry.domain.sources import Mark, Source

RULE = GrantRule(2024, 160_800_000, 8_000, 67, Source(Mark.FOUND, "IS-4/2024"))
"""1 608 000 kroner, 80 per cent of what is above."""


def test_hours_times_schemes_times_weeks_times_the_rate() -> None:
    """38 hours x 5 schemes x 52 weeks = 9 880 hours a year; x 482 kr = 4 762 160 kr."""
    (line,) = gross([Group(38, 5)], Prices(48_200))
    assert line.hours == 9_880
    assert line.amount == 476_216_000


def test_supplements_are_for_their_share_of_all_hours() -> None:
    """10 x 2 x 52 = 1 040 hours and 20 x 1 x 52 = 1 040 hours.

    Evenings: 25 % of 2 080 hours x 60 kr = 31 200 kr. Weekends: 10 % x 2 080 x 30 kr = 6 240 kr.
    The second group's category: 1 040 x 35 kr = 36 400 kr.
    """
    prices = Prices(40_000, 6_000, 2_500, 3_000, 1_000)
    lines = gross([Group(10, 2), Group(20, 1, supplement=3_500)], prices)
    found = {line.kind: line.amount for line in lines}
    assert found[Gross.EVENING] == 3_120_000
    assert found[Gross.WEEKEND] == 624_000
    assert found[Gross.CATEGORY] == 3_640_000


def test_a_line_that_costs_nothing_is_not_there() -> None:
    lines = gross([Group(10, 1), Group(0, 0)], Prices(40_000))
    assert [line.kind for line in lines] == [Gross.RATE]


def test_the_grant_is_of_what_is_above_the_threshold() -> None:
    """120 hours x 52 x 315 kr = 1 965 600 kr. Above: 357 600 kr. 80 % = 286 080 kr each; two
    schemes 572 160 kr."""
    given = grant(Group(120, 2), 31_500, RULE)
    assert given.wages == 196_560_000
    assert given.each == 28_608_000
    assert given.amount == 57_216_000


def test_fifty_hours_a_week_give_nothing() -> None:
    """50 x 52 x 315 kr = 819 000 kr, about half of 1 608 000."""
    assert grant(Group(50, 1), 31_500, RULE).amount == 0


def test_who_is_too_old_for_the_grant_counts_for_nothing() -> None:
    """One of two is over the age: 286 080 kr once. More old than there are schemes is none."""
    assert grant(Group(120, 2, over_age=1), 31_500, RULE).amount == 28_608_000
    assert grant(Group(120, 2, over_age=5), 31_500, RULE).amount == 0


def test_exactly_at_the_threshold_there_is_nothing_above() -> None:
    """98 hours x 52 x 315 kr = 1 605 240 kr is below, 99 hours = 1 621 620 kr above."""
    assert hours_at_threshold(31_500, RULE) == 99
    assert grant(Group(98, 1), 31_500, RULE).amount == 0
    assert grant(Group(99, 1), 31_500, RULE).amount == 1_089_600
    assert hours_at_threshold(0, RULE) == 0


@pytest.mark.parametrize(("share", "saved"), [(5_000, 41_600_000), (7_000, 29_714_285)])
def test_an_hour_with_somebody_costs_more_than_an_hour_at_work(share: int, saved: int) -> None:
    """10 hours x 52 x 400 kr = 208 000 kr. When half of the time is spent with people, that takes
    20 working hours: 416 000 kr; when 70 % is, 208 000 / 0.7 = 297 142.85 kr."""
    assert replaced(10, 40_000, share) == saved
