"""The forms of the stewards' workplace."""

from __future__ import annotations

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


def form_for(node: NodeId) -> NodeForm:
    """The form of a point; one that holds a value also asks for it."""
    schema = NodeForm()
    name = NAME_OF.get(node)
    if name in ENUMS:
        schema.fields["value"] = OneOf(ENUMS[name])
    elif name == "own_provision_listed":
        schema.fields["value"] = OneOf(["yes", "no"])
    elif name == "windows":
        schema.fields["value"] = DaysOfYear()
    elif name is not None and name != "rate":
        schema.fields["value"] = Count(least=LIMITS[name][0], most=LIMITS[name][1])
    return schema
