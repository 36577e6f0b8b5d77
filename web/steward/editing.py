"""One point of the template as a form: what it holds as typed, and what was typed as a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from registry.domain.node import Lock, Node, Unit
from registry.domain.template_refusals import LockedWithoutLaw
from registry.domain.values import OfficialText
from web.clock import today
from web.languages import gettext as _
from web.node_changes import PLAINS, TEXTS, TITLES
from web.node_fields import as_typed, field_of, national_typed, read_value
from web.rules import words_for

COUNTED = ("weight", "measured_months", "minutes", "documents")
BOUNDS = ("usual_least", "usual_most")


def typed(node: Node) -> dict[str, Any]:
    """A point as its form holds it."""
    values = words_typed(node) | {name: getattr(node, name) for name in TITLES}
    values |= {name: str(getattr(node, name)) for name in COUNTED}
    values |= {name: _bound_typed(node, getattr(node, name)) for name in BOUNDS}
    return values | {"measured": node.measured.value, "value": national_typed(node)}


def words_typed(node: Node) -> dict[str, Any]:
    """What a point says, as a form holds it."""
    return {name: getattr(node, name) for name in TEXTS + PLAINS} | {
        "law": "\n".join(node.law),
        "law_checked": node.law_checked.isoformat() if node.law_checked else "",
    }


def law_of(values: Mapping[str, Any]) -> list[OfficialText]:
    """The references of a filled form, a line each."""
    return [OfficialText(line.strip()) for line in values["law"].splitlines() if line.strip()]


def is_number(node: Node) -> bool:
    """Whether its value is one number, which the nation may recommend a range for."""
    return node.unit not in (Unit.NONE, Unit.DAYS_OF_YEAR)


def changed(
    node: Node, values: Mapping[str, Any], form: MultiDict[str, str]
) -> tuple[Node, dict[str, list[str]]]:
    """(the point as the filled form says it, what is wrong with it by field)."""
    wrong: dict[str, list[str]] = {}
    numbers, chosen = _own_value(node, form, wrong)
    said: dict[str, Any] = {
        **{name: OfficialText(values[name]) for name in TITLES + TEXTS + PLAINS},
        **{name: values[name] for name in (*COUNTED, "measured", "law_checked")},
        **{name: _bound(node, form.get(name, ""), name, wrong) for name in BOUNDS},
        "law": law_of(values),
        "numbers": numbers,
        "chosen": chosen,
    }
    found = replace(node, **said)
    return found, wrong | _contradictions(found)


def _own_value(node: Node, form: MultiDict[str, str], wrong: dict[str, list[str]]) -> Any:
    """The nation's own value. A point that each municipality must fill in may be without."""
    if not node.holds_value:
        return node.numbers, node.chosen
    given: Any = form.getlist("value") if node.many else form.get("value", "")
    if node.required and not given:
        return [], []
    found = read_value(node, given)
    if found.problem:
        wrong["value"] = found.problem
    return found.value


def _bound(node: Node, given: str, name: str, wrong: dict[str, list[str]]) -> int | None:
    if not is_number(node) or not given.strip():
        return None
    try:
        found: int = field_of(node).deserialize(given)
    except ValidationError as error:
        wrong[name] = [str(each) for each in error.messages]
        return None
    return found


def _bound_typed(node: Node, number: int | None) -> str:
    return "" if number is None else str(as_typed(node, [number], []))


def _contradictions(node: Node) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if node.lock is Lock.LOCKED and not node.law:
        wrong["law"] = [words_for(LockedWithoutLaw())]
    if node.law_checked and not node.law:
        wrong["law_checked"] = [_("Skriv loven som er kontrollert, eller la datoen stå tom.")]
    if node.law_checked and node.law_checked > today():
        wrong["law_checked"] = [_("Velg en dag til og med i dag.")]
    low, high = node.usual_least, node.usual_most
    if low is not None and high is not None and low > high:
        wrong["usual_most"] = [_("Det høyeste må være minst like stort som det laveste.")]
    return wrong
