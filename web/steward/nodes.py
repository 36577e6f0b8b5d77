"""The template as it stands, and one point at a time being changed."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application.concessions import NoTemplate
from registry.domain.template import Lock, LockedWithoutLaw, Node
from registry.domain.values import NodeId
from registry.queries.workplaces import Standing, standing
from registry.reference.template import chapters
from registry.words import say
from web.access import permits
from web.clock import today
from web.languages import current
from web.rules import words_for
from web.steward import editing
from web.steward.place import ours, steward
from web.steward.schemas import NAME_OF, form_for
from web.workplace import pool, posted
from web.workplace_terms import unit


@steward.get("/mal")
@permits("edit_template")
def nodes() -> ResponseReturnValue:
    """Every point by chapter, each with a way to change it."""
    stands, being_changed = in_force(), editing.drafted(ours())
    titles = chapters(current())
    grouped = [
        (number, title, [node for node in stands.nodes.values() if node.chapter == number])
        for number, title in titles.items()
    ]
    return render_template(
        "steward/nodes.html",
        version=stands.version,
        chapters=grouped,
        drafted=being_changed,
        lock={each: say(each, current()) for each in Lock},
    )


@steward.get("/mal/<string:node_id>")
@permits("edit_template")
def edit_node(node_id: str) -> ResponseReturnValue:
    """One point as a form: as it is being changed, else as it stands."""
    node = _node(node_id)
    draft = drafts.load(pool(), ours().organisation, editing.draft_id(ours(), node.node))
    shown = editing.drafted(ours()).get(node.node, node)
    return _form(node, editing.typed(shown), {}, version=draft.version if draft else 0)


@steward.post("/mal/<string:node_id>")
@permits("edit_template")
def save_node(node_id: str) -> ResponseReturnValue:
    """Keep the change as a draft. It says nothing to anybody until it is sent and approved."""
    node = _node(node_id)
    values, errors = posted(form_for(node.node))
    if not errors and node.lock is Lock.LOCKED and not values["law"].strip():
        errors = {"law": [words_for(LockedWithoutLaw())]}
    if errors:
        return _form(node, request.form, errors, version=request.form.get("version", "0")), 422
    place = ours()
    body = editing.body_of(editing.changed(node, values))
    row = editing.draft_id(place, node.node)
    try:
        drafts.save(pool(), place.organisation, editing.KIND, row, values["version"], body)
    except drafts.DraftChanged as changed:
        now = changed.current
        return _form(node, request.form, {}, version=now.version, other=now), 409
    return redirect(url_for(".nodes", _anchor=f"kapittel-{node.chapter}"), 303)


@steward.post("/mal/<string:node_id>/forkast")
@permits("edit_template")
def discard_node(node_id: str) -> ResponseReturnValue:
    """Forget the change: the point stays as it stands."""
    place = ours()
    drafts.delete(pool(), place.organisation, editing.draft_id(place, NodeId(node_id)))
    return redirect(url_for(".changes"), 303)


def in_force() -> Standing:
    """The template as it is published today."""
    found = standing(pool(), today())
    if found is None:
        raise NoTemplate
    return found


def _node(node_id: str) -> Node:
    found = in_force().nodes.get(NodeId(node_id))
    if found is None:
        abort(404)
    return found


def _form(
    node: Node,
    values: Any,
    errors: dict[str, Any],
    *,
    version: int | str,
    other: drafts.Draft | None = None,
) -> str:
    has_value = "value" in form_for(node.node).fields
    name = NAME_OF.get(node.node, "")
    return render_template(
        "steward/edit_node.html",
        node=node,
        lock=say(node.lock, current()),
        has_value=has_value,
        choices=editing.choices(node),
        unit=unit(name),
        values=values,
        errors=errors,
        version=version,
        other=other,
    )
