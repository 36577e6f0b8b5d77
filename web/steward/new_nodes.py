"""A point that comes, and a point that goes: both with the next version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.domain.node import Lock, Node, Option, Unit, Words
from registry.domain.values import NodeId, OfficialText, OptionId
from registry.queries.workplace_steward import used_before
from registry.reference.template import SHORT_FORM, chapters
from registry.template_drafts import forget, keep, keep_again
from registry.words import say
from web.access import permits
from web.languages import current
from web.languages import gettext as _
from web.node_changes import PLAINS, TEXTS, TITLES
from web.node_words import unit_name
from web.steward.nodes import newest_version
from web.steward.place import drafted, ours, steward
from web.steward.schemas import NewNodeForm
from web.workplace import pool, posted

HOLDS_A_VALUE = (Lock.PARAMETER, Lock.CHOICE)
NAME = re.compile(r"[a-z][a-z0-9_]*")


@steward.get("/mal/nytt-punkt")
@permits("edit_template")
def new_node() -> ResponseReturnValue:
    """Where a new point stands and what it holds; its words are written on its own page."""
    return _form({"chapter": request.args.get("kapittel", "1"), "lock": "appendable"}, {})


@steward.post("/mal/nytt-punkt")
@permits("edit_template")
def make_node() -> ResponseReturnValue:
    """Keep the new point as a draft, and go on to its words."""
    values, errors = posted(NewNodeForm())
    options, problem = _options(values.get("options", ""))
    if problem:
        errors.setdefault("options", [problem])
    if not errors:
        errors = _wrong(values)
    if (
        not errors
        and values["lock"] in HOLDS_A_VALUE
        and not options
        and values["unit"] is Unit.NONE
    ):
        errors = {
            "options": [_("Skriv det kommunen kan velge mellom, eller velg hva verdien måles i.")]
        }
    if errors:
        return _form(request.form, errors), 422
    node = _node(values, options)
    try:
        keep(pool(), ours().organisation, node, 0)
    except drafts.DraftChanged:
        return _form(request.form, {"name": [_("Et punkt med dette navnet lages alt.")]}), 422
    return redirect(url_for(".edit_node", node_id=node.node), 303)


@steward.post("/mal/<string:node_id>/ta-ut")
@permits("edit_template")
def retire_node(node_id: str) -> ResponseReturnValue:
    """Let a point that stands go out with the next version."""
    place, node = ours().organisation, NodeId(node_id)
    if node not in newest_version().nodes:
        abort(404)
    forget(pool(), place, [node])
    keep_again(pool(), place, [], [node])
    return redirect(url_for(".changes"), 303)


def _form(values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "steward/new_node.html",
        values=values,
        errors=errors,
        chapters=[(str(number), title) for number, title in chapters(current()).items()],
        locks=[(each.value, say(each, current())) for each in Lock],
        units=[(each.value, _unit(each)) for each in Unit],
    )


def _wrong(values: Mapping[str, Any]) -> dict[str, list[str]]:
    if values["chapter"] not in chapters(current()):
        return {"chapter": [_("Velg ett av kapitlene.")]}
    if not NAME.fullmatch(values["name"]):
        return {"name": [_("Bruk bare små bokstaver fra a til z, tall og understrek.")]}
    node = _id(values)
    if node in newest_version().nodes or used_before(pool(), node):
        return {"name": [_("Et punkt har hatt dette navnet. Velg et annet.")]}
    return {}


def _node(values: Mapping[str, Any], options: list[Option]) -> Node:
    """The new point, last in its chapter and without words."""
    whole = drafted().on(newest_version().nodes).values()
    positions = [node.position for node in whole if node.chapter == values["chapter"]]
    said: dict[str, Any] = {name: OfficialText(values[name]) for name in TITLES}
    said |= dict.fromkeys(TEXTS + PLAINS, OfficialText(""))
    said |= {name: values[name] for name in ("chapter", "lock", "many", "required")}
    return Node(
        node=_id(values),
        position=max(positions, default=0) + 1,
        short_form=values["chapter"] in SHORT_FORM,
        law=[],
        numbers=[],
        unit=Unit.NONE if options else values["unit"],
        options=options,
        **said,
    )


def _id(values: Mapping[str, Any]) -> NodeId:
    """bpa.<the chapter's word>.<name>: the word that most points of the chapter have."""
    words = Counter(
        node.node.split(".")[1]
        for node in newest_version().nodes.values()
        if node.chapter == values["chapter"]
    )
    return NodeId(f"bpa.{words.most_common(1)[0][0]}.{values['name']}")


def _options(typed: str) -> tuple[list[Option], str]:
    """(options, what is wrong): a line each, as name | bokmål | nynorsk | English."""
    found = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 4 or not all(parts) or not NAME.fullmatch(parts[0]):
            return [], _("Skriv hvert valg slik: navn | bokmål | nynorsk | engelsk.")
        words = Words(*map(OfficialText, parts[1:]))
        found.append(Option(OptionId(parts[0]), words))
    if len({each.option for each in found}) != len(found):
        return [], _("To valg har samme navn.")
    return found, ""


def _unit(unit: Unit) -> str:
    named = {
        Unit.NONE: _("Ingen tallverdi"),
        Unit.COUNT: _("antall"),
        Unit.DAYS_OF_YEAR: _("datoer"),
    }
    return named.get(unit) or unit_name(unit)
