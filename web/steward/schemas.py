"""The forms of the stewards' workplace."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from registry.domain.terms import LIMITS, NODE_OF
from registry.domain.values import NodeId
from registry.queries.terms import ENUMS
from web.fields import Count, Form, OneOf, Text
from web.workplace_fields import Day, DaysOfYear, MaybeText

NAME_OF = {node: name for name, node in NODE_OF.items()}
TITLES = [f"title_{language}" for language in ("nb", "nn", "en")]
TEXTS = [f"text_{language}" for language in ("nb", "nn")]
PLAINS = [f"plain_{language}" for language in ("nb", "nn", "en")]


class NodeForm(Form):
    """One point: its words, the law it rests on a line each, and its own value if it has one."""

    version = Count(most=999_999)
    title_nb = Text(most=120)
    title_nn = Text(most=120)
    title_en = Text(most=120)
    text_nb = Text(most=3000, lines=True)
    text_nn = Text(most=3000, lines=True)
    plain_nb = Text(most=400)
    plain_nn = Text(most=400)
    plain_en = Text(most=400)
    law = MaybeText(most=1000, lines=True)


class ProposeForm(Form):
    effective_from = Day()


class PublishForm(Form):
    """The version that was looked at is the one that is published."""

    version = Count(most=999_999)


def form_for(node: NodeId) -> Schema:
    """The form of a point; one that holds a value also asks for it."""
    value = _value_field(NAME_OF.get(node))
    return NodeForm.from_dict({"value": value})() if value else NodeForm()


def _value_field(name: str | None) -> fields.Field[Any] | None:
    if name is None or name == "rate":
        return None
    if name in ENUMS:
        return OneOf(ENUMS[name])
    if name == "own_provision_listed":
        return OneOf(["yes", "no"])
    if name == "windows":
        return DaysOfYear()
    least, most = LIMITS[name]
    return Count(least=least, most=most)
