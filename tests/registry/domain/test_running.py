"""What ran before it came here: stated by one, approved by another, with terms that are stated or safe."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from registry.domain.admission import Admission, AlreadyApplied
from registry.domain.concession import Concession
from registry.domain.concession_refusals import (
    AlreadyOver,
    CapReached,
    DayNotCome,
    MembersMissing,
    NotFromTemplate,
    NotOpenHere,
    OwnConcession,
)
from registry.domain.node import Basis
from registry.domain.notice import NoticeChannel
from registry.domain.running import Running, RunningSupplier, terms_of_running
from registry.domain.supplier import AlreadyRegistered, BadOrganisationNumber, Supplier
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    Hash,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
    TextRef,
)
from tests.scenario import SOLVEIG, TODAY, TORE, act, given

HAMAR, LOTEN = MunicipalityNumber("3403"), MunicipalityNumber("3412")
KREKLING = OrganisationNumber("310000019")
FIRST, SECOND = (UUID(int=number) for number in (40, 41))
BASIS = Basis(1, Hash("0" * 64), {})
NOTHING_SAID = Running(
    None, None, None, None, None, None, [], TextRef("source"), TextRef("by"), TODAY
)
ALL_SAID = replace(
    NOTHING_SAID,
    rate=46_000,
    notice=2,
    counted_from=CountedFrom.DAY_OF_NOTICE,
    default=DefaultRule.ROTATION,
    cap=4,
    ends_on=TODAY + timedelta(days=365),
    suppliers=[RunningSupplier(KREKLING, TextRef("name"))],
)


def stated(its: Running = ALL_SAID, *others: MunicipalityNumber, **changes: Any) -> Concession:
    return Concession.state(act(SOLVEIG), UUID(int=50), [HAMAR, *others], replace(its, **changes))


def published(c: Concession) -> None:
    c.publish(act(TORE), None)


def test_what_is_stated_is_what_the_registry_acts_on() -> None:
    terms = terms_of_running(ALL_SAID)
    assert (terms.rate, terms.notice, terms.cap) == (46_000, 2, 4)
    assert (terms.counted_from, terms.default) == (
        CountedFrom.DAY_OF_NOTICE,
        DefaultRule.ROTATION,
    )
    assert terms.earliest_switch(date(2026, 11, 21)) == date(2027, 1, 21)


def test_where_nobody_has_said_no_person_is_promised_anything_early() -> None:
    terms = terms_of_running(NOTHING_SAID)
    assert terms.earliest_switch(date(2026, 11, 21)) == date(2027, 3, 1), "the longest notice"
    assert terms.default is DefaultRule.DIALOGUE, "nobody is placed without being talked to"
    assert terms.choose_within_days >= 90
    assert terms.regret_days >= 30


def test_a_notice_that_is_stated_as_none_is_none() -> None:
    assert terms_of_running(replace(ALL_SAID, notice=0)).notice == 0


@pytest.mark.parametrize("its", [NOTHING_SAID, ALL_SAID, replace(ALL_SAID, cap=0)])
def test_nobody_calls_it_free_choice_and_nobody_applies_through_the_registry(its: Running) -> None:
    terms = terms_of_running(its)
    assert terms.policy is AdmissionPolicy.CLOSED_ROUND
    assert terms.is_limited
    given(stated(its), published).when(
        lambda c: c.must_take_applications(TODAY, counts=True)
    ).then_refused(NotOpenHere)


def test_another_person_publishes_and_there_are_no_figures() -> None:
    its = stated()
    given(its).when(published).then(
        ("Published", {"document_hash": its.document_hash(), "figures": None})
    )
    given(stated()).when(lambda c: c.publish(act(SOLVEIG), None)).then_refused(OwnConcession)


def test_the_others_say_yes_themselves() -> None:
    given(stated(ALL_SAID, LOTEN)).when(published).then_refused(MembersMissing)


def test_it_has_no_document_to_change_prolong_or_announce() -> None:
    its = given(stated(), published)
    its.when(lambda c: c.send_amendment(act(), BASIS, BASIS, [], {}, TODAY, None)).then_refused(
        NotFromTemplate
    )
    its.when(lambda c: c.send_prolongation(act(), BASIS)).then_refused(NotFromTemplate)
    its.when(
        lambda c: c.reference_notice(act(), NoticeChannel.DOFFIN, TODAY, TextRef("number"))
    ).then_refused(NotFromTemplate)


def test_what_is_over_does_not_run_and_nothing_is_stated_on_a_day_to_come() -> None:
    assert stated(ends_on=TODAY).ends_on == TODAY + timedelta(days=1), "the day itself is the last"
    with pytest.raises(AlreadyOver):
        stated(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(DayNotCome):
        stated(stated_on=TODAY + timedelta(days=1))


def test_the_stated_cap_is_not_passed() -> None:
    given(stated(cap=1), published, lambda c: c.admit(act(), FIRST, counts=True)).when(
        lambda c: c.admit(act(), SECOND, counts=True)
    ).then_refused(CapReached)


def test_another_statement_has_another_fingerprint() -> None:
    assert stated().document_hash() == stated().document_hash()
    for changes in ({"rate": 46_001}, {"source": TextRef("other")}, {"suppliers": []}):
        assert stated(**changes).document_hash() != stated().document_hash()
    assert stated(ALL_SAID, LOTEN).document_hash() != stated().document_hash()


def test_a_supplier_that_was_in_has_applied_to_nobody_and_works_as_the_others() -> None:
    its = Admission.state(act(), UUID(int=50), Supplier.id_for(KREKLING))
    its.must_be_admitted()
    given(its).when(lambda a: a.apply_again(act())).then_refused(AlreadyApplied)


def test_a_bare_entry_registers_itself_once() -> None:
    def registers(s: Supplier) -> None:
        s.complete(act(), SupplierKind.COMPANY, TextRef("its name"))

    bare = Supplier.enter(act(), KREKLING, TextRef("a name"))
    assert bare.kind is SupplierKind.UNREGISTERED
    given(bare).when(registers).then(
        (
            "EntryCompleted",
            {
                "kind": SupplierKind.COMPANY,
                "municipality": None,
                "owner_group": None,
                "name": TextRef("its name"),
            },
        )
    )
    given(Supplier.enter(act(), KREKLING, None), registers).when(registers).then_refused(
        AlreadyRegistered
    )
    with pytest.raises(BadOrganisationNumber):
        Supplier.enter(act(), OrganisationNumber("310000018"), None)
