from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from registry.domain.admission import (
    Admission,
    AlreadyApplied,
    Leaving,
    NotAdmitted,
    NotLeavingYet,
    NotUnderReview,
    OwnApplication,
)
from registry.domain.facts import Local
from registry.domain.values import Accepting, ClosingGround, LocalOffice, RejectionGround
from tests.scenario import SOLVEIG, TODAY, TORE, act, given

CONCESSION, SUPPLIER = UUID(int=60), UUID(int=61)
LOCAL = Local(28, 3, True, LocalOffice.NEARBY)


def admission() -> Admission:
    return Admission.apply_for(act(SOLVEIG), CONCESSION, SUPPLIER)


def granted(a: Admission) -> None:
    a.grant(act(TORE))


def rejected(a: Admission) -> None:
    a.reject(act(TORE), RejectionGround.MISSING_EVIDENCE)


def test_an_application_is_granted() -> None:
    given(admission()).when(granted).then(("Granted", {}))


def test_whoever_applied_does_not_decide() -> None:
    given(admission()).when(lambda a: a.grant(act(SOLVEIG))).then_refused(OwnApplication)


def test_an_application_is_decided_once() -> None:
    given(admission(), rejected).when(granted).then_refused(NotUnderReview)


def test_a_rejected_supplier_may_apply_again() -> None:
    given(admission(), rejected).when(lambda a: a.apply_again(act())).then(("AppliedAgain", {}))


def test_an_admitted_supplier_does_not_apply_again() -> None:
    given(admission(), granted).when(lambda a: a.apply_again(act())).then_refused(AlreadyApplied)


def test_only_an_admitted_supplier_says_whether_it_takes_people() -> None:
    given(admission()).when(lambda a: a.declare(act(), Accepting.YES)).then_refused(NotAdmitted)


def test_saying_the_same_again_changes_nothing() -> None:
    given(admission(), granted, lambda a: a.declare(act(), Accepting.YES)).when(
        lambda a: a.declare(act(), Accepting.YES)
    ).then()


def test_local_facts_are_confirmed_again_even_when_they_are_the_same() -> None:
    given(admission(), granted, lambda a: a.confirm_local(act(), LOCAL)).when(
        lambda a: a.confirm_local(act(days=30), LOCAL)
    ).then(("LocalConfirmed", {"local": LOCAL}))


def test_a_closed_admission_says_nothing_more() -> None:
    given(admission(), granted, lambda a: a.close(act(), ClosingGround.SUPPLIER_WITHDREW)).when(
        lambda a: a.declare(act(), Accepting.YES)
    ).then_refused(NotAdmitted)


LEAVES = TODAY + timedelta(days=90)


def declined(a: Admission) -> None:
    a.decline(act(), 1, LEAVES)


def test_new_terms_are_accepted_once() -> None:
    given(admission(), granted).when(lambda a: a.accept(act(), 1)).then(
        ("AmendmentAccepted", {"number": 1})
    )
    given(admission(), granted, lambda a: a.accept(act(), 1)).when(
        lambda a: a.accept(act(), 1)
    ).then()


def test_who_says_no_leaves_and_takes_no_new_people() -> None:
    its = admission()
    for does in (granted, lambda a: a.declare(act(), Accepting.YES)):
        does(its)
    given(its).when(declined).then(
        ("AmendmentDeclined", {"number": 1, "leaves_on": LEAVES}),
        ("AcceptingDeclared", {"accepting": Accepting.NO}),
    )
    given(its).when(lambda a: a.declare(act(), Accepting.LIMITED)).then_refused(Leaving)


def test_who_changes_the_no_to_a_yes_stays() -> None:
    its = admission()
    for does in (granted, declined, lambda a: a.accept(act(), 1)):
        does(its)
    assert its.leaves_on is None
    its.declare(act(), Accepting.YES)
    assert its.accepting is Accepting.YES


def test_a_yes_to_one_change_is_not_a_yes_to_another() -> None:
    its = admission()
    for does in (granted, declined, lambda a: a.accept(act(), 2)):
        does(its)
    assert its.leaves_on == LEAVES


def test_who_says_no_is_in_until_the_day() -> None:
    ended = ClosingGround.TERMS_DECLINED
    its = admission()
    for does in (granted, declined):
        does(its)
    given(its).when(lambda a: a.close(act(days=89), ended)).then_refused(NotLeavingYet)
    given(its).when(lambda a: a.close(act(days=90), ended)).then(("Closed", {"ground": ended}))


def test_only_who_is_in_answers() -> None:
    given(admission()).when(lambda a: a.accept(act(), 1)).then_refused(NotAdmitted)
    given(admission()).when(declined).then_refused(NotAdmitted)
