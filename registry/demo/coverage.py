"""Who offers what: which municipalities are in a concession, and what the others state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from registry.demo.draw import quotas
from registry.demo.nation import PlannedMunicipality, Words
from registry.demo.sources import Place, places, read, told
from registry.domain.values import ChoiceKind, MunicipalityNumber

REGISTERED_ON = date(2024, 1, 3)
"""The registry took all municipalities in on one day."""

OWN_CONCESSIONS = {"medium": 37, "small": 13}
"""How many have a concession of their own. All big ones and towns do; very small ones when told."""

STATED = {
    "medium": {ChoiceKind.OWN_ONLY: 16, ChoiceKind.SINGLE_PURCHASE: 4},
    "small": {
        ChoiceKind.NONE: 9,
        ChoiceKind.OWN_ONLY: 28,
        ChoiceKind.SINGLE_PURCHASE: 7,
        ChoiceKind.OWN_EMPLOYER: 4,
        ChoiceKind.UNKNOWN: 1,
    },
    "very_small": {
        ChoiceKind.NONE: 50,
        ChoiceKind.OWN_ONLY: 18,
        ChoiceKind.SINGLE_PURCHASE: 7,
        ChoiceKind.OWN_EMPLOYER: 5,
        ChoiceKind.UNKNOWN: 3,
    },
}
"""What the rest state, told ones aside."""

OWN_UNITS_WITH_CHOICE = 150
"""Municipalities with choice that also run a provision of their own, told ones aside."""


@dataclass(frozen=True)
class Coverage:
    """Members of each concession with the lead first, and what everybody else states."""

    concessions: list[tuple[MunicipalityNumber, ...]]
    stated: dict[MunicipalityNumber, ChoiceKind]
    own_units: list[MunicipalityNumber]


def coverage(random: Random) -> Coverage:
    """Draw who offers what."""
    concessions = told_concessions()
    concessions += [tuple(map(MunicipalityNumber, group)) for group in read("map.yaml")["joint"]]
    concessions += own_concessions(random, {number for group in concessions for number in group})
    covered = {number for group in concessions for number in group}
    stated = statements(random, covered)
    return Coverage(concessions, stated, own_units(random, covered, stated))


def told_concessions() -> list[tuple[MunicipalityNumber, ...]]:
    """The concessions of municipalities.yaml."""
    return [
        (number, *map(MunicipalityNumber, entry["concession"].get("members", ())))
        for number, entry in told().items()
        if "concession" in entry
    ]


def own_concessions(
    random: Random, taken: set[MunicipalityNumber]
) -> list[tuple[MunicipalityNumber, ...]]:
    """Every big one and town not yet covered, and a draw among the medium and small."""
    free = [p for p in places().values() if p.number not in taken and p.number not in told()]
    chosen = [p.number for p in free if p.size in ("big", "town")]
    for size, count in OWN_CONCESSIONS.items():
        chosen += random.sample(of_size(free, size), count)
    return [(number,) for number in chosen]


def statements(
    random: Random, covered: set[MunicipalityNumber]
) -> dict[MunicipalityNumber, ChoiceKind]:
    """What each municipality outside the concessions says it has."""
    stated = {
        number: ChoiceKind(entry["stated"]) for number, entry in told().items() if "stated" in entry
    }
    free = [p for p in places().values() if p.number not in covered and p.number not in stated]
    for size, shares in STATED.items():
        numbers = of_size(free, size)
        stated.update(zip(numbers, quotas(random, len(numbers), shares), strict=True))
    return stated


def own_units(
    random: Random,
    covered: set[MunicipalityNumber],
    stated: dict[MunicipalityNumber, ChoiceKind],
) -> list[MunicipalityNumber]:
    """Who runs BPA itself: all that offer only that, and most of those with a choice."""
    units = {number for number, entry in told().items() if "own" in entry}
    units |= {number for number, kind in stated.items() if kind is ChoiceKind.OWN_ONLY}
    others = sorted(covered - units)
    units |= set(random.sample(others, OWN_UNITS_WITH_CHOICE))
    units |= {number for number, kind in stated.items() if kind is ChoiceKind.SINGLE_PURCHASE}
    return sorted(units)


def of_size(candidates: list[Place], size: str) -> list[MunicipalityNumber]:
    """The numbers of those of one size."""
    return [place.number for place in candidates if place.size == size]


def municipalities(stated: dict[MunicipalityNumber, ChoiceKind]) -> list[PlannedMunicipality]:
    """All municipalities as the registry holds them."""
    return [municipality(place, stated.get(place.number)) for place in places().values()]


def municipality(place: Place, stated: ChoiceKind | None) -> PlannedMunicipality:
    """One municipality as the registry holds it."""
    entry = told().get(place.number, {})
    digits = place.number
    return PlannedMunicipality(
        number=place.number,
        language=place.language,
        registered_on=REGISTERED_ON,
        stated=None if stated is ChoiceKind.UNKNOWN else stated,
        phone=entry.get("phone", f"00 13 {digits[:2]} {digits[2:]}"),
        mailbox=entry.get("mailbox", f"bpa@kommune-{place.number}.example"),
        story=Words(**entry["story"]) if entry else None,
    )
