"""What an hour of assistance costs a supplier at the very least, line by line.

The sum is a lower bound: paid hours are taken to be delivered hours, and meetings, training and
administration cost nothing unless somebody says so. Money is in øre, shares are in basis points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from registry.domain.sources import ASSUMPTION, Source

WHOLE = 10_000


class Week(Enum):
    """Full time, in hours a week: the shorter one is for shift work."""

    H375 = "37.5"
    H355 = "35.5"


class Cost(Enum):
    """The lines of the sum, in its order."""

    WAGE = "wage"
    EVENING = "evening"
    WEEKEND = "weekend"
    SICK_PAY = "sick_pay"
    HOLIDAY_PAY = "holiday_pay"
    PENSION = "pension"
    CONTRIBUTION = "contribution"
    ADMINISTRATION = "administration"


@dataclass(frozen=True)
class Wages:
    """The lowest wage an hour of a collective agreement, by full time and years of seniority."""

    since: date
    ladder: Mapping[Week, Mapping[int, int]]
    source: Source

    def lowest(self, week: Week, years: int) -> int:
        """The step that somebody with these years stands on."""
        steps = self.ladder[week]
        return steps[max(step for step in steps if step <= years)]


@dataclass(frozen=True)
class Supplements:
    """What is paid on top for an hour in the evening or at night, and at weekends."""

    since: date
    evening: int
    weekend: int
    source: Source


@dataclass(frozen=True)
class Zones:
    """The employer's contribution to the national insurance, by zone."""

    since: date
    shares: Mapping[str, int]
    source: Source


@dataclass(frozen=True)
class Share:
    """A share with where it comes from."""

    share: int
    source: Source


@dataclass(frozen=True)
class WageRules:
    """Everything that is looked up, as it holds on one day."""

    wages: Wages
    supplements: Supplements
    zones: Zones
    holiday_pay: Share
    pension: Share


@dataclass(frozen=True)
class Case:
    """What has to be assumed. The defaults are set so low that the sum is never too high."""

    zone: str = "V"
    week: Week = Week.H375
    years: int = 0
    evening: int = 1_500
    """Share of the hours in the evening or at night."""
    weekend: int = 1_500
    sick: int = 100
    """Share of the hours that the employer pays sick pay for."""
    administration: int = 0
    """Øre an hour: an adviser, training, meetings, recruitment."""


@dataclass(frozen=True)
class Line:
    """One line: a share of an amount."""

    cost: Cost
    share: int
    of: int
    source: Source

    @property
    def amount(self) -> int:
        return part(self.of, self.share)


def least_cost(rules: WageRules, case: Case, covers: Iterable[Cost] = tuple(Cost)) -> list[Line]:
    """The lines of the sum, of what a price covers. KeyError for a zone that is not there."""
    known, covered = rules.supplements, set(covers)
    lines = _covered(
        [
            Line(Cost.WAGE, WHOLE, rules.wages.lowest(case.week, case.years), rules.wages.source),
            Line(Cost.EVENING, case.evening, known.evening, known.source),
            Line(Cost.WEEKEND, case.weekend, known.weekend, known.source),
        ],
        covered,
    )
    lines += _covered([Line(Cost.SICK_PAY, case.sick, total(lines), ASSUMPTION)], covered)
    paid = total(lines)
    lines += _covered(
        [
            Line(Cost.HOLIDAY_PAY, rules.holiday_pay.share, paid, rules.holiday_pay.source),
            Line(Cost.PENSION, rules.pension.share, paid, rules.pension.source),
        ],
        covered,
    )
    return lines + _covered(
        [
            Line(
                Cost.CONTRIBUTION, rules.zones.shares[case.zone], total(lines), rules.zones.source
            ),
            Line(Cost.ADMINISTRATION, WHOLE, case.administration, ASSUMPTION),
        ],
        covered,
    )


def total(lines: Iterable[Line]) -> int:
    """Øre an hour."""
    return sum(line.amount for line in lines)


def part(amount: int, share: int) -> int:
    """A share of an amount, rounded half up."""
    return (amount * share + WHOLE // 2) // WHOLE


def _covered(lines: list[Line], covers: set[Cost]) -> list[Line]:
    return [line for line in lines if line.cost in covers]
