"""Points of the template being written: a draft row a point, until all are sent for approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from registry import drafts
from registry.domain.node import Lock, Node, Unit, in_order, node_from
from registry.domain.template import LockedWithoutLaw
from registry.domain.values import NodeId, OfficialText
from registry.plain import plain
from registry.queries.access import Acting
from web.languages import gettext as _
from web.node_changes import PLAINS, TEXTS, TITLES
from web.node_fields import as_typed, field_of, national_typed, read_value
from web.rules import words_for
from web.workplace import pool

KIND = "template"
RETIRED = "retired"
COUNTED = ("weight", "measured_months", "minutes", "documents")
BOUNDS = ("usual_least", "usual_most")


@dataclass(frozen=True)
class Drafted:
    """What is being changed: points as they are to read, and points that are to go."""

    nodes: dict[NodeId, Node]
    retired: list[NodeId]

    def __len__(self) -> int:
        return len(self.nodes) + len(self.retired)

    def on(self, stands: Mapping[NodeId, Node]) -> dict[NodeId, Node]:
        """The whole template as it would be."""
        return {
            node: its for node, its in {**stands, **self.nodes}.items() if node not in self.retired
        }


def draft_id(place: Acting, node: NodeId) -> UUID:
    """Every point has a draft of its own, so that two may write on two points."""
    return drafts.id_for(place.organisation, KIND, node)


def drafted(place: Acting) -> Drafted:
    """The points that are being changed, in the order of the document."""
    bodies = [row.body for row in drafts.all_of(pool(), place.organisation, KIND)]
    nodes = sorted((node_from(body) for body in bodies if RETIRED not in body), key=in_order)
    retired = sorted(NodeId(body[RETIRED]) for body in bodies if RETIRED in body)
    return Drafted({node.node: node for node in nodes}, retired)


def body_of(node: Node) -> dict[str, Any]:
    """A point as its draft row holds it."""
    body: dict[str, Any] = plain(node)
    return body


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


def keep(place: Acting, node: Node, version: int) -> None:
    """Keep a point as a draft. Raises DraftChanged when another was faster."""
    row = draft_id(place, node.node)
    drafts.save(pool(), place.organisation, KIND, row, version, body_of(node))


def keep_again(place: Acting, nodes: Iterable[Node], retired: Iterable[NodeId]) -> None:
    """Bring back what was sent in, unless somebody has begun anew on the same points."""
    bodies = {node.node: body_of(node) for node in nodes} | {its: {RETIRED: its} for its in retired}
    for node, body in bodies.items():
        with suppress(drafts.DraftChanged):
            drafts.save(pool(), place.organisation, KIND, draft_id(place, node), 0, body)


def forget(place: Acting, nodes: Iterable[NodeId]) -> None:
    """Forget what is being changed in some points."""
    for node in nodes:
        drafts.delete(pool(), place.organisation, draft_id(place, node))


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
    low, high = node.usual_least, node.usual_most
    if low is not None and high is not None and low > high:
        wrong["usual_most"] = [_("Det høyeste må være minst like stort som det laveste.")]
    return wrong
