from __future__ import annotations

from uuid import UUID

from registry.domain.admission import (
    Admission,
    AlreadyApplied,
    NotAdmitted,
    NotUnderReview,
    OwnApplication,
)
from registry.domain.facts import Local
from registry.domain.values import Accepting, ClosingGround, LocalOffice, RejectionGround
from tests.scenario import SOLVEIG, TORE, act, given

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
