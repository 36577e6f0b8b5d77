"""The next version tried on the live concessions, and what many of them change."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.deviation import Change, Way
from registry.domain.merging import Meeting, merge
from registry.domain.node import Basis, Node
from registry.domain.organisation import Function
from registry.domain.values import Hash, NodeId, OfficialText, OptionId
from registry.queries.live import Live, dry_run, live, often_changed
from tests.registry.domain.a_template import (
    ALL,
    APPENDABLE,
    CHOICE,
    NODES,
    NUMBER,
    OPTIONAL,
    RATE,
    THE_RATE,
)
from tests.web.steward.office import FRONT, Office, today

OTHER = Change(NUMBER.node, Way.SET, [60])
MORE = replace(NUMBER, numbers=[45])
WORDS = replace(APPENDABLE, plain_nb=OfficialText("Noe annet."))
NEW = replace(RATE, node=NodeId("bpa.a.new"), position=9)


def concession(*changes: Change, nodes: dict[NodeId, Node] | None = None, version: int = 1) -> Live:
    basis = Basis(version, Hash(str(version) * 64), nodes or NODES)
    return Live(uuid4(), "3403", basis, [THE_RATE, *changes])


def the_next(*changed: Node, without: Node | None = None) -> dict[NodeId, Node]:
    whole = {**NODES, **{node.node: node for node in changed}}
    return {id_: node for id_, node in whole.items() if without is None or id_ != without.node}


def test_each_node_is_counted_by_how_it_meets_each_concession() -> None:
    as_it_is, deviating = concession(), concession(OTHER)
    found = dry_run([as_it_is, deviating], the_next(MORE, WORDS, NEW, without=OPTIONAL))
    met = {effect.node.node: effect.met for effect in found.effects}
    assert {how: len(who) for how, who in met[NUMBER.node].items()} == {
        Meeting.ADOPTED: 1, Meeting.BOTH: 1,
    }  # fmt: skip
    assert met[NUMBER.node][Meeting.BOTH][0].id == deviating.id
    assert met[APPENDABLE.node].keys() == {Meeting.ADOPTED}
    assert met[NEW.node].keys() == {Meeting.TO_FILL_IN}
    assert met[OPTIONAL.node].keys() == {Meeting.RETIRED}
    assert (found.concessions, found.must_answer, found.untouched) == (2, 2, 0)


def test_what_can_no_longer_be_said_is_lost() -> None:
    narrower = replace(NUMBER, most=50)
    found = dry_run([concession(OTHER)], the_next(narrower))
    assert len(found.effects[0].lost) == 1


def test_nothing_new_touches_nobody() -> None:
    found = dry_run([concession(), concession(OTHER)], dict(NODES))
    assert (found.effects, found.untouched, found.must_answer) == ([], 2, 0)


def test_concessions_on_an_older_version_meet_everything_since() -> None:
    newer = the_next(WORDS)
    found = dry_run([concession(), concession(nodes=newer, version=2)], the_next(WORDS, MORE))
    assert {e.node.node: len(e.met[Meeting.ADOPTED]) for e in found.effects} == {
        NUMBER.node: 2, APPENDABLE.node: 1,
    }  # fmt: skip


@settings(max_examples=50)
@given(st.lists(st.sampled_from([OTHER, Change(OPTIONAL.node, Way.LEFT_OUT)]), unique_by=id))
def test_looking_only_at_what_differs_finds_what_a_whole_merge_finds(changes: list[Change]) -> None:
    its, new = concession(*changes), the_next(MORE, WORDS, NEW, without=OPTIONAL)
    found = {(e.node.node, how) for e in dry_run([its], new).effects for how in e.met}
    assert found == {(met.node, met.how) for met in merge(NODES, its.changes, new)}


def often(*concessions: Live) -> dict[NodeId, int]:
    return {each.node.node: each.share for each in often_changed(concessions)}


def test_a_node_that_a_third_changes_is_the_templates_own_matter() -> None:
    unchanged = [concession() for _ in range(7)]
    assert often(*unchanged, *[concession(OTHER)] * 3) == {}, "exactly 30 per cent is not more"
    assert often(*unchanged[:6], *[concession(OTHER)] * 3) == {NUMBER.node: 3333}


def test_what_each_municipality_must_fill_in_is_no_deviation() -> None:
    assert often(concession(), concession()) == {}


def test_what_does_not_apply_is_no_deviation() -> None:
    follows = Change(NodeId("bpa.a.follows"), Way.SET, [3])
    yes = Change(CHOICE.node, Way.SET, [], [OptionId("yes")])
    assert often(concession(follows)) == {}
    assert often(concession(follows, yes)).keys() == {CHOICE.node, follows.node}


def test_the_median_and_the_most_used_option_are_over_all_of_them() -> None:
    yes = Change(CHOICE.node, Way.SET, [], [OptionId("yes")])
    its = [concession(replace(OTHER, numbers=[n]), yes) for n in (50, 60, 70)] + [concession()]
    by_node = {each.node.node: each for each in often_changed(its)}
    assert by_node[NUMBER.node].median == 50
    assert by_node[CHOICE.node].most_used == ["yes"]
    assert by_node[CHOICE.node].ways == {Way.SET: 3}


def test_no_upper_limit_is_above_every_limit() -> None:
    cap = replace(NUMBER, zero_is_most=True, least=0)
    nodes = {**NODES, cap.node: cap}
    its = [concession(replace(OTHER, numbers=[n]), nodes=nodes) for n in (3, 0, 0)]
    assert often_changed(its)[0].median == 0
    assert often_changed(its[:2])[0].median == 3


def test_a_node_counts_only_where_it_stands() -> None:
    without = {node.node: node for node in ALL if node.node != NUMBER.node}
    assert often(concession(OTHER), concession(nodes=without, version=2)) == {NUMBER.node: 10_000}


def test_stewards_see_what_a_draft_would_do(office: Office) -> None:
    published = office.town.published()
    assert "Ingenting er endret" in office.first.get(f"{FRONT}/prove").text
    office.write()
    page = office.editor.get(f"{FRONT}/prove").text
    assert "Tas over" in page
    assert f"/konsesjoner/{published}" in page
    assert "Hamar" in page
    office.hear()
    office.editor.post(f"{FRONT}/endringer", effective_from="2099-01-01")
    assert "som venter på godkjenning" in office.first.get(f"{FRONT}/prove").text
    assert office.town.in_town(Function.DRAFT_CONCESSION).get(f"{FRONT}/prove").status_code == 403


def test_stewards_see_what_many_change(office: Office) -> None:
    assert "Ingen punkter endres av så mange" in office.first.get(f"{FRONT}/ofte-endret").text
    office.town.published()
    assert [each.lead for each in live(office.town.house.pool, today())] == ["3403"]
