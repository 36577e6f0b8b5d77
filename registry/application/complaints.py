"""Commands on complaint numbers: county governors count, and correct what they counted."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.domain.complaints import Complaints
from registry.domain.errors import NotFound
from registry.domain.municipality import Municipality
from registry.domain.organisation import Organisation
from registry.domain.values import Act, ComplaintOutcome, CountyNumber, MunicipalityNumber


def count_complaints(
    registrar: Registrar,
    command: Command,
    governor: UUID,
    municipality: MunicipalityNumber,
    year: int,
    quarter: int,
    numbers: Mapping[ComplaintOutcome, int],
) -> int:
    """Say how many complaints ended in each way in a quarter; returns the case log's position.

    Raises QuarterNotOver, or NotFound for a municipality in another's county.
    """
    counties = registrar.registry.get(Organisation, governor).counties
    registrar.registry.get(Municipality, Municipality.id_for(municipality))
    if CountyNumber(municipality[:2]) not in counties:
        raise NotFound(municipality)
    its_id = Complaints.id_for(municipality, year, quarter)

    def decide(act: Act) -> list[Complaints]:
        found = registrar.cases.find(Complaints, its_id)
        its = found or Complaints.open(act, municipality, year, quarter)
        its.count(act, numbers)
        return [its]

    return registrar.cases.carry_out(command, decide)
