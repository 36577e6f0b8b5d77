"""How each fact is asked for. The labels are the comparison's: what is read is what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from marshmallow import Schema

from registry.domain.facts import Budget, Local, Support, Wages
from registry.words import ROWS, pick, say
from web.fields import Choices, Kroner, OneOf, Percent, Ticked
from web.languages import current
from web.languages import gettext as _
from web.node_fields import hundredths_typed
from web.node_words import capital
from web.supplier.schemas import BudgetForm, LocalForm, SupportForm, WagesForm

SETS: dict[str, tuple[type[Schema], type[Any]]] = {
    "wages": (WagesForm, Wages),
    "budget": (BudgetForm, Budget),
    "support": (SupportForm, Support),
    "local": (LocalForm, Local),
}
ROW_OF = {
    "start": "start_wage",
    "holiday_share": "holiday",
    "pension_share": "pension",
    "collective_agreement": "agreement",
    "yearly": "budget",
    "uses": "budget_uses",
    "backup_hours": "backup",
    "training_hours": "training",
    "turnover_share": "turnover",
    "may_change_terms_alone": "own_terms",
    "start_days": "start",
    "first_contact_days": "contact",
    "emergency_start": "emergency",
}
"""The row of the comparison that shows a field, where it has another name."""
LABELS = {row.key: row.label for row in ROWS}


@dataclass(frozen=True)
class Asked:
    """One fact as a form asks for it. `control` is text, radio, boxes or tick."""

    name: str
    label: str
    control: str
    options: list[tuple[str, str]]
    unit: str


def asked(name: str) -> list[Asked]:
    """Every fact of a set, in its order."""
    schema, facts = SETS[name]
    declared = schema().fields
    return [_asked(field.name, declared[field.name]) for field in fields(facts)]


def _asked(name: str, field: Any) -> Asked:
    label = (
        _("Offentlig tjenestepensjon") if name == "public_pension"
        else pick(LABELS[ROW_OF.get(name, name)], current())
    )  # fmt: skip
    if isinstance(field, OneOf):
        options = [(text, capital(_say(each))) for text, each in field.options.items()]
        return Asked(name, label, "boxes" if isinstance(field, Choices) else "radio", options, "")
    return Asked(
        name, label, "tick" if isinstance(field, Ticked) else "text", [], _unit(name, field)
    )


def _say(each: Any) -> str:
    return say(each, current()) if isinstance(each, Enum) else str(each)


def _unit(name: str, field: Any) -> str:
    if isinstance(field, Kroner):
        return _("kroner i året") if name == "yearly" else _("kroner i timen")
    if isinstance(field, Percent):
        return _("prosent")
    return _("timer") if name.endswith("_hours") else _("dager")


def as_typed(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A set's plain values as the form holds them."""
    declared = SETS[name][0]().fields
    return {key: _typed(declared[key], value) for key, value in facts.items()}


def _typed(field: Any, value: Any) -> Any:
    if isinstance(field, Ticked):
        return "1" if value else ""
    if isinstance(field, (Kroner, Percent)):
        return hundredths_typed(value)
    return value if isinstance(value, list) else str(value)


def facts_of(name: str, values: Mapping[str, Any]) -> Any:
    """The set of facts a filled form says."""
    facts = SETS[name][1]
    return facts(**{field.name: values[field.name] for field in fields(facts)})
