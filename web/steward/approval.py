"""A version that waits: compared with the one in force, approved by one and published by another."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow.exceptions import SCHEMA

from registry.application import templates as desk
from registry.domain.merging import same
from registry.domain.node import Node
from registry.domain.recall import Recall, replaced
from registry.domain.values import NodeId
from registry.queries import hearings, template
from registry.queries.workplace_steward import Proposed, proposed, waiting_recalls
from web.access import permits
from web.clock import today
from web.fields import Form
from web.flow import carried_out, command, registrar
from web.languages import gettext as _
from web.node_changes import NodeChange, compared, looked_up_again, node_changes
from web.sessions import current_user
from web.steward.changes import missing
from web.steward.nodes import newest_version
from web.steward.place import ours, steward
from web.steward.schemas import AgreeForm
from web.workplace import pool, posted


@steward.get("/godkjenning")
@permits("approve_template")
def proposal() -> ResponseReturnValue:
    """What waits for approval, old beside new. Who sent it cannot approve it."""
    return _proposal({})


def _proposal(errors: dict[str, list[str]]) -> str:
    ours()
    waiting, user = proposed(pool()), current_user()
    stands = newest_version().nodes
    whole = whole_of(waiting, stands) if waiting else {}
    return render_template(
        "steward/proposal.html",
        proposal=waiting,
        compared=node_changes(stands, whole) if waiting else [],
        looked_up=looked_up_again(stands, whole) if waiting else [],
        nodes={**stands, **whole},
        unheard=_unheard(waiting, stands) if waiting else set(),
        missing=missing(whole) if waiting else [],
        recalls=[(its, _mended(its)) for its in waiting_recalls(pool())],
        me=user.user_id if user else None,
        errors=errors,
    )


@steward.post("/godkjenning")
@permits("approve_template")
def approve() -> ResponseReturnValue:
    """Approve it as the first, or make it the national template as the second."""
    ours()
    values, errors = posted(Form())
    waiting = proposed(pool())
    # What was looked at is what is approved. A fingerprint is no text: digits in it mean nothing.
    if errors or waiting is None or waiting.content_hash != request.form.get("content_hash"):
        return _proposal(
            {SCHEMA: [_("Forslaget er endret siden du leste det. Les det på nytt.")]}
        ), 409
    say_yes = desk.publish_version if waiting.approved_by else desk.approve_version
    carried_out(say_yes(registrar(), command(values)))
    return redirect(url_for(".tasks"), 303)


@steward.post("/godkjenning/rettelse")
@permits("approve_template")
def agree_to_recall() -> ResponseReturnValue:
    """Agree that a node is wrong in law: from its day on the right words hold."""
    ours()
    values, errors = posted(AgreeForm())
    if errors:
        return _proposal(
            {SCHEMA: [_("Forslaget er endret siden du leste det. Les det på nytt.")]}
        ), 409
    carried_out(desk.recall_node(registrar(), command(values), values["recall"]))
    return redirect(url_for(".proposal"), 303)


def whole_of(waiting: Proposed, stands: Mapping[NodeId, Node]) -> dict[NodeId, Node]:
    """The template as it would be."""
    whole = {**stands, **waiting.nodes}
    return {node: its for node, its in whole.items() if node not in waiting.retired}


def _unheard(waiting: Proposed, stands: Mapping[NodeId, Node]) -> set[NodeId]:
    """Points that say something else than what people were asked about, or go without having been
    asked about as such."""
    heard = hearings.newest(pool(), today())
    if heard is None:
        return set()
    put = hearings.put_forward(pool(), heard.id)
    asked = {node: its for node, its in {**stands, **put.nodes}.items() if node not in put.retired}
    changed = {node for node, its in waiting.nodes.items() if not same(asked.get(node), its)}
    return changed | (set(waiting.retired) - set(put.retired))


def _mended(its: Recall) -> list[tuple[int, NodeChange]]:
    """(version, the wrong words beside the right ones) for each version the recall is about."""
    found = []
    for version in its.versions:
        nodes = template.by_id(pool(), version)
        right = replaced(nodes, version, [its], its.effective_from)
        _recall, mended = right.get(its.node, (its, None))
        found.append((version, compared(nodes.get(its.node), mended)))
    return found
