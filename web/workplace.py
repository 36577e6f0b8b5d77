"""After signing in: the way to the workplace, and what the three workplaces share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from marshmallow.exceptions import SCHEMA
from psycopg_pool import ConnectionPool

from registry.domain.errors import RuleBroken
from registry.domain.organisation import OrganisationKind
from registry.queries.access import Acting
from registry.queries.workplaces import supplier_name
from registry.reference.municipalities import places
from web.access import organisations, permits
from web.fields import read
from web.flow import carried_out
from web.languages import gettext as _
from web.rules import words_for

workplace = Blueprint("workplace", __name__)

FRONT = {
    OrganisationKind.MUNICIPALITY: "municipality.tasks",
    OrganisationKind.SUPPLIER: "supplier.tasks",
    OrganisationKind.STEWARD: "steward.tasks",
}


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, what the button says and leads to, and the last day, if any."""

    title: str
    about: str
    action: str
    href: str
    due: date | None = None


@workplace.get("/arbeidsplass")
@permits("signed_in")
def choose() -> ResponseReturnValue:
    """Go to the workplace of whoever has one; let others see which they have."""
    found = {place.kind: place for place in organisations()}
    if len(found) == 1:
        return redirect(url_for(FRONT[next(iter(found))]), 303)
    if not found:
        return render_template("workplace/none.html"), 403
    rows = [(url_for(FRONT[kind]), place_name(place)) for kind, place in found.items()]
    return render_template("workplace/choose.html", workplaces=rows)


def find_place(kind: OrganisationKind) -> Acting | None:
    """The organisation of a kind the person acts for. The one a view's mark found goes first."""
    if marked := g.get("acting"):
        return marked if marked.kind is kind else None
    return next((place for place in organisations() if place.kind is kind), None)


def place_of(kind: OrganisationKind) -> Acting:
    """As find_place; a person without any gets a page that says what to do."""
    found = find_place(kind)
    if found is None:
        abort(make_response(render_template("workplace/none.html"), 403))
    g.acting = found
    return found


def place_name(place: Acting) -> str:
    """What an organisation is called at the top of its workplace."""
    if place.municipality and place.kind is OrganisationKind.MUNICIPALITY:
        return municipality_name(place.municipality)
    if place.number:
        return supplier_name(pool(), place.number) or _(
            "Organisasjonsnummer %(number)s", number=place.number
        )
    return _("Den nasjonale malen")


def municipality_name(number: str) -> str:
    """The name of a municipality in running text: "Hamar"."""
    return places()[number].short_name


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """By the last day; those without one stand last."""
    return sorted(tasks, key=lambda task: task.due or date.max)


def posted(schema: Schema) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the posted form: what it says, and what is wrong with it."""
    return read(schema, request.form)


def settle(
    schema: Schema,
    do: Callable[[dict[str, Any]], int],
    again: Callable[[dict[str, Any]], str],
    onward: str,
) -> ResponseReturnValue:
    """A form with one command: on when it is carried out, else the page again with what is wrong.

    `do` carries out the command and returns the position in the registry log.
    """
    values, errors = posted(schema)
    if not errors:
        try:
            carried_out(do(values))
            return redirect(onward, 303)
        except RuleBroken as broken:
            errors = refused(broken)
    return again(errors), 422


def refused(broken: RuleBroken) -> dict[str, list[str]]:
    """A broken rule that belongs to no field, as the errors of a form."""
    return {SCHEMA: [words_for(broken)]}


def pool() -> ConnectionPool:
    """Where queries get their connections."""
    found: ConnectionPool = current_app.extensions["pool"]
    return found


def menu(links: Iterable[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """(address, text, whether the page is in that part) for endpoints; the first is the front."""
    front, *_others = rows = [(url_for(endpoint), text) for endpoint, text in links]
    here = f"{request.script_root}{request.path}"
    return [
        (href, text, here == href or ((href, text) != front and here.startswith(f"{href}/")))
        for href, text in rows
    ]
