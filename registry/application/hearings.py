"""Commands on a hearing: what people say of a proposed version, and what the stewards make of it."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from registry.application.desk import Command, Registrar
from registry.domain.hearing import AsideGround, Audience, Hearing
from registry.domain.values import Act, NodeId, TextRef
from registry.texts import new_salt, reference

ANYBODY = uuid5(NAMESPACE_URL, "frittvalg:/user/anybody")
"""The actor of what people say without an account: nobody asks who they are."""


def receive_remark(
    registrar: Registrar,
    command: Command,
    hearing_id: UUID,
    audience: Audience,
    node: NodeId | None,
    text: str,
) -> tuple[UUID, int]:
    """Take in what somebody thinks of a node, or of the whole; returns its id and the position."""
    remark, salt = command.new_id("remark"), new_salt()

    def decide(act: Act) -> list[Hearing]:
        hearing = registrar.registry.get(Hearing, hearing_id)
        hearing.receive(act, remark, audience, node, reference(text, salt))
        registrar.texts.keep(text, salt)
        return [hearing]

    return remark, registrar.registry.carry_out(command, decide, scarce=hearing_id)


def publish_remark(registrar: Registrar, command: Command, hearing_id: UUID, remark: UUID) -> int:
    """Let everybody read it: it describes no person."""
    return registrar.change(command, Hearing, hearing_id, lambda its, act: its.publish(act, remark))


def set_remark_aside(
    registrar: Registrar, command: Command, hearing_id: UUID, remark: UUID, ground: AsideGround
) -> int:
    """Keep it back. What describes a person is also taken away where it stands."""

    def decide(act: Act) -> list[Hearing]:
        hearing = registrar.registry.get(Hearing, hearing_id)
        hearing.set_aside(act, remark, ground)
        if ground is AsideGround.DESCRIBES_A_PERSON:
            registrar.texts.forget(TextRef(hearing.texts[str(remark)]))
        return [hearing]

    return registrar.registry.carry_out(command, decide)


def answer_remark(
    registrar: Registrar, command: Command, hearing_id: UUID, remark: UUID, text: str
) -> int:
    """Answer in public."""
    return registrar.say(
        command, Hearing, hearing_id, text, lambda its, act, ref: its.answer(act, remark, ref)
    )
