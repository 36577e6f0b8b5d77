"""Who can sign in to the demo, and what they may do there."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from registry.demo.nation import Person, PlannedSupplier, Words
from registry.demo.sources import read
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
    number = number_of[entry["supplier"]] if "supplier" in entry else entry.get("number")
    return Person(
        sub=uuid5(NAMESPACE_URL, f"frittvalg:/person/{entry['name']}").hex,
        name=entry["name"],
        kind=kind_of(entry, number),
        municipality=MunicipalityNumber(entry["municipality"]) if "municipality" in entry else None,
        number=number,
        functions=functions,
        what=Words(**role),
    )


def kind_of(entry: dict[str, Any], number: OrganisationNumber | None) -> OrganisationKind:
    """A municipality, a supplier, or the steward when it is neither."""
    if "municipality" in entry:
        return OrganisationKind.MUNICIPALITY
    return OrganisationKind.SUPPLIER if number else OrganisationKind.STEWARD
