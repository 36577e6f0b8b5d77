"""The points of a concession that have a value: how each is asked for and said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.domain.template import Node, national_values
from registry.domain.terms import LIMITS, NODE_OF
from registry.domain.values import NodeId
from registry.queries.terms import ENUMS
from registry.words import say, yes_or_no
from web.languages import current
from web.languages import gettext as _
from web.public import terms

SECTIONS: dict[str, list[str]] = {
    "price": ["rate"],
    "admission": ["policy", "windows", "cap", "years"],
    "choice": [
        "own_provision_listed",
        "choose_within_days",
        "regret_days",
        "answer_days",
        "default",
    ],
    "switch": ["notice_months", "counted_from"],
    "running": ["ordering", "payment"],
}
NAMES = [name for names in SECTIONS.values() for name in names]


@dataclass(frozen=True)
class Point:
    """One point as a form asks for it. `national` is the template's own value, in words."""

    name: str
    node: Node
    title: str
    plain: str
    national: str | None
    options: list[tuple[str, str]]
    unit: str

    @property
    def number(self) -> str:
        return f"{self.node.chapter}.{self.node.position}"


def points(nodes: Mapping[NodeId, Node]) -> dict[str, Point]:
    """Every point with a value, by the name of its term."""
    values = national_values(nodes)
    return {name: _point(name, nodes[NODE_OF[name]], values) for name in NAMES}


def _point(name: str, node: Node, values: Mapping[NodeId, Any]) -> Point:
    value = values.get(node.node)
    return Point(
        name=name,
        node=node,
        title=getattr(node, f"title_{current()}"),
        plain=getattr(node, f"plain_{current()}"),
        national=None if value is None else in_words(name, value),
        options=options(name),
        unit=unit(name),
    )


def options(name: str) -> list[tuple[str, str]]:
    """(value, words) of what can be chosen; empty where a value is typed."""
    if name in ENUMS:
        return [(str(each.value), capital(say(each, current()))) for each in ENUMS[name]]
    if name == "own_provision_listed":
        return [("yes", yes_or_no(True, current())), ("no", yes_or_no(False, current()))]
    return []


def unit(name: str) -> str:
    """What is counted, beside the field."""
    return {
        "rate": _("kroner i timen"),
        "cap": _("leverandører"),
        "years": _("år"),
        "notice_months": _("måneder"),
        "choose_within_days": _("dager"),
        "regret_days": _("dager"),
        "answer_days": _("arbeidsdager"),
    }.get(name, "")


def in_words(name: str, value: Any) -> str:
    """A term's plain value in the reader's language, as it stands alone: "Én måned"."""
    return capital(terms.in_words(name, value))


def as_typed(name: str, value: Any) -> str:
    """A term's plain value as a form field holds it."""
    if name == "windows":
        return ", ".join(f"{each % 100}.{each // 100}" for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "rate":
        return hundredths_typed(value)
    return str(value)


def hundredths_typed(number: int) -> str:
    """Øre or basis points as typed: "482" or "482,50"."""
    return f"{number // 100},{number % 100:02}" if number % 100 else str(number // 100)


def out_of_range(name: str) -> str:
    """Why a term was refused, beside its field."""
    if name == "windows":
        return _("Skriv datoer bare når opptaket har faste datoer, og minst én da.")
    if name == "cap":
        return _("Én opptaksrunde må ha et tak fra 1 til %(most)s.", most=LIMITS["cap"][1])
    return _("Dette ligger utenfor det malen tillater.")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
