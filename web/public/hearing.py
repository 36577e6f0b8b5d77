"""A proposed version of the template, open to what everybody thinks of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from marshmallow.exceptions import SCHEMA

from registry.application import hearings as desk
from registry.application.desk import Command
from registry.application.hearings import ANYBODY as NOBODY_IN_PARTICULAR
from registry.domain.errors import RuleBroken
from registry.domain.hearing import ANYBODY, Audience
from registry.domain.node import Node
from registry.domain.organisation import OrganisationKind
from registry.domain.values import NodeId
from registry.queries import hearings, template
from registry.queries.access import Acting
from registry.words import say
from web.access import act_in, organisations, permits
from web.clock import today
from web.fields import Form, OneOf, Text, read
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.limits import Limit
from web.node_changes import NodeChange, node_changes
from web.public.blueprint import public
from web.rules import refused_beside
from web.workplace import municipality_name, place_name, pool

REMARKS = Limit("remark", by_session=5, by_address=30)
WHOLE = "whole"
"""What the form calls the whole proposal, beside the nodes."""


class RemarkForm(Form):
    """What somebody thinks of one node, or of the whole."""

    text = Text(most=3000, lines=True)


@public.get("/mal/horing")
@permits("everyone")
def hearing() -> ResponseReturnValue:
    """The changed nodes old beside new, and what everybody has said of them."""
    heard = hearings.newest(pool(), g.day)
    said = hearings.remarks(pool(), heard.id) if heard else []
    by_node: dict[NodeId | None, list[hearings.Remark]] = {}
    for each in said:
        if each.is_public(g.day):
            by_node.setdefault(each.node, []).append(each)
    return render_template(
        "public/hearing.html",
        heard=heard,
        is_open=heard is not None and heard.is_open(g.day),
        compared=_put_forward(heard) if heard else [],
        remarks=by_node,
        place_named=municipality_name,
    )


@public.get("/mal/horing/innspill")
@permits("everyone")
def say_something() -> ResponseReturnValue:
    """The form for anybody: no account, and nothing about who it is but what they choose."""
    return _form(_open_hearing(), {"node": request.args.get("punkt", WHOLE)}, {}, None)


@public.post("/mal/horing/innspill")
@permits("everyone")
def take_remark() -> ResponseReturnValue:
    """Take it in; a steward reads it before anybody else. What is typed is never lost."""
    heard = _open_hearing()
    values, errors = read(_schema(heard, anybody=True), request.form)
    if not errors and REMARKS.is_reached():
        errors = {
            SCHEMA: [_("Det er kommet mange innspill herfra. Vent et kvarter og send igjen.")]
        }
        return _form(heard, request.form, errors, None), 429
    if not errors:
        its = Command(values["command_id"], NOBODY_IN_PARTICULAR)
        errors = _take(its, heard.id, Audience(values["audience"]), values)
    if errors:
        return _form(heard, request.form, errors, None), 422
    REMARKS.count()
    return redirect(url_for(".remark_taken"), 303)


@public.get("/mal/horing/innspill/mottatt")
@permits("everyone")
def remark_taken() -> ResponseReturnValue:
    """What happens with what was sent."""
    return render_template("public/remark_taken.html")


@public.get("/mal/horing/innspill/organisasjon")
@permits("signed_in")
def say_for_organisation() -> ResponseReturnValue:
    """The form for a municipality or a supplier, which stands for what it says."""
    place = _place()
    return _form(_open_hearing(), {"node": request.args.get("punkt", WHOLE)}, {}, place)


@public.post("/mal/horing/innspill/organisasjon")
@permits("signed_in")
def take_organisations_remark() -> ResponseReturnValue:
    """Take it in; everybody reads it at once."""
    place, heard = _place(), _open_hearing()
    values, errors = read(_schema(heard, anybody=False), request.form)
    if not errors:
        errors = _take(command(values), heard.id, Audience(place.kind.value), values)
    if errors:
        return _form(heard, request.form, errors, place), 422
    return redirect(url_for(".hearing"), 303)


def _take(
    its: Command, hearing_id: UUID, audience: Audience, values: dict[str, Any]
) -> dict[str, Any]:
    """Carry it out; what was refused stands beside its field."""
    node = None if values["node"] == WHOLE else NodeId(values["node"])
    try:
        _remark, position = desk.receive_remark(
            registrar(), its, hearing_id, audience, node, values["text"]
        )
    except RuleBroken as broken:
        return refused_beside(broken)
    carried_out(position)
    return {}


def _place() -> Acting:
    """The municipality or supplier somebody answers for; who has several is asked which.

    It answers for itself alone, never for one it has a mandate from, and nobody who only looks on
    answers. Stewards and others have none here.
    """
    offices = (OrganisationKind.MUNICIPALITY, OrganisationKind.SUPPLIER)
    found = act_in(
        each
        for each in organisations()
        if each.kind in offices and each.through == each.organisation and not each.only_reads
    )
    if found is None:
        abort(make_response(render_template("workplace/none.html"), 403))
    return found


def _open_hearing() -> hearings.Heard:
    """The newest hearing. Whether it is still open, the rule says when something is sent."""
    found = hearings.newest(pool(), today())
    if found is None:
        abort(404)
    return found


def _put_forward(heard: hearings.Heard) -> list[NodeChange]:
    before = template.by_id(pool(), heard.version - 1)
    put = hearings.put_forward(pool(), heard.id)
    whole = {**before, **put.nodes}
    return node_changes(before, {n: its for n, its in whole.items() if n not in put.retired})


def _nodes(heard: hearings.Heard) -> list[Node]:
    return [change.node for change in _put_forward(heard)]


def _schema(heard: hearings.Heard, *, anybody: bool) -> Schema:
    fields: dict[str, Any] = {"node": OneOf([WHOLE, *(node.node for node in _nodes(heard))])}
    if anybody:
        fields["audience"] = OneOf([each.value for each in ANYBODY])
    return RemarkForm.from_dict(fields)()


def _form(heard: hearings.Heard, values: Any, errors: dict[str, Any], place: Acting | None) -> str:
    nodes = [
        (node.node, f"{node.chapter}.{node.position} {node.title(current())}")
        for node in _nodes(heard)
    ]
    return render_template(
        "public/remark.html",
        heard=heard,
        is_open=heard.is_open(today()),
        nodes=[(WHOLE, _("Hele forslaget")), *nodes],
        audiences=[(each.value, say(each, current())) for each in ANYBODY],
        place=place_name(place) if place else None,
        values=values,
        errors=errors,
    )
