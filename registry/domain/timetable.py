"""When things happen in an admission, from what a draft says, in the Norwegian calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain.deadlines import holidays, working_day_from
from registry.domain.said import Said
from registry.domain.values import NodeId

POLICY = NodeId("bpa.admission.policy")
WINDOWS = NodeId("bpa.admission.windows")
WINDOW_DAYS = NodeId("bpa.admission.window_days")
OPEN_DAYS = NodeId("bpa.admission.open_days")
QUESTION_DAYS = NodeId("bpa.admission.question_days")
ANSWER_DAYS = NodeId("bpa.admission.answer_days_before")
DECIDE = NodeId("bpa.admission.decide_within")
STANDSTILL = NodeId("bpa.admission.standstill")
READY = NodeId("bpa.admission.ready_within")


@dataclass(frozen=True)
class Timetable:
    """The earliest dates, if the concession is published on a day. None: no such date."""

    questions_by: date | None
    answers_by: date | None
    deadline: date | None
    decided_by: date
    agreed_on: date
    admitted_on: date | None
    """The first fixed admission date whose deadline leaves enough time to apply."""
    ready_by: date

    @property
    def begins_on(self) -> date:
        """The first day on which there is a supplier to choose."""
        return max(self.agreed_on, self.admitted_on or self.agreed_on)


def timetable(said: Said, published: date) -> Timetable:
    """The dates of a first admission. With rolling admission one may apply from the first day."""
    deadline, admitted = _first_round(said, published)
    decided = _later(deadline or published, said.number(DECIDE))
    agreed = _later(decided, said.number(STANDSTILL))
    return Timetable(
        questions_by=_sooner(deadline, said.number(QUESTION_DAYS)),
        answers_by=_sooner(deadline, said.number(ANSWER_DAYS)),
        deadline=deadline,
        decided_by=decided,
        agreed_on=agreed,
        admitted_on=admitted,
        ready_by=_later(agreed, said.number(READY)),
    )


def window_deadlines(said: Said, day: date) -> list[tuple[date, date]]:
    """(deadline, admission date) of each fixed date, the next time its deadline comes. One that is
    no working day moves to the next, as when the concession is published."""
    ahead = timedelta(days=said.number(WINDOW_DAYS) or 0)
    found = []
    for month_and_day in said.numbers(WINDOWS):
        month, of_month = divmod(month_and_day, 100)
        years = (date(year, month, of_month) for year in range(day.year, day.year + 3))
        admitted = next(each for each in years if each - ahead >= day)
        found.append((working_day_from(admitted - ahead), admitted))
    return sorted(found)


def working_day_before(day: date) -> date:
    """The day itself when it is a working day, else the one before that is."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def _first_round(said: Said, published: date) -> tuple[date | None, date | None]:
    """(deadline, admission date) of the first round there is time to apply in."""
    if said.option(POLICY) == "rolling":
        return None, None
    open_until = published + timedelta(days=said.number(OPEN_DAYS) or 0)
    fixed = window_deadlines(said, open_until)
    return fixed[0] if fixed else (working_day_from(open_until), None)


def _later(day: date, days: int | None) -> date:
    return working_day_from(day + timedelta(days=days or 0))


def _sooner(day: date | None, days: int | None) -> date | None:
    if day is None or days is None:
        return None
    return working_day_before(day - timedelta(days=days))
