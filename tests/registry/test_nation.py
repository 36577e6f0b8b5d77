"""One concession beside the nation: what many do, what lies in the middle, and who is most alike."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.deviation import Change, Way, fold
from registry.domain.documents import differing
from registry.domain.node import Basis, Node
from registry.domain.values import Hash, NodeId, OptionId
from registry.queries.live import Live
from registry.queries.nation import as_template, customs, middle_of_all, nearest
from tests.registry.domain.a_template import (
    APPENDABLE,
    CHOICE,
    FOLLOWS,
    MANY,
    NODES,
    NUMBER,
    OPTIONAL,
    RATE,
    THE_RATE,
    YES,
    changes,
    versions,
    worded,
)

SAYS_YES = Change(CHOICE.node, Way.SET, [], [YES.option])


def concession(*its: Change, nodes: dict[NodeId, Node] | None = None, version: int = 1) -> Live:
    return Live(uuid4(), "3403", Basis(version, Hash(str(version) * 64), nodes or NODES), list(its))


def days(number: int) -> Live:
    return concession(Change(NUMBER.node, Way.SET, [number]))


def beside(node: Node, *concessions: Live) -> tuple[int, int, object]:
    found = customs(concessions, [node])[node.node]
    return found.having, found.changed, found.middle


def test_the_middle_is_over_all_of_them_also_those_that_left_it_as_it_was() -> None:
    assert beside(NUMBER, days(60), days(90), *[concession()] * 3) == (5, 2, ([30], []))
    assert beside(NUMBER, days(60), days(90), days(70), *[concession()] * 2) == (5, 3, ([60], []))
    choosing = [concession(SAYS_YES)] * 3 + [concession()] * 2
    assert beside(CHOICE, *choosing) == (5, 3, ([], [YES.option]))


def test_a_few_have_no_middle_only_a_count() -> None:
    assert beside(NUMBER, *[days(60)] * 4) == (4, 4, None)
    assert beside(NUMBER, *[days(60)] * 5) == (5, 5, ([60], []))


def test_words_have_no_middle() -> None:
    adding = [concession(worded(APPENDABLE.node, Way.ADDED_TO))] * 5
    assert beside(APPENDABLE, *adding) == (5, 5, None)


def test_what_was_left_out_is_a_change_and_says_nothing_itself() -> None:
    chooses = Change(OPTIONAL.node, Way.SET, [], [YES.option])
    counts = Change(OPTIONAL.node, Way.SET, [90])
    for its, value in ((CHOICE, chooses), (NUMBER, counts)):
        optional = replace(its, node=OPTIONAL.node)
        nodes = {**NODES, optional.node: optional}
        out = [concession(Change(optional.node, Way.LEFT_OUT), nodes=nodes)] * 4
        stays = concession(value, nodes=nodes)
        assert beside(optional, *out, stays) == (5, 5, (value.numbers, value.options))


def test_of_several_ticked_boxes_what_most_have_ticked_together_counts() -> None:
    two = Change(MANY.node, Way.SET, [], [OptionId("work"), OptionId("school")])
    one = Change(MANY.node, Way.SET, [], [OptionId("work")])
    its = [concession(two)] * 3 + [concession(one)] * 2
    assert beside(MANY, *its) == (5, 5, ([], two.options))


def test_of_two_that_as_many_say_the_templates_own_goes_first() -> None:
    for mine in (YES.option, CHOICE.chosen[0]):
        nodes = {**NODES, CHOICE.node: replace(CHOICE, chosen=[mine])}
        other = [each.option for each in CHOICE.options if each.option != mine]
        leaves = concession(Change(CHOICE.node, Way.SET, [], other), nodes=nodes)
        its = [leaves] * 3 + [concession(nodes=nodes)] * 3
        assert beside(nodes[CHOICE.node], *its) == (6, 3, ([], [mine]))


def test_of_two_in_the_middle_the_lower_one_counts() -> None:
    assert beside(NUMBER, *[days(60)] * 3, *[days(90)] * 3) == (6, 6, ([60], []))


def test_only_concessions_that_have_the_point_and_can_say_the_same_are_counted() -> None:
    without = {id_: node for id_, node in NODES.items() if id_ != NUMBER.node}
    other = replace(CHOICE, options=[YES], chosen=[YES.option])
    older = [concession(nodes=without, version=2) for _ in range(9)]
    assert beside(NUMBER, days(60), *older) == (1, 1, None)
    theirs = [concession()] * 6 + [concession(SAYS_YES)] * 2
    assert beside(other, *theirs) == (8, 2, ([], [YES.option])), "nobody says what it cannot"


def test_the_middle_of_all_says_at_each_point_what_lies_in_the_middle() -> None:
    its = [days(60), days(90), days(70)] + [concession(THE_RATE, SAYS_YES)] * 4
    whole = middle_of_all(its[0].basis, its)
    said = {clause.id: (clause.numbers, clause.options) for clause in whole.clauses}
    assert said[NUMBER.node] == ([30], [])
    assert said[CHOICE.node] == ([], [YES.option])
    assert said[RATE.node] == (THE_RATE.numbers, [])
    assert [clause.id for clause in whole.deviations] == [CHOICE.node]


def test_the_middle_of_all_stands_on_the_version_it_is_held_against() -> None:
    newer = {**NODES, NUMBER.node: replace(NUMBER, numbers=[21])}
    later = [concession(nodes=newer, version=2) for _ in range(6)]
    older = [concession() for _ in range(3)]
    whole = middle_of_all(older[0].basis, [*older, *later])
    assert [clause.id for clause in whole.deviations] == [NUMBER.node]
    assert middle_of_all(later[0].basis, [*older, *later]).deviations == []


@settings(max_examples=50)
@given(st.lists(changes(), min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_the_middle_of_all_is_the_same_in_whatever_order_they_come(
    written: list[list[Change]], random: object
) -> None:
    its = [concession(*each) for each in written]
    whole = middle_of_all(its[0].basis, its)
    random.shuffle(its)  # type: ignore[attr-defined]
    again = middle_of_all(its[0].basis, its)
    assert [(c.id, c.numbers, c.options) for c in whole.clauses] == [
        (c.id, c.numbers, c.options) for c in again.clauses
    ]


@settings(max_examples=50)
@given(changes())
def test_where_all_say_the_same_so_does_the_middle(written: list[Change]) -> None:
    valued = [each for each in written if each.way is Way.SET]
    its = [concession(*valued) for _ in range(5)]
    whole = middle_of_all(its[0].basis, its)
    assert differing(fold(NODES, valued), whole.clauses) == []


def test_the_template_itself_leaves_nothing() -> None:
    whole = as_template(concession().basis)
    assert (whole.deviations, whole.figures.conformance) == ([], 10_000)


@settings(max_examples=100)
@given(changes(), changes(), versions())
def test_how_far_two_are_apart_is_what_their_whole_documents_say(
    ours: list[Change], theirs: list[Change], newer: dict[NodeId, Node]
) -> None:
    known = [each for each in theirs if each.node in newer or each.way is Way.NEW]
    its, other = concession(*ours), concession(*known, nodes=newer, version=2)
    (found,) = nearest(its, [other])
    apart = differing(fold(NODES, ours), fold(newer, known))
    assert (found.id, found.points) == (other.id, len(apart))
    assert (found.weight == 0) == (apart == [])


def test_what_follows_from_a_choice_differs_with_it() -> None:
    (found,) = nearest(concession(), [concession(SAYS_YES)])
    assert (found.points, found.weight) == (2, CHOICE.weight + FOLLOWS.weight)


def test_the_most_alike_differ_least_by_weight_and_are_five_at_most() -> None:
    its = concession()
    heavy, same, light = days(60), concession(), concession(Change(OPTIONAL.node, Way.LEFT_OUT))
    both = concession(*heavy.changes, *light.changes)
    assert OPTIONAL.weight < NUMBER.weight
    found = nearest(its, [both, heavy, light, same, its])
    assert [each.id for each in found] == [same.id, light.id, heavy.id, both.id]
    assert len(nearest(its, [days(60) for _ in range(9)])) == 5
