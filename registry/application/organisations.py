"""Commands on organisations: who may do what for whom."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.values import Act, MunicipalityNumber, OrganisationNumber


def open_organisation(
    registrar: Registrar,
    command: Command,
    kind: OrganisationKind,
    municipality: MunicipalityNumber | None = None,
    number: OrganisationNumber | None = None,
) -> int:
    """Take an organisation in."""
    return registrar.registry.carry_out(
        command, lambda act: [Organisation.open(act, kind, municipality, number)]
    )


def grant_functions(
    registrar: Registrar,
    command: Command,
    organisation: UUID,
    user: UUID,
    functions: Iterable[Function],
) -> int:
    """Let a person carry out some functions for an organisation."""
    granted = list(functions)

    def decide(act: Act) -> list[Organisation]:
        found = registrar.registry.get(Organisation, organisation)
        for function in granted:
            found.grant(act, user, function)
        return [found]

    return registrar.registry.carry_out(command, decide)
