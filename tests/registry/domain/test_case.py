from __future__ import annotations

from uuid import UUID

from registry.domain.case import (
    Case,
    CaseClosed,
    NothingChosen,
    RegretIsOver,
    SupplierAlreadyChosen,
)
from registry.domain.deadlines import choice_dates
from registry.domain.values import HoursBand, LeadRole, MunicipalityNumber
from tests.scenario import TODAY, act, given, terms

CONCESSION, FJELLRYPE, KREKLING, PLACE, OTHER_PLACE = (UUID(int=n) for n in range(20, 25))
DATES = choice_dates(TODAY, terms(), start_days=28, contact_days=3)


def case() -> Case:
    return Case.open(
        act(),
        UUID(int=30),
        MunicipalityNumber("3403"),
        CONCESSION,
        HoursBand.OVER_35,
        LeadRole.SELF,
        TODAY,
    )


def chooses(admission: UUID, place: UUID = PLACE, days: int = 0):
    return lambda c: c.choose(act(days=days), admission, place, DATES)


def test_somebody_with_a_decision_chooses_a_supplier() -> None:
    given(case()).when(chooses(FJELLRYPE)).then(
        ("SupplierChosen", {"admission": FJELLRYPE, "place": PLACE, "dates": DATES})
    )


def test_choosing_is_possible_after_the_deadline_too() -> None:
    given(case()).when(chooses(FJELLRYPE, days=200)).then(
        ("SupplierChosen", {"admission": FJELLRYPE, "place": PLACE, "dates": DATES})
    )


def test_the_same_supplier_is_not_chosen_twice() -> None:
    given(case(), chooses(FJELLRYPE)).when(chooses(FJELLRYPE)).then_refused(SupplierAlreadyChosen)


def test_another_supplier_can_be_chosen_within_fourteen_days() -> None:
    given(case(), chooses(FJELLRYPE)).when(chooses(KREKLING, OTHER_PLACE, days=14)).then(
        ("SupplierChosen", {"admission": KREKLING, "place": OTHER_PLACE, "dates": DATES})
    )


def test_after_fourteen_days_it_is_a_switch_and_no_regret() -> None:
    given(case(), chooses(FJELLRYPE)).when(chooses(KREKLING, OTHER_PLACE, days=15)).then_refused(
        RegretIsOver
    )


def test_a_choice_can_be_taken_back_without_a_new_one() -> None:
    given(case(), chooses(FJELLRYPE)).when(lambda c: c.regret(act(days=3))).then(
        ("ChoiceRegretted", {})
    )


def test_a_choice_cannot_be_taken_back_when_the_days_are_over() -> None:
    given(case(), chooses(FJELLRYPE)).when(lambda c: c.regret(act(days=15))).then_refused(
        RegretIsOver
    )


def test_nothing_is_regretted_where_nothing_is_chosen() -> None:
    given(case()).when(lambda c: c.regret(act())).then_refused(NothingChosen)


def test_whoever_regretted_can_choose_the_same_supplier_again() -> None:
    given(case(), chooses(FJELLRYPE), lambda c: c.regret(act())).when(
        chooses(FJELLRYPE, OTHER_PLACE)
    ).then(("SupplierChosen", {"admission": FJELLRYPE, "place": OTHER_PLACE, "dates": DATES}))


def test_in_a_closed_case_nothing_more_is_chosen_or_regretted() -> None:
    over = given(case(), chooses(FJELLRYPE), lambda c: c.close(act()))
    for does in (
        chooses(KREKLING, OTHER_PLACE),
        lambda c: c.regret(act()),
        lambda c: c.close(act()),
    ):
        over.when(does).then_refused(CaseClosed)


def test_a_case_is_closed_once() -> None:
    given(case(), chooses(FJELLRYPE)).when(lambda c: c.close(act())).then(("Closed", {}))
