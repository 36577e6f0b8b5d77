"""Each real scheme of the field can be said with parameters and options alone."""

from __future__ import annotations

from datetime import date

import pytest

from registry.demo.nation import Nation, PlannedConcession
from registry.demo.terms import template_nodes, template_terms
from registry.domain.deviation import fold
from registry.domain.terms import changes_from
from registry.domain.values import (
    AdmissionPolicy,
    ChoiceKind,
    CountedFrom,
    DefaultRule,
    Ordering,
)


def concession(nation: Nation, lead: str) -> PlannedConcession:
    return next(each for each in nation.concessions if each.lead == lead)


def admitted(nation: Nation, lead: str) -> int:
    return sum(each.lead == lead and each.counts for each in nation.admissions)


def rejected(nation: Nation, lead: str) -> int:
    return sum(each.lead == lead and each.ground is not None for each in nation.applications)


def test_capital_with_districts(nation: Nation) -> None:
    terms = concession(nation, "0301").terms

    assert terms.ordering is Ordering.CENTRAL_UNIT
    assert (terms.years, terms.notice) == (5, 3)
    assert (admitted(nation, "0301"), rejected(nation, "0301")) == (14, 6)
    assert not terms.is_limited


def test_rolling_scheme_with_three_dates(nation: Nation) -> None:
    terms = concession(nation, "5001").terms

    assert terms.policy is AdmissionPolicy.WINDOWS
    assert terms.windows == [101, 501, 901]
    assert (terms.years, terms.cap) == (10, 0)


def test_closed_round_with_a_cap(nation: Nation) -> None:
    terms = concession(nation, "4203").terms

    assert terms.policy is AdmissionPolicy.CLOSED_ROUND
    assert (terms.cap, terms.years) == (5, 5)
    assert admitted(nation, "4203") == 5


def test_large_joint_concession(nation: Nation) -> None:
    joint = concession(nation, "3403")

    assert len(joint.members) == 16
    assert (joint.terms.cap, joint.terms.years) == (4, 6)
    assert admitted(nation, "3403") == 4


def test_notice_from_the_first_of_the_month(nation: Nation) -> None:
    terms = concession(nation, "5501").terms

    assert terms.counted_from is CountedFrom.FIRST_OF_NEXT_MONTH
    assert terms.earliest_switch(date(2026, 3, 10)) == date(2026, 7, 1)


def test_own_service_as_the_default(nation: Nation) -> None:
    assert concession(nation, "4647").terms.default is DefaultRule.OWN_PROVISION


def test_rotation_as_the_default(nation: Nation) -> None:
    assert concession(nation, "3301").terms.default is DefaultRule.ROTATION


def test_six_suppliers_and_the_municipalitys_own(nation: Nation) -> None:
    own = [e for e in nation.admissions if e.lead == "1804" and not e.counts]

    assert admitted(nation, "1804") == 6
    assert len(own) == 1


@pytest.mark.parametrize(
    ("number", "kind"), [("5614", ChoiceKind.NONE), ("4036", ChoiceKind.OWN_EMPLOYER)]
)
def test_no_concession_but_a_word_about_it(nation: Nation, number: str, kind: ChoiceKind) -> None:
    told = next(each for each in nation.municipalities if each.number == number)

    assert told.stated is kind


def test_a_single_person_on_an_island(nation: Nation) -> None:
    assert sum(each.municipality == "4633" for each in nation.cases) == 1
    assert concession(nation, "4633").short_form


def test_sami_area_has_a_sami_speaking_supplier(nation: Nation) -> None:
    speaks = {each.number: each.support.languages for each in nation.suppliers}
    inside = [each.supplier for each in nation.admissions if each.lead == "5610"]

    assert any(language.value == "se" for number in inside for language in speaks[number])


def test_the_template_alone_is_a_scheme_without_deviations() -> None:
    changes = changes_from(template_terms(rate=48_200), template_nodes())
    assert not any(clause.is_deviation for clause in fold(template_nodes(), changes))
