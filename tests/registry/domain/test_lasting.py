"""A concession ends and goes on by two people, and is amended by every municipality in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from registry.domain.concession import PROLONG_MONTHS, Concession
from registry.domain.concession_refusals import (
    ConcessionEnded,
    EndingReasonMissing,
    MembersMissing,
    NoAmendment,
    NoProlongationLeft,
    NoProposal,
    NotInvited,
    NotPublished,
    OwnConcession,
    ProlongationOutdated,
    ProlongedTooLate,
    ProposalUnderWay,
)
from registry.domain.deviation import Change, Way
from registry.domain.documents import Reason
from registry.domain.lasting import prolong_by
from registry.domain.terms import changes_from
from registry.domain.values import EndingGround, MunicipalityNumber, TextRef
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
    published,
)
from tests.scenario import KARI, SOLVEIG, TODAY, TORE, act, given, terms

WHY, BACK = TextRef("why"), TextRef("back")
END = EndingGround.CANCELLED
Does = Callable[[Any], None]


def days_to(day: date) -> int:
    return (day - TODAY).days


def live(**changes: Any) -> Concession:
    its = concession(reasons=list(changes), **changes)
    published(its)
    return its


def to_end(c: Concession) -> None:
    c.send_ending(act(SOLVEIG), END, WHY)


def to_go_on(c: Concession) -> None:
    c.send_prolongation(act(SOLVEIG), BASIS)


def confirm_end(c: Concession) -> None:
    c.end(act(TORE), 1)


def confirm_longer(c: Concession) -> None:
    c.prolong(act(TORE), BASIS, 1)


def test_one_puts_forward_that_it_ends_and_another_ends_it() -> None:
    its = live()
    given(its).when(to_end).then(("EndingSent", {"number": 1, "ground": END, "reason": WHY}))
    its.admit(act(), FIRST, counts=True)
    assert not its.is_ended, "who is in stays in, and others come in"
    given(its).when(confirm_end).then(("Ended", {"ground": END, "reason": WHY}))
    assert its.is_ended


def test_one_puts_forward_that_it_goes_on_and_another_prolongs_it() -> None:
    its = live()
    before, until = its.ends_on, TODAY.replace(year=TODAY.year + 6)
    given(its).when(to_go_on).then(("ProlongationSent", {"number": 1, "until": until}))
    assert its.ends_on == before
    given(its).when(confirm_longer).then(("Prolonged", {"until": until}))
    assert its.ends_on == until


@pytest.mark.parametrize(
    ("sent", "confirmed"),
    [
        (to_end, lambda c: c.end(act(SOLVEIG), 1)),
        (to_go_on, lambda c: c.prolong(act(SOLVEIG), BASIS, 1)),
    ],
)
def test_nobody_confirms_what_she_put_forward_herself(sent: Does, confirmed: Does) -> None:
    given(live(), sent).when(confirmed).then_refused(OwnConcession)


@pytest.mark.parametrize("confirmed", [confirm_end, confirm_longer])
def test_nothing_is_confirmed_that_nobody_put_forward(confirmed: Does) -> None:
    given(live()).when(confirmed).then_refused(NoProposal)


@pytest.mark.parametrize(("sent", "other"), [(to_end, confirm_longer), (to_go_on, confirm_end)])
def test_who_says_yes_to_one_has_not_said_yes_to_the_other(sent: Does, other: Does) -> None:
    given(live(), sent).when(other).then_refused(NoProposal)


@pytest.mark.parametrize("first", [to_end, to_go_on])
@pytest.mark.parametrize("second", [to_end, to_go_on])
def test_only_one_of_them_waits_at_a_time(first: Does, second: Does) -> None:
    given(live(), first).when(second).then_refused(ProposalUnderWay)


@pytest.mark.parametrize("by", [SOLVEIG, TORE])
def test_what_was_put_forward_is_sent_back_or_taken_back_and_may_come_again(by: Any) -> None:
    its = live()
    to_end(its)
    given(its).when(lambda c: c.send_proposal_back(act(by), 1, BACK)).then(
        ("ProposalSentBack", {"number": 1, "reason": BACK})
    )
    given(its).when(confirm_end).then_refused(NoProposal)
    to_go_on(its)
    its.prolong(act(TORE), BASIS, 2)
    assert its.ends_on == TODAY.replace(year=TODAY.year + 6)


def test_who_has_read_an_old_proposal_does_not_confirm_the_new_one() -> None:
    its = live()
    to_end(its)
    its.send_proposal_back(act(SOLVEIG), 1, BACK)
    its.send_ending(act(SOLVEIG), EndingGround.REPLACED, WHY)
    given(its).when(confirm_end).then_refused(NoProposal)
    given(its).when(lambda c: c.send_proposal_back(act(TORE), 1, BACK)).then_refused(NoProposal)


def test_it_is_prolonged_as_often_as_its_document_says() -> None:
    """Five years, and twice twelve months more."""
    its = live()
    assert its.ends_on == TODAY.replace(year=TODAY.year + 5)
    for number, years in ((1, 6), (2, 7)):
        to_go_on(its)
        its.prolong(act(TORE), BASIS, number)
        assert its.ends_on == TODAY.replace(year=TODAY.year + years)
    given(its).when(to_go_on).then_refused(NoProlongationLeft)


def test_what_has_no_end_is_not_prolonged() -> None:
    given(live(years=0)).when(to_go_on).then_refused(NoProlongationLeft)


@pytest.mark.parametrize(
    ("ends_on", "last"),
    [
        (date(2031, 11, 21), date(2031, 5, 20)),
        (date(2031, 9, 1), date(2031, 2, 28)),
        (date(2032, 1, 1), date(2031, 6, 30)),
    ],
)
def test_suppliers_know_six_months_before_the_last_day(ends_on: date, last: date) -> None:
    """Its last day is the day before: 20 November, 31 August and 31 December."""
    assert prolong_by(ends_on) == last


def test_it_is_too_late_to_prolong_when_suppliers_would_not_know_in_time() -> None:
    its = live()
    assert its.ends_on
    last = prolong_by(its.ends_on)
    late = act(SOLVEIG, days=days_to(last) + 1)
    given(its).when(lambda c: c.send_prolongation(late, BASIS)).then_refused(ProlongedTooLate)
    its.send_prolongation(act(SOLVEIG, days=days_to(last)), BASIS)
    too_late = act(TORE, days=days_to(last) + 1)
    given(its).when(lambda c: c.prolong(too_late, BASIS, 1)).then_refused(ProlongedTooLate)
    its.prolong(act(TORE, days=days_to(last)), BASIS, 1)
    assert its.prolonged


def test_what_is_over_is_not_prolonged() -> None:
    its = live()
    over = act(TORE, days=365 * 5 + 2)
    given(its).when(lambda c: c.send_prolongation(over, BASIS)).then_refused(ConcessionEnded)


def test_what_was_put_forward_is_not_confirmed_when_the_document_says_another_day() -> None:
    """The periods are made longer while it waits: another day than the one both have read."""
    its = live()
    to_go_on(its)
    longer = [*changes_from(terms(), NODES), Change(PROLONG_MONTHS, Way.SET, [24])]
    amended(its, changes=longer, reasons={PROLONG_MONTHS: Reason(WHY)})
    its.publish_amendment(act(TORE), BASIS)
    given(its).when(confirm_longer).then_refused(ProlongationOutdated)
    its.send_proposal_back(act(TORE), 1, BACK)
    to_go_on(its)
    its.prolong(act(TORE), BASIS, 2)
    assert its.ends_on == TODAY.replace(year=TODAY.year + 7)


def test_what_ends_before_its_time_says_why() -> None:
    given(live()).when(lambda c: c.send_ending(act(), END, None)).then_refused(EndingReasonMissing)


def test_what_is_not_published_or_has_ended_does_not_end() -> None:
    given(concession()).when(to_end).then_refused(NotPublished)
    given(live(), to_end, confirm_end).when(to_end).then_refused(ConcessionEnded)


def live_together() -> Concession:
    its = joint()
    for member in (RINGSAKER, STANGE):
        its.join(act(TORE), member, None)
    published(its)
    return its


def publish(c: Concession) -> None:
    c.publish_amendment(act(TORE), BASIS)


def agree(member: MunicipalityNumber, number: int = 1) -> Does:
    return lambda c: c.agree(act(KARI), member, number)


def test_a_material_amendment_is_published_when_every_municipality_has_said_yes_itself() -> None:
    its = live_together()
    amended(its)
    given(its).when(agree(RINGSAKER)).then(("MemberAgreed", {"number": 1, "member": RINGSAKER}))
    given(its).when(publish).then_refused(MembersMissing)
    agree(STANGE)(its)
    publish(its)
    assert its.newest.number == 1


def test_a_yes_to_one_amendment_is_none_to_the_next() -> None:
    its = live_together()
    amended(its)
    for member in (RINGSAKER, STANGE):
        agree(member)(its)
    its.send_amendment_back(act(TORE), BACK)
    amended(its, changes=changes_from(terms(notice=2), NODES))
    given(its).when(publish).then_refused(MembersMissing)
    given(its).when(agree(STANGE, 1)).then_refused(NoAmendment)
    for member in (RINGSAKER, STANGE):
        agree(member, 2)(its)
    publish(its)


@pytest.mark.parametrize("number", ["3403", "0301"])
def test_only_those_that_do_not_lead_are_asked(number: str) -> None:
    given(live_together(), amended).when(agree(MunicipalityNumber(number))).then_refused(NotInvited)


def test_a_municipality_says_yes_to_an_amendment_once() -> None:
    given(live_together(), amended, agree(STANGE)).when(agree(STANGE)).then_refused(NotInvited)


def test_there_is_nothing_to_say_yes_to_where_nothing_waits() -> None:
    given(live_together()).when(agree(STANGE)).then_refused(NoAmendment)


def test_what_is_not_material_needs_no_yes_from_the_others() -> None:
    light = next(
        node for node in NODES.values()
        if node.weight < 4 and node.options and not node.many and not node.depends_on
    )  # fmt: skip
    other = next(each.option for each in light.options if each.option not in light.chosen)
    small = [*changes_from(terms(), NODES), Change(light.node, Way.SET, [], [other])]
    its = live_together()
    amended(its, changes=small, reasons={light.node: Reason(WHY)}, apply_by=None)
    given(its).when(agree(STANGE)).then_refused(NotInvited)
    publish(its)
    assert its.newest.effective_from == LATER
