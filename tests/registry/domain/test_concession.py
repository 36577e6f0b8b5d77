from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from registry.domain.concession import Concession
from registry.domain.concession_refusals import (
    AmendedTooSoon,
    AmendmentReplaced,
    AmendmentUnderWay,
    CapReached,
    ConcessionEnded,
    CouncilNotHeard,
    DeadlineMissing,
    MembersMissing,
    NoAmendment,
    NothingAmended,
    NotInvited,
    NotPublished,
    NotWaitingForApproval,
    OwnConcession,
)
from registry.domain.conformance import measure
from registry.domain.deviation import Change, OutsideRange, Way, fold
from registry.domain.documents import LawMissing, Reason, ReasonMissing
from registry.domain.node import Basis
from registry.domain.notice import NoticeChannel
from registry.domain.terms import NODE_OF, changes_from
from registry.domain.values import (
    AdmissionPolicy,
    EndingGround,
    Hash,
    MunicipalityNumber,
    NodeId,
    TextRef,
)
from registry.reference.template import nodes
from tests.scenario import SOLVEIG, TODAY, TORE, act, given, terms

FIRST, SECOND, OWN = (UUID(int=number) for number in range(40, 43))
NODES = {node.node: node for node in nodes()}
BASIS = Basis(1, Hash("0" * 64), NODES)
HEARD = TODAY - timedelta(days=1)


def concession(
    reasons: Sequence[str] = (),
    more: Sequence[Change] = (),
    why: Mapping[NodeId, Reason] | None = None,
    heard_on: date = HEARD,
    **changes: Any,
) -> Concession:
    """What SOLVEIG sent for Hamar: some terms, other changes, and the reasons that are given."""
    given_for = {NODE_OF[name]: Reason(TextRef("ref")) for name in reasons} | dict(why or {})
    return Concession.send_for_approval(
        act(SOLVEIG),
        UUID(int=50),
        [MunicipalityNumber("3403")],
        BASIS,
        [*changes_from(terms(**changes), NODES), *more],
        given_for,
        TODAY,
        heard_on,
        short_form=False,
    )


def published(c: Concession) -> None:
    c.publish(act(TORE), BASIS)


def ended(c: Concession) -> None:
    c.send_ending(act(SOLVEIG), EndingGround.CANCELLED, TextRef("why"))
    c.end(act(TORE), 1)


def test_another_person_publishes() -> None:
    its = concession()
    figures = measure(fold(NODES, its.first.changes))
    given(its).when(published).then(
        ("Published", {"document_hash": its.document_hash(), "figures": figures}),
        ("NoticeRequired", {"channel": NoticeChannel.DOFFIN}),
    )


def test_nobody_approves_their_own_concession() -> None:
    given(concession()).when(lambda c: c.publish(act(SOLVEIG), BASIS)).then_refused(OwnConcession)


def test_what_was_sent_back_is_not_published() -> None:
    given(concession(), lambda c: c.send_back(act(TORE), TextRef("why"))).when(
        published
    ).then_refused(NotWaitingForApproval)


def test_a_concession_is_published_once() -> None:
    given(concession(), published).when(published).then_refused(NotWaitingForApproval)


def test_a_deviation_without_a_reason_names_its_node() -> None:
    with pytest.raises(ReasonMissing) as refused:
        concession(notice=3)
    assert refused.value.node == NODE_OF["notice"]


def test_a_deviation_with_a_reason_is_sent_with_it() -> None:
    its = concession(reasons=["notice"], notice=3)
    assert its.reasons == {NODE_OF["notice"]: Reason(TextRef("ref"))}


@pytest.mark.parametrize(
    ("name", "value"),
    [("rate", 100_000), ("notice", 99), ("years", 99), ("regret_days", 99), ("windows", [230]),
     ("cap", 41), ("answer_days", 0)],
)  # fmt: skip
def test_a_value_outside_the_template_names_its_node(name: str, value: object) -> None:
    with pytest.raises(OutsideRange) as refused:
        concession(**{name: value})
    assert refused.value.node == NODE_OF[name]


def test_windows_have_dates() -> None:
    with pytest.raises(OutsideRange):
        concession(reasons=["policy"], policy=AdmissionPolicy.WINDOWS)


def test_the_cap_is_not_passed() -> None:
    given(
        concession(reasons=["cap"], cap=1), published, lambda c: c.admit(act(), FIRST, counts=True)
    ).when(lambda c: c.admit(act(), SECOND, counts=True)).then_refused(CapReached)


def test_the_municipalitys_own_provision_does_not_fill_the_cap() -> None:
    given(
        concession(reasons=["cap"], cap=1), published, lambda c: c.admit(act(), OWN, counts=False)
    ).when(lambda c: c.admit(act(), FIRST, counts=True)).then(
        ("SupplierAdmitted", {"admission": FIRST, "counts": True})
    )


def test_a_supplier_that_left_gives_its_place_under_the_cap_back() -> None:
    given(
        concession(reasons=["cap"], cap=1),
        published,
        lambda c: c.admit(act(), FIRST, counts=True),
        lambda c: c.let_go(act(), FIRST),
    ).when(lambda c: c.admit(act(), SECOND, counts=True)).then(
        ("SupplierAdmitted", {"admission": SECOND, "counts": True})
    )


def test_nobody_is_admitted_before_publication() -> None:
    given(concession()).when(lambda c: c.admit(act(), FIRST, counts=True)).then_refused(
        NotPublished
    )


def test_nobody_is_admitted_after_the_end() -> None:
    given(concession(), published, ended).when(
        lambda c: c.admit(act(), FIRST, counts=True)
    ).then_refused(ConcessionEnded)


def test_the_council_is_heard_before_the_draft_is_sent() -> None:
    with pytest.raises(CouncilNotHeard):
        concession(heard_on=TODAY + timedelta(days=1))


LOCKED = NodeId("bpa.purpose.heard")
LEFT = Change(LOCKED, Way.REPLACED, text=TextRef("words"))


def test_a_locked_node_is_left_only_with_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        concession(more=[LEFT])


def test_a_locked_node_is_left_only_with_a_law_that_allows_it() -> None:
    with pytest.raises(LawMissing) as refused:
        concession(more=[LEFT], why={LOCKED: Reason(TextRef("why"))})
    assert refused.value.node == LOCKED


def test_a_locked_node_that_is_left_with_both_is_published_without_a_score() -> None:
    its = concession(more=[LEFT], why={LOCKED: Reason(TextRef("why"), TextRef("law"))})
    published(its)
    *_, event, _notice = its.collect_events()
    assert event.figures is not None
    assert event.figures.conformance is None


def test_the_same_words_and_reasons_have_the_same_fingerprint_and_others_another() -> None:
    assert concession().document_hash() == concession().document_hash()
    other = concession(reasons=["notice"], notice=3)
    assert other.document_hash() != concession().document_hash()
    theirs = concession(why={NODE_OF["notice"]: Reason(TextRef("another"))}, notice=3)
    assert theirs.document_hash() != other.document_hash()


LATER = TODAY + timedelta(days=60)
CHANGED = changes_from(terms(notice=3), NODES)
BECAUSE = {NODE_OF["notice"]: Reason(TextRef("because"))}


def amended(c: Concession, by: UUID = SOLVEIG, **changes: Any) -> None:
    """SOLVEIG sends an amendment: three months' notice, from LATER."""
    sent: dict[str, Any] = {
        "before": BASIS, "after": BASIS, "changes": CHANGED, "reasons": BECAUSE,
        "effective_from": LATER, "apply_by": LATER - timedelta(days=9),
    }  # fmt: skip
    c.send_amendment(act(by), **(sent | changes))


def test_what_holds_goes_on_holding_until_the_amendments_day() -> None:
    its = concession()
    for does in (published, amended, lambda c: c.publish_amendment(act(TORE), BASIS)):
        does(its)
    assert its.terms_on(LATER - timedelta(days=1)).notice == 1
    assert its.terms_on(LATER).notice == 3
    assert its.reasons == BECAUSE


def test_an_amendment_that_waits_changes_nothing() -> None:
    its = concession()
    published(its)
    amended(its)
    assert its.terms_on(LATER).notice == 1


def test_nobody_approves_their_own_amendment() -> None:
    given(concession(), published, amended).when(
        lambda c: c.publish_amendment(act(SOLVEIG), BASIS)
    ).then_refused(OwnConcession)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (NothingAmended, {"changes": changes_from(terms(), NODES), "reasons": {}}),
        (AmendedTooSoon, {"effective_from": TODAY + timedelta(days=1), "apply_by": TODAY}),
        (DeadlineMissing, {"apply_by": None}),
        (DeadlineMissing, {"apply_by": TODAY}),
        (DeadlineMissing, {"apply_by": LATER + timedelta(days=1)}),
        (ReasonMissing, {"reasons": {}}),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(
    rule: type[Exception], changes: dict[str, Any]
) -> None:
    given(concession(), published).when(lambda c: amended(c, **changes)).then_refused(rule)


def test_a_small_change_needs_no_new_deadline() -> None:
    light = next(
        node for node in nodes()
        if node.weight < 4 and node.options and not node.many and not node.depends_on
    )  # fmt: skip
    other = next(each.option for each in light.options if each.option not in light.chosen)
    small = [*changes_from(terms(), NODES), Change(light.node, Way.SET, [], [other])]
    its = concession()
    published(its)
    amended(its, changes=small, reasons={light.node: Reason(TextRef("why"))}, apply_by=None)
    assert its.amendment is not None
    assert not its.amendment.material


def test_two_amendments_are_not_under_way_at_once() -> None:
    given(concession(), published, amended).when(amended).then_refused(AmendmentUnderWay)


def test_an_amendment_that_was_sent_back_can_be_sent_again() -> None:
    its = concession()
    for does in (published, amended, lambda c: c.send_amendment_back(act(TORE), TextRef("no"))):
        does(its)
    amended(its)
    assert its.amendment is not None
    assert its.amendment.held.number == 2


def test_the_amendment_that_was_read_is_the_one_that_is_approved() -> None:
    its = concession()
    for does in (published, amended, lambda c: c.send_amendment_back(act(TORE), TextRef("no"))):
        does(its)
    amended(its)
    given(its).when(lambda c: c.publish_amendment(act(TORE), BASIS, 1)).then_refused(
        AmendmentReplaced
    )
    its.publish_amendment(act(TORE), BASIS, 2)
    assert its.newest.number == 2


def test_what_is_not_published_is_not_amended() -> None:
    given(concession()).when(amended).then_refused(NotPublished)
    given(concession(), published).when(
        lambda c: c.publish_amendment(act(TORE), BASIS)
    ).then_refused(NoAmendment)


def test_a_later_amendment_does_not_hold_before_an_earlier_one() -> None:
    def first(c: Concession) -> None:
        amended(c)
        c.publish_amendment(act(TORE), BASIS)

    again = changes_from(terms(notice=2), NODES)
    given(concession(), published, first).when(
        lambda c: amended(c, changes=again, effective_from=LATER - timedelta(days=5))
    ).then_refused(AmendedTooSoon)


def test_the_cap_that_holds_on_the_day_is_the_one_that_counts() -> None:
    capped = changes_from(terms(cap=1), NODES)
    its = concession()
    published(its)
    amended(its, changes=capped, reasons={NODE_OF["cap"]: Reason(TextRef("few"))})
    its.publish_amendment(act(TORE), BASIS)
    its.admit(act(), FIRST, counts=True)
    its.admit(act(), SECOND, counts=True)
    with pytest.raises(CapReached):
        its.admit(act(days=61), UUID(int=99), counts=True)


RINGSAKER, STANGE = MunicipalityNumber("3411"), MunicipalityNumber("3413")


def joint() -> Concession:
    its = Concession.send_for_approval(
        act(SOLVEIG), UUID(int=51), [MunicipalityNumber("3403"), RINGSAKER, STANGE], BASIS,
        changes_from(terms(), NODES), {}, TODAY, HEARD, short_form=False,
    )  # fmt: skip
    its.collect_events()
    return its


def test_a_joint_concession_is_published_when_every_municipality_has_said_yes_itself() -> None:
    its = joint()
    its.join(act(TORE), RINGSAKER, None)
    given(its).when(published).then_refused(MembersMissing)
    its.join(act(TORE), STANGE, TextRef("annex"))
    published(its)
    assert its.is_published


@pytest.mark.parametrize("number", ["3403", "0301"])
def test_only_the_invited_say_yes(number: str) -> None:
    given(joint()).when(lambda c: c.join(act(TORE), MunicipalityNumber(number), None)).then_refused(
        NotInvited
    )


def test_a_municipality_says_yes_once() -> None:
    given(joint(), lambda c: c.join(act(TORE), STANGE, None)).when(
        lambda c: c.join(act(TORE), STANGE, None)
    ).then_refused(NotInvited)


def test_nobody_is_let_into_what_is_only_practice() -> None:
    its = Concession.send_for_approval(
        act(SOLVEIG), UUID(int=52), [MunicipalityNumber("3403")], BASIS,
        changes_from(terms(), NODES), {}, TODAY, HEARD, short_form=True, practice=True,
    )  # fmt: skip
    published(its)
    given(its).when(lambda c: c.admit(act(), FIRST, counts=True)).then_refused(NotPublished)
    given(its).when(lambda c: c.must_take_applications(TODAY, counts=True)).then_refused(
        NotPublished
    )
