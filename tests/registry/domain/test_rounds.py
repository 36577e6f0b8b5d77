"""When suppliers may apply and ask, as the terms say it, in the Norwegian calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from registry.domain.deadlines import working_day_from
from registry.domain.rounds import Round
from registry.domain.timetable import is_working_day, timetable
from registry.domain.values import AdmissionPolicy, Reopen
from tests.registry.domain.drafted import drafted
from tests.scenario import terms

PUBLISHED, STARTS = date(2026, 11, 23), date(2027, 3, 1)
"""A Monday. With 30 days to apply the deadline is 23 December, a Wednesday."""
DEADLINE = date(2026, 12, 23)
ROLLING, WINDOWS, CLOSED = AdmissionPolicy


def a_round(apply_by: date | None = None, counted: int = 0, **said: Any) -> Round:
    return Round(terms(**said), PUBLISHED, STARTS, apply_by, counted)


def test_with_rolling_admission_one_applies_and_asks_on_any_day() -> None:
    its = a_round(policy=ROLLING, apply_by=date(2027, 1, 11))
    for day in (PUBLISHED, date(2028, 7, 1)):
        assert its.is_open(day)
        assert its.takes_questions(day)
        assert its.deadline(day) is its.questions_until(day) is its.answers_by(day) is None


def test_a_closed_round_has_one_deadline_and_is_closed_the_day_after() -> None:
    its = a_round(policy=CLOSED, reopen=Reopen.NO)
    assert its.deadline(PUBLISHED) == its.deadline(DEADLINE) == DEADLINE
    assert its.is_open(DEADLINE)
    after = DEADLINE + timedelta(days=1)
    assert not its.is_open(after)
    assert its.deadline(after) is its.opens_on(after) is None


def test_a_deadline_on_a_sunday_in_christmas_moves_to_the_next_working_day() -> None:
    """32 days after 23 November is 25 December, a Friday and a holiday; then a weekend."""
    assert a_round(policy=CLOSED, open_days=32).deadline(PUBLISHED) == date(2026, 12, 28)


def test_one_asks_until_some_days_before_the_deadline_and_gets_an_answer_in_time() -> None:
    """10 days before 23 December is Sunday the 13th: Friday the 11th. 6 days before is the 17th."""
    its = a_round(policy=CLOSED)
    assert its.questions_until(PUBLISHED) == date(2026, 12, 11)
    assert its.answers_by(PUBLISHED) == date(2026, 12, 17)
    assert its.takes_questions(date(2026, 12, 11))
    assert not its.takes_questions(date(2026, 12, 12))
    assert its.is_open(date(2026, 12, 12))


@pytest.mark.parametrize(
    ("cap", "counted", "is_open"), [(3, 2, True), (3, 3, False), (3, 4, False), (0, 0, False)]
)
def test_after_the_round_a_free_place_opens_it_and_without_a_cap_no_place_becomes_free(
    cap: int, counted: int, is_open: bool
) -> None:
    its = a_round(policy=CLOSED, reopen=Reopen.FREE_PLACE, cap=cap, counted=counted)
    after = DEADLINE + timedelta(days=1)
    assert its.is_open(after) is is_open
    assert its.takes_questions(after) is is_open
    assert its.deadline(after) is None


def test_a_round_that_takes_suppliers_at_any_time_afterwards_never_closes() -> None:
    its = a_round(policy=CLOSED, reopen=Reopen.ANY_TIME)
    assert its.is_open(date(2029, 1, 1))
    assert its.deadline(date(2029, 1, 1)) is None


def test_a_yearly_round_is_open_in_the_days_before_the_day_it_began() -> None:
    """1 March 2028 is a Wednesday, and 30 days before is 31 January. It does not open before it
    began: 1 March 2027."""
    its = a_round(policy=CLOSED, reopen=Reopen.YEARLY)
    assert not its.is_open(date(2027, 2, 15))
    assert not its.is_open(date(2028, 1, 30))
    assert its.opens_on(date(2028, 1, 30)) == date(2028, 1, 31)
    assert its.is_open(date(2028, 1, 31))
    assert its.deadline(date(2028, 1, 31)) == date(2028, 3, 1)
    assert its.is_open(date(2028, 3, 1))
    assert not its.is_open(date(2028, 3, 2))
    assert its.opens_on(date(2028, 3, 2)) == date(2029, 1, 30)


def test_a_yearly_round_that_began_on_a_leap_day_opens_every_year() -> None:
    its = Round(terms(policy=CLOSED, reopen=Reopen.YEARLY), PUBLISHED, date(2028, 2, 29), None, 0)
    assert its.deadline(date(2029, 2, 20)) == date(2029, 2, 28)


def test_with_fixed_dates_the_deadline_is_some_days_before_the_next_that_leaves_time() -> None:
    """Published 23 November with 30 days to apply: 2 December, for 1 January, is too soon. For 1 May
    it is 1 April 2027, a Thursday; for 1 September it is 2 August, a Monday."""
    its = a_round(policy=WINDOWS, windows=[101, 501, 901])
    assert its.deadline(PUBLISHED) == date(2027, 4, 1)
    assert its.deadline(date(2027, 4, 1)) == date(2027, 4, 1)
    assert its.deadline(date(2027, 4, 2)) == date(2027, 8, 2)
    assert its.is_open(date(2027, 4, 2))


def test_between_the_two_deadlines_of_fixed_dates_one_waits_with_a_question() -> None:
    its = a_round(policy=WINDOWS, windows=[501])
    assert its.questions_until(PUBLISHED) == date(2027, 3, 22)
    assert its.takes_questions(date(2027, 3, 22))
    assert not its.takes_questions(date(2027, 3, 23))
    assert its.asks_again_on(date(2027, 3, 23)) == date(2027, 4, 2)
    assert its.takes_questions(date(2027, 4, 2))
    assert its.asks_again_on(date(2027, 4, 2)) is None
    assert a_round(policy=CLOSED, reopen=Reopen.NO).asks_again_on(DEADLINE) is None


def test_an_amendments_deadline_opens_a_closed_round_again() -> None:
    """16 January 2027 is a Saturday."""
    its = a_round(policy=CLOSED, reopen=Reopen.NO, apply_by=date(2027, 1, 16))
    assert its.deadline(date(2027, 1, 5)) == date(2027, 1, 18)
    assert its.is_open(date(2027, 1, 18))
    assert not its.is_open(date(2027, 1, 19))


def test_an_earlier_amendments_deadline_does_not_take_the_days_of_the_round_away() -> None:
    its = a_round(policy=CLOSED, apply_by=DEADLINE - timedelta(days=7))
    assert its.deadline(PUBLISHED) == DEADLINE


def test_with_fixed_dates_an_amendments_deadline_is_one_more() -> None:
    its = a_round(policy=WINDOWS, windows=[501], apply_by=date(2027, 1, 11))
    assert its.deadline(date(2027, 1, 11)) == date(2027, 1, 11)
    assert its.deadline(date(2027, 1, 12)) == date(2027, 4, 1)


@pytest.mark.parametrize("ahead", range(0, 365, 5))
@pytest.mark.parametrize(("policy", "windows"), [(CLOSED, []), (WINDOWS, [101, 901])])
def test_what_a_draft_is_told_is_what_happens(
    ahead: int, policy: AdmissionPolicy, windows: list[int]
) -> None:
    """The plan beside a draft, and the rule once it is published, count the same days."""
    day = PUBLISHED + timedelta(days=ahead)
    said = drafted(admission_policy=policy.value, admission_windows=windows)
    plan = timetable(said, day)
    its = Round(terms(policy=policy, windows=windows), day, STARTS, None, 0)
    assert plan.deadline is not None
    assert its.deadline(day) == working_day_from(plan.deadline)
    if is_working_day(plan.deadline):
        assert its.questions_until(day) == plan.questions_by
        assert its.answers_by(day) == plan.answers_by
