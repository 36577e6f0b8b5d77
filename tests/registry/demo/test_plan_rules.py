"""What the rules of the domain demand of the plan, so that it can be loaded as commands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from registry.demo.nation import TODAY, Nation, PlannedConcession
from registry.demo.terms import template_nodes
from registry.domain.deviation import check_changes, fold
from registry.domain.rounds import Round
from registry.domain.supplier import is_organisation_number
from registry.domain.terms import check
from registry.domain.values import AdmissionPolicy, MunicipalityNumber, OrganisationNumber, Reopen


def test_organisation_numbers_are_synthetic_valid_and_unique(nation: Nation) -> None:
    numbers = [each.number for each in nation.suppliers]

    assert len(numbers) == len(set(numbers))
    assert all(number.startswith("3") and is_organisation_number(number) for number in numbers)


def test_terms_can_be_said_by_the_template(nation: Nation) -> None:
    for each in nation.concessions:
        check(each.terms)
        check_changes(template_nodes(), each.changes)


def test_every_deviation_has_a_reason_and_nothing_else_has(nation: Nation) -> None:
    for each in nation.concessions:
        document = fold(template_nodes(), each.changes)
        left = [clause.id for clause in document if clause.is_deviation and clause.applies]
        assert list(each.reasons) == left
        assert all(each.reasons.values())


def test_no_cap_is_broken_and_nobody_applies_twice(nation: Nation) -> None:
    counted = Counter(each.lead for each in nation.admissions if each.counts)
    pairs = [(each.lead, each.supplier) for each in nation.admissions]
    pairs += [(each.lead, each.supplier) for each in nation.applications]

    assert all(counted[e.lead] <= e.terms.cap for e in nation.concessions if e.terms.cap)
    assert len(pairs) == len(set(pairs))


def test_two_are_open_but_empty(nation: Nation) -> None:
    admitted = {each.lead for each in nation.admissions}

    assert sum(each.lead not in admitted for each in nation.concessions) == 2


def test_own_provision_is_admitted_where_it_is_listed(nation: Nation) -> None:
    units = {e.municipality: e.number for e in nation.suppliers if e.municipality}
    admitted = {(each.lead, each.supplier) for each in nation.admissions if not each.counts}
    listed = {
        (each.lead, units[member])
        for each in nation.concessions
        if each.terms.own_provision_listed
        for member in each.members
        if member in units
    }

    assert admitted == listed


def test_own_provision_is_the_default_only_where_there_is_one(nation: Nation) -> None:
    units = {each.municipality for each in nation.suppliers}
    own = [e for e in nation.concessions if e.terms.default.value == "own_provision"]

    assert all(each.lead in units and each.terms.own_provision_listed for each in own)


def test_admissions_come_in_their_order(nation: Nation) -> None:
    concessions = by_lead(nation)
    registered = {each.number: each.registered_on for each in nation.suppliers}
    granted = [each.granted_on for each in nation.admissions]

    assert granted == sorted(granted)
    for each in nation.admissions:
        days = [
            registered[each.supplier],
            each.applied_on,
            each.granted_on,
            each.confirmed_on,
            TODAY,
        ]
        assert days == sorted(days)
        assert concessions[each.lead].published_on <= each.applied_on


def test_windows_admit_on_their_own_days(nation: Nation) -> None:
    concessions = by_lead(nation)
    for each in nation.admissions:
        concession = concessions[each.lead]
        if concession.terms.policy is AdmissionPolicy.WINDOWS:
            day = each.granted_on
            later = day.month * 100 + day.day in concession.terms.windows
            assert later or day < concession.starts_on


def test_everybody_applied_while_the_round_was_open(nation: Nation) -> None:
    concessions, tried = by_lead(nation), 0
    for each in [*nation.admissions, *nation.applications]:
        its = concessions[each.lead]
        if its.terms.policy is AdmissionPolicy.CLOSED_ROUND:
            terms = replace(its.terms, reopen=Reopen.NO)
            assert Round(terms, its.published_on, its.starts_on, None, 0).is_open(each.applied_on)
            tried += 1
    assert tried > 20


def test_some_applications_wait_and_the_others_have_a_ground(nation: Nation) -> None:
    waiting = [each for each in nation.applications if each.rejected_on is None]

    assert len(waiting) == 25
    assert all((each.rejected_on is None) == (each.ground is None) for each in nation.applications)
    assert all(each.applied_on <= TODAY for each in nation.applications)


def test_cases_choose_among_who_was_in_and_had_a_place(nation: Nation) -> None:
    admitted = {(each.lead, each.supplier): each for each in nation.admissions}
    taken: Counter[tuple[MunicipalityNumber, OrganisationNumber]] = Counter()
    for case in nation.cases:
        assert case.municipality in by_lead(nation)[case.lead].members
        if case.chosen and case.chosen_on:
            assert admitted[case.lead, case.chosen].granted_on <= case.chosen_on <= TODAY
            assert case.opened_on < case.chosen_on <= case.choose_by
            taken[case.lead, case.chosen] += 1

    assert all(count <= admitted[key].ceiling for key, count in taken.items())


def test_own_provision_serves_its_own_people_only(nation: Nation) -> None:
    owner = {each.number: each.municipality for each in nation.suppliers}

    for case in nation.cases:
        if case.chosen and owner[case.chosen]:
            assert owner[case.chosen] == case.municipality


def test_history_begins_in_2024(nation: Nation) -> None:
    assert min(each.sent_on for each in nation.concessions) >= date(2024, 1, 3)
    assert max(each.starts_on for each in nation.concessions) <= TODAY


def by_lead(nation: Nation) -> dict[str, PlannedConcession]:
    return {each.lead: each for each in nation.concessions}
