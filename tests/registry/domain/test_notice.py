"""Where the rules or the document ask for a notice, nobody applies before it stands there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from registry.domain.concession import Concession
from registry.domain.concession_refusals import DayNotCome, NotAnnounced, NotPublished
from registry.domain.deviation import Change, Way, fold
from registry.domain.documents import Reason
from registry.domain.node import Basis
from registry.domain.notice import NoticeChannel, needs_notice
from registry.domain.regime_hints import CHANNEL, REGIME
from registry.domain.terms import changes_from
from registry.domain.values import Hash, MunicipalityNumber, NodeId, OptionId, TextRef
from registry.reference.template import nodes
from tests.scenario import SOLVEIG, TODAY, TORE, act, given, terms

NODES = {node.node: node for node in nodes()}
BASIS = Basis(1, Hash("0" * 64), NODES)
DOFFIN, TED = NoticeChannel.DOFFIN, NoticeChannel.TED


def chosen(regime: str, channel: str) -> list[Change]:
    options = {REGIME: regime, CHANNEL: channel}
    return [
        Change(node, Way.SET, [], [OptionId(option)])
        for node, option in options.items()
        if [option] != NODES[node].chosen
    ]


def concession(regime: str, channel: str) -> Concession:
    changes = [*changes_from(terms(), NODES), *chosen(regime, channel)]
    reasons: dict[NodeId, Reason] = {each: Reason(TextRef("why")) for each in (REGIME, CHANNEL)}
    its = Concession.send_for_approval(
        act(SOLVEIG), UUID(int=50), [MunicipalityNumber("3403")], BASIS, changes, reasons,
        TODAY, TODAY, short_form=False,
    )  # fmt: skip
    its.publish(act(TORE), BASIS)
    return its


def announced(channel: NoticeChannel, days: int = 0) -> Callable[[Concession], None]:
    return lambda c: c.reference_notice(
        act(), channel, TODAY + timedelta(days=days), TextRef("number")
    )


@pytest.mark.parametrize(
    ("regime", "channel", "needed"),
    [
        ("kkf_1", "doffin", DOFFIN),
        ("kkf_1", "doffin_ted", TED),
        ("kkf_1", "own_site", None),
        ("foa_1", "registry", None),
        ("kkf_3", "doffin", TED),
        ("kkf_3", "registry", TED),
        ("foa_4", "own_site", TED),
        ("approval", "doffin", DOFFIN),
        ("outside", "registry", None),
    ],
)
def test_over_the_threshold_the_rules_ask_and_else_the_document_itself(
    regime: str, channel: str, needed: NoticeChannel | None
) -> None:
    assert needs_notice(fold(NODES, chosen(regime, channel))) is needed


def test_the_template_itself_asks_for_doffin() -> None:
    assert needs_notice(fold(NODES, [])) is DOFFIN


@pytest.mark.parametrize(
    ("regime", "channel", "enough", "not_enough"),
    [("kkf_1", "doffin", [DOFFIN, TED], []), ("kkf_3", "doffin_ted", [TED], [DOFFIN])],
)
def test_nobody_applies_before_the_notice_stands_there(
    regime: str, channel: str, enough: list[NoticeChannel], not_enough: list[NoticeChannel]
) -> None:
    before = [(), *((each,) for each in not_enough)]
    for done in before:
        given(concession(regime, channel), *map(announced, done)).when(
            lambda c: c.must_take_applications(TODAY, counts=True)
        ).then_refused(NotAnnounced)
    for each in enough:
        given(concession(regime, channel), announced(each)).when(
            lambda c: c.must_take_applications(TODAY, counts=True)
        ).then()


def test_where_no_notice_is_asked_for_suppliers_apply_from_the_first_day() -> None:
    given(concession("kkf_1", "registry")).when(
        lambda c: c.must_take_applications(TODAY, counts=True)
    ).then()


def test_a_notice_has_been_given_on_a_day_that_has_come() -> None:
    its = concession("kkf_1", "doffin")
    given(its).when(announced(DOFFIN, days=1)).then_refused(DayNotCome)
    given(its).when(announced(DOFFIN)).then(
        (
            "NoticeReferenced",
            {"channel": DOFFIN, "day": TODAY, "reference": TextRef("number")},
        )
    )


def test_what_is_not_published_is_not_announced() -> None:
    its = Concession.send_for_approval(
        act(SOLVEIG), UUID(int=50), [MunicipalityNumber("3403")], BASIS,
        changes_from(terms(), NODES), {}, TODAY, TODAY, short_form=False,
    )  # fmt: skip
    given(its).when(announced(DOFFIN)).then_refused(NotPublished)


def test_an_amendment_may_ask_for_another_notice_or_for_none() -> None:
    its = concession("kkf_1", "doffin")
    announced(DOFFIN)(its)
    for regime, channel, needed in (("kkf_3", "doffin_ted", TED), ("kkf_1", "registry", None)):
        day = TODAY + timedelta(days=400)
        its.send_amendment(
            act(SOLVEIG), BASIS, BASIS, [*changes_from(terms(), NODES), *chosen(regime, channel)],
            {each: Reason(TextRef("why")) for each in (REGIME, CHANNEL)}, day, day,
        )  # fmt: skip
        its.publish_amendment(act(TORE), BASIS)
        assert its.newest.notice is needed
