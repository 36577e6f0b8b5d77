"""Drawing by lot so that the shares come out right: exact quotas in a shuffled order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from registry.demo.nation import TODAY
from registry.domain.supplier import is_organisation_number
from registry.domain.values import OrganisationNumber

T = TypeVar("T")

FRESHNESS = {(1, 44): 78, (45, 120): 14, (190, 320): 8}
"""How many days ago a set of facts was confirmed, and the share in per cent."""


def quotas(random: Random, count: int, shares: Mapping[T, float]) -> list[T]:
    """`count` values in random order, each as often as its share of the whole says."""
    total = sum(shares.values())
    exact = {value: count * share / total for value, share in shares.items()}
    drawn = {value: int(number) for value, number in exact.items()}
    by_rest = sorted(exact, key=lambda value: drawn[value] - exact[value])
    for value in by_rest[: count - sum(drawn.values())]:
        drawn[value] += 1
    values = [value for value, number in drawn.items() for _ in range(number)]
    random.shuffle(values)
    return values


def confirmed_days(random: Random, count: int) -> list[date]:
    """Days on which facts were confirmed, as fresh and as stale as they usually are."""
    spans = quotas(random, count, FRESHNESS)
    return [TODAY - timedelta(days=random.randint(*span)) for span in spans]


def day_between(random: Random, first: date, last: date) -> date:
    """A day from the first to the last, the first one when there is none between."""
    return first + timedelta(days=random.randint(0, max((last - first).days, 0)))


def organisation_numbers(first: int, count: int) -> list[OrganisationNumber]:
    """Valid numbers of the synthetic series, which begin with 3 and belong to nobody."""
    found: list[OrganisationNumber] = []
    stem = first
    while len(found) < count:
        stem += 37
        found += [
            OrganisationNumber(f"{stem}{digit}")
            for digit in range(10)
            if is_organisation_number(f"{stem}{digit}")
        ]
    return found
