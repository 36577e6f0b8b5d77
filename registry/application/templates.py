"""Commands on the national template: heard, proposed, approved and published by three, or recalled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.domain.hearing import Hearing
from registry.domain.node import Node
from registry.domain.recall import RecallGround, Wording
from registry.domain.recorded import Recorded
from registry.domain.template import Template
from registry.domain.values import Act, NodeId, ServiceType
from registry.texts import new_salt, reference

BPA = Template.id_for(ServiceType.BPA)


def start_template(registrar: Registrar, command: Command) -> int:
    """Begin the template for BPA."""
    return registrar.registry.carry_out(command, lambda act: [Template.start(act, ServiceType.BPA)])


def open_hearing(
    registrar: Registrar,
    command: Command,
    nodes: Iterable[Node],
    closes_on: date,
    retired: Iterable[NodeId] = (),
) -> tuple[UUID, int]:
    """Ask everybody about the changed nodes until a day; returns the hearing and the position."""
    hearing_id, changed, gone = command.new_id("hearing"), list(nodes), list(retired)

    def decide(act: Act) -> list[Recorded]:
        template = registrar.registry.get(Template, BPA)
        version = template.open_hearing(act, hearing_id, changed, gone, closes_on)
        return [template, Hearing.open(act, hearing_id, version, changed, gone, closes_on)]

    return hearing_id, registrar.registry.carry_out(command, decide)


def propose_version(
    registrar: Registrar,
    command: Command,
    nodes: Iterable[Node],
    effective_from: date,
    retired: Iterable[NodeId] = (),
) -> int:
    """Put forward the next version, made of the nodes that changed and without those that go."""
    changed, gone = list(nodes), list(retired)

    def does(template: Template, act: Act) -> None:
        heard = template.heard
        hearing = registrar.registry.get(Hearing, heard.hearing) if heard else None
        asked_about = hearing.nodes if hearing else set()
        template.propose(act, changed, effective_from, gone, asked_about)

    return registrar.change(command, Template, BPA, does)


def approve_version(registrar: Registrar, command: Command) -> int:
    """Say yes to the proposed version, as the first of two."""
    return registrar.change(command, Template, BPA, Template.approve)


def publish_version(registrar: Registrar, command: Command) -> int:
    """Make the approved version the national one."""
    return registrar.change(command, Template, BPA, Template.publish)


def withdraw_version(registrar: Registrar, command: Command, reason: str) -> int:
    """Take back what waits for approval, or end the hearing."""
    salt = new_salt()

    def decide(act: Act) -> list[Recorded]:
        template = registrar.registry.get(Template, BPA)
        ends = template.withdraw(act, reference(reason, salt))
        changed: list[Recorded] = [template]
        if ends is not None:
            hearing = registrar.registry.get(Hearing, ends)
            hearing.withdraw(act)
            changed.append(hearing)
        registrar.texts.keep(reason, salt)
        return changed

    return registrar.registry.carry_out(command, decide)


def propose_recall(
    registrar: Registrar,
    command: Command,
    node: NodeId,
    versions: list[int],
    ground: RecallGround,
    wording: Wording,
    effective_from: date,
) -> tuple[UUID, int]:
    """Say that a node of published versions is wrong in law; returns the recall and the position."""
    recall = command.new_id("recall")
    position = registrar.change(
        command,
        Template,
        BPA,
        lambda its, act: its.propose_recall(
            act, recall, node, versions, ground, wording, effective_from
        ),
    )
    return recall, position


def recall_node(registrar: Registrar, command: Command, recall: UUID) -> int:
    """Agree to a recall that another put forward."""
    return registrar.change(command, Template, BPA, lambda its, act: its.recall(act, recall))


def withdraw_recall(registrar: Registrar, command: Command, recall: UUID, reason: str) -> int:
    """Take back a recall that nobody has agreed to."""
    return registrar.say(
        command,
        Template,
        BPA,
        reason,
        lambda its, act, ref: its.withdraw_recall(act, recall, ref),
    )
