"""The points of the template as a draft's form asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.domain.deviation import ALLOWED, Way, chapter_of, number_of
from registry.domain.node import Lock, Node, Unit
from registry.domain.values import NodeId
from web.languages import current
from web.languages import gettext as _
from web.node_fields import given, name_of, options_of
from web.node_words import capital, clause_text, counted, national, said, unit_name

if TYPE_CHECKING:
    from web.municipality.work import Work


@dataclass(frozen=True)
class Point:
    """One point as a form asks for it. `national` is the nation's own value, in words."""

    name: str
    node: Node
    number: str
    title: str
    text: str
    plain: str
    national: str
    typed: str | list[str]
    options: list[tuple[str, str]]
    unit: str
    range: str
    ways: list[tuple[str, str]]
    applies: bool

    @property
    def asks_for_value(self) -> bool:
        return self.node.holds_value and self.node.lock is not Lock.LOCKED

    @property
    def is_list_of_days(self) -> bool:
        return self.node.unit is Unit.DAYS_OF_YEAR


def points(nodes: Iterable[Node], work: Work) -> list[Point]:
    """Every point with what the draft holds for it."""
    applying = {clause.id for clause in work.reading.clauses(work.basis) if clause.applies}
    return [_point(node, work, node.node in applying) for node in nodes]


def _point(node: Node, work: Work, applies: bool) -> Point:
    language = current()
    return Point(
        name=name_of(node.node),
        node=node,
        number=f"{node.chapter}.{node.position}",
        title=node.title(language),
        text=clause_text(node, "…", language),
        plain=node.plain(language),
        national=capital(national(node)) if node.holds_value and not node.required else "",
        typed=given(node, work.body),
        options=options_of(node),
        unit=unit_name(node.unit),
        range=_range(node),
        ways=_ways(node),
        applies=applies,
    )


def own_point(node: NodeId) -> str:
    """What a point of the municipality's own is called: "Eget punkt 9.A"."""
    letter = f"{chapter_of(node)}.{chr(ord('A') + number_of(node) - 1)}"
    return _("Eget punkt %(letter)s", letter=letter)


def _range(node: Node) -> str:
    """What the nation recommends for a number."""
    low, high = node.usual_least, node.usual_most
    if low is not None and high is not None:
        between = _bound(node, low), _bound(node, high)
        return _("Malen anbefaler fra %(low)s til %(high)s.", low=between[0], high=between[1])
    if low is not None:
        return _("Malen anbefaler minst %(low)s.", low=_bound(node, low))
    if high is not None:
        return _("Malen anbefaler høyst %(high)s.", high=_bound(node, high))
    return ""


def _bound(node: Node, number: int) -> str:
    return said(node, [number], []) if number == 0 else counted(node.unit, number)


def _ways(node: Node) -> list[tuple[str, str]]:
    """What may be done with the words of a point, the nation's own words first."""
    named = {
        Way.ADDED_TO: _("Legg til egen tekst"),
        Way.REPLACED: _("Bytt ut teksten"),
        Way.LEFT_OUT: _("Ta bort punktet"),
    }
    allowed = [(way.value, text) for way, text in named.items() if way in ALLOWED[node.lock]]
    return [("", _("Som i malen")), *allowed] if allowed else []
