"""The dates of an admission, in the Norwegian calendar."""

from __future__ import annotations

from datetime import date

import pytest

from registry.domain.date_hints import date_hints
from registry.domain.hints import Hint, Kind
from registry.domain.said import Said
from registry.domain.timetable import timetable, window_deadlines, working_day_before
from tests.registry.domain.drafted import drafted

SUNDAY = date(2026, 11, 22)


def hints(said: Said, day: date, starts_on: date | None = None) -> dict[Kind, Hint]:
    found = date_hints(said, timetable(said, day), day, starts_on)
    return {hint.kind: hint for hint in found}


def test_a_closed_round_from_notice_to_agreement() -> None:
    """Published Sunday 22 November 2026 with the template's 30, 10, 6, 30, 14 and 30 days:

    deadline 22 December (Tuesday). Questions by 12 December, a Saturday, so Friday 11th; answers by
    16 December (Wednesday). Decided 30 days later, 21 January 2027 (Thursday); 14 days more is
    4 February (Thursday); ready 30 days later is 6 March, a Saturday, so Monday 8 March.
    """
    found = timetable(drafted(admission_policy="closed_round"), SUNDAY)
    assert found.deadline == date(2026, 12, 22)
    assert found.questions_by == date(2026, 12, 11)
    assert found.answers_by == date(2026, 12, 16)
    assert found.decided_by == date(2027, 1, 21)
    assert found.agreed_on == found.begins_on == date(2027, 2, 4)
    assert found.ready_by == date(2027, 3, 8)
    assert found.admitted_on is None


def test_with_rolling_admission_one_applies_on_the_first_day() -> None:
    """30 days after 22 November is 22 December; no standstill; ready 21 January."""
    found = timetable(drafted(), SUNDAY)
    assert found.deadline is found.questions_by is found.answers_by is None
    assert found.decided_by == found.agreed_on == found.begins_on == date(2026, 12, 22)
    assert found.ready_by == date(2027, 1, 21)


def test_a_fixed_date_counts_only_when_there_is_time_to_apply() -> None:
    """30 days to apply from 22 November is 22 December. The deadline for 1 January, 2 December, is
    too soon; for 1 May it is 1 April 2027. Decided 30 days later is 1 May, a Saturday: 3 May; 14 days
    more 17 May, the national day: 18 May. So nobody is there on 1 May: 18 May it is."""
    said = drafted(admission_policy="windows", admission_windows=[101, 501, 901])
    found = timetable(said, SUNDAY)
    assert found.deadline == date(2027, 4, 1)
    assert found.admitted_on == date(2027, 5, 1)
    assert found.agreed_on == found.begins_on == date(2027, 5, 18)


def test_who_is_ready_before_a_fixed_date_is_still_let_in_on_it() -> None:
    """90 days before 1 September 2027 is 3 June. 30 days later is 3 July, a Saturday: 5 July; 14
    days more 19 July. The admission date is 1 September all the same."""
    said = drafted(admission_policy="windows", admission_windows=[901], admission_window_days=90)
    found = timetable(said, SUNDAY)
    assert found.deadline == date(2027, 6, 3)
    assert found.agreed_on == date(2027, 7, 19)
    assert found.begins_on == date(2027, 9, 1)


def test_the_next_deadlines_of_fixed_dates() -> None:
    """From 3 December 2026 the deadline for 1 January 2027 (2 December) has gone: the next is for
    2028."""
    said = drafted(admission_policy="windows", admission_windows=[101, 901])
    assert window_deadlines(said, date(2026, 12, 2))[0] == (date(2026, 12, 2), date(2027, 1, 1))
    assert window_deadlines(said, date(2026, 12, 3)) == [
        (date(2027, 8, 2), date(2027, 9, 1)),
        (date(2027, 12, 2), date(2028, 1, 1)),
    ]


def test_the_working_day_before_easter_monday_is_wednesday() -> None:
    """Easter 2027 is 28 March: Thursday 25th and Friday 26th are holidays."""
    assert working_day_before(date(2027, 3, 29)) == date(2027, 3, 24)


def test_starting_before_anybody_can_be_chosen_is_said_with_the_earliest_day() -> None:
    said = drafted(admission_policy="closed_round")
    hint = hints(said, SUNDAY, date(2027, 2, 3))[Kind.STARTS_TOO_SOON]
    assert hint.warns
    assert hint.facts["begins_on"] == date(2027, 2, 4)
    assert Kind.STARTS_TOO_SOON not in hints(said, SUNDAY, date(2027, 2, 4))
    assert Kind.STARTS_TOO_SOON not in hints(said, SUNDAY)


@pytest.mark.parametrize(("ask", "wrong"), [(29, False), (30, True)])
def test_there_must_be_time_to_ask(ask: int, wrong: bool) -> None:
    """30 days to apply: with a deadline for questions 30 days before, it is over on the first day."""
    said = drafted(admission_policy="closed_round", admission_question_days=ask)
    assert (Kind.QUESTIONS_TOO_SOON in hints(said, SUNDAY)) is wrong


@pytest.mark.parametrize(("answer", "wrong"), [(9, False), (10, True)])
def test_answers_come_after_questions(answer: int, wrong: bool) -> None:
    said = drafted(admission_policy="closed_round", admission_answer_days_before=answer)
    assert (Kind.ANSWERS_TOO_SOON in hints(said, SUNDAY)) is wrong


@pytest.mark.parametrize(("ahead", "short"), [(43, True), (44, False)])
def test_between_deadline_and_admission_there_is_time_to_decide_and_wait(
    ahead: int, short: bool
) -> None:
    """30 days to decide and 14 to wait are 44."""
    said = drafted(admission_policy="windows", admission_windows=[901], admission_window_days=ahead)
    assert (Kind.WINDOW_TOO_SHORT in hints(said, SUNDAY)) is short


def test_a_deadline_on_a_holiday_is_said_with_the_working_day_it_moves_to() -> None:
    """30 days before 16 June 2027 is 17 May; the next working day is Tuesday 18 May."""
    said = drafted(admission_policy="windows", admission_windows=[616])
    hint = hints(said, SUNDAY)[Kind.DEADLINE_ON_DAY_OFF]
    assert hint.facts["deadline"] == date(2027, 5, 17)
    assert hint.facts["instead"] == date(2027, 5, 18)
    assert not hint.warns


def test_a_deadline_in_july_is_said() -> None:
    """30 days before 1 August 2027 is 2 July; published on 2 June, 30 days later is 2 July too."""
    windows = drafted(admission_policy="windows", admission_windows=[801])
    assert hints(windows, SUNDAY)[Kind.DEADLINE_IN_JULY].facts["deadline"] == date(2027, 7, 2)
    closed = drafted(admission_policy="closed_round")
    assert Kind.DEADLINE_IN_JULY in hints(closed, date(2027, 6, 2))
    assert Kind.DEADLINE_IN_JULY not in hints(closed, SUNDAY)


def test_rolling_admission_as_in_the_template_needs_no_advice_on_dates() -> None:
    assert hints(drafted(), SUNDAY, date(2027, 1, 1)) == {}
