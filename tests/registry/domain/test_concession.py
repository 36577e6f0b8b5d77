from __future__ import annotations

from uuid import UUID

import pytest

from registry.domain.concession import (
    CapReached,
    Concession,
    ConcessionEnded,
    NotPublished,
    NotWaitingForApproval,
    OwnConcession,
    ReasonMissing,
)
from registry.domain.terms import NODE_OF, TermOutOfRange
from registry.domain.values import AdmissionPolicy, Hash, MunicipalityNumber, TextRef
from tests.scenario import SOLVEIG, TODAY, TORE, act, given, terms

FIRST, SECOND, OWN = (UUID(int=number) for number in range(40, 43))
NATIONAL = {NODE_OF["notice_months"]: 1, NODE_OF["cap"]: 0, NODE_OF["policy"]: "rolling"}


def concession(reasons=(), **changes) -> Concession:
    return Concession.send_for_approval(
        act(SOLVEIG),
        UUID(int=50),
        [MunicipalityNumber("3403")],
        1,
        Hash("0" * 64),
        NATIONAL,
        terms(**changes),
        {NODE_OF[name]: TextRef("ref") for name in reasons},
        TODAY,
        False,
    )


def published(c: Concession) -> None:
    c.publish(act(TORE))


def test_another_person_publishes() -> None:
    its = concession()
    given(its).when(lambda c: c.publish(act(TORE))).then(
        ("Published", {"document_hash": its.document_hash()})
    )


def test_nobody_approves_their_own_concession() -> None:
    given(concession()).when(lambda c: c.publish(act(SOLVEIG))).then_refused(OwnConcession)


def test_what_was_sent_back_is_not_published() -> None:
    given(concession(), lambda c: c.send_back(act(TORE), TextRef("why"))).when(
        lambda c: c.publish(act(TORE))
    ).then_refused(NotWaitingForApproval)


def test_a_concession_is_published_once() -> None:
    given(concession(), published).when(published).then_refused(NotWaitingForApproval)


def test_a_deviation_without_a_reason_names_its_node() -> None:
    with pytest.raises(ReasonMissing) as refused:
        concession(notice_months=3)
    assert refused.value.node == NODE_OF["notice_months"]


def test_a_deviation_with_a_reason_is_sent_with_it() -> None:
    its = concession(reasons=["notice_months"], notice_months=3)
    assert its.reasons == {NODE_OF["notice_months"]: TextRef("ref")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", 100),
        ("notice_months", 4),
        ("years", 11),
        ("regret_days", 0),
        ("windows", [230]),
        ("cap", 41),
        ("answer_days", 0),
    ],
)
def test_a_value_outside_the_template_names_its_node(name: str, value: object) -> None:
    with pytest.raises(TermOutOfRange) as refused:
        concession(**{name: value})
    assert refused.value.node == NODE_OF[name]


def test_a_closed_round_has_a_cap() -> None:
    with pytest.raises(TermOutOfRange):
        concession(policy=AdmissionPolicy.CLOSED_ROUND)


def test_windows_have_dates() -> None:
    with pytest.raises(TermOutOfRange):
        concession(policy=AdmissionPolicy.WINDOWS)


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
    given(concession(), published, lambda c: c.end(act())).when(
        lambda c: c.admit(act(), FIRST, counts=True)
    ).then_refused(ConcessionEnded)
