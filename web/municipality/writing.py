"""Writing a concession: the form from the template, the draft, and sending it for approval."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import concessions as desk
from registry.application.concessions import NoTemplate
from registry.domain.organisation import OrganisationKind
from registry.domain.values import MunicipalityNumber
from registry.queries import workplace_municipality as query
from registry.queries.concessions import reasons as reasons_for
from registry.queries.workplaces import Standing, standing
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.municipality import drafting
from web.municipality.place import municipality, ours
from web.municipality.schemas import ConcessionForm
from web.workplace import place_of, pool, posted
from web.workplace_terms import SECTIONS, Point, points

HIDDEN = {"command_id", "csrf"}


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
        before = _sent_before(number, request.args["fra"])
        values |= drafting.from_concession(before.terms, reasons_for(pool(), before.id))
        values |= {"again": str(before.id)}
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
        _members(number, values["again"]),
        terms,
        reasons,
        values["starts_on"],
        short_form=values["form"] == "short",
    )
    place = place_of(OrganisationKind.MUNICIPALITY)
    drafts.delete(pool(), place.organisation, drafting.draft_id(place))
    carried_out(position)
    return redirect(url_for(".concession", concession_id=concession_id), 303)


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
    known, named = other or draft, points(started.nodes)
    return render_template(
        "municipality/new_concession.html",
        points=named,
        sections=SECTIONS,
        total=len(started.nodes),
        short=sum(node.short_form for node in started.nodes.values()),
        values=values,
        errors=errors,
        version=known.version if known else values.get("version", 0),
        draft=draft,
        other=other,
        other_said=_differing(other.body, values, named) if other else [],
    )


def _differing(saved: dict[str, str], typed: Any, named: dict[str, Point]) -> list[tuple[str, str]]:
    """What somebody else saved, where it is not what was typed here."""
    return [
        (named[name].title, dict(named[name].options).get(text, text))
        for name, text in saved.items()
        if name in named and typed.get(name) != text
    ]


def _sent_before(number: MunicipalityNumber, concession_id: str) -> query.OurConcession:
    """What was sent in before and came back; another's is not found."""
    for each in query.concessions(pool(), number, today()):
        if str(each.id) == concession_id and each.members[0] == number:
            return each
    abort(404)


def _members(number: MunicipalityNumber, again: str) -> list[MunicipalityNumber]:
    """Those it is for: the municipality itself, or all who stood in what came back."""
    if not again:
        return [number]
    return [MunicipalityNumber(each) for each in _sent_before(number, again).members]


def _saved_by_another(version: int) -> drafts.Draft | None:
    place = place_of(OrganisationKind.MUNICIPALITY)
    saved = drafts.load(pool(), place.organisation, drafting.draft_id(place))
    return saved if saved and saved.version != version else None
