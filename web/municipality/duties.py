"""Who carries out the municipality's duties: itself, and those it has given a mandate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import municipalities as desk
from registry.application import organisations
from registry.domain.errors import RuleBroken
from registry.domain.organisation import Organisation
from registry.domain.roles import OWN_UNITS, Duty, Function, OrganisationKind
from registry.domain.values import OrganisationNumber
from registry.queries import people as query
from registry.queries.workplaces import organisation_names
from registry.reference.municipalities import sort_key
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.municipality.duty_schemas import MandatedForm, MandateForm, UnitForm
from web.municipality.place import municipality, ours
from web.people.invitations import show_code
from web.people.schemas import period
from web.rules import refused_beside
from web.workplace import municipality_name, pool, posted


@municipality.get("/oppgaver")
@permits("manage_people")
def duties() -> ResponseReturnValue:
    """The four duties, and who carries out each."""
    return _duties({})


@municipality.post("/oppgaver/trekk")
@permits("manage_people")
def withdraw_mandate() -> ResponseReturnValue:
    """Take a duty back, at once."""
    number = ours()
    values, errors = posted(MandatedForm())
    if errors:
        abort(422)
    try:
        position = desk.withdraw_mandate(
            registrar(), command(values), number, values["duty"], values["organisation"]
        )
    except RuleBroken as broken:
        return _duties(refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".duties"), 303)


@municipality.get("/oppgaver/ny")
@permits("manage_people")
def new_mandate() -> ResponseReturnValue:
    """Which duty, to whom, from when to when."""
    return _mandate({"from_day": today().isoformat(), "keeps": "yes"}, {})


@municipality.post("/oppgaver/ny")
@permits("manage_people")
def grant_mandate() -> ResponseReturnValue:
    """Hand it over."""
    number = ours()
    values, errors = posted(MandateForm())
    if errors:
        return _mandate(request.form, errors), 422
    if values["organisation"] not in query.may_carry_out(pool(), number):
        abort(404)
    begins, ends = period(values)
    try:
        position = desk.grant_mandate(
            registrar(),
            command(values),
            number,
            values["duty"],
            values["organisation"],
            begins,
            ends,
            keeps=values["keeps"] == "yes",
        )
    except RuleBroken as broken:
        return _mandate(request.form, refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".duties"), 303)


@municipality.get("/oppgaver/enhet")
@permits("manage_people")
def new_unit() -> ResponseReturnValue:
    """A district or an ordering unit of the municipality's own."""
    ours()
    return _unit({}, {})


@municipality.post("/oppgaver/enhet")
@permits("manage_people")
def open_unit() -> ResponseReturnValue:
    """Take it in, and show the code that lets somebody in to decide who works there."""
    number = ours()
    values, errors = posted(UnitForm())
    if errors:
        return _unit(request.form, errors), 422
    kind, its_number = OrganisationKind(values["kind"]), OrganisationNumber(values["number"])
    asked_for, unit = command(values), Organisation.id_for(kind, number, its_number)
    try:
        organisations.open_organisation(
            registrar(), asked_for, kind, number, its_number, values["name"]
        )
        invitation, position = organisations.invite(
            registrar(), asked_for.second_half("owner"), unit, [Function.MANAGE_PEOPLE]
        )
    except RuleBroken as broken:
        return _unit(request.form, refused_beside(broken)), 422
    carried_out(position)
    return show_code(unit, invitation, str(values["command_id"]))


def _duties(errors: dict[str, Any]) -> str:
    number = ours()
    found = query.mandates(pool(), number)
    names = _names({each.organisation for each in found})
    rows = [(each, names[each.organisation]) for each in found]
    now = [each for each in found if each.valid_from <= today() < each.valid_to]
    by_itself = set(Duty) - {each.duty for each in now if not each.keeps}
    return render_template(
        "municipality/duties.html",
        where=municipality_name(number),
        duties=[(duty, say(duty, current()), duty in by_itself) for duty in Duty],
        rows=[row for row in rows if not row[0].is_over(today())],
        earlier=[(*row, say(row[0].duty, current())) for row in rows if row[0].is_over(today())],
        may_change=Function.MANAGE_PEOPLE in g.acting.functions,
        errors=errors,
    )


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return {its: name or _("Uten navn") for its, name in organisation_names(pool(), ids).items()}


def _mandate(values: Any, errors: dict[str, Any]) -> str:
    names = _names(set(query.may_carry_out(pool(), ours())))
    return render_template(
        "municipality/new_mandate.html",
        where=municipality_name(ours()),
        duties=[(duty.value, say(duty, current())) for duty in Duty],
        organisations=sorted(
            ((str(its), name) for its, name in names.items()), key=lambda row: sort_key(row[1])
        ),
        values=values,
        errors=errors,
    )


def _unit(values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "municipality/new_unit.html",
        kinds=[(kind.value, say(kind, current())) for kind in OWN_UNITS],
        values=values,
        errors=errors,
    )
