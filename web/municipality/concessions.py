"""Concessions: drafted from the template by one, approved by another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import concessions as desk
from registry.application.concessions import NoTemplate
from registry.domain.organisation import OrganisationKind
from registry.domain.terms import NODE_OF
from registry.domain.values import MunicipalityNumber
from registry.queries import template
from registry.queries import workplace_municipality as query
from registry.queries.concessions import reasons as reasons_for
from registry.queries.workplaces import Standing, standing
from web.access import permits
from web.clock import today
from web.fields import Form
from web.flow import carried_out, command, registrar
from web.municipality import drafting
from web.municipality.place import municipality, ours
from web.municipality.schemas import ConcessionForm, SendBackForm
from web.sessions import current_user
from web.workplace import place_of, pool, posted
from web.workplace_terms import SECTIONS, in_words, points

HIDDEN = {"command_id", "csrf"}


@municipality.get("/konsesjoner")
@permits("signed_in")
def concessions() -> ResponseReturnValue:
    """Every concession of the municipality, and how far each has come."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    draft = drafts.load(pool(), place.organisation, drafting.draft_id(place))
    found = query.concessions(pool(), ours(), today())
    return render_template("municipality/concessions.html", concessions=found, draft=draft)


@municipality.get("/konsesjoner/ny")
@permits("draft_concession")
def new_concession() -> ResponseReturnValue:
    """The form: the draft as it was saved, what came back, or the template's own values."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    number, started = ours(), _standing()
    draft = drafts.load(pool(), place.organisation, drafting.draft_id(place))
    values = drafting.from_template(started.nodes, today())
    if draft:
        values = draft.body
    elif "fra" in request.args:
        values |= _sent_before(number, request.args["fra"])
    return _form(started, values, {}, draft=draft)


@municipality.post("/konsesjoner/utkast")
@permits("draft_concession")
def save_draft() -> ResponseReturnValue:
    """Keep what is typed, finished or not."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    ours()
    values, errors = posted(ConcessionForm())
    if stopping := drafting.unstorable(errors, request.form):
        return _form(_standing(), request.form, stopping), 422
    known = ConcessionForm().fields.keys() - HIDDEN - {"version"}
    body = {name: text for name, text in request.form.items() if name in known}
    try:
        drafts.save(
            pool(),
            place.organisation,
            drafting.KIND,
            drafting.draft_id(place),
            values["version"],
            body,
        )
    except drafts.DraftChanged as changed:
        return _form(_standing(), request.form, {}, other=changed.current), 409
    return redirect(url_for(".new_concession"), 303)


@municipality.post("/konsesjoner/utkast/slett")
@permits("draft_concession")
def delete_draft() -> ResponseReturnValue:
    """Begin anew from the template."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    drafts.delete(pool(), place.organisation, drafting.draft_id(place))
    return redirect(url_for(".concessions"), 303)


@municipality.post("/konsesjoner/ny")
@permits("draft_concession")
def send_concession() -> ResponseReturnValue:
    """Send the finished draft to another person for approval."""
    number, started = ours(), _standing()
    values, errors = posted(ConcessionForm())
    if errors:
        return _form(started, request.form, errors), 422
    if (changed := _saved_by_another(values["version"])) is not None:
        return _form(started, request.form, {}, other=changed), 409
    terms = drafting.terms_of(values)
    reasons = drafting.reasons_of(values, terms, started.nodes)
    if errors := drafting.problems(terms, reasons, values["starts_on"], today()):
        return _form(started, request.form, errors), 422
    concession_id, position = desk.send_concession_for_approval(
        registrar(),
        command(values),
        [number],
        terms,
        reasons,
        values["starts_on"],
        short_form=values["form"] == "short",
    )
    place = place_of(OrganisationKind.MUNICIPALITY)
    drafts.delete(pool(), place.organisation, drafting.draft_id(place))
    carried_out(position)
    return redirect(url_for(".concession", concession_id=concession_id), 303)


@municipality.get("/konsesjoner/<uuid:concession_id>")
@permits("signed_in")
def concession(concession_id: UUID) -> ResponseReturnValue:
    """All terms beside the template's, with the reasons; the approver decides here."""
    return _concession(_ours(concession_id), request.form, {})


@municipality.post("/konsesjoner/<uuid:concession_id>/kunngjor")
@permits("approve_concession")
def publish(concession_id: UUID) -> ResponseReturnValue:
    """Approve and publish what another person sent in."""
    found = _led_by_us(concession_id)
    values, errors = posted(Form())
    if errors:
        return _concession(found, request.form, errors), 422
    carried_out(desk.publish_concession(registrar(), command(values), found.id))
    return redirect(url_for(".concession", concession_id=found.id), 303)


@municipality.post("/konsesjoner/<uuid:concession_id>/send-tilbake")
@permits("approve_concession")
def send_back(concession_id: UUID) -> ResponseReturnValue:
    """Say what must be changed first."""
    found = _led_by_us(concession_id)
    values, errors = posted(SendBackForm())
    if errors:
        return _concession(found, request.form, errors), 422
    position = desk.send_concession_back(registrar(), command(values), found.id, values["reason"])
    carried_out(position)
    return redirect(url_for(".concession", concession_id=found.id), 303)


def _standing() -> Standing:
    found = standing(pool(), today())
    if found is None:
        raise NoTemplate
    return found


def _form(
    started: Standing,
    values: Any,
    errors: dict[str, Any],
    *,
    draft: drafts.Draft | None = None,
    other: drafts.Draft | None = None,
) -> str:
    """The form as it was typed. `other` is what somebody else saved meanwhile."""
    known = other or draft
    return render_template(
        "municipality/new_concession.html",
        points=points(started.nodes),
        sections=SECTIONS,
        total=len(started.nodes),
        short=sum(node.short_form for node in started.nodes.values()),
        values=values,
        errors=errors,
        version=known.version if known else values.get("version", 0),
        draft=draft,
        other=other,
    )


def _sent_before(number: MunicipalityNumber, concession_id: str) -> dict[str, str]:
    """What was sent in before and came back; another's is not found."""
    for each in query.concessions(pool(), number, today()):
        if str(each.id) == concession_id and each.members[0] == number:
            return drafting.from_concession(each.terms, reasons_for(pool(), each.id))
    abort(404)


def _saved_by_another(version: int) -> drafts.Draft | None:
    place = place_of(OrganisationKind.MUNICIPALITY)
    saved = drafts.load(pool(), place.organisation, drafting.draft_id(place))
    return saved if saved and saved.version != version else None


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
        values=values,
        errors=errors,
    )
