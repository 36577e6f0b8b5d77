"""The least an hour can cost: a table that holds on the day, and a sum that is never too high."""

from __future__ import annotations

from datetime import date

import pytest

from registry.domain.sources import ASSUMPTION, Mark, Source, holding
from registry.domain.wage_floor import (
    Case,
    Cost,
    Share,
    Supplements,
    WageRules,
    Wages,
    Week,
    Zones,
    least_cost,
    part,
    total,
)

SOURCE = Source(Mark.FOUND, "en kilde")
WAGES = Wages(
    date(2024, 9, 1),
    {
        Week.H375: {0: 20_638, 3: 21_151, 6: 21_920, 9: 22_689},
        Week.H355: {0: 21_801, 3: 22_342, 6: 23_155, 9: 23_968},
    },
    SOURCE,
)
RULES = WageRules(
    WAGES,
    Supplements(date(2022, 8, 1), 6_000, 5_700, SOURCE),
    Zones(date(2026, 1, 1), {"I": 1_410, "V": 0}, SOURCE),
    Share(1_200, SOURCE),
    Share(200, SOURCE),
)


def amounts(case: Case) -> dict[Cost, int]:
    return {line.cost: line.amount for line in least_cost(RULES, case)}


def test_the_lowest_sum_line_by_line() -> None:
    """Zone V, first step, 37.5 hours, kroner and øre:

    wage 206.38; evenings 15 % of 60 = 9.00; weekends 15 % of 57 = 8.55: 223.93 altogether.
    Sick pay 1 % of 223.93 = 2.24, so 226.17 is paid. Holiday pay 12 % of it = 27.14, pension
    2 % of it = 4.52. 226.17 + 27.14 + 4.52 = 257.83, contribution 0.
    """
    assert amounts(Case()) == {
        Cost.WAGE: 20_638,
        Cost.EVENING: 900,
        Cost.WEEKEND: 855,
        Cost.SICK_PAY: 224,
        Cost.HOLIDAY_PAY: 2_714,
        Cost.PENSION: 452,
        Cost.CONTRIBUTION: 0,
        Cost.ADMINISTRATION: 0,
    }
    assert total(least_cost(RULES, Case())) == 25_783


def test_the_contribution_is_paid_of_holiday_pay_and_pension_too() -> None:
    """14.1 % of 257.83 = 36.35, altogether 294.18."""
    assert amounts(Case(zone="I"))[Cost.CONTRIBUTION] == 3_635
    assert total(least_cost(RULES, Case(zone="I"))) == 29_418


def test_the_top_of_the_ladder_in_a_shift_week() -> None:
    """239.68 + 9.00 + 8.55 = 257.23; sick 2.57: 259.80; holiday 31.18, pension 5.20: 296.18;
    14.1 % of it = 41.76: 337.94."""
    assert total(least_cost(RULES, Case("I", Week.H355, 9))) == 33_794


@pytest.mark.parametrize(
    ("years", "wage"), [(0, 20_638), (2, 20_638), (3, 21_151), (8, 21_920), (30, 22_689)]
)
def test_seniority_counts_from_the_step_one_has_reached(years: int, wage: int) -> None:
    assert WAGES.lowest(Week.H375, years) == wage


def test_administration_comes_on_top_and_is_nobodys_wage() -> None:
    """257.83 + 40 = 297.83: no holiday pay and no contribution of it."""
    assert total(least_cost(RULES, Case(administration=4_000))) == 29_783


def test_what_a_price_does_not_cover_is_not_in_the_sum() -> None:
    """Without supplements and pension: wage 206.38, sick 1 % = 2.06, holiday 12 % of 208.44
    = 25.01: 233.45."""
    covers = [Cost.WAGE, Cost.SICK_PAY, Cost.HOLIDAY_PAY, Cost.CONTRIBUTION]
    lines = least_cost(RULES, Case(), covers)
    assert [line.cost for line in lines] == covers
    assert total(lines) == 23_345


def test_every_line_says_where_it_comes_from() -> None:
    marks = {line.cost: line.source.mark for line in least_cost(RULES, Case())}
    assert {cost for cost, mark in marks.items() if mark is Mark.ASSUMED} == {
        Cost.SICK_PAY,
        Cost.ADMINISTRATION,
    }


def test_a_share_is_rounded_half_up() -> None:
    """15 % of 10 øre is 1.5, so 2; of 9 it is 1.35, so 1."""
    assert part(10, 1_500) == 2
    assert part(9, 1_500) == 1


def test_the_newest_table_that_holds_is_used() -> None:
    later = Wages(date(2027, 4, 1), WAGES.ladder, ASSUMPTION)
    assert holding([later, WAGES], date(2027, 3, 31)) == WAGES
    assert holding([WAGES, later], date(2027, 4, 1)) == later
    assert holding([WAGES, later], date(2024, 8, 31)) is None
