"""The registry's day and the day a page is about, both asked of the database once a request."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import abort, current_app, g, request

from registry.queries import clock

BEGINS = date(2000, 1, 1)
"""No day that a page is asked about comes before this: there was no registry, and no BPA by law."""


def today() -> date:
    """The legal day in Oslo by the database's clock."""
    if "today" not in g:
        g.today = clock.today(current_app.extensions["pool"])
    return cast(date, g.today)


def asked_day() -> date:
    """The day a public page is asked about: ?dato=YYYY-MM-DD, else today. Neither later days exist,
    nor any long before the registry."""
    if "dato" not in request.args:
        return today()
    given = request.args["dato"]
    if not given:
        return today()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        abort(404)
    if len(given) != 10 or not BEGINS <= day <= today():
        abort(404)
    return day
