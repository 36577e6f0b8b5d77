"""Commands on questions: suppliers ask about a concession, its municipality answers for everybody."""

from __future__ import annotations

from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.application.templates import BPA
from registry.domain.concession import Concession
from registry.domain.deviation import UnknownNode, fold
from registry.domain.question import Question
from registry.domain.recorded import Recorded
from registry.domain.supplier import Supplier
from registry.domain.template import Template
from registry.domain.values import OSLO, Act, NodeId
from registry.texts import new_salt, reference


def ask_question(
    registrar: Registrar,
    command: Command,
    concession_id: UUID,
    supplier_id: UUID,
    node: NodeId | None,
    text: str,
) -> tuple[UUID, int]:
    """A supplier asks about a clause, or the whole; returns the question's id and the position.

    Raises UnknownNode where the concession's document does not have the clause.
    """
    question_id, salt = command.new_id("question"), new_salt()

    def decide(act: Act) -> list[Question]:
        registrar.registry.get(Supplier, supplier_id)
        concession = registrar.registry.get(Concession, concession_id)
        concession.must_take_questions(act.day)
        if node is not None and node not in _clauses(registrar, concession, act):
            raise UnknownNode(node)
        ref = reference(text, salt)
        question = Question.ask(act, question_id, concession_id, supplier_id, node, ref)
        registrar.texts.keep(text, salt)
        return [question]

    return question_id, registrar.registry.carry_out(command, decide)


def answer_question(
    registrar: Registrar, command: Command, question_id: UUID, text: str, *, amends: bool
) -> int:
    """Answer for everybody. `amends`: the terms are to say something else from now on.

    One that comes too late for the deadline moves it.
    """
    salt = new_salt()

    def decide(act: Act) -> list[Recorded]:
        question = registrar.registry.get(Question, question_id)
        concession = registrar.registry.get(Concession, question.concession)
        question.answer(act, reference(text, salt), amends=amends)
        concession.answered(act, question.created_on.astimezone(OSLO).date())
        registrar.texts.keep(text, salt)
        return [question, concession]

    return registrar.registry.carry_out(command, decide)


def correct_answer(
    registrar: Registrar, command: Command, question_id: UUID, text: str, *, amends: bool
) -> int:
    """Answer anew. Everybody sees that it is a correction."""
    return registrar.say(
        command,
        Question,
        question_id,
        text,
        lambda its, act, ref: its.correct(act, ref, amends=amends),
    )


def join_question(registrar: Registrar, command: Command, question_id: UUID, other: UUID) -> int:
    """Say that a question is the same as another: the other's answer counts for both."""

    def decide(act: Act) -> list[Question]:
        question = registrar.registry.get(Question, question_id)
        question.join(act, registrar.registry.get(Question, other))
        return [question]

    return registrar.registry.carry_out(command, decide)


def withdraw_question(registrar: Registrar, command: Command, question_id: UUID) -> int:
    """Who asked takes it back before anybody has answered."""

    def decide(act: Act) -> list[Question]:
        question = registrar.registry.get(Question, question_id)
        joined = question.joined_to
        question.withdraw(act, registrar.registry.find(Question, joined) if joined else None)
        return [question]

    return registrar.registry.carry_out(command, decide)


def _clauses(registrar: Registrar, concession: Concession, act: Act) -> set[NodeId]:
    """The clauses of the document that holds today, the municipality's own among them."""
    held = concession.held_on(act.day)
    basis = registrar.registry.get(Template, BPA).basis(held.template_version)
    return {clause.id for clause in fold(basis.nodes, held.changes) if clause.applies}
