"""Who can sign in to the demo, and what they may do there."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from registry.demo.nation import Person, PlannedSupplier, Words
from registry.demo.sources import read
from registry.demo.units import units
from registry.domain.organisation import Function, OrganisationKind
from registry.domain.values import MunicipalityNumber, OrganisationNumber


def people(suppliers: list[PlannedSupplier]) -> list[Person]:
    """Everybody in people.yaml, with the organisation number of the supplier they belong to."""
    number_of = {each.name: each.number for each in suppliers}
    return [person(entry, number_of) for entry in read("people.yaml")["people"]]


def person(entry: dict[str, Any], number_of: dict[str, OrganisationNumber]) -> Person:
    """One person with the functions of the role."""
    role = dict(read("people.yaml")["roles"][entry["role"]])
    functions = tuple(map(Function, role.pop("functions")))
    kind, municipality, number = where(entry, number_of)
    return Person(
        sub=uuid5(NAMESPACE_URL, f"frittvalg:/person/{entry['name']}").hex,
        name=entry["name"],
        kind=kind,
        municipality=municipality,
        number=number,
        functions=functions,
        what=Words(**role),
    )


def where(
    entry: dict[str, Any], number_of: dict[str, OrganisationNumber]
) -> tuple[OrganisationKind | None, MunicipalityNumber | None, OrganisationNumber | None]:
    """The organisation a person works in, by what the entry names of it; nowhere when it names none."""
    if "unit" in entry:
        unit = units()[entry["unit"]]
        return unit.kind, unit.municipality, unit.number
    if "municipality" in entry:
        return OrganisationKind.MUNICIPALITY, MunicipalityNumber(entry["municipality"]), None
    if "supplier" in entry:
        return OrganisationKind.SUPPLIER, None, number_of[entry["supplier"]]
    if "number" in entry:
        return OrganisationKind.SUPPLIER, None, entry["number"]
    return (OrganisationKind.STEWARD if entry.get("steward", True) else None), None, None
