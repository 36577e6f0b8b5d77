"""Concessions: how far each has come, and approving what another has written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import concessions as desk
from registry.domain.organisation import OrganisationKind
from registry.domain.terms import NODE_OF
from registry.queries import template
from registry.queries import workplace_municipality as query
from registry.queries.concessions import reasons as reasons_for
from web.access import permits
from web.clock import today
from web.fields import Form
from web.flow import command, registrar
from web.municipality import drafting
from web.municipality.place import municipality, ours
from web.municipality.schemas import SendBackForm
from web.sessions import current_user
from web.workplace import municipality_name, place_of, pool, settle
from web.workplace_terms import in_words, points


@municipality.get("/konsesjoner")
@permits("signed_in")
def concessions() -> ResponseReturnValue:
    """Every concession of the municipality, and how far each has come."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    draft = drafts.load(pool(), place.organisation, drafting.draft_id(place))
    found = query.concessions(pool(), ours(), today())
    return render_template("municipality/concessions.html", concessions=found, draft=draft)


@municipality.get("/konsesjoner/<uuid:concession_id>")
@permits("signed_in")
def concession(concession_id: UUID) -> ResponseReturnValue:
    """All terms beside the template's, with the reasons; the approver decides here."""
    return _concession(_ours(concession_id), request.form, {})


@municipality.post("/konsesjoner/<uuid:concession_id>/kunngjor")
@permits("approve_concession")
def publish(concession_id: UUID) -> ResponseReturnValue:
    """Approve and publish what another person sent in."""
    return _decide(
        _led_by_us(concession_id),
        Form(),
        lambda values: desk.publish_concession(registrar(), command(values), concession_id),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/send-tilbake")
@permits("approve_concession")
def send_back(concession_id: UUID) -> ResponseReturnValue:
    """Say what must be changed first."""
    return _decide(
        _led_by_us(concession_id),
        SendBackForm(),
        lambda values: desk.send_concession_back(
            registrar(), command(values), concession_id, values["reason"]
        ),
    )


def _decide(
    found: query.OurConcession, form: Form, do: Callable[[dict[str, Any]], int]
) -> ResponseReturnValue:
    onward = url_for(".concession", concession_id=found.id)
    return settle(form, do, lambda errors: _concession(found, request.form, errors), onward)


def _ours(concession_id: UUID) -> query.OurConcession:
    """One of the municipality's own concessions; another's is not found."""
    for each in query.concessions(pool(), ours(), today()):
        if each.id == concession_id:
            return each
    abort(404)


def _led_by_us(concession_id: UUID) -> query.OurConcession:
    """One that the municipality leads: only the lead approves."""
    found = _ours(concession_id)
    if found.members[0] != ours():
        abort(404)
    return found


def _concession(found: query.OurConcession, values: Any, errors: dict[str, Any]) -> str:
    nodes = {node.node: node for node in template.nodes(pool(), found.template_version)}
    why = reasons_for(pool(), found.id)
    named = points(nodes)
    rows = [
        (named[name], in_words(name, theirs), theirs != national and national is not None,
         why.get(NODE_OF[name]))
        for name, (national, theirs) in drafting.compared(found.terms, nodes).items()
    ]  # fmt: skip
    user = current_user()
    return render_template(
        "municipality/concession.html",
        concession=found,
        rows=rows,
        total=len(nodes),
        sent_by_me=user is not None and found.sent_by == user.user_id,
        leads=found.members[0] == ours(),
        others=[municipality_name(each) for each in found.members if each != ours()],
        values=values,
        errors=errors,
    )
