from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from registry.domain.deviation import UnknownNode
from registry.domain.gates import Gate
from registry.domain.node import Lock, Node
from registry.domain.recall import Recall, RecallGround, Wording, replaced, wording_of
from registry.domain.template import LEAST_HEARING, Template, content_hash
from registry.domain.template_refusals import (
    AlreadyApproved,
    HearingOpen,
    HearingTooShort,
    IdUsedBefore,
    LockedWithoutLaw,
    NoRecallProposed,
    NotApproved,
    NotHeard,
    NothingChanged,
    NotReady,
    NotRecallable,
    NoVersionProposed,
    NoVersionPublished,
    OwnProposal,
    RecallTooLate,
    SameApprover,
    VersionUnderWay,
)
from registry.domain.values import NodeId, OfficialText, ServiceType, TextRef
from registry.reference.template import nodes
from tests.scenario import KARI, SOLVEIG, TODAY, TORE, act, given

WHOLE = nodes(TODAY - timedelta(days=30))
LOOSE = next(each for each in WHOLE if each.lock is Lock.APPENDABLE)
LOCKED = next(each for each in WHOLE if each.lock is Lock.LOCKED)
CHANGED = replace(LOOSE, plain_en=OfficialText("Changed."))
HEARING, RECALL = UUID(int=77), UUID(int=78)
SIX_WEEKS = LEAST_HEARING.days
AFTER = SIX_WEEKS + 1
REASON = TextRef("reason")
Does = Callable[[Template], object]


def template() -> Template:
    return Template.start(act(), ServiceType.BPA)


def proposed(t: Template) -> None:
    t.propose(act(SOLVEIG), WHOLE, TODAY)


def approved(t: Template) -> None:
    t.approve(act(TORE))


def published(t: Template) -> None:
    t.publish(act(KARI))


FIRST: list[Does] = [proposed, approved, published]


def heard(*changed: Node, retired: tuple[NodeId, ...] = ()) -> Does:
    """The next version is heard for six weeks from today."""
    closes = TODAY + LEAST_HEARING
    return lambda t: t.open_hearing(act(SOLVEIG), HEARING, changed, retired, closes)


def next_proposed(
    *changed: Node,
    days: int = AFTER,
    retired: tuple[NodeId, ...] = (),
    from_day: date = TODAY,
    asked_about: tuple[NodeId, ...] | None = None,
) -> Does:
    """`asked_about`: the nodes of the hearing, which are those that are proposed if nothing is said."""
    nodes = (*(node.node for node in changed), *retired) if asked_about is None else asked_about
    return lambda t: t.propose(act(SOLVEIG, days), changed, from_day, retired, nodes)


def said(t: Template) -> list[str]:
    return [type(event).__name__ for event in t.collect_events()]


def test_a_third_steward_publishes_and_the_hash_is_the_one_that_was_proposed() -> None:
    its = template()
    whole = {node.node: node for node in WHOLE}
    given(its, proposed, approved).when(published).then(
        (
            "VersionPublished",
            {"version": 1, "content_hash": content_hash(whole), "effective_from": TODAY},
        )
    )
    assert its.basis().nodes == whole


def test_a_version_holds_from_its_day_and_never_from_before_it_was_published() -> None:
    its, long_after = template(), TODAY + timedelta(days=2 * AFTER)
    with pytest.raises(NoVersionPublished):
        its.in_force(TODAY)
    given(its, *FIRST, heard(CHANGED), next_proposed(CHANGED, from_day=long_after))
    its.approve(act(TORE, AFTER))
    its.publish(act(KARI, AFTER))
    days = (TODAY, long_after - timedelta(days=1), long_after)
    assert [its.in_force(day).version for day in days] == [1, 1, 2]
    with pytest.raises(NoVersionPublished):
        its.in_force(TODAY - timedelta(days=1))
    late = template()
    given(late, proposed, approved).when(lambda t: t.publish(act(KARI, 9))).then(
        (
            "VersionPublished",
            {
                "version": 1,
                "content_hash": content_hash({node.node: node for node in WHOLE}),
                "effective_from": TODAY + timedelta(days=9),
            },
        )
    )


@pytest.mark.parametrize("does", [approved, published])
def test_nothing_is_approved_or_published_when_nothing_is_proposed(does: Does) -> None:
    given(template()).when(does).then_refused(NoVersionProposed)


def test_nobody_approves_or_publishes_their_own_version() -> None:
    given(template(), proposed).when(lambda t: t.approve(act(SOLVEIG))).then_refused(OwnProposal)
    given(template(), proposed, approved).when(lambda t: t.publish(act(SOLVEIG))).then_refused(
        OwnProposal
    )


def test_one_approver_is_not_enough() -> None:
    given(template(), proposed).when(published).then_refused(NotApproved)
    given(template(), proposed, approved).when(lambda t: t.publish(act(TORE))).then_refused(
        SameApprover
    )
    given(template(), proposed, approved).when(lambda t: t.approve(act(KARI))).then_refused(
        AlreadyApproved
    )


def test_a_version_without_changes_is_none() -> None:
    given(template(), *FIRST).when(proposed).then_refused(NothingChanged)
    given(template(), *FIRST).when(heard(*WHOLE)).then_refused(NothingChanged)


def test_two_versions_are_not_under_way_at_once() -> None:
    given(template(), proposed).when(proposed).then_refused(VersionUnderWay)
    given(template(), proposed).when(heard(CHANGED)).then_refused(VersionUnderWay)
    given(template(), *FIRST, heard(CHANGED)).when(heard(CHANGED)).then_refused(VersionUnderWay)


def test_a_node_is_locked_only_where_it_cites_law() -> None:
    lawless = replace(LOOSE, lock=Lock.LOCKED, law=[])
    given(template()).when(lambda t: t.propose(act(), [lawless], TODAY)).then_refused(
        LockedWithoutLaw
    )


def test_what_a_node_says_is_changed_only_after_everybody_could_speak() -> None:
    given(template(), *FIRST).when(next_proposed(CHANGED)).then_refused(NotHeard)
    on_the_last_day = next_proposed(CHANGED, days=SIX_WEEKS)
    given(template(), *FIRST, heard(CHANGED)).when(on_the_last_day).then_refused(HearingOpen)
    its = template()
    given(its, *FIRST, heard(CHANGED))
    next_proposed(CHANGED)(its)
    assert said(its) == ["NodeWritten", "VersionProposed"]


OTHER = next(each for each in WHOLE if each.node not in (LOOSE.node, LOCKED.node))


@pytest.mark.parametrize(
    "more",
    [
        {"changed": [CHANGED, replace(OTHER, plain_en=OfficialText("Changed."))]},
        {"changed": [CHANGED], "retired": (OTHER.node,)},
        {"changed": [CHANGED, replace(LOOSE, node=NodeId("bpa.brand.new"))]},
    ],
    ids=["changed", "retired", "new"],
)
def test_a_hearing_of_one_thing_lets_no_other_be_changed(more: dict[str, Any]) -> None:
    changed, retired = more["changed"], more.get("retired", ())
    proposing = next_proposed(*changed, retired=retired, asked_about=(CHANGED.node,))
    given(template(), *FIRST, heard(CHANGED)).when(proposing).then_refused(NotHeard)


def test_what_was_heard_may_be_mended_by_what_people_said() -> None:
    its = template()
    given(its, *FIRST, heard(CHANGED))
    mended_after = replace(CHANGED, plain_en=OfficialText("Changed again."))
    next_proposed(mended_after, replace(LOCKED, law_checked=TODAY), asked_about=(CHANGED.node,))(
        its
    )
    assert said(its) == ["NodeWritten", "NodeWritten", "VersionProposed"]


def test_a_hearing_serves_one_version_and_again_only_when_that_was_withdrawn() -> None:
    its = template()
    given(its, *FIRST, heard(CHANGED), next_proposed(CHANGED))
    its.withdraw(act(SOLVEIG, AFTER), REASON)
    next_proposed(CHANGED)(its)
    its.approve(act(TORE, AFTER))
    its.publish(act(KARI, AFTER))
    once_more = replace(CHANGED, plain_en=OfficialText("Changed once more."))
    given(its).when(next_proposed(once_more)).then_refused(NotHeard)


def test_the_law_is_looked_up_again_without_a_hearing() -> None:
    its = template()
    given(its, *FIRST)
    next_proposed(replace(LOCKED, law_checked=TODAY), days=0)(its)
    assert said(its) == ["NodeWritten", "VersionProposed"]


def test_a_hearing_lasts_for_six_weeks() -> None:
    a_day_short = TODAY + LEAST_HEARING - timedelta(days=1)
    given(template(), *FIRST).when(
        lambda t: t.open_hearing(act(), HEARING, [CHANGED], [], a_day_short)
    ).then_refused(HearingTooShort)


def test_a_retired_node_is_gone_from_the_next_version_and_its_id_never_comes_back() -> None:
    its, gone = template(), (LOOSE.node,)
    given(its, *FIRST, heard(retired=gone), next_proposed(retired=gone))
    its.approve(act(TORE, AFTER))
    its.publish(act(KARI, AFTER))
    assert LOOSE.node not in its.basis().nodes
    assert LOOSE.node in its.basis(1).nodes
    with pytest.raises(IdUsedBefore):
        its.open_hearing(act(days=AFTER), HEARING, [LOOSE], [], date(2030, 1, 1))


def test_only_what_stands_is_retired_and_ids_look_like_ids() -> None:
    given(template(), *FIRST).when(heard(retired=(NodeId("bpa.no.such"),))).then_refused(
        UnknownNode
    )
    nameless = replace(LOOSE, node=NodeId("local.4.1"))
    given(template(), *FIRST).when(heard(nameless)).then_refused(IdUsedBefore)


def test_what_is_not_ready_is_neither_approved_nor_published() -> None:
    unlooked = replace(LOCKED, law_checked=None)
    its = template()
    given(its, lambda t: t.propose(act(SOLVEIG), [*WHOLE, unlooked], TODAY))
    with pytest.raises(NotReady) as refused:
        its.approve(act(TORE))
    assert [each.gate for each in refused.value.problems] == [Gate.LAW_NOT_CHECKED]
    given(template(), proposed, approved).when(lambda t: t.publish(act(KARI, 400))).then_refused(
        NotReady
    )


def test_a_withdrawn_version_leaves_the_template_as_it_was_and_its_hearing_counts() -> None:
    its = template()
    given(its, *FIRST, heard(CHANGED), next_proposed(CHANGED))
    assert its.withdraw(act(TORE, AFTER), REASON) is None
    assert its.draft == its.nodes == its.basis().nodes
    next_proposed(CHANGED)(its)
    assert said(its) == ["VersionWithdrawn", "NodeWritten", "VersionProposed"]


def test_withdrawing_ends_an_open_hearing() -> None:
    its = template()
    given(its, *FIRST, heard(CHANGED))
    assert its.withdraw(act(TORE), REASON) == HEARING
    with pytest.raises(NotHeard):
        next_proposed(CHANGED)(its)
    given(template(), *FIRST).when(lambda t: t.withdraw(act(), REASON)).then_refused(
        NoVersionProposed
    )


def mended(node: Node) -> Wording:
    return replace(wording_of(node), text_nb=OfficialText("Slik skulle det stått."))


def recalling(
    by: UUID = SOLVEIG,
    versions: list[int] | None = None,
    wording: Wording | None = None,
    day: date = TODAY,
) -> Does:
    ground = RecallGround.AGAINST_LAW
    return lambda t: t.propose_recall(
        act(by), RECALL, LOCKED.node, versions or [1], ground, wording or mended(LOCKED), day
    )


def test_a_node_that_is_wrong_in_law_is_recalled_by_two() -> None:
    its = template()
    given(its, *FIRST, recalling())
    assert its.recalls == []
    its.recall(act(TORE), RECALL)
    basis = its.basis()
    now = replaced(basis.nodes, basis.version, its.recalls, TODAY)
    recall, node = now[LOCKED.node]
    assert recall.recall == RECALL
    assert node.text_nb == "Slik skulle det stått."
    assert node.numbers == LOCKED.numbers
    assert basis.nodes[LOCKED.node] == LOCKED
    assert replaced(basis.nodes, basis.version, its.recalls, TODAY - timedelta(days=1)) == {}
    assert replaced(basis.nodes, 2, its.recalls, TODAY) == {}


def test_nobody_agrees_to_their_own_recall_and_nothing_is_rewritten_backwards() -> None:
    given(template(), *FIRST, recalling()).when(
        lambda t: t.recall(act(SOLVEIG), RECALL)
    ).then_refused(OwnProposal)
    given(template(), *FIRST).when(recalling(day=TODAY - timedelta(days=1))).then_refused(
        RecallTooLate
    )
    late = template()
    given(late, *FIRST, recalling())
    late.recall(act(TORE, 10), RECALL)
    assert late.recalls[0].effective_from == TODAY + timedelta(days=10)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (recalling(versions=[2]), NotRecallable),
        (recalling(wording=wording_of(LOCKED)), NotRecallable),
        (recalling(wording=replace(wording_of(LOCKED), law_checked=TODAY)), NotRecallable),
        (recalling(wording=replace(mended(LOCKED), law=[])), LockedWithoutLaw),
        (lambda t: t.recall(act(TORE), RECALL), NoRecallProposed),
        (lambda t: t.withdraw_recall(act(TORE), RECALL, REASON), NoRecallProposed),
    ],
)
def test_only_what_stands_is_recalled_and_only_with_other_words(
    wrong: Does, rule: type[Exception]
) -> None:
    given(template(), *FIRST).when(wrong).then_refused(rule)


def test_one_recall_of_a_node_at_a_time_and_a_withdrawn_one_is_none() -> None:
    given(template(), *FIRST, recalling()).when(recalling()).then_refused(NotRecallable)
    its = template()
    given(its, *FIRST, recalling())
    its.withdraw_recall(act(TORE), RECALL, REASON)
    recalling()(its)
    assert said(its) == ["RecallWithdrawn", "RecallProposed"]


def test_the_next_version_does_not_repeat_what_was_recalled() -> None:
    its = template()
    given(its, *FIRST, recalling(), lambda t: t.recall(act(TORE), RECALL))
    given(its, heard(CHANGED), next_proposed(CHANGED))
    with pytest.raises(NotReady) as refused:
        its.approve(act(TORE, AFTER))
    assert [(each.gate, each.node) for each in refused.value.problems] == [
        (Gate.RECALLED, LOCKED.node)
    ]
    rewritten = replace(LOCKED, text_nn=OfficialText("Retta her òg."), law_checked=TODAY)
    its.withdraw(act(SOLVEIG, AFTER), REASON)
    next_proposed(CHANGED, rewritten)(its)
    its.approve(act(TORE, AFTER))


def a_recall(number: int, days: int, agreed: int, versions: tuple[int, ...] = (1,)) -> Recall:
    """A recall of the locked node that says its own number."""
    wording = replace(wording_of(LOCKED), text_nb=OfficialText(str(number)))
    return Recall(
        UUID(int=number),
        LOCKED.node,
        list(versions),
        RecallGround.AGAINST_LAW,
        wording,
        TODAY + timedelta(days=days),
        SOLVEIG,
        act(days=agreed).at,
    )


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("two", "holds"),
    [
        ((a_recall(1, 0, 0), a_recall(2, 5, 0)), 2),
        ((a_recall(1, 5, 0), a_recall(2, 0, 3)), 1),
        ((a_recall(9, 0, 0), a_recall(2, 0, 1)), 2),
        ((a_recall(1, 0, 0), a_recall(2, 5, 0, (2,))), 1),
    ],
    ids=["from a later day", "agreed to first", "from the same day", "of another version"],
)
def test_of_two_recalls_of_a_node_ground_day_and_words_are_of_the_same(
    two: tuple[Recall, Recall], holds: int, turned: bool
) -> None:
    recalls = reversed(two) if turned else two
    found = replaced({LOCKED.node: LOCKED}, 1, recalls, TODAY + timedelta(days=9))
    recall, node = found[LOCKED.node]
    assert (recall.recall, node.text_nb) == (UUID(int=holds), str(holds))
