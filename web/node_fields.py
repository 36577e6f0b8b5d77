"""The value of any node as a form field: what is asked for, what was typed, what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields

from registry.domain.node import Node, Unit
from registry.domain.values import NodeId, OptionId
from web.fields import Choices, Count, Kroner, OneOf, Percent
from web.languages import gettext as _
from web.node_words import MONEY, capital, word
from web.workplace_fields import DaysOfYear

MOST = 999_999_999
Value = tuple[list[int], list[OptionId]]


@dataclass(frozen=True)
class Typed:
    """What a form says of one value: the value, or what is wrong with it."""

    value: Value
    problem: list[str] | None = None


def name_of(node: NodeId) -> str:
    """What the node's field is called: dots are the schemas' own."""
    return node.replace(".", "-")


def field_of(node: Node) -> fields.Field[Any]:
    """The field that reads a node's value."""
    known = [each.option for each in node.options]
    if known:
        return Choices(known) if node.many else OneOf(known)
    if node.unit is Unit.DAYS_OF_YEAR:
        return DaysOfYear()
    least, most = node.least or 0, MOST if node.most is None else node.most
    kind = Kroner if node.unit in MONEY else Percent if node.unit is Unit.SHARE else Count
    return kind(least=least, most=most)


def read_value(node: Node, typed: Any) -> Typed:
    """What was typed for a node; empty where each municipality must say it and has not."""
    if typed in ("", None) and not node.many and node.unit is not Unit.DAYS_OF_YEAR:
        return Typed(([], []), [_("Fyll ut dette feltet.")])
    try:
        found = field_of(node).deserialize(typed)
    except ValidationError as error:
        return Typed(([], []), _said(error))
    if node.options:
        return Typed(([], [OptionId(each) for each in (found if node.many else [found])]))
    return Typed((found if isinstance(found, list) else [found], []))


def as_typed(node: Node, numbers: list[int], options: list[OptionId]) -> str | list[str]:
    """A value as its field holds it."""
    if node.options:
        return list(options) if node.many else "".join(options[:1])
    if node.unit is Unit.DAYS_OF_YEAR:
        return ", ".join(f"{each % 100}.{each // 100}" for each in numbers)
    if not numbers:
        return ""
    if node.unit in MONEY or node.unit is Unit.SHARE:
        return hundredths_typed(numbers[0])
    return str(numbers[0])


def national_typed(node: Node) -> str | list[str]:
    """The nation's own value as its field holds it."""
    return as_typed(node, node.numbers, node.chosen)


def options_of(node: Node) -> list[tuple[str, str]]:
    """(value, words) of what can be chosen; empty where a value is typed."""
    return [(each.option, capital(word(each.words))) for each in node.options]


def given(node: Node, values: Mapping[str, Any]) -> str | list[str]:
    """What a form or a draft holds for a node, the nation's own value where it holds nothing."""
    name = name_of(node.node)
    if hasattr(values, "getlist") and node.many:
        return list(values.getlist(name))
    found: str | list[str] = values.get(name, national_typed(node))
    return found


def hundredths_typed(number: int) -> str:
    """Øre or basis points as typed: "482" or "482,50"."""
    return f"{number // 100},{number % 100:02}" if number % 100 else str(number // 100)


def _said(error: ValidationError) -> list[str]:
    return [str(each) for each in error.messages]
