"""What of the yearly figures may be shown, so that nobody in a small municipality can be found in them.

The rule of the registry: half-yearly, rounded to five, a base of at least ten, no cell that holds all,
and zero is as small as four. What is left out cannot be computed from what is shown: parts whose sum
is shown are shown all together or not at all, and a total over municipalities is made of what is
shown and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from registry.domain.small_numbers import BASE, STEP, rounded
from registry.domain.yearly import BANDS, NAMES, YearlyNumbers

SMALL = STEP
"""Fewer than this is small, and zero is as small as four."""
WHOLES = ("users", "applications", "decisions")
PARTS = {
    "own_provision": "users",
    "next_of_kin": "users",
    "fast_track": "applications",
    "complaints": "decisions",
}
"""What each is a part of, or is held against: the whole is its base."""
MEDIANS = {"days_to_decision": "decisions", "days_to_start": "decisions"}
"""What each is made from."""


@dataclass(frozen=True)
class Shown:
    """`values` are rounded; `left_out` was said, but may not be shown; the rest nobody said."""

    values: dict[str, int]
    left_out: set[str]


@dataclass(frozen=True)
class Summed:
    """A number over some municipalities: the sum of what is shown, the middle one for medians."""

    value: int
    municipalities: int


def shown(numbers: YearlyNumbers) -> Shown:
    """What may be shown of one municipality's figures, rounded."""
    said = {name: value for name in NAMES if (value := getattr(numbers, name)) is not None}
    may = {name for name in said if _may_show(name, said)}
    return Shown({name: rounded(said[name]) for name in may}, set(said) - may)


def totals(municipalities: Iterable[Shown]) -> dict[str, Summed]:
    """Over municipalities, from what is shown alone. A number that is shown nowhere is not there."""
    every = [each.values for each in municipalities]
    found = {}
    for name in NAMES:
        values = [its[name] for its in every if name in its]
        if values:
            over_all = median_low(values) if name in MEDIANS else sum(values)
            found[name] = Summed(over_all, len(values))
    return found


def shown_from(day: date) -> date:
    """The first half-year after a day: until then nothing that was said on it is seen."""
    return date(day.year, 7, 1) if day.month < 7 else date(day.year + 1, 1, 1)


def _may_show(name: str, said: dict[str, int]) -> bool:
    if name in WHOLES:
        return said[name] >= BASE
    if name in MEDIANS:
        return said.get(MEDIANS[name], 0) >= BASE
    if name in BANDS:
        return said.get("users", 0) >= BASE and all(said.get(each, 0) >= SMALL for each in BANDS)
    whole = said.get(PARTS[name], 0)
    return whole >= BASE and SMALL <= said[name] <= whole - SMALL
