"""The blueprint of the public pages, and the day they are about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request

from registry.reference.municipalities import Place, places
from web.clock import asked_day

public = Blueprint("public", __name__)


@public.before_request
def remember_day() -> None:
    """Settle the day before anything is drawn; a day that cannot be shown is a missing page."""
    g.day = asked_day()


@public.url_defaults
def keep_day(endpoint: str, values: dict[str, Any]) -> None:
    """Links between public pages stay on the day that was asked about."""
    if "day" in g and request.args.get("dato"):
        values.setdefault("dato", request.args["dato"])


@public.context_processor
def about_the_day() -> dict[str, Any]:
    """The day for every public page, and the form field that keeps it; none on an error page."""
    return {"day": g.get("day"), "dato": request.args.get("dato")}


@public.app_template_global()
def place(number: str) -> Place:
    """A municipality by its number."""
    return places()[number]
