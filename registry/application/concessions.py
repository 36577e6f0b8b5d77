"""Commands on concessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.application.templates import BPA
from registry.domain.concession import Concession
from registry.domain.errors import RuleBroken
from registry.domain.template import Template, national_values
from registry.domain.terms import Terms
from registry.domain.values import Act, MunicipalityNumber, NodeId
from registry.texts import reference


class NoTemplate(RuleBroken):
    """There is no published template to start from yet."""

    code = "no-template"


def send_concession_for_approval(
    registrar: Registrar,
    command: Command,
    members: list[MunicipalityNumber],
    terms: Terms,
    reasons: Mapping[NodeId, str],
    starts_on: date,
    *,
    short_form: bool,
) -> tuple[UUID, int]:
    """Send a finished draft to another person; returns the concession's id and the position."""
    concession_id = command.new_id("concession")
    salt = command.id.bytes
    refs = {node: reference(body, salt) for node, body in reasons.items()}

    def decide(act: Act) -> list[Concession]:
        template = registrar.registry.get(Template, BPA)
        if template.content_hash is None:
            raise NoTemplate
        concession = Concession.send_for_approval(
            act,
            concession_id,
            members,
            template.version_number,
            template.content_hash,
            national_values(template.nodes),
            terms,
            refs,
            starts_on,
            short_form,
        )
        registrar.texts.keep_all([(body, salt) for body in reasons.values()])
        return [concession]

    return concession_id, registrar.registry.carry_out(command, decide)


def send_concession_back(
    registrar: Registrar, command: Command, concession_id: UUID, reason: str
) -> int:
    """Say what must be changed first."""
    salt = command.id.bytes

    def decide(act: Act) -> list[Concession]:
        concession = registrar.registry.get(Concession, concession_id)
        concession.send_back(act, reference(reason, salt))
        registrar.texts.keep(reason, salt)
        return [concession]

    return registrar.registry.carry_out(command, decide)


def publish_concession(registrar: Registrar, command: Command, concession_id: UUID) -> int:
    """Approve and publish what another person sent in."""

    def decide(act: Act) -> list[Concession]:
        concession = registrar.registry.get(Concession, concession_id)
        concession.publish(act)
        return [concession]

    return registrar.registry.carry_out(command, decide)
