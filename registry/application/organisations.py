"""Commands on organisations: who may do what for whom, and who is invited to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.domain.errors import RuleBroken
from registry.domain.organisation import INVITED_DAYS, Organisation
from registry.domain.roles import Function, OrganisationKind
from registry.domain.values import Act, CountyNumber, MunicipalityNumber, OrganisationNumber
from registry.texts import new_salt


class OrganisationThere(RuleBroken):
    """It is in the registry already."""

    code = "organisation-there"


def open_organisation(
    registrar: Registrar,
    command: Command,
    kind: OrganisationKind,
    municipality: MunicipalityNumber | None = None,
    number: OrganisationNumber | None = None,
    name: str | None = None,
    counties: list[CountyNumber] | None = None,
) -> int:
    """Take an organisation in. Raises OrganisationThere.

    `name` is what it is called where neither a municipality nor a supplier says so.
    """
    salt, its_id = new_salt(), Organisation.id_for(kind, municipality, number)

    def decide(act: Act) -> list[Organisation]:
        if registrar.registry.find(Organisation, its_id):
            raise OrganisationThere
        opened = Organisation.open(act, kind, municipality, number, counties)
        if name:
            opened.call_it(act, registrar.texts.keep(name, salt))
        return [opened]

    return registrar.registry.carry_out(command, decide)


def grant_functions(
    registrar: Registrar,
    command: Command,
    organisation: UUID,
    user: UUID,
    functions: Iterable[Function],
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> int:
    """Let a person carry out some functions for an organisation, from a day until before another."""
    granted = list(functions)

    def rule(its: Organisation, act: Act) -> None:
        for function in granted:
            its.grant(act, user, function, valid_from, valid_to)

    return registrar.change(command, Organisation, organisation, rule)


def withdraw_functions(
    registrar: Registrar,
    command: Command,
    organisation: UUID,
    user: UUID,
    functions: Iterable[Function],
) -> int:
    """A person no longer carries out some functions, from this moment."""
    withdrawn = list(functions)

    def rule(its: Organisation, act: Act) -> None:
        for function in withdrawn:
            its.withdraw(act, user, function)

    return registrar.change(command, Organisation, organisation, rule)


def invite(
    registrar: Registrar,
    command: Command,
    organisation: UUID,
    functions: Iterable[Function],
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> tuple[UUID, int]:
    """Invite somebody who is not here yet; returns the invitation's id and the position."""
    invitation, offered = command.new_id("invitation"), list(functions)
    position = registrar.change(
        command,
        Organisation,
        organisation,
        lambda its, act: its.invite(act, invitation, offered, valid_from, valid_to),
    )
    return invitation, position


def code_of(registrar: Registrar, organisation: UUID, invitation: UUID) -> str:
    """The code of an invitation. It can be read once, here and now; asked again it is another."""
    return registrar.invitations.issue(organisation, invitation, INVITED_DAYS)


def take_invitation(
    registrar: Registrar, command: Command, organisation: UUID, invitation: UUID
) -> int:
    """Whoever has shown the code gets what it was for; the code then works no more."""
    position = registrar.change(
        command, Organisation, organisation, lambda its, act: its.take_invitation(act, invitation)
    )
    registrar.invitations.forget(invitation)
    return position


def withdraw_invitation(
    registrar: Registrar, command: Command, organisation: UUID, invitation: UUID
) -> int:
    """The code no longer works."""
    registrar.invitations.forget(invitation)
    return registrar.change(
        command,
        Organisation,
        organisation,
        lambda its, act: its.withdraw_invitation(act, invitation),
    )
