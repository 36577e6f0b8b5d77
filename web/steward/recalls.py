"""A point of published versions that is wrong in law: put forward by one, agreed to by another."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import templates as desk
from registry.domain.errors import RuleBroken
from registry.domain.node import Node
from registry.domain.recall import RecallGround, Wording
from registry.domain.values import NodeId, OfficialText
from registry.queries import template
from registry.queries.workplace_steward import waiting_recalls
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.node_changes import PLAINS, TEXTS
from web.rules import refused_beside
from web.steward import editing
from web.steward.place import ours, steward
from web.steward.schemas import WithdrawRecallForm, recall_form
from web.workplace import pool, posted


@steward.get("/mal/<string:node_id>/rettelse")
@permits("edit_template")
def recall_node(node_id: str) -> ResponseReturnValue:
    """The words as they were published, to be put right."""
    versions, node = _standing(NodeId(node_id))
    values = editing.words_typed(node) | {
        "effective_from": today().isoformat(),
        "versions": [str(each) for each in versions],
    }
    return _form(versions, node, values, {})


@steward.post("/mal/<string:node_id>/rettelse")
@permits("edit_template")
def propose_recall(node_id: str) -> ResponseReturnValue:
    """Send it for another steward's agreement."""
    versions, node = _standing(NodeId(node_id))
    values, errors = posted(recall_form(versions))
    if not errors and not values["versions"]:
        errors = {"versions": [_("Velg minst én versjon.")]}
    if not errors and values["law_checked"] and values["law_checked"] > today():
        errors = {"law_checked": [_("Velg en dag til og med i dag.")]}
    if errors:
        return _form(versions, node, request.form, errors), 422
    try:
        _recall, position = desk.propose_recall(
            registrar(),
            command(values),
            node.node,
            [int(each) for each in values["versions"]],
            values["ground"],
            _wording(values),
            values["effective_from"],
        )
    except RuleBroken as broken:
        return _form(versions, node, request.form, refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".recalls"), 303)


@steward.get("/rettelser")
@permits("edit_template")
def recalls() -> ResponseReturnValue:
    """What waits for another's agreement, and what holds."""
    return _recalls({}, {})


@steward.post("/rettelser/trekk")
@permits("edit_template")
def withdraw_recall() -> ResponseReturnValue:
    """Take back what nobody has agreed to."""
    values, errors = posted(WithdrawRecallForm())
    if "recall" in errors:
        abort(404)
    if errors:
        return _recalls(request.form, errors), 422
    try:
        position = desk.withdraw_recall(
            registrar(), command(values), values["recall"], values["reason"]
        )
    except RuleBroken as broken:
        return _recalls(request.form, refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".recalls"), 303)


def _standing(node: NodeId) -> tuple[list[int], Node]:
    """(the published versions that have a point, the point as the newest of them has it)."""
    found = [
        (each.version, nodes[node])
        for each in template.versions(pool(), today())
        if node in (nodes := template.by_id(pool(), each.version))
    ]
    if not found:
        abort(404)
    return [version for version, _ in found], found[0][1]


def _wording(values: dict[str, Any]) -> Wording:
    return Wording(
        **{name: OfficialText(values[name]) for name in TEXTS + PLAINS},
        law=editing.law_of(values),
        law_checked=values["law_checked"],
    )


def _form(versions: list[int], node: Node, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "steward/recall_node.html",
        node=node,
        versions=[(str(each), _("Versjon %(number)s", number=each)) for each in versions],
        grounds=[(each.value, say(each, current())) for each in RecallGround],
        values=values,
        errors=errors,
    )


def _recalls(values: Any, errors: dict[str, Any]) -> str:
    ours()
    found = template.recalls(pool(), today())
    waiting = waiting_recalls(pool())
    return render_template(
        "steward/recalls.html",
        waiting=waiting,
        recalls=found,
        nodes={each.node: _standing(each.node)[1] for each in [*waiting, *found]},
        values=values,
        errors=errors,
    )
