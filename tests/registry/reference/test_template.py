"""Version 1 of the national template says everything, in every language, with its own values."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from registry.domain.conformance import WHOLE, measurability
from registry.domain.deviation import check_value, fold, usual
from registry.domain.node import Lock, Node, Unit
from registry.domain.terms import KINDS, NODE_OF, changes_from, terms_of
from registry.domain.values import NodeId
from registry.reference.template import DECISIVE, SHORT_FORM, chapters, nodes, read
from tests.scenario import terms


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
    assert sorted(count) == list(range(1, 25))
    for chapter, size in count.items():
        positions = [node.position for node in nodes() if node.chapter == chapter]
        assert positions == list(range(1, size + 1))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_chapter_has_a_title(language: str) -> None:
    titles = chapters(language)
    assert list(titles) == list(range(1, 25))
    assert all(titles.values())
    assert len(set(titles.values())) == 24


def by_id() -> dict[NodeId, Node]:
    return {node.node: node for node in nodes()}


def test_the_template_with_a_rate_is_the_terms_the_registry_knows() -> None:
    own = terms()
    changes = changes_from(own, by_id())
    assert [change.node for change in changes] == [NODE_OF["rate"]]
    assert terms_of(fold(by_id(), changes)) == own


def test_only_the_rate_must_be_filled_in() -> None:
    assert [node.node for node in nodes() if node.required] == [NODE_OF["rate"]]


@pytest.mark.parametrize("name", list(KINDS))
def test_what_the_registry_acts_on_can_say_everything_the_template_can(name: str) -> None:
    options = {each.option for each in by_id()[NODE_OF[name]].options}
    assert options == {each.value for each in KINDS[name]}


def test_almost_everything_asked_of_suppliers_can_be_followed_up() -> None:
    assert measurability(fold(by_id(), [])) >= WHOLE * 9 // 10


@pytest.mark.parametrize("node", each_node())
def test_the_nations_own_value_is_one_it_allows_and_recommends(node: Node) -> None:
    check_value(node, node.numbers, node.chosen)
    assert all(usual(node, number) for number in node.numbers)
    assert (
        node.required
        or not node.holds_value
        or node.many
        or node.numbers
        or node.chosen
        or (node.unit is Unit.DAYS_OF_YEAR)
    )


@pytest.mark.parametrize("node", each_node())
def test_a_point_depends_on_another_that_depends_on_none(node: Node) -> None:
    if node.depends_on is not None:
        other = by_id()[node.depends_on]
        assert other.depends_on is None
        assert {each.option for each in other.options} >= set(node.depends_options)


@pytest.mark.parametrize("node", each_node())
def test_options_are_words_in_the_middle_of_a_sentence(node: Node) -> None:
    for each in node.options:
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", each.option)
        for text in (each.words.nb, each.words.nn, each.words.en):
            assert text and not text.endswith(".")
    assert len({each.option for each in node.options}) == len(node.options)


@pytest.mark.parametrize("node", each_node())
def test_a_locked_node_cites_law(node: Node) -> None:
    assert node.lock is not Lock.LOCKED or node.law
    assert all(re.search(r"lov|forskrift|forordning", law) for law in node.law)


@pytest.mark.parametrize("node", each_node())
def test_the_short_form_holds_its_chapters(node: Node) -> None:
    decides = node.weight >= DECISIVE or node.node in NODE_OF.values()
    assert node.short_form is (node.chapter in SHORT_FORM and decides)


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
    expected = 1 if node.holds_value else 0
    for text in (node.text_nb, node.text_nn):
        assert text.count("{value}") == text.count("{") == expected
    for text in (node.plain_nb, node.plain_nn, node.plain_en):
        assert "{" not in text


@pytest.mark.parametrize("node", each_node())
def test_nobody_is_named(node: Node) -> None:
    """A capital inside a sentence belongs to a body or a country, never to a person."""
    known = {"BPA", "NAV", "Norge", "Noreg", "Enhetsregisteret", "Einingsregisteret"}
    known |= {"EØS", "ISO", "EHF", "ESPD"}
    known |= {"Statsforvalteren", "Statsforvaltaren"}
    for text in (node.text_nb, node.text_nn, node.plain_nb, node.plain_nn):
        inside = re.findall(r"(?<=[\wæøå,] )[A-ZÆØÅ]\w*", text)
        assert set(inside) <= known


RAW: dict[str, Any] = {
    "node": "bpa.area.parties", "lock": "appendable", "title_nb": "a", "title_nn": "a",
    "title_en": "a", "text_nb": "a", "text_nn": "a", "plain_nb": "a", "plain_nn": "a",
    "plain_en": "a",
}  # fmt: skip


def test_a_missing_field_is_an_error_that_names_the_node() -> None:
    raw = {name: value for name, value in RAW.items() if name != "plain_en"}
    with pytest.raises(ValueError, match=r"bpa\.area\.parties: missing or unknown: plain_en"):
        read(raw, 1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title_nn", ""), ("law", None), ("lock", "bolted"), ("colour", "red"), ("unit", "yards")],
)
def test_a_wrong_field_is_an_error_that_names_the_node(field: str, value: object) -> None:
    assert read(RAW, 1, 1).node == "bpa.area.parties"
    with pytest.raises(ValueError, match=r"bpa\.area\.parties: "):
        read({**RAW, field: value}, 1, 1)


def test_who_publishes_says_when_the_law_was_looked_up() -> None:
    assert all(node.law_checked is None for node in nodes())
    day = date(2026, 1, 2)
    assert {node.law_checked for node in nodes(day) if node.law} == {day}
