from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from registry.domain.hearing import (
    ANYBODY,
    OFFICES,
    AsideGround,
    Audience,
    Hearing,
    HearingClosed,
    NotInHearing,
    RemarkNotPublic,
    RemarkSettled,
)
from registry.domain.values import NodeId, TextRef
from tests.registry.domain.a_template import CHOICE, LOCKED, NUMBER
from tests.scenario import SOLVEIG, TODAY, TORE, act, given

OPEN_DAYS = 42
REMARK = UUID(int=5)
TEXT = TextRef("what was said")
Does = Callable[[Hearing], object]


def hearing() -> Hearing:
    closes = TODAY + timedelta(days=OPEN_DAYS)
    return Hearing.open(act(), UUID(int=1), 2, [NUMBER, LOCKED], [CHOICE.node], closes)


def received(
    audience: Audience = Audience.HAS_BPA, node: NodeId | None = None, days: int = 0
) -> Does:
    return lambda h: h.receive(act(TORE, days), REMARK, audience, node, TEXT)


def public(h: Hearing) -> None:
    h.publish(act(), REMARK)


def aside(h: Hearing) -> None:
    h.set_aside(act(), REMARK, AsideGround.DESCRIBES_A_PERSON)


def answered(h: Hearing) -> None:
    h.answer(act(), REMARK, TextRef("an answer"))


@pytest.mark.parametrize("audience", ANYBODY)
def test_what_anybody_says_waits_for_a_steward(audience: Audience) -> None:
    about = {"remark": REMARK, "audience": audience, "node": NUMBER.node, "text": TEXT}
    given(hearing()).when(received(audience, NUMBER.node)).then(("RemarkReceived", about))


@pytest.mark.parametrize("audience", OFFICES)
def test_an_organisation_stands_for_what_it_says_at_once(audience: Audience) -> None:
    about = {"remark": REMARK, "audience": audience, "node": None, "text": TEXT}
    given(hearing()).when(received(audience)).then(
        ("RemarkReceived", about), ("RemarkPublished", {"remark": REMARK})
    )


def test_one_may_speak_on_the_last_day_and_not_after_it() -> None:
    on_the_last_day = hearing()
    received(days=OPEN_DAYS)(on_the_last_day)
    assert on_the_last_day.waiting == {REMARK}
    given(hearing()).when(received(days=OPEN_DAYS + 1)).then_refused(HearingClosed)


def test_nobody_speaks_in_a_hearing_that_was_withdrawn() -> None:
    given(hearing(), lambda h: h.withdraw(act())).when(received()).then_refused(HearingClosed)
    given(hearing(), lambda h: h.withdraw(act())).when(lambda h: h.withdraw(act())).then_refused(
        HearingClosed
    )


def test_one_speaks_of_what_was_put_forward_and_also_of_what_would_go() -> None:
    given(hearing()).when(received(node=NodeId("bpa.no.such"))).then_refused(NotInHearing)
    its = hearing()
    received(node=CHOICE.node)(its)
    assert REMARK in its.waiting


def test_a_remark_is_settled_once_and_what_is_public_can_be_taken_back() -> None:
    given(hearing(), received(), public).when(public).then_refused(RemarkSettled)
    given(hearing(), received(), aside).when(public).then_refused(RemarkSettled)
    given(hearing(), received(), aside).when(aside).then_refused(RemarkSettled)
    given(hearing()).when(public).then_refused(RemarkSettled)
    its = hearing()
    given(its, received(), public, aside)
    assert its.public == its.waiting == set()


def test_only_what_everybody_can_read_is_answered_also_after_the_last_day() -> None:
    given(hearing(), received()).when(answered).then_refused(RemarkNotPublic)
    its = hearing()
    given(its, received(), public)
    its.answer(act(SOLVEIG, 100), REMARK, TextRef("later"))
    assert [type(each).__name__ for each in its.collect_events()] == ["RemarkAnswered"]
