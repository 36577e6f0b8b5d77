"""What stands in the way of publishing a version, gate by gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from registry.domain.gates import (
    MEASURABLE,
    Gate,
    Problem,
    a_year_before,
    difficult,
    lix,
    problems,
    readability,
)
from registry.domain.node import Lock, Measured, Node
from registry.domain.terms import NODE_OF
from registry.domain.values import NodeId, OfficialText, OptionId
from registry.reference.template import nodes

DAY = date(2026, 11, 21)
CHECKED = DAY - timedelta(days=100)
WHOLE = {node.node: node for node in nodes(CHECKED)}
LOCKED = next(node for node in WHOLE.values() if node.lock is Lock.LOCKED)
LOOSE = next(node for node in WHOLE.values() if node.lock is Lock.APPENDABLE and not node.law)
HARD = OfficialText(
    "Tjenesteytingsansvarliges dokumentasjonsplikter, kvalitetssikringsprosedyrer og "
    "internkontrollforpliktelser gjennomføres fortløpende etter gjeldende myndighetskrav."
)


def wrong(*changed: Node, day: date = DAY, without: NodeId | None = None) -> list[Problem]:
    whole = {**WHOLE, **{node.node: node for node in changed}}
    return problems({id_: node for id_, node in whole.items() if id_ != without}, day)


def test_version_one_passes_every_gate() -> None:
    assert wrong() == []


def test_a_locked_node_cites_law() -> None:
    assert wrong(replace(LOCKED, law=[])) == [Problem(Gate.LOCKED_WITHOUT_LAW, LOCKED.node)]


@pytest.mark.parametrize("checked", [None, DAY - timedelta(days=366), DAY + timedelta(days=1)])
def test_the_law_of_a_locked_node_was_looked_up_within_a_year(checked: date | None) -> None:
    assert wrong(replace(LOCKED, law_checked=checked)) == [
        Problem(Gate.LAW_NOT_CHECKED, LOCKED.node)
    ]


@pytest.mark.parametrize(("weight", "stops"), [(4, True), (3, False)])
def test_so_was_the_law_of_what_weighs_much(weight: int, stops: bool) -> None:
    its = replace(
        LOOSE, weight=weight, law=[OfficialText("loven § 1")], law_checked=date(2024, 1, 1)
    )
    assert [each.node for each in wrong(its)] == [LOOSE.node] * stops


def test_a_heavy_node_without_law_needs_none() -> None:
    assert wrong(replace(LOOSE, weight=5)) == []


def test_exactly_a_year_ago_is_within_it() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert wrong(replace(LOCKED, law_checked=a_year_before(DAY))) == []


def test_most_of_what_is_asked_can_be_followed_up() -> None:
    asked = [n for n in WHOLE.values() if n.measured is not Measured.NOTHING_ASKED]
    found = wrong(*(replace(node, measured=Measured.NOT) for node in asked))
    assert [each.gate for each in found] == [Gate.NOT_MEASURABLE]
    assert found[0].number < MEASURABLE


def test_lix_is_words_a_sentence_and_the_share_of_long_words() -> None:
    assert lix(["Jeg bor her. Leverandøren hjelper."]) == round(5 / 2 + 100 * 2 / 5)
    assert lix([]) == lix([""]) == 0
    assert lix(["Du velger selv, {value}."]) == 3
    assert lix(["Uten punktum", "Uten punktum"]) == lix(["Uten punktum. Uten punktum."])


@pytest.mark.parametrize("where", ["text_nb", "text_nn", "plain_nb", "plain_nn", "plain_en"])
def test_each_language_can_be_read(where: str) -> None:
    changes: Any = {where: HARD}
    found = wrong(*(replace(node, **changes) for node in WHOLE.values()))
    assert [(each.gate, each.where) for each in found] == [(Gate.HARD_TO_READ, where)]
    assert readability([replace(LOOSE, **changes)])[where] == found[0].number


def test_one_difficult_clause_is_pointed_out_and_does_not_stop_the_rest() -> None:
    long = OfficialText(f"{HARD} {HARD}")
    assert wrong(replace(LOOSE, text_nb=long)) == []
    assert difficult(replace(LOOSE, text_nb=long)) == ["text_nb"]
    assert difficult(replace(LOOSE, text_nb=OfficialText("Tjenesteytingsansvar gjelder."))) == []


@pytest.mark.parametrize("name", ["rate", "cap", "default"])
def test_what_the_registry_acts_on_is_there(name: str) -> None:
    assert Problem(Gate.NOT_ACTED_ON, NODE_OF[name]) in wrong(without=NODE_OF[name])


def test_the_registry_knows_every_option_it_acts_on() -> None:
    its = WHOLE[NODE_OF["default"]]
    strange = replace(its.options[0], option=OptionId("coin_toss"))
    found = wrong(replace(its, options=[*its.options, strange]))
    assert found == [Problem(Gate.NOT_ACTED_ON, its.node)]


def test_the_nations_own_values_agree_with_each_other() -> None:
    windows = replace(WHOLE[NODE_OF["windows"]], depends_on=None, numbers=[101])
    assert wrong(windows) == [Problem(Gate.NOT_ACTED_ON, windows.node)]


def test_a_node_keeps_within_its_own_range_and_depends_on_what_is_there() -> None:
    regret = WHOLE[NODE_OF["regret_days"]]
    assert regret.most is not None
    too_much = replace(regret, numbers=[regret.most + 1])
    assert wrong(too_much) == [Problem(Gate.CONTRADICTION, regret.node)]
    lost = replace(LOOSE, depends_on=NodeId("bpa.no.such"), depends_options=[])
    assert wrong(lost) == [Problem(Gate.CONTRADICTION, LOOSE.node)]
    other = replace(LOOSE, depends_on=NODE_OF["default"], depends_options=[OptionId("coin_toss")])
    assert wrong(other) == [Problem(Gate.CONTRADICTION, LOOSE.node)]
