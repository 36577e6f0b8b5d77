"""From changed points to the next version: sent by one, compared and published by another."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import templates as desk
from registry.domain.template import Node, national_values
from registry.domain.values import NodeId
from registry.queries.workplace_steward import proposed
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import gettext as _
from web.sessions import current_user
from web.steward import editing
from web.steward.diff import Piece, words_changed
from web.steward.nodes import in_force
from web.steward.place import ours, steward
from web.steward.schemas import NAME_OF, PLAINS, TEXTS, TITLES, ProposeForm, PublishForm
from web.workplace import pool, posted
from web.workplace_terms import in_words

Compared = tuple[str, str, list[Piece], list[Piece]]
"""What is compared, its language, the old in pieces, the new in pieces."""


@steward.get("/endringer")
@permits("edit_template")
def changes() -> ResponseReturnValue:
    """The points being changed, old beside new, and the way to send them."""
    return _changes({}, {})


@steward.post("/endringer")
@permits("edit_template")
def propose() -> ResponseReturnValue:
    """Send all of them for another steward's approval."""
    values, errors = posted(ProposeForm())
    if not errors and values["effective_from"] < today():
        errors = {"effective_from": [_("Velg en dag fra og med i dag.")]}
    if errors:
        return _changes(request.form, errors), 422
    place = ours()
    changed = editing.drafted(place)
    position = desk.propose_version(
        registrar(), command(values), changed.values(), values["effective_from"]
    )
    for node in changed:
        drafts.delete(pool(), place.organisation, editing.draft_id(place, node))
    carried_out(position)
    return redirect(url_for(".tasks"), 303)


@steward.get("/godkjenning")
@permits("approve_template")
def proposal() -> ResponseReturnValue:
    """What waits for approval, old beside new. Who sent it cannot approve it."""
    ours()
    waiting, user = proposed(pool()), current_user()
    return render_template(
        "steward/proposal.html",
        proposal=waiting,
        compared=_compared(waiting.nodes) if waiting else [],
        sent_by_me=bool(waiting and user and waiting.proposed_by == user.user_id),
    )


@steward.post("/godkjenning")
@permits("approve_template")
def publish() -> ResponseReturnValue:
    """Make it the national template."""
    ours()
    values, errors = posted(PublishForm())
    waiting = proposed(pool())
    if errors or waiting is None or waiting.version != values["version"]:
        return redirect(url_for(".proposal"), 303)
    carried_out(desk.publish_version(registrar(), command(values)))
    return redirect(url_for(".tasks"), 303)


def _changes(values: Any, errors: dict[str, Any]) -> str:
    changed = editing.drafted(ours())
    return render_template(
        "steward/changes.html",
        compared=_compared(changed),
        waiting=proposed(pool()),
        values=values,
        errors=errors,
    )


def _compared(changed: dict[NodeId, Node]) -> list[tuple[Node, list[Compared]]]:
    """Each changed point with the parts of it that differ."""
    stands = in_force().nodes
    return [
        (node, [part for part in _parts(stands[node.node], node) if part[2] != part[3]])
        for node in changed.values()
        if node.node in stands
    ]


def _parts(old: Node, new: Node) -> list[Compared]:
    named = [(_("Tittel"), TITLES), (_("Tekst"), TEXTS), (_("Kort sagt"), PLAINS)]
    parts = [
        (label, name[-2:], *words_changed(getattr(old, name), getattr(new, name)))
        for label, names in named
        for name in names
    ]
    parts.append((_("Lov"), "nb", *words_changed("\n".join(old.law), "\n".join(new.law))))
    parts.append((_("Malens verdi"), "", *words_changed(_value(old), _value(new))))
    return parts


def _value(node: Node) -> str:
    """The point's own value in words."""
    name = NAME_OF.get(node.node)
    value = national_values({node.node: node}).get(node.node)
    return in_words(name, value) if name and value is not None else ""
