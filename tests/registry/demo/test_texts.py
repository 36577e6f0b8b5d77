"""The words of the invented nation: nobody can be called, nobody is named, no two are alike."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from registry.demo.nation import Nation
from registry.demo.sources import read
from registry.domain.organisation import OrganisationKind
from registry.domain.supplier import is_organisation_number
from registry.domain.values import SupplierKind

SENTENCE = re.compile(r"(?<!\d)[.!?](?:\s|$)")


def test_no_phone_can_be_dialled(nation: Nation) -> None:
    assert all(re.fullmatch(r"00( \d\d){3}", each.phone) for each in nation.municipalities)


def test_mailboxes_lead_nowhere(nation: Nation) -> None:
    assert all(each.mailbox.endswith(".example") for each in nation.municipalities)


def test_every_supplier_presents_itself_in_a_few_sentences(nation: Nation) -> None:
    private = [e for e in nation.suppliers if e.kind is not SupplierKind.OWN_PROVISION]

    assert len(private) == 64
    for each in private:
        assert each.presentation
        assert 2 <= len(SENTENCE.findall(each.presentation)) <= 4, each.name


def test_no_two_presentations_are_alike(nation: Nation) -> None:
    texts = [each.presentation for each in nation.suppliers if each.presentation]

    assert len({each[:25] for each in texts}) == len(texts)
    for one, other in combinations(texts, 2):
        assert SequenceMatcher(None, one, other, autojunk=False).quick_ratio() < 0.95


def test_twelve_stories_in_three_languages(nation: Nation) -> None:
    stories = [each.story for each in nation.municipalities if each.story]

    assert len(stories) == 12
    for story in stories:
        for text in (story.nb, story.nn, story.en):
            assert 3 <= len(SENTENCE.findall(text)) <= 6, text


def test_suppliers_have_names_of_their_own(nation: Nation) -> None:
    names = sorted(each.name for each in nation.suppliers)
    private = [e.name for e in nation.suppliers if e.kind is not SupplierKind.OWN_PROVISION]

    assert len(private) == len(set(private))
    assert sum(one == other for one, other in pairwise(names)) <= 2, "Herøy and Våler occur twice"


def test_reasons_are_given_in_both_languages() -> None:
    for ways in read("reasons.yaml").values():
        for pool in ways.values():
            assert all(set(reason) == {"nb", "nn"} for reason in pool)


def test_each_told_municipality_has_someone_who_drafts_and_someone_else_who_approves(
    nation: Nation,
) -> None:
    told = {each.number for each in nation.municipalities if each.story}
    for function in ("draft_concession", "approve_concession", "admit_suppliers", "issue_codes"):
        holders = {
            each.municipality: each.sub
            for each in nation.people
            if function in [held.value for held in each.functions]
        }
        assert told <= set(holders)
    for each in nation.people:
        held = {function.value for function in each.functions}
        assert not {"draft_concession", "approve_concession"} <= held


def test_people_are_different(nation: Nation) -> None:
    assert len({each.sub for each in nation.people}) == len(nation.people)
    assert len({each.name for each in nation.people}) == len(nation.people)


def test_one_supplier_has_not_registered_yet(nation: Nation) -> None:
    known = {each.number for each in nation.suppliers}
    people = [each for each in nation.people if each.kind is OrganisationKind.SUPPLIER]
    new = [each for each in people if each.number not in known]

    assert len(people) == 6
    assert [bool(e.number and is_organisation_number(e.number)) for e in new] == [True]
