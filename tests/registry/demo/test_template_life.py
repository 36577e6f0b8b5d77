"""The template's later versions in the invented nation hold what the registry itself demands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from registry.demo.nation import TODAY
from registry.demo.sources import read
from registry.demo.template import FIRST_CHECKED, FIRST_FROM, next_of
from registry.domain.gates import problems
from registry.domain.hearing import Audience
from registry.domain.node import Node
from registry.domain.template import LEAST_HEARING
from registry.domain.terms import NODE_OF
from registry.domain.values import NodeId
from registry.reference.template import nodes

TOLD: dict[str, Any] = read("template.yaml")
FIRST = {node.node: node for node in nodes(FIRST_CHECKED)}


def after(told: dict[str, Any], before: dict[NodeId, Node], checked: date) -> dict[NodeId, Node]:
    changed = next_of(told, before)
    whole = {**before, **{node.node: node for node in changed.nodes}}
    return {
        id_: replace(node, law_checked=checked if node.law else None)
        for id_, node in whole.items()
        if id_ not in changed.retired
    }


SECOND = after(TOLD["second"], FIRST, TOLD["second"]["law_checked"])
THIRD = after(TOLD["third"], SECOND, TOLD["second"]["law_checked"])


def test_every_version_passes_the_gates_on_its_day() -> None:
    assert problems(FIRST, FIRST_FROM) == []
    assert problems(SECOND, TOLD["second"]["published_on"]) == []
    assert problems(THIRD, TOLD["third"]["heard"]["closes"] + timedelta(days=1)) == []


def test_the_second_version_changes_no_value_that_concessions_were_planned_with() -> None:
    changed = {node.node for node in next_of(TOLD["second"], FIRST).nodes}
    assert changed.isdisjoint(NODE_OF.values())
    assert any(SECOND[id_].numbers != FIRST[id_].numbers for id_ in changed & FIRST.keys())
    assert any(id_ not in FIRST for id_ in changed)


def test_hearings_last_long_enough_and_the_third_is_open_today() -> None:
    for told in TOLD.values():
        heard = told["heard"]
        assert heard["closes"] >= heard["opened"] + LEAST_HEARING
    heard = TOLD["third"]["heard"]
    assert heard["opened"] <= TODAY <= heard["closes"]


def test_three_audiences_speak_and_something_waits_to_be_read() -> None:
    said = TOLD["third"]["remarks"]
    kinds = {next(iter(each["from"])) for each in said}
    assert kinds == {"municipality", "supplier", "anybody"}
    anybody = [each for each in said if "anybody" in each["from"]]
    assert all(Audience(each["from"]["anybody"]) for each in anybody)
    assert any("published_on" not in each for each in anybody)
    assert any("answer" in each for each in said)
    assert all(each.get("node") in {*THIRD, None} for each in said)
