"""When suppliers may apply and ask: from a concession's terms, the day it was opened, and a day.

A last day to apply that is no working day moves to the next one. What is counted back from it, "at
the latest so many days before", is moved the other way: there are never fewer days than promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain.deadlines import working_day_from
from registry.domain.terms import Terms, add_months
from registry.domain.timetable import working_day_before
from registry.domain.values import AdmissionPolicy, Reopen

YEARS_AHEAD = 4
"""No fixed date comes later than this after a day on which one may begin to apply."""

Period = tuple[date, date]
"""The first and the last day."""


@dataclass(frozen=True)
class Round:
    """How a concession lets suppliers in, as its terms hold on the day that is asked about."""

    terms: Terms
    begins_on: date
    """The first day on which one may apply: published, and announced where it has to be."""
    starts_on: date
    apply_by: date | None
    """What the newest amendment that gives suppliers a deadline says."""
    counted: int
    """So many are in under the cap."""

    def is_open(self, day: date) -> bool:
        """Whether a supplier may apply. Only a closed round ever closes."""
        if self.terms.policy is not AdmissionPolicy.CLOSED_ROUND:
            return True
        if any(first <= day <= last for first, last in self._periods(day)):
            return True
        if self.terms.reopen is Reopen.FREE_PLACE:
            return self.counted < self.terms.cap
        return self.terms.reopen is Reopen.ANY_TIME

    def deadline(self, day: date) -> date | None:
        """The last day to apply that comes next; None where there is none, or all have passed."""
        if self.terms.policy is AdmissionPolicy.ROLLING:
            return None
        if self.terms.policy is AdmissionPolicy.WINDOWS:
            amended = [working_day_from(self.apply_by)] if self.apply_by else []
            return min(each for each in [*self._fixed(day), *amended] if each >= day)
        running = (last for first, last in self._periods(day) if first <= day <= last)
        return max(running, default=None)

    def opens_on(self, day: date) -> date | None:
        """The day a round that is closed opens again, where that is known."""
        if self.is_open(day):
            return None
        return min((first for first, _last in self._periods(day) if first > day), default=None)

    def questions_until(self, day: date) -> date | None:
        """The last day to ask before the next deadline; None where there is no deadline."""
        return _before(self.deadline(day), self.terms.question_days)

    def takes_questions(self, day: date) -> bool:
        """Whether a supplier may ask: as long as there is still time to answer all of them."""
        until = self.questions_until(day)
        return self.is_open(day) and (until is None or day <= until)

    def asks_again_on(self, day: date) -> date | None:
        """The day after the next deadline, when it takes questions then and none until then."""
        deadline = self.deadline(day)
        if deadline is None or self.takes_questions(day):
            return None
        after = deadline + timedelta(days=1)
        return after if self.takes_questions(after) else None

    def answers_by(self, asked_on: date) -> date | None:
        """The day by which the municipality has answered what was asked on a day."""
        return _before(self.deadline(asked_on), self.terms.answer_days_before)

    def _periods(self, day: date) -> Iterator[Period]:
        """Those in which a closed round takes applications, up to some years after a day."""
        open_days = timedelta(days=self.terms.open_days)
        yield self.begins_on, working_day_from(self.begins_on + open_days)
        if self.apply_by:
            yield self.begins_on, working_day_from(self.apply_by)
        if self.terms.reopen is Reopen.YEARLY:
            for years in range(1, day.year - self.starts_on.year + YEARS_AHEAD):
                anniversary = add_months(self.starts_on, 12 * years)
                yield anniversary - open_days, working_day_from(anniversary)

    def _fixed(self, day: date) -> Iterator[date]:
        """The last day to apply before each admission date that leaves enough time from the start."""
        earliest = self.begins_on + timedelta(days=self.terms.open_days)
        for year in range(day.year, day.year + YEARS_AHEAD):
            for window in self.terms.windows:
                admitted = date(year, window // 100, window % 100)
                last = admitted - timedelta(days=self.terms.window_days)
                if last >= earliest:
                    yield working_day_from(last)


def _before(deadline: date | None, days: int) -> date | None:
    return working_day_before(deadline - timedelta(days=days)) if deadline else None
