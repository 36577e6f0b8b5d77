"""Node: one point of the national template, and what a municipality may do with it.

Everything a form, a page or a calculation needs to know about a point stands in the point itself,
so that a new version of the template, or a template for another service, needs no new code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import inf
from typing import Any

from registry.domain.values import Hash, NodeId, OfficialText, OptionId


class Lock(Enum):
    """What a municipality may do with a node."""

    LOCKED = "locked"
    PARAMETER = "parameter"
    CHOICE = "choice"
    OPTIONAL = "optional"
    APPENDABLE = "appendable"
    REPLACEABLE = "replaceable"


class Unit(Enum):
    """What the numbers of a node count. Money is in øre, shares are in basis points."""

    NONE = "none"
    ORE = "ore"
    ORE_AN_HOUR = "ore_an_hour"
    ORE_A_MONTH = "ore_a_month"
    ORE_A_YEAR = "ore_a_year"
    SHARE = "share"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    TIMES = "times"
    COUNT = "count"
    DAYS_OF_YEAR = "days_of_year"
    """month * 100 + day, any number of them"""


class Measured(Enum):
    """How it is followed up that suppliers do what a node asks of them."""

    NOTHING_ASKED = "nothing_asked"
    DOCUMENT = "document"
    REGISTER = "register"
    SELF_DECLARATION = "self_declaration"
    INSPECTION = "inspection"
    FIGURE = "figure"
    NOT = "not"


@dataclass(frozen=True)
class Words:
    """A few words in the three languages."""

    nb: OfficialText
    nn: OfficialText
    en: OfficialText


@dataclass(frozen=True)
class Effects:
    """Who something is better (above 0) or worse (below 0) for."""

    user: int = 0
    supplier: int = 0
    municipality: int = 0

    def times(self, factor: int) -> Effects:
        return Effects(self.user * factor, self.supplier * factor, self.municipality * factor)


@dataclass(frozen=True)
class Option:
    """One thing to choose. `rank` says how good it is for each party beside its siblings."""

    option: OptionId
    words: Words
    rank: Effects = field(default_factory=Effects)
    minutes: int = 0
    """What it costs a supplier to meet, beyond the node itself."""
    documents: int = 0


@dataclass(frozen=True)
class Node:
    """One point of the template. `numbers` and `chosen` hold the template's own value, if any."""

    node: NodeId
    chapter: int
    position: int
    lock: Lock
    short_form: bool
    title_nb: OfficialText
    title_nn: OfficialText
    title_en: OfficialText
    text_nb: OfficialText
    text_nn: OfficialText
    plain_nb: OfficialText
    plain_nn: OfficialText
    plain_en: OfficialText
    law: list[OfficialText]
    numbers: list[int]
    chosen: list[OptionId] = field(default_factory=list)
    law_checked: date | None = None
    """The day somebody last held the references against the law in force."""
    ns8435: OfficialText | None = None
    """The topic of NS 8435:2017 it answers to. The standard's own text stands nowhere here."""
    weight: int = 2
    unit: Unit = Unit.NONE
    least: int | None = None
    most: int | None = None
    usual_least: int | None = None
    usual_most: int | None = None
    zero: Words | None = None
    """What the number 0 says: "no upper limit"."""
    zero_is_most: bool = False
    """Whether 0 is more than any other number: a cap of 0 lets everybody in."""
    options: list[Option] = field(default_factory=list)
    many: bool = False
    """Whether several options hold at the same time."""
    required: bool = False
    """Whether each municipality has to fill it in: the nation has no value for it."""
    depends_on: NodeId | None = None
    depends_options: list[OptionId] = field(default_factory=list)
    """It applies only where the other node says one of these."""
    more: Effects = field(default_factory=Effects)
    """Who a higher number, or having the node at all, is better or worse for."""
    measured: Measured = Measured.NOTHING_ASKED
    measured_months: int = 0
    minutes: int = 0
    """What it costs a supplier to meet when applying."""
    documents: int = 0

    def amount(self, number: int) -> float:
        """How much a number is, to hold two against each other."""
        return inf if self.zero_is_most and number == 0 else number

    @property
    def holds_value(self) -> bool:
        return self.unit is not Unit.NONE or bool(self.options)

    @property
    def has_national_value(self) -> bool:
        return bool(self.numbers or self.chosen) or (self.holds_value and not self.required)

    def title(self, language: str) -> str:
        """Its heading in nb, nn or en."""
        return str(getattr(self, f"title_{language}"))

    def text(self, language: str) -> str:
        """The clause in nn, else in nb: the two that bind. {value} stands where the value goes."""
        return str(self.text_nn if language == "nn" else self.text_nb)

    def plain(self, language: str) -> str:
        """What it means for whoever has BPA, in one line."""
        return str(getattr(self, f"plain_{language}"))

    def option(self, chosen: OptionId) -> Option:
        """One of its options; raises KeyError for another's."""
        for each in self.options:
            if each.option == chosen:
                return each
        raise KeyError(chosen)


@dataclass(frozen=True)
class Basis:
    """What a concession stands on: one version of the template, whole."""

    version: int
    hash: Hash
    nodes: Mapping[NodeId, Node]


def in_order(node: Node) -> tuple[int, int, str]:
    """The order of the document."""
    return node.chapter, node.position, node.node


def node_from(plain: Mapping[str, Any]) -> Node:
    """A node as files and read models write it: enumerations by value, dates as ISO, options as maps."""
    said = dict(plain)
    said["lock"] = Lock(said["lock"])
    for name, kind in (("unit", Unit), ("measured", Measured)):
        if name in said:
            said[name] = kind(said[name])
    if said.get("law_checked"):
        said["law_checked"] = date.fromisoformat(str(said["law_checked"]))
    if said.get("zero"):
        said["zero"] = Words(**said["zero"])
    if "more" in said:
        said["more"] = Effects(**said["more"])
    said["options"] = [_option(each) for each in said.get("options", [])]
    return Node(**said)


def _option(plain: Mapping[str, Any]) -> Option:
    said = dict(plain)
    said["words"] = Words(**said["words"])
    said["rank"] = Effects(**said.get("rank", {}))
    return Option(**said)
