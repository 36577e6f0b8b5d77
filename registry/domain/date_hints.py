"""Dates of an admission that come too soon, in the wrong order, or when nobody is at work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from registry.domain.hints import Hint, Kind
from registry.domain.said import Said
from registry.domain.timetable import (
    ANSWER_DAYS,
    DECIDE,
    OPEN_DAYS,
    QUESTION_DAYS,
    STANDSTILL,
    WINDOW_DAYS,
    WINDOWS,
    Timetable,
    window_deadlines,
)

JULY = 7
"""Most are on holiday then. The registry's own assumption."""


def date_hints(said: Said, dates: Timetable, day: date, starts_on: date | None) -> Iterator[Hint]:
    """Deadlines that come too soon, in the wrong order or when nobody is at work."""
    if starts_on is not None and starts_on < dates.begins_on:
        facts = {"starts_on": starts_on, "begins_on": dates.begins_on}
        yield Hint(Kind.STARTS_TOO_SOON, OPEN_DAYS, True, facts)
    opened, ask = said.number(OPEN_DAYS), said.number(QUESTION_DAYS)
    answer = said.number(ANSWER_DAYS)
    if ask is not None and opened is not None and ask >= opened:
        yield Hint(Kind.QUESTIONS_TOO_SOON, QUESTION_DAYS, True, {"ask": ask, "opened": opened})
    if ask is not None and answer is not None and answer >= ask:
        yield Hint(Kind.ANSWERS_TOO_SOON, ANSWER_DAYS, True, {"ask": ask, "answer": answer})
    yield from _window_hints(said, day)
    if not said.numbers(WINDOWS) and dates.deadline and dates.deadline.month == JULY:
        yield Hint(Kind.DEADLINE_IN_JULY, OPEN_DAYS, False, {"deadline": dates.deadline})


def _window_hints(said: Said, day: date) -> Iterator[Hint]:
    needed = (said.number(DECIDE) or 0) + (said.number(STANDSTILL) or 0)
    ahead = said.number(WINDOW_DAYS)
    if said.numbers(WINDOWS) and ahead is not None and ahead < needed:
        yield Hint(Kind.WINDOW_TOO_SHORT, WINDOW_DAYS, False, {"ahead": ahead, "needed": needed})
    for deadline, admitted in window_deadlines(said, day):
        facts = {"deadline": deadline, "admitted": admitted}
        written = admitted - timedelta(days=ahead or 0)
        if written != deadline:
            facts = {"deadline": written, "admitted": admitted, "instead": deadline}
            yield Hint(Kind.DEADLINE_ON_DAY_OFF, WINDOWS, False, facts)
        if deadline.month == JULY:
            yield Hint(Kind.DEADLINE_IN_JULY, WINDOWS, False, facts)
