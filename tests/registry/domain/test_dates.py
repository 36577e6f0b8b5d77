from __future__ import annotations

from datetime import date

import pytest

from registry.domain.deadlines import after_working_days, choice_dates, easter_sunday, holidays
from registry.domain.terms import add_months
from registry.domain.values import CountedFrom
from tests.scenario import terms


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))],
)
def test_easter_is_where_the_calendar_has_it(year: int, sunday: date) -> None:
    assert easter_sunday(year) == sunday


def test_norway_has_twelve_holidays_on_its_list() -> None:
    assert len(holidays(2026)) == 12
    assert {date(2026, 4, 2), date(2026, 4, 3), date(2026, 5, 14), date(2026, 5, 25)} <= holidays(
        2026
    )


def test_working_days_pass_christmas_and_weekends() -> None:
    assert after_working_days(date(2026, 12, 23), 3) == date(2026, 12, 29)


def test_the_dates_of_a_choice_as_the_receipt_shows_them() -> None:
    dates = choice_dates(date(2026, 11, 21), terms(), start_days=14, contact_days=3)
    assert dates.letter_by == date(2026, 11, 25)
    assert dates.answer_by == date(2026, 11, 27)
    assert dates.regret_until == date(2026, 12, 5)
    assert dates.call_by == date(2026, 12, 9)
    assert dates.start_on == date(2026, 12, 16)


def test_nobody_begins_sooner_than_a_week_after_they_called() -> None:
    dates = choice_dates(date(2026, 11, 21), terms(), start_days=2, contact_days=1)
    assert dates.call_by > dates.regret_until
    assert (dates.start_on - dates.call_by).days >= 7


def test_nobody_begins_on_a_holiday() -> None:
    assert choice_dates(date(2026, 11, 27), terms(), 28, 1).start_on == date(2026, 12, 28)


def test_three_months_from_the_first_of_the_next_month() -> None:
    its = terms(notice=3, counted_from=CountedFrom.FIRST_OF_NEXT_MONTH)
    assert its.earliest_switch(date(2026, 11, 21)) == date(2027, 3, 1)


def test_one_month_from_the_day_of_notice() -> None:
    assert terms().earliest_switch(date(2027, 1, 31)) == date(2027, 2, 28)


def test_a_month_is_the_same_day_or_the_last() -> None:
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
