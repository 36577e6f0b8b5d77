"""After signing in: the way to the workplace, and what the workplaces share."""

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
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from marshmallow.exceptions import SCHEMA
from psycopg_pool import ConnectionPool

from registry.domain.errors import RuleBroken
from registry.domain.roles import Function, OrganisationKind
from registry.queries.access import ONLY_PEOPLE, Acting
from registry.queries.workplaces import organisation_name
from registry.reference.municipalities import places
from web.access import act_in, organisations, permits
from web.fields import read
from web.flow import carried_out
from web.languages import gettext as _
from web.rules import refused_beside, words_for
from web.signin import same_site

workplace = Blueprint("workplace", __name__)

FRONT: dict[OrganisationKind, tuple[str, Function | None]] = {
    OrganisationKind.MUNICIPALITY: ("municipality.tasks", None),
    OrganisationKind.SUPPLIER: ("supplier.tasks", None),
    OrganisationKind.STEWARD: ("steward.tasks", None),
    OrganisationKind.COUNTY_GOVERNOR: ("governor.municipalities", Function.COUNT_COMPLAINTS),
    OrganisationKind.AUDITOR: ("auditor.grants", Function.AUDIT),
}
"""Where each kind of workplace begins, and the function that page takes, if any."""
PEOPLE = "people.people"


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, what the button says and leads to, and the last day, if any."""

    title: str
    about: str
    action: str
    href: str
    due: date | None = None
    about_in: str = ""
    """The language of `about`, where somebody typed it."""


@workplace.get("/arbeidsplass")
@permits("signed_in")
def choose() -> ResponseReturnValue:
    """Go to the workplace of whoever has one; let others say where they want to work."""
    found = organisations()
    if len(found) == 1:
        return redirect(front_of(found[0]), 303)
    if not found:
        return render_template("workplace/none.html"), 403
    return render_template("workplace/choose.html", places=found)


@workplace.post("/arbeidsplass")
@permits("signed_in")
def work_there() -> ResponseReturnValue:
    """Remember where somebody wants to work, until she says otherwise."""
    wanted = request.form.get("place")
    for place in organisations():
        if place.key == wanted:
            session["place"] = place.key
            onward = request.form.get("next")
            return redirect(same_site(onward) if onward else front_of(place), 303)
    abort(404)


def front_of(place: Acting) -> str:
    """The first page of a workplace: who has which role, for whoever can see nothing else."""
    endpoint, takes = FRONT.get(place.workplace, (PEOPLE, None))
    sees_it = place.functions != ONLY_PEOPLE and (takes is None or takes in place.functions)
    return url_for(endpoint if sees_it else PEOPLE)


def find_place(kind: OrganisationKind) -> Acting | None:
    """The workplace the page is shown for, if it is of a kind and has been settled."""
    place: Acting | None = g.get("acting")
    return place if place and place.workplace is kind else None


def place_of(kind: OrganisationKind) -> Acting:
    """As find_place; who has several is asked, who has none gets a page that says what to do."""
    if "acting" not in g:
        act_in(place for place in organisations() if place.workplace is kind)
    found = find_place(kind)
    if found is None:
        abort(make_response(render_template("workplace/none.html"), 403))
    return found


def place_name(place: Acting) -> str:
    """What a workplace is called at its top: whose it is, and through whom if that is another."""
    own = organisation_name(pool(), place.organisation)
    whose = municipality_name(place.municipality) if place.municipality else own or _unnamed(place)
    if place.through == place.organisation:
        return whose
    through = organisation_name(pool(), place.through) or _unnamed(place)
    return _("%(whose)s, gjennom %(through)s", whose=whose, through=through)


def _unnamed(place: Acting) -> str:
    if place.number:
        return _("Organisasjonsnummer %(number)s", number=place.number)
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
    do: Callable[[dict[str, Any]], int | tuple[int, int]],
    again: Callable[[dict[str, Any]], str],
    onward: str,
) -> ResponseReturnValue:
    """A form with one command: on when it is carried out, else the page again with what is wrong.

    `do` carries out the command and returns the position in the registry log, or in both logs.
    """
    values, errors = posted(schema)
    if not errors:
        try:
            reached = do(values)
            carried_out(*reached) if isinstance(reached, tuple) else carried_out(reached)
            return redirect(onward, 303)
        except RuleBroken as broken:
            errors = refused_beside(broken)
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
    everybodys = [*links, ("alerts.alerts", _("Varsler"))]
    front, *_others = rows = [(url_for(endpoint), text) for endpoint, text in everybodys]
    here = f"{request.script_root}{request.path}"
    return [
        (href, text, here == href or ((href, text) != front and here.startswith(f"{href}/")))
        for href, text in rows
    ]
