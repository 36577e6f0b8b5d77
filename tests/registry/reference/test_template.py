"""Version 1 of the national template says everything, in every language, with its own values."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from registry.domain.template import Lock, Node, national_values
from registry.domain.terms import NODE_OF
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    Ordering,
    PaymentTerms,
)
from registry.reference.template import chapters, node_from, nodes

SHORT_FORM = {*range(1, 9), 13, 15, 16, 21}


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


BOKMAL_ONLY = words(
    "ikke hva hvem hvor hvordan hvorfor noe noen fra mer bare være kommer velger bytter sier gjør "
    "gjelder hjelpen selv sammen uten hver uke måned timer dager skriftlig tjenesten assistenter "
    "leverandører følger dere en et blitt egen senest innen fortsatt mulig"
)
NYNORSK_ONLY = words(
    "ikkje kva kven kvar korleis kvifor noko nokon frå meir berre vere kjem vel byter seier gjer "
    "gjeld hjelpa sjølv saman utan kvart veke månad timar dagar skriftleg tenesta assistentar "
    "leverandørar følgjer dei ein eit òg seinast innan framleis mogleg"
)


def each_node() -> list[Any]:
    return [pytest.param(node, id=node.node) for node in nodes()]


def test_ids_are_unique_and_well_formed() -> None:
    ids = [node.node for node in nodes()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"bpa\.[a-z]+\.[a-z]+(_[a-z]+)*", name) for name in ids)


def test_every_chapter_has_nodes_in_an_unbroken_order() -> None:
    count = Counter(node.chapter for node in nodes())
    assert sorted(count) == list(range(1, 24))
    for chapter, size in count.items():
        positions = [node.position for node in nodes() if node.chapter == chapter]
        assert positions == list(range(1, size + 1))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_chapter_has_a_title(language: str) -> None:
    titles = chapters(language)
    assert list(titles) == list(range(1, 24))
    assert all(titles.values())
    assert len(set(titles.values())) == 23


def test_the_template_has_its_own_value_for_every_term_but_the_rate() -> None:
    values = national_values({node.node: node for node in nodes()})
    expected = {
        "policy": AdmissionPolicy.ROLLING.value,
        "windows": [],
        "cap": 0,
        "years": 5,
        "notice_months": 1,
        "counted_from": CountedFrom.DAY_OF_NOTICE.value,
        "default": DefaultRule.DIALOGUE.value,
        "choose_within_days": 30,
        "regret_days": 14,
        "answer_days": 5,
        "ordering": Ordering.SAME_UNIT.value,
        "payment": PaymentTerms.QUARTERLY_IN_ADVANCE.value,
        "own_provision_listed": True,
    }
    assert values == {NODE_OF[name]: value for name, value in expected.items()}


def test_only_the_terms_of_a_concession_can_be_set() -> None:
    settable = {node.node for node in nodes() if node.lock in (Lock.PARAMETER, Lock.CHOICE)}
    assert settable == set(NODE_OF.values())


@pytest.mark.parametrize("node", each_node())
def test_a_locked_node_cites_law(node: Node) -> None:
    assert node.lock is not Lock.LOCKED or node.law
    assert all(re.search(r"lov|forskrift|forordning", law) for law in node.law)


@pytest.mark.parametrize("node", each_node())
def test_the_short_form_holds_its_chapters(node: Node) -> None:
    assert node.short_form is (node.chapter in SHORT_FORM)


@pytest.mark.parametrize("node", each_node())
def test_every_text_is_there_and_short(node: Node) -> None:
    for text in (node.title_nb, node.title_nn, node.title_en):
        assert text and not text.endswith(".")
    for text in (node.text_nb, node.text_nn, node.plain_nb, node.plain_nn, node.plain_en):
        assert text.endswith(".")
    for text in (node.text_nb, node.text_nn):
        assert 1 <= len(re.findall(r"[.](?: [A-ZÆØÅ]|$)", text)) <= 4
    assert all(len(line) <= 110 for line in (node.plain_nb, node.plain_nn, node.plain_en))


@pytest.mark.parametrize("node", each_node())
def test_bokmal_and_nynorsk_are_each_their_own(node: Node) -> None:
    assert node.text_nb != node.text_nn
    assert node.plain_nb != node.plain_nn
    nynorsk = words(f"{node.title_nn} {node.text_nn} {node.plain_nn}")
    bokmal = words(f"{node.title_nb} {node.text_nb} {node.plain_nb}")
    assert not nynorsk & BOKMAL_ONLY
    assert not bokmal & NYNORSK_ONLY


@pytest.mark.parametrize("node", each_node())
def test_only_clauses_that_can_be_set_hold_a_value(node: Node) -> None:
    expected = 1 if node.node in NODE_OF.values() else 0
    for text in (node.text_nb, node.text_nn):
        assert text.count("{value}") == text.count("{") == expected
    for text in (node.plain_nb, node.plain_nn, node.plain_en):
        assert "{" not in text


@pytest.mark.parametrize("node", each_node())
def test_nobody_is_named(node: Node) -> None:
    """A capital inside a sentence belongs to a body or a country, never to a person."""
    known = {"BPA", "NAV", "Norge", "Noreg", "Enhetsregisteret", "Einingsregisteret"}
    known |= {"Statsforvalteren", "Statsforvaltaren"}
    for text in (node.text_nb, node.text_nn, node.plain_nb, node.plain_nn):
        inside = re.findall(r"(?<=[\wæøå,] )[A-ZÆØÅ]\w*", text)
        assert set(inside) <= known


def test_a_missing_field_is_an_error_that_names_the_node() -> None:
    raw = {"node": "bpa.area.parties", "chapter": 1}
    with pytest.raises(ValueError, match=r"bpa\.area\.parties: missing or unknown: .*law"):
        node_from(raw)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title_nn", ""), ("law", None), ("lock", "bolted"), ("option", True)],
)
def test_a_wrong_field_is_an_error_that_names_the_node(field: str, value: object) -> None:
    raw = {**vars(nodes()[0]), "lock": "appendable", field: value}
    with pytest.raises(ValueError, match=r"bpa\.area\.parties: "):
        node_from(raw)
