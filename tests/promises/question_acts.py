"""Asking, answering, correcting, joining and taking back, for the programs that carry out every command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial as do_it
from uuid import UUID

from registry.application import admissions, concessions, questions
from registry.application.desk import Command, Registrar
from registry.domain import question
from registry.domain.concession_refusals import QuestionsClosed, RoundClosed
from registry.domain.errors import RuleBroken
from registry.domain.values import OSLO, AdmissionPolicy, NodeId, Reopen
from tests.scenario import SOLVEIG, TORE, terms
from tests.story import HAMAR, HEARD, announce, command, written

Do = Callable[[UUID, Callable[[Command], object]], Command]
Refusal = tuple[type[RuleBroken], Callable[[], object]]
CAP = NodeId("bpa.admission.cap")
BEGAN = datetime.now(OSLO) - timedelta(days=90)


def one_of_each(registrar: Registrar, do: Do, concession: UUID, supplier: UUID) -> None:
    """Three questions: one is answered and corrected, one is the same, one is taken back."""

    def ask(text: str) -> UUID:
        return do(
            SOLVEIG,
            lambda c: questions.ask_question(registrar, c, concession, supplier, CAP, text),
        ).new_id("question")

    first, second, third = (ask(text) for text in ("Hvor mange?", "Hva er taket?", "Hvorfor?"))
    for by, act in (
        (TORE, lambda c: questions.answer_question(registrar, c, first, "Fire.", amends=False)),
        (TORE, lambda c: questions.correct_answer(registrar, c, first, "Fem.", amends=True)),
        (TORE, lambda c: questions.join_question(registrar, c, second, first)),
        (SOLVEIG, lambda c: questions.withdraw_question(registrar, c, third)),
    ):
        do(by, act)


def refusals(desk: Registrar, concession: UUID, supplier: UUID) -> Iterator[Refusal]:
    """Each is to be tried before the next is asked for: what lies between makes it ready.

    `concession` takes questions, and `supplier` is in none.
    """
    closed = a_closed_round(desk)
    yield RoundClosed, do_it(admissions.apply_for_admission, desk, command(), closed, supplier)
    ask = do_it(questions.ask_question, desk, supplier_id=supplier, node=None, text="Hva?")
    yield QuestionsClosed, do_it(ask, command(), closed)
    first, second = (ask(command(SOLVEIG), concession)[0] for _ in range(2))
    answer = do_it(questions.answer_question, desk, question_id=first, text="Nei.", amends=False)
    correct = do_it(questions.correct_answer, desk, question_id=first, text="Jo.", amends=False)
    join = do_it(questions.join_question, desk)
    yield question.OwnQuestion, do_it(answer, command(SOLVEIG))
    yield question.NothingToCorrect, do_it(correct, command(TORE))
    yield question.NotTheSame, do_it(join, command(TORE), second, second)
    answer(command(TORE))
    yield question.AlreadyAnswered, do_it(answer, command(TORE))
    questions.withdraw_question(desk, command(SOLVEIG), second)
    yield question.QuestionWithdrawn, do_it(join, command(TORE), second, first)


def a_closed_round(desk: Registrar) -> UUID:
    """Published three months ago, with one deadline."""
    its = terms(policy=AdmissionPolicy.CLOSED_ROUND, reopen=Reopen.NO)
    wanted = written(its, policy="Én runde.", reopen="Én runde.")
    sent, _ = concessions.send_concession_for_approval(
        desk, command(SOLVEIG, at=BEGAN), [HAMAR], wanted, BEGAN.date(), HEARD, short_form=False
    )  # fmt: skip
    concessions.publish_concession(desk, command(TORE, at=BEGAN), sent)
    announce(desk, command(SOLVEIG, at=BEGAN), sent)
    return sent
