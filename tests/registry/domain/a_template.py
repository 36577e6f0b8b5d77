"""A small template of every kind of node, and what municipalities may do with it at random."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from registry.domain.deviation import LOCAL, Change, Way
from registry.domain.node import Basis, Effects, Lock, Measured, Node, Option, Unit, Words
from registry.domain.values import Hash, NodeId, OfficialText, OptionId, TextRef


def said(text: str) -> OfficialText:
    return OfficialText(text)


def words(text: str) -> Words:
    return Words(said(text), said(text), said(text))


def node(name: str, chapter: int, position: int, lock: Lock, **more: object) -> Node:
    """One point; what is not said has the template's defaults."""
    text = said(f"Punktet {name} sier dette.")
    given: dict[str, object] = {"law": [], "numbers": []} | more
    return Node(
        NodeId(f"bpa.{name}"), chapter, position, lock, True,
        *[said(name)] * 3, text, text, *[text] * 3, **given,
    )  # type: ignore[arg-type]  # fmt: skip


YES = Option(OptionId("yes"), words("ja"), Effects(user=1, supplier=-1), minutes=5, documents=1)
NO = Option(OptionId("no"), words("nei"))
SOME = [OptionId("work"), OptionId("school"), OptionId("travel")]

LOCKED = node("law.locked", 1, 1, Lock.LOCKED, law=[said("loven § 1")], weight=5)
NUMBER = node(
    "a.number", 1, 2, Lock.PARAMETER, numbers=[30], unit=Unit.DAYS, least=7, most=180,
    usual_least=14, usual_most=90, weight=4, more=Effects(user=1, municipality=-1),
)  # fmt: skip
RATE = node("a.rate", 1, 3, Lock.PARAMETER, unit=Unit.ORE_AN_HOUR, required=True, most=90_000)
CHOICE = node("a.choice", 2, 1, Lock.CHOICE, options=[YES, NO], chosen=[OptionId("no")])
FOLLOWS = node(
    "a.follows", 2, 2, Lock.PARAMETER, numbers=[1], unit=Unit.TIMES, most=9,
    depends_on=CHOICE.node, depends_options=[OptionId("yes")],
)  # fmt: skip
MANY = node(
    "a.many", 2, 3, Lock.CHOICE, many=True, options=[Option(one, words(one)) for one in SOME]
)
OPTIONAL = node("a.optional", 3, 1, Lock.OPTIONAL, more=Effects(user=1), minutes=10, documents=1)
APPENDABLE = node("a.appendable", 3, 2, Lock.APPENDABLE, measured=Measured.DOCUMENT, weight=3)
REPLACEABLE = node("a.replaceable", 3, 3, Lock.REPLACEABLE, measured=Measured.NOT, weight=1)
ALL = [LOCKED, NUMBER, RATE, CHOICE, FOLLOWS, MANY, OPTIONAL, APPENDABLE, REPLACEABLE]
NODES = {each.node: each for each in ALL}
BASIS = Basis(1, Hash("0" * 64), NODES)
THE_RATE = Change(RATE.node, Way.SET, [48_200])


def worded(node_id: NodeId, way: Way, **more: object) -> Change:
    """A change with words; who it is for is as stated."""
    given: dict[str, object] = {"text": TextRef("ref"), "effects": Effects(user=-1)} | more
    return Change(node_id, way, **given)  # type: ignore[arg-type]


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    """Any set of changes that the template allows, at most one a node."""
    possible = [
        Change(NUMBER.node, Way.SET, [draw(st.integers(7, 180))]),
        Change(
            CHOICE.node, Way.SET, [], [draw(st.sampled_from([OptionId("yes"), OptionId("no")]))]
        ),
        Change(FOLLOWS.node, Way.SET, [draw(st.integers(0, 9))]),
        Change(MANY.node, Way.SET, [], draw(st.lists(st.sampled_from(SOME), unique=True))),
        Change(OPTIONAL.node, Way.LEFT_OUT),
        worded(APPENDABLE.node, Way.ADDED_TO),
        worded(REPLACEABLE.node, draw(st.sampled_from([Way.REPLACED, Way.ADDED_TO]))),
        worded(LOCKED.node, draw(st.sampled_from([Way.REPLACED, Way.LEFT_OUT]))),
        worded(NodeId(f"{LOCAL}2.1"), Way.NEW, minutes=7),
    ]
    chosen = draw(st.sets(st.integers(0, len(possible) - 1)))
    return [THE_RATE, *(possible[index] for index in sorted(chosen))]


@st.composite
def versions(draw: st.DrawFn) -> dict[NodeId, Node]:
    """A later version: some nodes say something else, some are gone, one may be new."""
    found = dict(NODES)
    for its, other in [
        (NUMBER, {"numbers": [21]}),
        (CHOICE, {"chosen": [OptionId("yes")]}),
        (REPLACEABLE, {"text_nb": said("Nå sier punktet noe annet.")}),
        (LOCKED, {"text_nb": said("Loven er endret.")}),
        (MANY, {"options": MANY.options[:2]}),
    ]:
        if draw(st.booleans()):
            found[its.node] = node_with(its, **other)
    if draw(st.booleans()):
        del found[OPTIONAL.node]
    if draw(st.booleans()):
        new = node("a.new", 3, 4, Lock.APPENDABLE)
        found[new.node] = new
    return found


def node_with(its: Node, **other: object) -> Node:
    return replace(its, **other)  # type: ignore[arg-type]
