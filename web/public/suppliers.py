"""The suppliers of the country, and one of them."""

from __future__ import annotations

from flask import abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from registry.queries import suppliers as asked
from registry.reference.municipalities import search_key
from web.access import permits
from web.languages import current as language
from web.public.blueprint import public
from web.public.comparison import facts

LONGEST_NAME = 60


@public.get("/leverandorer")
@permits("everyone")
def suppliers() -> ResponseReturnValue:
    """All of them by name, or those whose name holds some letters."""
    found = asked.suppliers(current_app.extensions["pool"], g.day)
    wanted = request.args.get("navn", "").strip()[:LONGEST_NAME]
    key = search_key(wanted)
    shown = [line for line in found if key in search_key(line.name) or wanted == line.number]
    return render_template(
        "public/suppliers.html", suppliers=shown, every=len(found), wanted=wanted
    )


@public.get("/leverandorer/<string(length=9):number>")
@permits("everyone")
def supplier(number: str) -> ResponseReturnValue:
    """Who a supplier is, what it has said, and where it can be chosen."""
    pool = current_app.extensions["pool"]
    its = asked.supplier(pool, number, g.day, language())
    if its is None:
        abort(404)
    return render_template(
        "public/supplier.html",
        its=its,
        topics=facts(its.cells),
        where=asked.where(pool, number, g.day),
        same_owner=asked.same_owner(pool, its, g.day),
    )
