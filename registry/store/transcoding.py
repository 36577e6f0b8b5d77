"""How the values of the domain are written in the log: each under a name that never changes."""

from __future__ import annotations

import dataclasses
from datetime import date
from enum import Enum
from typing import Any

from eventsourcing.persistence import JSONTranscoder, Transcoding

from registry.domain import (
    conformance,
    deviation,
    documents,
    facts,
    hearing,
    lasting,
    node,
    notice,
    organisation,
    recall,
    roles,
    running,
    template,
    values,
    yearly,
)
from registry.domain.concession import Amendment
from registry.domain.deadlines import ChoiceDates
from registry.domain.terms import Terms

VALUE_OBJECTS = (
    facts.Wages,
    facts.Budget,
    facts.Support,
    facts.Local,
    Terms,
    node.Words,
    node.Effects,
    node.Option,
    node.Node,
    node.Basis,
    deviation.Change,
    documents.Reason,
    documents.Held,
    Amendment,
    lasting.Ending,
    lasting.Prolongation,
    running.RunningSupplier,
    running.Running,
    yearly.YearlyNumbers,
    conformance.Counted,
    conformance.Figures,
    recall.Wording,
    recall.Recall,
    template.Proposal,
    template.Heard,
    ChoiceDates,
    organisation.Invitation,
    roles.Period,
)
ENUMS = [
    found
    for module in (values, roles, node, deviation, conformance, hearing, recall, notice, yearly)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Enum) and found.__module__ == module.__name__
]


class DateAsISO(Transcoding):
    type = date
    name = "date"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class EnumAsValue(Transcoding):
    def __init__(self, enum: type[Enum]) -> None:
        self.type = enum
        self.name = enum.__name__

    def encode(self, obj: Enum) -> str:
        return str(obj.value)

    def decode(self, data: str) -> Enum:
        return self.type(data)  # type: ignore[no-any-return]


class SetAsList(Transcoding):
    """Only in snapshots: events hold no sets."""

    type = set
    name = "set"

    def encode(self, obj: set[Any]) -> list[Any]:
        return list(obj)

    def decode(self, data: list[Any]) -> set[Any]:
        return {tuple(one) if isinstance(one, list) else one for one in data}


class ValueAsFields(Transcoding):
    """A frozen dataclass by its fields; what is inside is written by its own transcoding."""

    def __init__(self, value: type[Any]) -> None:
        self.type = value
        self.name = value.__name__

    def encode(self, obj: Any) -> dict[str, Any]:
        return {field.name: getattr(obj, field.name) for field in dataclasses.fields(obj)}

    def decode(self, data: dict[str, Any]) -> Any:
        return self.type(**EARLIER.get(self.name, dict)(data))


def _earlier_node(data: dict[str, Any]) -> dict[str, Any]:
    """The first nodes held one option, or none."""
    if "option" not in data:
        return data
    said = dict(data)
    option = said.pop("option")
    return said | {"chosen": [option] if option is not None else []}


def _earlier_terms(data: dict[str, Any]) -> dict[str, Any]:
    """The first terms counted every notice in months."""
    said = dict(data)
    if "notice_months" in said:
        said["notice"] = said.pop("notice_months")
    return said


EARLIER = {"Node": _earlier_node, "Terms": _earlier_terms}
"""Value objects that were written with other fields before: how the old ones are read."""


def register(transcoder: JSONTranscoder) -> None:
    """Teach a transcoder the values of the domain."""
    transcoder.register(DateAsISO())
    transcoder.register(SetAsList())
    for enum in ENUMS:
        transcoder.register(EnumAsValue(enum))
    for value in VALUE_OBJECTS:
        transcoder.register(ValueAsFields(value))
