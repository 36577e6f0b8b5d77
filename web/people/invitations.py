"""Inviting who is not here yet: a code that is shown once, and works once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from registry.application import organisations as desk
from registry.domain.errors import RuleBroken
from registry.domain.roles import FUNCTIONS, ROLES
from registry.queries import people as query
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.limits import WINDOW_MINUTES, Limit
from web.once import shown_before
from web.people.place import here, people
from web.people.schemas import CodeForm, InvitationForm, NewcomerForm, invite_form, period
from web.rules import refused_beside
from web.signin import remember_user
from web.workplace import pool, posted

WRONG_CODES = Limit("invitation", by_session=6, by_address=30)


@people.get("/folk/inviter")
@permits("manage_people")
def new_invitation() -> ResponseReturnValue:
    """Which roles, from when to when. Not who: that shows when she comes."""
    return _form({"from_day": today().isoformat()}, {})


@people.post("/folk/inviter")
@permits("manage_people")
def invite() -> ResponseReturnValue:
    """Make the invitation and show its code, this once."""
    values, errors = posted(invite_form(query.kind_of(pool(), here().organisation)))
    if errors:
        return _form(request.form, errors), 422
    functions = [each for role in values["roles"] for each in FUNCTIONS[role]]
    organisation = here().organisation
    try:
        invitation, position = desk.invite(
            registrar(), command(values), organisation, functions, *period(values)
        )
    except RuleBroken as broken:
        return _form(request.form, refused_beside(broken)), 422
    carried_out(position)
    return show_code(organisation, invitation, str(values["command_id"]))


@people.post("/folk/inviter/trekk")
@permits("manage_people")
def withdraw_invitation() -> ResponseReturnValue:
    """Its code works no more."""
    values, errors = posted(InvitationForm())
    if errors:
        abort(422)
    position = desk.withdraw_invitation(
        registrar(), command(values), here().organisation, values["invitation"]
    )
    carried_out(position)
    return redirect(url_for(".people"), 303)


@people.get("/kode")
@permits("signed_in")
def enter_code() -> ResponseReturnValue:
    """Where the code of an invitation is typed, by whoever has signed in."""
    return _enter({"navn": session["name"]}, {})


@people.post("/kode")
@permits("signed_in")
def use_code() -> ResponseReturnValue:
    """Take the invitation. Wrong, used and expired codes get the same sentence."""
    if WRONG_CODES.is_reached():
        return render_template("errors/429.html", minutes=WINDOW_MINUTES), 429
    values, errors = posted(NewcomerForm() if "newcomer" in session else CodeForm())
    found = None if errors else registrar().invitations.find(values["kode"])
    if found is None:
        if not errors:
            WRONG_CODES.count()
            errors = {"kode": [_("Denne koden kan ikke brukes. Be om en ny der du skal arbeide.")]}
        return _enter(request.form, errors), 422
    if "newcomer" in session:
        remember_user(values["navn"])
    try:
        carried_out(desk.take_invitation(registrar(), command(values), *found))
    except RuleBroken as broken:
        return _enter(request.form, refused_beside(broken)), 422
    session.pop("place", None)
    return redirect(url_for("workplace.choose"), 303)


def show_code(organisation: UUID, invitation: UUID, command_id: str) -> str:
    """The page that shows a code once: the answer itself, so that nothing is kept."""
    if shown_before(command_id):
        return render_template("people/code_shown.html")
    code = desk.code_of(registrar(), organisation, invitation)
    return render_template("people/code.html", code=code)


def _form(values: Any, errors: dict[str, Any]) -> str:
    kind = query.kind_of(pool(), here().organisation)
    return render_template(
        "people/invite.html",
        roles=[(role.value, say(role, current())) for role in ROLES[kind]],
        values=values,
        errors=errors,
    )


def _enter(values: Any, errors: dict[str, Any]) -> str:
    return render_template("people/enter_code.html", values=values, errors=errors)
