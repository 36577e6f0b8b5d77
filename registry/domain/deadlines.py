"""The dates that follow from a choice, in the calendar of Norwegian working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain.terms import Terms

LETTER_WORKING_DAYS = 3
"""The letter that confirms a choice is sent within these days. The registry's own rule."""
DECIDE_WITHIN = timedelta(days=30)
"""Time to decide an application: the template's node bpa.admission, 30 days."""
PREPARING_DAYS = 7
"""From the call to the first day with the new supplier. The registry's own rule."""


@dataclass(frozen=True)
class ChoiceDates:
    """What happens when, from the day of the choice."""

    chosen_on: date
    letter_by: date
    answer_by: date
    regret_until: date
    call_by: date
    start_on: date


def choice_dates(chosen_on: date, terms: Terms, start_days: int, contact_days: int) -> ChoiceDates:
    """The dates of a first choice.

    The supplier answers within the concession's days, calls when the days to regret are over, and
    begins on the first working day after its own start time, never sooner than a week after it
    called: assistants and a roster take their time.
    """
    regret_until = chosen_on + timedelta(days=terms.regret_days)
    call_by = after_working_days(regret_until, max(contact_days, 1))
    return ChoiceDates(
        chosen_on=chosen_on,
        letter_by=after_working_days(chosen_on, LETTER_WORKING_DAYS),
        answer_by=after_working_days(chosen_on, terms.answer_days),
        regret_until=regret_until,
        call_by=call_by,
        start_on=working_day_from(
            max(chosen_on + timedelta(days=start_days), call_by + timedelta(days=PREPARING_DAYS))
        ),
    )


def decide_by(applied_on: date) -> date:
    """The last day to decide an application."""
    return applied_on + DECIDE_WITHIN


def after_working_days(day: date, count: int) -> date:
    """The day that comes this many working days after another."""
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day


def working_day_from(day: date) -> date:
    """The day itself when it is a working day, else the next that is."""
    while day.weekday() >= 5 or day in holidays(day.year):
        day += timedelta(days=1)
    return day


def holidays(year: int) -> frozenset[date]:
    """Public holidays in Norway: lov om helligdager (1995) § 2, 1 and 17 May (lov av 1947)."""
    easter = easter_sunday(year)
    moveable = (-3, -2, 0, 1, 39, 49, 50)
    fixed = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
    return frozenset(
        [easter + timedelta(days=days) for days in moveable]
        + [date(year, month, day) for month, day in fixed]
    )


def easter_sunday(year: int) -> date:
    """Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
