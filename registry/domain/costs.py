"""What schemes cost a municipality in a year: gross, after the grant, after what they replace.

Nothing here is about a person: groups of schemes are typed for the sum and forgotten. Money is in
øre, shares are in basis points, hours are a week.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from registry.domain.sources import Source
from registry.domain.thresholds import WEEKS
from registry.domain.wage_floor import WHOLE, part


@dataclass(frozen=True)
class Group:
    """Schemes of about the same size: so many hours a week each."""

    hours: int
    schemes: int
    supplement: int = 0
    """Øre an hour on top of the rate, for competence or waking nights."""
    over_age: int = 0
    """So many of them are for people whom the grant does not cover."""

    @property
    def hours_a_year(self) -> int:
        return self.hours * self.schemes * WEEKS

    @property
    def covered(self) -> int:
        return max(self.schemes - self.over_age, 0)


@dataclass(frozen=True)
class Prices:
    """What the municipality pays an hour, and the shares of the hours that supplements hold for."""

    rate: int
    evening: int = 0
    evening_share: int = 0
    weekend: int = 0
    weekend_share: int = 0


class Gross(Enum):
    """The kinds of gross lines."""

    RATE = "rate"
    CATEGORY = "category"
    EVENING = "evening"
    WEEKEND = "weekend"


@dataclass(frozen=True)
class Amount:
    """One gross line: hours a year, a share of them, øre for each."""

    kind: Gross
    hours: int
    price: int
    share: int = WHOLE
    group: Group | None = None

    @property
    def amount(self) -> int:
        return part(self.hours * self.price, self.share)


@dataclass(frozen=True)
class GrantRule:
    """The grant for services that cost very much, as it was in one claim year.

    A claim is about the wages of the year before. `share` is of what is above the threshold.
    """

    year: int
    threshold: int
    share: int
    age: int
    source: Source
    other_share: int | None = None
    """What another source says of the share in this year."""


@dataclass(frozen=True)
class Grant:
    """What a group's schemes would give: direct wages in a year, for each scheme and altogether."""

    group: Group
    wages: int
    above: int
    each: int

    @property
    def amount(self) -> int:
        return self.each * self.group.covered


def gross(groups: Iterable[Group], prices: Prices) -> list[Amount]:
    """Every line that costs something."""
    its = list(groups)
    hours = sum(group.hours_a_year for group in its)
    lines = [
        line
        for group in its
        for line in (
            Amount(Gross.RATE, group.hours_a_year, prices.rate, group=group),
            Amount(Gross.CATEGORY, group.hours_a_year, group.supplement, group=group),
        )
    ] + [
        Amount(Gross.EVENING, hours, prices.evening, prices.evening_share),
        Amount(Gross.WEEKEND, hours, prices.weekend, prices.weekend_share),
    ]
    return [line for line in lines if line.amount]


def grant(group: Group, wage: int, rule: GrantRule) -> Grant:
    """What one group gives when a scheme's hours cost `wage` øre each in direct wages."""
    wages = group.hours * WEEKS * wage
    above = max(wages - rule.threshold, 0)
    return Grant(group, wages, above, part(above, rule.share))


def hours_at_threshold(wage: int, rule: GrantRule) -> int:
    """The whole hours a week from which a scheme gives any grant at all; 0 without a wage."""
    return rule.threshold // (wage * WEEKS) + 1 if wage else 0


def replaced(hours: int, price: int, face_to_face: int) -> int:
    """What an hour less with other services saves a year.

    `hours` are a week with the person; the service works more than that, since only the share
    `face_to_face` of its time is spent there.
    """
    return hours * WEEKS * price * WHOLE // face_to_face
