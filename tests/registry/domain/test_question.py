"""One supplier asks, everybody reads the answer, and who asked decides nothing about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from registry.domain.question import (
    AlreadyAnswered,
    NothingToCorrect,
    NotTheSame,
    OwnQuestion,
    Question,
    QuestionWithdrawn,
)
from registry.domain.values import NodeId, TextRef
from tests.scenario import KARI, SOLVEIG, TORE, act, given

CONCESSION, ELSEWHERE, SUPPLIER, FIRST, SECOND = (UUID(int=number) for number in range(60, 65))
CAP = NodeId("bpa.admission.cap")
TEXT, ANSWER = TextRef("what is asked"), TextRef("what is answered")
Does = Callable[[Question], object]


def question(its: UUID = FIRST, concession: UUID = CONCESSION, days: int = 1) -> Question:
    return Question.ask(act(SOLVEIG, days), its, concession, SUPPLIER, CAP, TEXT)


def earlier(concession: UUID = CONCESSION) -> Question:
    """Another question, asked the day before."""
    return question(SECOND, concession, days=0)


def answered(by: UUID = TORE) -> Does:
    return lambda q: q.answer(act(by), ANSWER, amends=False)


def corrected(by: UUID = TORE) -> Does:
    return lambda q: q.correct(act(by), ANSWER, amends=True)


def joined(other: Question | None = None, by: UUID = TORE) -> Does:
    return lambda q: q.join(act(by), other or earlier())


def withdrawn(q: Question) -> None:
    q.withdraw(act(SOLVEIG), None)


def an(event: str, **said: Any) -> tuple[str, dict[str, Any]]:
    return event, said


def test_an_answer_is_given_once() -> None:
    its = an("Answered", text=ANSWER, amends=False, corrects=False)
    given(question()).when(answered()).then(its)
    given(question(), answered()).when(answered(KARI)).then_refused(AlreadyAnswered)


def test_an_answer_is_corrected_with_a_mark_and_as_often_as_needed() -> None:
    its = an("Answered", text=ANSWER, amends=True, corrects=True)
    given(question(), answered()).when(corrected()).then(its)
    given(question(), answered(), corrected()).when(corrected(KARI)).then(its)


def test_there_is_nothing_to_correct_before_an_answer() -> None:
    given(question()).when(corrected()).then_refused(NothingToCorrect)


@pytest.mark.parametrize("does", [answered, corrected, lambda by: joined(by=by)])
def test_nobody_decides_about_her_own_question(does: Callable[[UUID], Does]) -> None:
    given(question()).when(does(SOLVEIG)).then_refused(OwnQuestion)


def test_a_question_is_the_same_as_another_of_the_concession() -> None:
    given(question()).when(joined()).then(an("Joined", other=SECOND))


def test_it_may_be_the_same_as_one_that_is_answered() -> None:
    for other in (earlier(), question(SECOND, days=2)):
        answered()(other)
        given(question()).when(joined(other)).then(an("Joined", other=SECOND))


@pytest.mark.parametrize("days", [0, 1], ids=["a day apart", "the same moment"])
def test_two_are_never_the_same_as_each_other_whoever_says_so_at_once(days: int) -> None:
    one, other = question(FIRST, days=days), question(SECOND)
    given(question(FIRST, days=days)).when(joined(other)).then_refused(NotTheSame)
    given(question(SECOND)).when(joined(one)).then(an("Joined", other=FIRST))


def taken_back() -> Question:
    other = earlier()
    withdrawn(other)
    return other


def the_same_as_a_third() -> Question:
    other = earlier()
    joined(question(UUID(int=70), days=-1))(other)
    return other


@pytest.mark.parametrize(
    "other",
    [question(), earlier(ELSEWHERE), taken_back(), the_same_as_a_third()],
    ids=["itself", "of another concession", "taken back", "the same as a third"],
)
def test_what_does_not_stand_by_itself_answers_for_nothing_else(other: Question) -> None:
    given(question()).when(joined(other)).then_refused(NotTheSame)


def test_what_is_answered_is_not_the_same_as_another_afterwards() -> None:
    given(question(), answered()).when(joined()).then_refused(AlreadyAnswered)


def test_what_was_joined_by_mistake_gets_an_answer_of_its_own() -> None:
    given(question(), joined()).when(answered()).then(
        an("Answered", text=ANSWER, amends=False, corrects=False)
    )


def test_who_asked_takes_it_back_once_and_nobody_answers_it_then() -> None:
    given(question()).when(withdrawn).then(an("Withdrawn"))
    for does in (withdrawn, answered(), joined()):
        given(question(), withdrawn).when(does).then_refused(QuestionWithdrawn)


def test_what_everybody_can_read_is_not_taken_back() -> None:
    given(question(), answered()).when(withdrawn).then_refused(AlreadyAnswered)
    other = earlier()
    answered()(other)
    given(question(), joined(other)).when(lambda q: q.withdraw(act(), other)).then_refused(
        AlreadyAnswered
    )


def test_what_is_joined_to_a_question_without_an_answer_can_be_taken_back() -> None:
    other = earlier()
    given(question(), joined(other)).when(lambda q: q.withdraw(act(), other)).then(an("Withdrawn"))
