"""Districts, an ordering unit and others in the demo: their duties, and the complaints that are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.application import complaints, municipalities, organisations
from registry.application.desk import Command, Registrar
from registry.demo.sources import read
from registry.domain.complaints import first_day_after
from registry.domain.organisation import Organisation
from registry.domain.roles import Duty, OrganisationKind
from registry.domain.values import (
    ComplaintOutcome,
    CountyNumber,
    MunicipalityNumber,
    OrganisationNumber,
)

On = Callable[[date], Command]
"""Makes a command on a day."""
COUNTED_AFTER = timedelta(days=20)
"""So long after a quarter its complaints are counted."""


@dataclass(frozen=True)
class Unit:
    """An organisation that is neither a municipality nor a supplier."""

    kind: OrganisationKind
    municipality: MunicipalityNumber | None
    number: OrganisationNumber
    name: str
    counties: list[CountyNumber]

    @property
    def id(self) -> UUID:
        return Organisation.id_for(self.kind, self.municipality, self.number)


def units() -> dict[str, Unit]:
    """All of them, by what the files call them."""
    return {key: _unit(entry) for key, entry in read("units.yaml")["organisations"].items()}


def _unit(entry: dict[str, Any]) -> Unit:
    return Unit(
        OrganisationKind(entry["kind"]),
        MunicipalityNumber(entry["municipality"]) if "municipality" in entry else None,
        OrganisationNumber(entry["number"]),
        entry["name"],
        [CountyNumber(county) for county in entry.get("counties", [])],
    )


def open_units(its: Registrar, on: On, day: date) -> None:
    """Take them in."""
    for unit in units().values():
        organisations.open_organisation(
            its, on(day), unit.kind, unit.municipality, unit.number, unit.name, unit.counties
        )


def hand_over(its: Registrar, on: On) -> None:
    """Give each the duties it carries out for others."""
    for entry in read("units.yaml")["mandates"]:
        number, begins = MunicipalityNumber(entry["municipality"]), entry["from"]
        town = Organisation.id_for(OrganisationKind.MUNICIPALITY, number)
        municipalities.grant_mandate(
            its,
            replace(on(begins), on_behalf_of=town),
            number,
            Duty(entry["duty"]),
            units()[entry["to"]].id,
            begins,
            keeps=entry["keeps"],
        )


def count(its: Registrar, on: On) -> None:
    """What the county governors have counted."""
    for entry in read("units.yaml")["complaints"]:
        governor, year = units()[entry["governor"]].id, entry["year"]
        for quarter, numbers in entry["quarters"].items():
            day = first_day_after(year, quarter) + COUNTED_AFTER
            complaints.count_complaints(
                its,
                replace(on(day), on_behalf_of=governor),
                governor,
                MunicipalityNumber(entry["municipality"]),
                year,
                quarter,
                dict(zip(ComplaintOutcome, numbers, strict=True)),
            )


def deciding(municipality: MunicipalityNumber, day: date, turn: int) -> UUID | None:
    """The district that made a decision, by turns with the municipality itself; None where it did."""
    mandates = read("units.yaml")["mandates"]
    districts = [
        units()[each["to"]]
        for each in mandates
        if each["municipality"] == municipality and each["duty"] == "decides" and each["from"] < day
    ]
    chosen = [*districts, None][turn % (len(districts) + 1)]
    return chosen.id if chosen else None
