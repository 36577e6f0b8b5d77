"""When grants are applied for, claimed and reported: announced days, and what to expect otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Grants(Enum):
    """The grants that BPA may give a right to."""

    RESOURCE_INTENSIVE = "resource_intensive"
    COMPETENCE = "competence"


class Step(Enum):
    """What is done by the deadline."""

    TO_AUDITOR = "to_auditor"
    CLAIM = "claim"
    APPLY = "apply"
    REPORT = "report"


@dataclass(frozen=True)
class Announced:
    """A deadline as somebody announced it."""

    day: date
    by: str
    address: str


@dataclass(frozen=True)
class Routine:
    """A deadline that comes every year. `earliest` is (month, day) of the earliest that was found."""

    grant: Grants
    step: Step
    earliest: tuple[int, int]
    announced: list[Announced]


@dataclass(frozen=True)
class Deadline:
    """The next time. `announced` is None where the day is only to be expected, and to be checked;
    else it says who announced it, and another office may have another day."""

    day: date
    grant: Grants
    step: Step
    announced: Announced | None
    latest: Announced
    """The newest announcement found."""


def upcoming(routines: Iterable[Routine], day: date) -> list[Deadline]:
    """The next deadline of each routine on or after a day, by date."""
    return sorted((_next(each, day) for each in routines), key=lambda its: its.day)


def _next(routine: Routine, day: date) -> Deadline:
    latest = max(routine.announced, key=lambda each: each.day)
    known = [each for each in routine.announced if each.day >= day]
    expected = next(
        its for year in (day.year, day.year + 1) if (its := date(year, *routine.earliest)) >= day
    )
    first = min(known, key=lambda each: each.day, default=None)
    if first is not None and first.day.year <= expected.year:
        return Deadline(first.day, routine.grant, routine.step, first, latest)
    return Deadline(expected, routine.grant, routine.step, None, latest)
