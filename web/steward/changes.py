"""From changed points to a hearing, and from the hearing to a version that waits for approval."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import templates as desk
from registry.application.templates import BPA
from registry.domain.errors import RuleBroken
from registry.domain.gates import problems
from registry.domain.node import Node
from registry.domain.template import LEAST_HEARING, Template
from registry.domain.values import NodeId
from registry.queries import hearings
from registry.queries.workplace_steward import last_withdrawn, proposed
from registry.template_drafts import forget, keep_again
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import gettext as _
from web.node_changes import looked_up_again, node_changes
from web.rules import refused_beside
from web.steward.gate_words import by_gate, legible
from web.steward.nodes import newest_version
from web.steward.place import drafted, ours, steward
from web.steward.schemas import HearingForm, ProposeForm, WithdrawForm
from web.workplace import pool, posted


@steward.get("/endringer")
@permits("edit_template")
def changes() -> ResponseReturnValue:
    """The points being changed, old beside new, what is missing, and what comes next."""
    return _changes({}, {})


@steward.post("/endringer")
@permits("edit_template")
def propose() -> ResponseReturnValue:
    """Send all of them for the approval of two others."""
    values, errors = posted(ProposeForm())
    if not errors and values["effective_from"] < today():
        errors = {"effective_from": [_("Velg en dag fra og med i dag.")]}
    if errors:
        return _changes(request.form, errors), 422
    changed = drafted()
    try:
        position = desk.propose_version(
            registrar(),
            command(values),
            changed.nodes.values(),
            values["effective_from"],
            changed.retired,
        )
    except RuleBroken as broken:
        return _changes(request.form, refused_beside(broken)), 422
    forget(pool(), ours().organisation, [*changed.nodes, *changed.retired])
    carried_out(position)
    return redirect(url_for(".tasks"), 303)


@steward.post("/endringer/horing")
@permits("edit_template")
def open_hearing() -> ResponseReturnValue:
    """Ask everybody about them. The drafts stay, to be mended by what people say."""
    values, errors = posted(HearingForm())
    if errors:
        return _changes(request.form, errors), 422
    changed = drafted()
    try:
        _hearing, position = desk.open_hearing(
            registrar(),
            command(values),
            changed.nodes.values(),
            values["closes_on"],
            changed.retired,
        )
    except RuleBroken as broken:
        return _changes(request.form, refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".remarks"), 303)


@steward.post("/endringer/trekk")
@permits("edit_template")
def withdraw() -> ResponseReturnValue:
    """Take back what waits or is heard, with a reason. The drafts come back first: whoever is
    stopped between has a draft too many, never one too few."""
    values, errors = posted(WithdrawForm())
    if errors:
        return _changes(request.form, errors), 422
    if waiting := proposed(pool()):
        keep_again(pool(), ours().organisation, waiting.nodes.values(), waiting.retired)
    try:
        carried_out(desk.withdraw_version(registrar(), command(values), values["reason"]))
    except RuleBroken as broken:
        return _changes(request.form, refused_beside(broken)), 422
    return redirect(url_for(".changes"), 303)


def missing(nodes: dict[NodeId, Node]) -> list[tuple[str, list[NodeId]]]:
    """What stands in the way of publishing a whole template today."""
    template = registrar().registry.get(Template, BPA)
    return by_gate(problems(nodes, today(), template.recalled_now()))


def _changes(values: Any, errors: dict[str, Any]) -> str:
    stands, changed = newest_version(), drafted()
    whole = changed.on(stands.nodes)
    heard = hearings.newest(pool(), today())
    compared = node_changes(stands.nodes, whole)
    put = hearings.put_forward(pool(), heard.id) if heard else hearings.PutForward({}, [])
    return render_template(
        "steward/changes.html",
        compared=compared,
        unheard={each.node.node for each in compared}.difference(put.nodes, put.retired),
        looked_up=looked_up_again(stands.nodes, whole),
        count=len(changed),
        nodes={**stands.nodes, **whole},
        missing=missing(whole),
        legible=legible(whole.values()),
        waiting=proposed(pool()),
        heard=heard,
        is_open=heard is not None and heard.is_open(today()),
        withdrawn=last_withdrawn(pool(), stands.version + 1),
        earliest=today() + LEAST_HEARING,
        values=values,
        errors=errors,
    )
