"""The template as it stands, and one point at a time being changed."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.domain.gates import difficult
from registry.domain.node import Basis, Measured, Node, in_order, node_from
from registry.domain.template_refusals import NoVersionPublished
from registry.domain.values import NodeId
from registry.queries.workplaces import newest_published
from registry.reference.template import chapters
from registry.template_drafts import RETIRED, draft_id, forget, keep
from registry.words import say
from web.access import permits
from web.clock import today
from web.languages import current
from web.node_changes import compared
from web.node_fields import options_of
from web.node_words import unit_name
from web.steward import editing
from web.steward.place import drafted, ours, steward
from web.steward.schemas import NodeForm
from web.workplace import pool, posted


@steward.get("/mal")
@permits("edit_template")
def nodes() -> ResponseReturnValue:
    """Every point by chapter, each with a way to change it."""
    stands, being_changed = newest_version(), drafted()
    whole = sorted({**stands.nodes, **being_changed.nodes}.values(), key=in_order)
    return render_template(
        "steward/nodes.html",
        version=stands.version,
        chapters=[
            (number, title, [node for node in whole if node.chapter == number])
            for number, title in chapters(current()).items()
        ],
        drafted=being_changed,
        stands=stands.nodes,
    )


@steward.get("/mal/<string:node_id>")
@permits("edit_template")
def edit_node(node_id: str) -> ResponseReturnValue:
    """One point as a form: as it is being changed, else as it stands."""
    node, place = _node(node_id), ours()
    draft = drafts.load(pool(), place.organisation, draft_id(place.organisation, node.node))
    return _form(node, editing.typed(node), {}, version=draft.version if draft else 0)


@steward.post("/mal/<string:node_id>")
@permits("edit_template")
def save_node(node_id: str) -> ResponseReturnValue:
    """Keep the change as a draft. It says nothing to anybody until it is heard and approved."""
    node = _node(node_id)
    values, errors = posted(NodeForm())
    if not errors:
        node, errors = editing.changed(node, values, request.form)
    if errors:
        return _form(node, request.form, errors, version=request.form.get("version", "0")), 422
    try:
        keep(pool(), ours().organisation, node, values["version"])
    except drafts.DraftChanged as changed:
        now = changed.current
        return _form(node, request.form, {}, version=now.version, other=now), 409
    return redirect(url_for(".nodes", _anchor=f"kapittel-{node.chapter}"), 303)


@steward.post("/mal/<string:node_id>/forkast")
@permits("edit_template")
def discard_node(node_id: str) -> ResponseReturnValue:
    """Forget the change: the point stays as it stands."""
    forget(pool(), ours().organisation, [NodeId(node_id)])
    return redirect(url_for(".changes"), 303)


def newest_version() -> Basis:
    """The template as it was last published: what the next version changes."""
    found = newest_published(pool(), today())
    if found is None:
        raise NoVersionPublished
    return found


def _node(node_id: str) -> Node:
    """A point as it is being changed, else as it stands."""
    wanted, being_changed = NodeId(node_id), drafted()
    found = being_changed.nodes.get(wanted) or newest_version().nodes.get(wanted)
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
    return render_template(
        "steward/edit_node.html",
        node=node,
        is_new=node.node not in newest_version().nodes,
        retired=node.node in drafted().retired,
        choices=options_of(node),
        unit=unit_name(node.unit),
        is_number=editing.is_number(node),
        measured=[(each.value, say(each, current())) for each in Measured],
        hard=difficult(node),
        values=values,
        errors=errors,
        version=version,
        other=other,
        other_change=_other_change(node, other),
    )


def _other_change(mine: Node, other: drafts.Draft | None) -> Any:
    """What another has saved beside what was typed here; None where it is gone or goes out."""
    if other is None or not other.body or RETIRED in other.body:
        return None
    return compared(node_from(other.body), mine)
