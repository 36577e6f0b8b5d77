"""The suppliers, national facts included, and the municipalities' own provision."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from registry.demo.draw import confirmed_days, day_between, organisation_numbers
from registry.demo.facts import budget_of, own_character, support_of, wages_of
from registry.demo.nation import PlannedSupplier
from registry.demo.sources import places, read, told
from registry.domain.values import (
    Language,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
)

FIRST_OPENED = date(2024, 1, 8)
LAST_OPENED = date(2024, 1, 26)
"""Suppliers registered in the registry's first weeks."""

PRIVATE_SERIES = 31_300_000
OWN_SERIES = 35_700_000


def private_suppliers(random: Random) -> list[PlannedSupplier]:
    """The 64 of suppliers.yaml."""
    entries = read("suppliers.yaml")
    numbers = organisation_numbers(PRIVATE_SERIES, len(entries))
    days = confirmed_sets(random, len(entries))
    return [
        supplier(random, number, entry, None, confirmed)
        for number, entry, confirmed in zip(numbers, entries, days, strict=True)
    ]


def own_provision(random: Random, units: list[MunicipalityNumber]) -> list[PlannedSupplier]:
    """One unit for each municipality that runs BPA itself."""
    numbers = organisation_numbers(OWN_SERIES, len(units))
    days = confirmed_sets(random, len(units))
    return [
        supplier(random, number, own_entry(random, unit), unit, confirmed)
        for number, unit, confirmed in zip(numbers, units, days, strict=True)
    ]


def own_entry(random: Random, unit: MunicipalityNumber) -> dict[str, Any]:
    """A municipality's own provision in the form of suppliers.yaml."""
    place = places()[unit]
    entry: dict[str, Any] = {
        "kind": "own_provision",
        "language": place.language.value,
        "name": f"{place.name} kommune, BPA",
    }
    own = told().get(unit, {}).get("own")
    return entry | (own or {"character": own_character(random)})


def confirmed_sets(random: Random, count: int) -> list[list[date]]:
    """A day for each of the three sets of facts of each supplier."""
    days = confirmed_days(random, count * 3)
    return [days[3 * index : 3 * index + 3] for index in range(count)]


def supplier(
    random: Random,
    number: OrganisationNumber,
    entry: dict[str, Any],
    municipality: MunicipalityNumber | None,
    confirmed: list[date],
) -> PlannedSupplier:
    """One supplier with its three sets of facts."""
    character, language = entry["character"], Language(entry["language"])
    return PlannedSupplier(
        number=number,
        kind=SupplierKind(entry["kind"]),
        name=entry["name"],
        municipality=municipality,
        owner_group=entry.get("owner_group"),
        registered_on=day_between(random, FIRST_OPENED, LAST_OPENED),
        presentation=entry.get("presentation"),
        language=language,
        wages=wages_of(character, random),
        wages_on=confirmed[0],
        budget=budget_of(character, random),
        budget_on=confirmed[1],
        support=support_of(character, language, random),
        support_on=confirmed[2],
    )
