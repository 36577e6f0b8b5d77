"""The law, once a year: which points rest on it, and when it was last looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.domain.node import Node, in_order
from registry.domain.values import NodeId
from registry.template_drafts import draft_id, keep
from web.access import permits
from web.clock import today
from web.languages import gettext as _
from web.steward.nodes import newest_version
from web.steward.place import drafted, ours, steward
from web.steward.schemas import law_form
from web.workplace import pool, posted


@steward.get("/lov")
@permits("edit_template")
def law() -> ResponseReturnValue:
    """Every point that rests on law, the longest ago first."""
    return _page({"law_checked": today().isoformat()}, {})


@steward.post("/lov")
@permits("edit_template")
def law_looked_up() -> ResponseReturnValue:
    """Note the day in a draft of each point that was looked up."""
    resting = {node.node: node for node in _resting_on_law()}
    values, errors = posted(law_form(list(resting)))
    if not errors and values["law_checked"] > today():
        errors = {"law_checked": [_("Velg en dag til og med i dag.")]}
    if not errors and not values["node"]:
        errors = {"node": [_("Velg minst ett punkt.")]}
    if errors:
        return _page(request.form, errors), 422
    for node in values["node"]:
        _note(replace(resting[NodeId(node)], law_checked=values["law_checked"]))
    return redirect(url_for(".changes"), 303)


def _note(node: Node) -> None:
    place = ours().organisation
    found = drafts.load(pool(), place, draft_id(place, node.node))
    keep(pool(), place, node, found.version if found else 0)


def _resting_on_law() -> list[Node]:
    whole = drafted().on(newest_version().nodes).values()
    return sorted((node for node in whole if node.law), key=in_order)


def _page(values: Any, errors: dict[str, Any]) -> str:
    resting = sorted(_resting_on_law(), key=lambda node: str(node.law_checked or ""))
    return render_template("steward/law.html", nodes=resting, values=values, errors=errors)
