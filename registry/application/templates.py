"""Commands on the national template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from registry.application.desk import Command, Registrar
from registry.domain.template import Node, Template
from registry.domain.values import Act, ServiceType

BPA = Template.id_for(ServiceType.BPA)


def start_template(registrar: Registrar, command: Command) -> int:
    """Begin the template for BPA."""
    return registrar.registry.carry_out(command, lambda act: [Template.start(act, ServiceType.BPA)])


def propose_version(
    registrar: Registrar, command: Command, nodes: Iterable[Node], effective_from: date
) -> int:
    """Put forward the next version, made of the nodes that changed."""
    changed = list(nodes)

    def decide(act: Act) -> list[Template]:
        template = registrar.registry.get(Template, BPA)
        template.propose(act, changed, effective_from)
        return [template]

    return registrar.registry.carry_out(command, decide)


def publish_version(registrar: Registrar, command: Command) -> int:
    """Make the proposed version the national one."""

    def decide(act: Act) -> list[Template]:
        template = registrar.registry.get(Template, BPA)
        template.publish(act)
        return [template]

    return registrar.registry.carry_out(command, decide)
