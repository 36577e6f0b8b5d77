"""What must be right before a version of the template can be published.

Pure: the whole template and a day in, what is wrong out. Editors see the same list from the first
draft on, so that nothing is a surprise at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from registry.domain.conformance import measurability
from registry.domain.deviation import Change, OutsideRange, Way, check_value, fold
from registry.domain.node import Lock, Node, in_order
from registry.domain.recall import says, wording_of
from registry.domain.terms import KINDS, NODE_OF, NodeNotActedOn, terms_of
from registry.domain.values import NodeId

HEAVY = 4
"""From this weight on, a node that cites law has it looked up every year."""
MEASURABLE = 9_000
"""Basis points of what is asked of suppliers, by weight, that must have a way of being followed up."""
MOST_DIFFICULT = {"text": 50, "plain": 40}
"""The highest LIX of all clauses, and of all plain lines, in each language. On Björnsson's scale 30 to 40
is easy (fiction), 40 to 50 medium (newspapers), 50 to 60 difficult (official texts): clauses may be at
most medium, what is written for everybody at most easy. English is held to the same scale."""
HARD, ENOUGH_WORDS = 60, 20
"""One clause above this is very difficult; with fewer words the index says nothing."""
LONG_WORD = 6
READ = ("text_nb", "text_nn", "plain_nb", "plain_nn", "plain_en")


class Gate(Enum):
    LOCKED_WITHOUT_LAW = "locked_without_law"
    LAW_NOT_CHECKED = "law_not_checked"
    NOT_MEASURABLE = "not_measurable"
    HARD_TO_READ = "hard_to_read"
    NOT_ACTED_ON = "not_acted_on"
    CONTRADICTION = "contradiction"
    RECALLED = "recalled"


@dataclass(frozen=True)
class Problem:
    """What is wrong: with a node, or with the whole. `where` names texts by kind and language;
    `number` is a share in basis points or a LIX."""

    gate: Gate
    node: NodeId | None = None
    where: str = ""
    number: int = 0


def problems(
    nodes: Mapping[NodeId, Node], day: date, recalled: Mapping[NodeId, Node] | None = None
) -> list[Problem]:
    """Everything that stands in the way, in the order of the document; empty when nothing does.

    `recalled` holds the nodes that were recalled as they stand in the version in force.
    """
    ordered = sorted(nodes.values(), key=in_order)
    return [
        *(found for node in ordered for found in _law(node, day)),
        *(found for node in ordered for found in _agreement(nodes, node)),
        *_acted_on(nodes),
        *(
            Problem(Gate.RECALLED, node)
            for node, wrong in (recalled or {}).items()
            if node in nodes and says(nodes[node], wording_of(wrong))
        ),
        *_measurable(nodes),
        *_readable(ordered),
    ]


def readability(nodes: Iterable[Node]) -> dict[str, int]:
    """The LIX of all clauses and all plain lines, by language: text_nb, plain_en and so on."""
    its = list(nodes)
    return {name: lix([str(getattr(node, name)) for node in its]) for name in READ}


def difficult(node: Node) -> list[str]:
    """Which of a node's clauses are very difficult: text_nb, text_nn. A hint, no hindrance."""
    return [
        name
        for name in READ[:2]
        if len(_words(getattr(node, name))) >= ENOUGH_WORDS and lix([getattr(node, name)]) > HARD
    ]


def lix(texts: Iterable[str]) -> int:
    """Läsbarhetsindex (C. H. Björnsson, Läsbarhet, Stockholm 1968), rounded.

    Words for each sentence, plus the share in per cent of words with more than six letters.
    """
    words, sentences, long = 0, 0, 0
    for text in texts:
        found = _words(text)
        words += len(found)
        long += sum(len(word) > LONG_WORD for word in found)
        sentences += max(1, len(re.findall(r"[.!?:](?=\s|$)", text))) if found else 0
    return round(words / sentences + 100 * long / words) if words else 0


def a_year_before(day: date) -> date:
    """Twelve months back; 29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - 1, day=last)


def _law(node: Node, day: date) -> Iterator[Problem]:
    if node.lock is Lock.LOCKED and not node.law:
        yield Problem(Gate.LOCKED_WITHOUT_LAW, node.node)
    counts = node.law and (node.lock is Lock.LOCKED or node.weight >= HEAVY)
    fresh = node.law_checked is not None and a_year_before(day) <= node.law_checked <= day
    if counts and not fresh:
        yield Problem(Gate.LAW_NOT_CHECKED, node.node)


def _agreement(nodes: Mapping[NodeId, Node], node: Node) -> Iterator[Problem]:
    """A node agrees with itself and with what it depends on."""
    try:
        check_value(node, node.numbers, node.chosen)
    except OutsideRange:
        yield Problem(Gate.CONTRADICTION, node.node)
    if node.depends_on is not None:
        other = nodes.get(node.depends_on)
        known = {each.option for each in other.options} if other else set()
        if not known.issuperset(node.depends_options) or other is None:
            yield Problem(Gate.CONTRADICTION, node.node)


def _acted_on(nodes: Mapping[NodeId, Node]) -> Iterator[Problem]:
    """The registry finds dates, caps and prices in the document, whatever is chosen."""
    for name, kind in KINDS.items():
        node = nodes.get(NODE_OF[name])
        known = {str(each.value) for each in kind}
        if node is not None and not known.issuperset(each.option for each in node.options):
            yield Problem(Gate.NOT_ACTED_ON, node.node)
    missing = [node for node in NODE_OF.values() if node not in nodes]
    yield from (Problem(Gate.NOT_ACTED_ON, node) for node in missing)
    if missing:
        return
    try:
        terms_of(fold(nodes, [_filled_in(node) for node in nodes.values() if node.required]))
    except OutsideRange as error:
        yield Problem(Gate.NOT_ACTED_ON, error.node)
    except (NodeNotActedOn, ValueError):
        yield Problem(Gate.NOT_ACTED_ON)


def _filled_in(node: Node) -> Change:
    """What a municipality might fill in where the nation has no value."""
    if node.options:
        return Change(node.node, Way.SET, [], [node.options[0].option])
    return Change(node.node, Way.SET, [node.least or 1])


def _measurable(nodes: Mapping[NodeId, Node]) -> Iterator[Problem]:
    share = measurability([clause for clause in fold(nodes, []) if clause.applies])
    if share < MEASURABLE:
        yield Problem(Gate.NOT_MEASURABLE, number=share)


def _readable(nodes: list[Node]) -> Iterator[Problem]:
    for where, index in readability(nodes).items():
        if index > MOST_DIFFICULT[where.partition("_")[0]]:
            yield Problem(Gate.HARD_TO_READ, where=where, number=index)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text.replace("{value}", ""))
