"""From the template to a finished draft: what the form starts with, what may be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from registry import drafts
from registry.domain.template import Node, national_values
from registry.domain.terms import (
    NODE_OF,
    TermOutOfRange,
    Terms,
    check,
    deviations,
    first_of_next_month,
)
from registry.domain.values import NodeId
from registry.queries.access import Acting
from web.languages import gettext as _
from web.workplace_terms import NAMES, as_typed, out_of_range

KIND = "concession"
NAME_OF = {node: name for name, node in NODE_OF.items()}
MOST_TYPED = 200
"""Longer than anything that fits in a field of one line."""


def draft_id(place: Acting) -> UUID:
    """A municipality writes on one concession at a time."""
    return drafts.id_for(place.organisation, KIND)


def from_template(nodes: Mapping[NodeId, Node], day: date) -> dict[str, str]:
    """The form filled with the template's own values: only the rate is left to type."""
    values = national_values(nodes)
    typed = {
        name: as_typed(name, values[NODE_OF[name]]) for name in NAMES if NODE_OF[name] in values
    }
    starts_on = first_of_next_month(first_of_next_month(day))
    return typed | {"windows": typed.get("windows", ""), "starts_on": starts_on.isoformat(),
                    "form": "full"}  # fmt: skip


def from_concession(terms: Mapping[str, Any], reasons: Mapping[str, str]) -> dict[str, str]:
    """The form filled with what was sent in before."""
    typed = {name: as_typed(name, terms[name]) for name in NAMES}
    return typed | {f"reason_{NAME_OF[NodeId(node)]}": why for node, why in reasons.items()}


def terms_of(values: Mapping[str, Any]) -> Terms:
    """The terms a filled form says."""
    listed = values["own_provision_listed"] == "yes"
    typed = {field.name: values[field.name] for field in fields(Terms)}
    return Terms(**typed | {"own_provision_listed": listed})


def reasons_of(
    values: Mapping[str, Any], terms: Terms, nodes: Mapping[NodeId, Node]
) -> dict[NodeId, str]:
    """What was typed about each point that leaves the template, also where it is nothing."""
    return {
        node: values[f"reason_{NAME_OF[node]}"]
        for node in deviations(terms, national_values(nodes))
    }


def problems(
    terms: Terms, reasons: Mapping[NodeId, str], starts_on: date, day: date
) -> dict[str, list[str]]:
    """What must be mended before the draft can be sent, by field."""
    found: dict[str, list[str]] = {}
    try:
        check(terms)
    except TermOutOfRange as error:
        name = NAME_OF[error.node]
        found[name] = [out_of_range(name)]
    for node, reason in reasons.items():
        if not reason:
            found[f"reason_{NAME_OF[node]}"] = [
                _("Skriv hvorfor dere velger noe annet enn malen her.")
            ]
    if starts_on < day:
        found["starts_on"] = [_("Velg en dag fra og med i dag.")]
    return found


def unstorable(errors: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The errors that stop even a draft: text that may not be kept. The rest can wait."""
    return {
        name: message
        for name, message in errors.items()
        if name.startswith(("reason_", "_schema", "version"))
        or not typed.get(name, "").isprintable()
        or len(typed.get(name, "")) > MOST_TYPED
    }


def compared(terms: Mapping[str, Any], nodes: Mapping[NodeId, Node]) -> dict[str, tuple[Any, Any]]:
    """(the template's value, theirs) of every term, by name."""
    national = national_values(nodes)
    return {name: (national.get(NODE_OF[name]), terms[name]) for name in NAMES}
