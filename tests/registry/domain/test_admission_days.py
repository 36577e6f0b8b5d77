"""A concession takes applications and questions on the days its terms speak of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from registry.domain.concession import Concession
from registry.domain.concession_refusals import NotPublished, QuestionsClosed, RoundClosed
from registry.domain.documents import Reason
from registry.domain.notice import NoticeChannel
from registry.domain.terms import NODE_OF, changes_from
from registry.domain.values import AdmissionPolicy, NodeId, Reopen, TextRef
from tests.registry.domain.test_concession import BASIS, NODES, concession, published
from tests.scenario import SOLVEIG, TODAY, TORE, act, given, terms

CLOSED = AdmissionPolicy.CLOSED_ROUND
LAST = 30
"""21 November 2026 and 30 days is Monday 21 December."""
LAST_TO_ASK = 20
"""10 days before is Friday 11 December."""


def round_of(**said: Any) -> Concession:
    """A closed round, published and announced on the first day of the story."""
    said = {"policy": CLOSED, "reopen": Reopen.NO} | said
    its = concession([name for name in said if name != "windows"], **said)
    published(its)
    its.reference_notice(act(TORE), NoticeChannel.TED, TODAY, TextRef("number"))
    return its


def applied(days: int, *, counts: bool = True) -> Any:
    return lambda c: c.must_take_applications(TODAY + timedelta(days=days), counts=counts)


def asked(days: int) -> Any:
    return lambda c: c.must_take_questions(TODAY + timedelta(days=days))


def test_a_closed_round_takes_applications_until_its_deadline_and_none_afterwards() -> None:
    given(round_of()).when(applied(LAST)).then()
    given(round_of()).when(applied(LAST + 1)).then_refused(RoundClosed)


def test_a_municipalitys_own_provision_is_let_in_all_the_same() -> None:
    given(round_of()).when(applied(LAST + 1, counts=False)).then()


def test_a_place_that_becomes_free_opens_the_round() -> None:
    its = round_of(cap=1, reopen=Reopen.FREE_PLACE)
    its.admit(act(TORE), UUID(int=90), counts=True)
    given(its).when(applied(LAST + 1)).then_refused(RoundClosed)
    its.let_go(act(TORE), UUID(int=90))
    its.collect_events()
    given(its).when(applied(LAST + 1)).then()


def test_with_rolling_admission_one_applies_and_asks_years_later() -> None:
    its = round_of(policy=AdmissionPolicy.ROLLING)
    given(its).when(applied(900)).then()
    given(its).when(asked(900)).then()


def test_what_an_amendment_says_of_its_own_deadline_opens_the_round_again() -> None:
    its, later = round_of(), TODAY + timedelta(days=60)
    paid = changes_from(terms(policy=CLOSED, reopen=Reopen.NO, rate=50_000), NODES)
    why = {NODE_OF[name]: Reason(TextRef("why")) for name in ("policy", "reopen")}
    its.send_amendment(
        act(SOLVEIG), BASIS, BASIS, paid, why, later, TODAY + timedelta(days=51)
    )  # fmt: skip
    given(its).when(applied(LAST + 1)).then_refused(RoundClosed)
    its.publish_amendment(act(TORE), BASIS)
    its.collect_events()
    given(its).when(applied(51)).then()
    given(its).when(applied(52)).then_refused(RoundClosed)


def test_questions_are_taken_until_there_is_no_time_to_answer() -> None:
    given(round_of()).when(asked(LAST_TO_ASK)).then()
    given(round_of()).when(asked(LAST_TO_ASK + 1)).then_refused(QuestionsClosed)
    given(round_of()).when(asked(LAST + 1)).then_refused(QuestionsClosed)


def test_nobody_asks_about_what_is_not_published() -> None:
    given(concession()).when(asked(0)).then_refused(NotPublished)


def test_the_document_that_holds_on_the_day_is_the_one_that_is_asked_about() -> None:
    its, later = round_of(policy=AdmissionPolicy.ROLLING), TODAY + timedelta(days=60)
    its.send_amendment(
        act(SOLVEIG), BASIS, BASIS, changes_from(terms(rate=50_000), NODES), {}, later, later
    )
    its.publish_amendment(act(TORE), BASIS)
    assert its.held_on(later - timedelta(days=1)).number == 0
    assert its.held_on(later).number == 1


@pytest.mark.parametrize("name", ["window_days", "open_days", "question_days", "reopen"])
def test_the_days_are_the_templates_own_where_nobody_says_otherwise(name: str) -> None:
    node = NODES[NodeId(f"bpa.admission.{name}")]
    own = getattr(terms(), name)
    assert [getattr(own, "value", own)] == (node.numbers or node.chosen)
