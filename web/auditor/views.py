"""What an auditor sees: who may do what, and every workplace as it stands, without its cases."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from registry.queries import audit as query
from registry.queries.access import looked_into
from registry.words import say
from web.access import organisations as places
from web.access import permits
from web.auditor.place import auditor
from web.fields import Form, Id
from web.languages import current
from web.workplace import front_of, municipality_name, pool, posted

__all__ = ["auditor"]
ON_A_PAGE = 50


class LookForm(Form):
    organisation = Id()


@auditor.get("")
@permits("audit")
def grants() -> ResponseReturnValue:
    """Every role, from when to when, the newest first."""
    pages = max(1, -(-query.count_grants(pool()) // ON_A_PAGE))
    page = min(max(request.args.get("side", 1, int), 1), pages)
    found = query.grants(pool(), most=ON_A_PAGE, skip=(page - 1) * ON_A_PAGE)
    rows = [
        (each, say(each.kind, current()), say(each.role, current()) if each.role else "")
        for each in found
    ]
    return render_template("auditor/grants.html", rows=rows, page=page, pages=pages)


@auditor.get("/fullmakter")
@permits("audit")
def mandates() -> ResponseReturnValue:
    """Every duty that was handed over, from when to when, the newest first."""
    rows = [
        (each, municipality_name(each.municipality), say(each.duty, current()))
        for each in query.mandates(pool())
    ]
    return render_template("auditor/mandates.html", rows=rows)


@auditor.get("/arbeidsplasser")
@permits("audit")
def organisations() -> ResponseReturnValue:
    """The workplaces that can be looked into."""
    rows = [(each, say(kind, current()), name) for each, kind, name in query.organisations(pool())]
    return render_template("auditor/organisations.html", rows=rows)


@auditor.post("/arbeidsplasser/se")
@permits("audit")
def look() -> ResponseReturnValue:
    """Go and look at one. Nothing can be changed there, and no case is shown."""
    values, errors = posted(LookForm())
    if errors:
        abort(422)
    for place in looked_into(pool(), places(), values["organisation"]):
        session["looks_into"] = str(place.organisation)
        session["place"] = place.key
        return redirect(front_of(place), 303)
    abort(404)
