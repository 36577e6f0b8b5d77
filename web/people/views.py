"""Who has which role where somebody works, from when to when; giving and withdrawing roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import organisations as desk
from registry.domain.errors import RuleBroken
from registry.domain.roles import FUNCTIONS, ROLES, Function, OrganisationKind, Role
from registry.queries import people as query
from registry.queries.workplaces import organisation_name
from registry.reference.municipalities import sort_key
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.people import invitations
from web.people.place import here, people
from web.people.schemas import HolderForm, period, role_form
from web.rules import refused_beside
from web.sessions import current_user
from web.workplace import pool, posted

__all__ = ["invitations", "people"]
ADDRESS = "/folk"


@people.get(ADDRESS, endpoint="people")
@permits("manage_people")
def everybody() -> ResponseReturnValue:
    """Everybody with a role, now or later, and those who had one."""
    return _everybody({})


@people.post("/folk/trekk")
@permits("manage_people")
def withdraw() -> ResponseReturnValue:
    """Take a role from somebody, at once."""
    values, errors = posted(HolderForm())
    if errors:
        abort(422)
    organisation, role = here().organisation, values["role"]
    _must_be_ours(values["user"])
    try:
        position = desk.withdraw_functions(
            registrar(), command(values), organisation, values["user"], FUNCTIONS[role]
        )
    except RuleBroken as broken:
        return _everybody(refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".people"), 303)


@people.get("/folk/rolle")
@permits("manage_people")
def new_role() -> ResponseReturnValue:
    """Which role, to whom, from when to when."""
    return _role({"from_day": today().isoformat()}, {})


@people.post("/folk/rolle")
@permits("manage_people")
def give_role() -> ResponseReturnValue:
    """Give it. Who is not here yet is invited instead."""
    values, errors = posted(role_form(_kind()))
    if errors:
        return _role(request.form, errors), 422
    _must_be_ours(values["user"])
    granted = FUNCTIONS[Role(values["role"])]
    try:
        position = desk.grant_functions(
            registrar(),
            command(values),
            here().organisation,
            values["user"],
            granted,
            *period(values),
        )
    except RuleBroken as broken:
        return _role(request.form, refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".people"), 303)


def _kind() -> OrganisationKind:
    return query.kind_of(pool(), here().organisation)


def _holdings() -> list[query.Holding]:
    """Every role, by name of who has it."""
    found = query.holdings(pool(), here().organisation, _kind())
    return sorted(found, key=lambda each: (sort_key(_name(each)), str(each.user)))


def _must_be_ours(user: UUID) -> None:
    """Somebody who has or had a role here; others do not exist."""
    if user not in {each.user for each in _holdings()}:
        abort(404)


def _name(holding: query.Holding) -> str:
    return holding.name or _("Uten navn")


def _everybody(errors: dict[str, Any]) -> str:
    found = [(each, _name(each), say(each.role, current())) for each in _holdings()]
    user, kind = current_user(), _kind()
    invited = query.invitations(pool(), here().organisation, kind, today())
    return render_template(
        "people/people.html",
        organisation=organisation_name(pool(), here().organisation),
        held=[row for row in found if not row[0].is_over(today())],
        earlier=[row for row in found if row[0].is_over(today())],
        invited=[(each, [say(role, current()) for role in each.roles]) for each in invited],
        me=user.user_id if user else None,
        may_change=Function.MANAGE_PEOPLE in here().functions,
        errors=errors,
    )


def _role(values: Any, errors: dict[str, Any]) -> str:
    me = current_user()
    names = {
        each.user: _name(each) for each in _holdings() if me is None or each.user != me.user_id
    }
    return render_template(
        "people/role.html",
        users=[(str(user), name) for user, name in names.items()],
        roles=[(role.value, say(role, current())) for role in ROLES[_kind()]],
        values=values,
        errors=errors,
    )
