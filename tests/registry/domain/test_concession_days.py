"""What is published late, runs out, or asks for a notice first: the days of a concession."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from registry.domain.concession import Concession
from registry.domain.concession_refusals import (
    AmendedTooSoon,
    ConcessionEnded,
    DeadlineMissing,
    EndingReasonMissing,
    NotAnnounced,
    RoundClosed,
    StartHasPassed,
)
from registry.domain.deviation import Change, Way
from registry.domain.documents import Reason
from registry.domain.notice import NoticeChannel
from registry.domain.regime_hints import CHANNEL, REGIME
from registry.domain.rounds import Round
from registry.domain.terms import NODE_OF, changes_from
from registry.domain.timetable import timetable
from registry.domain.values import (
    AdmissionPolicy,
    EndingGround,
    OptionId,
    Reopen,
    TextRef,
)
from tests.registry.domain.drafted import drafted
from tests.registry.domain.test_concession import (
    BASIS,
    FIRST,
    LATER,
    NODES,
    RINGSAKER,
    STANGE,
    amended,
    concession,
    joint,
)
from tests.registry.domain.test_concession import published as approved
from tests.scenario import SOLVEIG, TODAY, TORE, act, given, terms

ROUND = {"policy": AdmissionPolicy.CLOSED_ROUND, "reopen": Reopen.NO, "cap": 5}
ON_DOFFIN = [
    Change(REGIME, Way.SET, [], [OptionId("kkf_1")]),
    Change(CHANNEL, Way.SET, [], [OptionId("doffin")]),
]
IN_REGISTRY = [
    Change(REGIME, Way.SET, [], [OptionId("kkf_1")]),
    Change(CHANNEL, Way.SET, [], [OptionId("registry")]),
]
BECAUSE = {NODE_OF[name]: Reason(TextRef("why")) for name in ("amended_after", "notice")}
BOTH = {REGIME: Reason(TextRef("why")), CHANNEL: Reason(TextRef("why"))}
A_DAY = timedelta(days=1)


def later(days: int, **changes: Any) -> dict[str, Any]:
    """An amendment of other terms, from some days on."""
    day = TODAY + timedelta(days=days)
    return {
        "changes": changes_from(terms(**changes), NODES),
        "reasons": {NODE_OF[name]: Reason(TextRef("why")) for name in changes},
        "effective_from": day,
        "apply_by": day,
    }


def live(**changes: Any) -> Concession:
    its = concession(reasons=list(changes), **changes)
    approved(its)
    return its


def amend(its: Concession, days: int, **changes: Any) -> None:
    """Sent and approved on the first day, from some days on."""
    amended(its, **later(days, **changes))
    its.publish_amendment(act(TORE), BASIS)


def test_what_is_approved_after_its_first_day_is_sent_back_instead() -> None:
    its = concession()
    given(its).when(lambda c: c.publish(act(TORE, days=1), BASIS)).then_refused(StartHasPassed)


def test_suppliers_keep_their_notice_when_an_amendment_is_approved_late() -> None:
    """It was to hold after 60 days, and is approved on the 50th: 30 days' notice is 80."""
    its = live()
    amended(its, apply_by=LATER)
    its.publish_amendment(act(TORE, days=50), BASIS)
    assert its.newest.effective_from == TODAY + timedelta(days=80)
    assert its.terms_on(LATER).notice == 1


def test_an_amendment_whose_deadline_has_passed_is_not_approved() -> None:
    its = live()
    amended(its)
    given(its).when(lambda c: c.publish_amendment(act(TORE, days=55), BASIS)).then_refused(
        DeadlineMissing
    )


def test_an_amendment_does_not_shorten_its_own_notice() -> None:
    """From day 30 seven days are enough; until then what changes is made known 30 days before."""
    its = live()
    amend(its, 30, amended_after=7)
    its.collect_events()
    with pytest.raises(AmendedTooSoon) as refused:
        its.send_amendment(
            act(SOLVEIG, days=23), BASIS, BASIS,
            changes_from(terms(amended_after=7, notice=3), NODES), BECAUSE,
            TODAY + timedelta(days=30), TODAY + timedelta(days=30),
        )  # fmt: skip
    assert refused.value.earliest == TODAY + timedelta(days=53)


def test_a_longer_notice_holds_from_the_day_it_is_published() -> None:
    its = live()
    amend(its, 40, amended_after=90)
    with pytest.raises(AmendedTooSoon) as refused:
        amended(its, **later(80, amended_after=90, notice=3))
    assert refused.value.earliest == TODAY + timedelta(days=90)


def test_a_promised_deadline_is_not_cut_short_by_a_later_amendment() -> None:
    its = live(**ROUND)
    amend(its, 200, notice=3, **ROUND)
    soon = later(200, notice=4, **ROUND) | {"apply_by": TODAY + timedelta(days=2)}
    amended(its, **soon)
    its.publish_amendment(act(TORE), BASIS)
    assert its.apply_by == TODAY + timedelta(days=200)


def test_a_small_change_moves_no_deadline() -> None:
    light = next(
        node for node in NODES.values()
        if node.weight < 4 and node.options and not node.many and not node.depends_on
        and node.node not in NODE_OF.values()
    )  # fmt: skip
    other = next(each.option for each in light.options if each.option not in light.chosen)
    small = [*changes_from(terms(**ROUND), NODES), Change(light.node, Way.SET, [], [other])]
    why = {NODE_OF[each]: Reason(TextRef("why")) for each in (*ROUND, "reopen")}
    its = live(**ROUND)
    amended(its, changes=small, reasons=why | {light.node: Reason(TextRef("why"))}, apply_by=LATER)
    its.publish_amendment(act(TORE), BASIS)
    assert its.apply_by is None


def test_a_round_that_is_over_is_not_opened_by_a_new_price() -> None:
    """After day 30 nobody may apply, and a higher rate later asks for no new deadline."""
    its = on_doffin(0, rate=48_000, **ROUND)
    over = act(SOLVEIG, days=100)
    its.send_amendment(
        over, BASIS, BASIS, changes_from(terms(rate=50_000, **ROUND), NODES),
        {NODE_OF[name]: Reason(TextRef("why")) for name in (*ROUND, "rate")},
        over.day + timedelta(days=60), None,
    )  # fmt: skip
    its.publish_amendment(act(TORE, days=100), BASIS)
    given(its).when(lambda c: c.must_take_applications(over.day + A_DAY, counts=True)).then_refused(
        RoundClosed
    )


def on_doffin(days: int, **changes: Any) -> Concession:
    """Published on the first day, and announced some days later."""
    whys = BOTH | {NODE_OF[name]: Reason(TextRef("why")) for name in changes}
    its = concession(more=ON_DOFFIN, why=whys, **changes)
    approved(its)
    told = act(SOLVEIG, days=days)
    its.reference_notice(told, NoticeChannel.DOFFIN, told.day, TextRef("number"))
    return its


def test_a_round_begins_when_it_is_announced() -> None:
    """Announced on day 35 with 30 days to apply: day 60 is inside, day 70 is not."""
    its = on_doffin(35, **ROUND)
    given(its).when(
        lambda c: c.must_take_applications(TODAY + timedelta(days=60), counts=True)
    ).then()
    given(its).when(
        lambda c: c.must_take_applications(TODAY + timedelta(days=70), counts=True)
    ).then_refused(RoundClosed)


def test_the_document_of_the_day_says_which_notice_comes_first() -> None:
    """An amendment without a notice lets nobody in before it holds."""
    whys = BOTH
    its = concession(more=ON_DOFFIN, why=whys)
    approved(its)
    amended(its, changes=[*changes_from(terms(), NODES), *IN_REGISTRY], reasons=BOTH)
    its.publish_amendment(act(TORE), BASIS)
    given(its).when(lambda c: c.must_take_applications(LATER - A_DAY, counts=True)).then_refused(
        NotAnnounced
    )
    given(its).when(lambda c: c.must_take_applications(LATER, counts=True)).then()


@pytest.mark.parametrize(
    "does",
    [
        lambda c, day: c.must_take_applications(day, counts=True),
        lambda c, day: c.must_take_questions(day),
        lambda c, day: c.must_be_for_real(day),
        lambda c, day: c.admit(act(days=(day - TODAY).days), FIRST, counts=True),
    ],
)
def test_nothing_new_begins_when_its_time_is_up(does: Any) -> None:
    its = on_doffin(0, years=1)
    ends = its.ends_on
    assert ends == date(TODAY.year + 1, TODAY.month, TODAY.day)
    given(its).when(lambda c: does(c, ends)).then_refused(ConcessionEnded)
    does(its, ends - A_DAY)


def test_time_is_up_only_when_it_is() -> None:
    its = live(years=1)
    over = act(TORE, days=366)
    given(its).when(lambda c: c.send_ending(act(TORE), EndingGround.TIME_IS_UP, None)).then_refused(
        EndingReasonMissing
    )
    its.send_ending(over, EndingGround.TIME_IS_UP, None)
    its.end(act(SOLVEIG, days=366), 1)
    assert its.is_ended


def test_an_annex_is_part_of_what_was_published() -> None:
    def with_annex(ref: str) -> Concession:
        its = joint()
        its.join(act(TORE), RINGSAKER, TextRef(ref))
        its.join(act(TORE), STANGE, None)
        return its

    assert with_annex("one").document_hash() != with_annex("another").document_hash()


@pytest.mark.parametrize("day", [date(2028, 4, 1) + timedelta(days=7 * n) for n in range(30)])
def test_the_draft_promises_the_same_deadline_as_the_concession_keeps(day: date) -> None:
    windows = [101, 501, 901]
    said = drafted(admission_policy="windows", admission_windows=windows)
    its = terms(policy=AdmissionPolicy.WINDOWS, windows=windows)
    kept = Round(its, day, day, None, 0)
    assert timetable(said, day).deadline == kept.deadline(day)
    assert timetable(said, day).questions_by == kept.questions_until(day)


def test_an_answer_that_comes_too_late_moves_the_deadline() -> None:
    """30 days to apply, and 6 left after the last answer: one on day 28 gives until day 34."""
    its = on_doffin(0, **ROUND)
    given(its).when(lambda c: c.answered(act(TORE, days=20), TODAY)).then()
    given(its).when(lambda c: c.answered(act(TORE, days=28), TODAY)).then(
        ("DeadlineMoved", {"apply_by": TODAY + timedelta(days=34)})
    )
    its.answered(act(TORE, days=28), TODAY)
    given(its).when(
        lambda c: c.must_take_applications(TODAY + timedelta(days=34), counts=True)
    ).then()


def test_an_answer_after_the_round_opens_it_for_as_long_as_was_promised() -> None:
    its = on_doffin(0, **ROUND)
    its.answered(act(TORE, days=60), TODAY)
    after = TODAY + timedelta(days=62)
    given(its).when(lambda c: c.must_take_applications(after, counts=True)).then()


def test_where_suppliers_apply_at_any_time_no_deadline_is_moved() -> None:
    its = on_doffin(0)
    given(its).when(lambda c: c.answered(act(TORE, days=400), TODAY)).then()
