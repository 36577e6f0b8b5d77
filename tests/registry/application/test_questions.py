"""Questions in the registry itself: what is redacted is gone, and what leads nowhere is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from registry import redaction
from registry.application import questions
from registry.checks import check
from registry.checks.result import Result
from registry.domain.deviation import UnknownNode
from registry.domain.errors import NotFound
from registry.domain.question import Question
from registry.domain.supplier import Supplier
from registry.domain.values import NodeId, TextRef
from registry.house import House
from registry.queries.questions import for_everybody
from registry.store.erasure import RedactedList
from tests.conftest import Database, Projections
from tests.scenario import KARI, SOLVEIG, act
from tests.story import FJELLRYPE, Story, command, tell

NOTICE = NodeId("bpa.switch.notice")
ASKED, ANSWERED = "Gjelder fristen ved flytting?", "Nei, bare ved bytte."
LATER = date(2099, 1, 1)
Results = Callable[[], dict[str, Result]]


@pytest.fixture
def story(house: House) -> Story:
    return tell(house.registrar)


@pytest.fixture
def results(house: House, fresh: Database, projections: Projections) -> Results:
    def checked() -> dict[str, Result]:
        projections.catch_up()
        with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
            return {result.name: result for result in check(house, owner)}

    return checked


def ask(house: House, story: Story, node: NodeId | None = NOTICE) -> UUID:
    supplier = Supplier.id_for(FJELLRYPE)
    its = questions.ask_question(
        house.registrar, command(SOLVEIG), story.concession, supplier, node, ASKED
    )
    return its[0]


def refs(house: House) -> list[TextRef]:
    with house.pool.connection() as connection:
        rows = connection.execute(
            "SELECT text_ref FROM read.questions UNION SELECT answer_ref FROM read.questions"
        ).fetchall()
    return [TextRef(ref) for (ref,) in rows]


def test_what_is_redacted_is_gone_and_the_answer_is_still_known_to_have_been_given(
    house: House, story: Story, fresh: Database, results: Results, tmp_path: Path
) -> None:
    its = ask(house, story)
    questions.answer_question(house.registrar, command(KARI), its, ANSWERED, amends=False)
    assert results()["Tekster"].findings == []
    with psycopg.connect(fresh.url("frittvalg_retention"), autocommit=True) as retention:
        gone = redaction.redact(retention, RedactedList(tmp_path / "list"), refs(house))
    assert gone.texts == 2
    (left,) = for_everybody(house.pool, story.concession, LATER)
    assert (left.text, left.answer, left.is_answered) == (None, None, True)
    assert results()["Tekster"].findings == []


def test_a_question_about_nothing_by_nobody_is_found(
    house: House, story: Story, results: Results
) -> None:
    ask(house, story)
    assert results()["Henvisninger"].findings == []
    lost = Question.ask(act(), uuid4(), uuid4(), uuid4(), None, TextRef("x"))
    earlier = act(days=-1)
    lost.join(
        act(KARI), Question.ask(earlier, uuid4(), lost.concession, uuid4(), None, TextRef("y"))
    )
    house.registry.save(lost, command_id=uuid4())
    found = [finding.sentence for finding in results()["Henvisninger"].findings]
    for what in ("konsesjon", "leverandør", "spørsmål"):
        assert any(f"Viser til {what} " in each for each in found), what


def test_what_is_refused_leaves_no_words_behind(house: House, story: Story) -> None:
    with pytest.raises(UnknownNode):
        ask(house, story, NodeId("bpa.admission.nothing"))
    with pytest.raises(NotFound):
        questions.ask_question(house.registrar, command(), story.concession, uuid4(), None, ASKED)
    with house.pool.connection() as connection:
        kept = connection.execute("SELECT 1 FROM vault.texts WHERE body = %s", (ASKED,)).fetchall()
    assert kept == []


def test_asking_twice_with_one_form_is_asking_once(
    house: House, story: Story, projections: Projections
) -> None:
    its, supplier = command(SOLVEIG), Supplier.id_for(FJELLRYPE)
    for _ in range(2):
        questions.ask_question(house.registrar, its, story.concession, supplier, None, ASKED)
    projections.catch_up()
    assert len(for_everybody(house.pool, story.concession, LATER)) == 1


def test_two_that_an_older_log_says_are_each_other_have_no_answer_and_the_page_comes(
    house: House, story: Story, projections: Projections
) -> None:
    one, other = ask(house, story), ask(house, story)
    for its, same in ((one, other), (other, one)):
        question = house.registrar.registry.get(Question, its)
        question._record(Question.Joined, act(KARI), other=same)
        house.registry.save(question, command_id=uuid4())
    projections.catch_up()
    found = for_everybody(house.pool, story.concession, LATER)
    assert [(each.id, each.is_answered) for each in found] == [(one, False), (other, False)]
