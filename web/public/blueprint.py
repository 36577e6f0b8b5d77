"""The blueprint of the public pages, and the day they are about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request

from registry.reference.municipalities import places
from web.clock import asked_day
from web.public.terms import in_words, months, notice, sentence

public = Blueprint("public", __name__)


@public.before_request
def remember_day() -> None:
    """Settle the day before anything is drawn; a day that cannot be shown is a missing page."""
    g.day = asked_day()
    g.dato = request.args.get("dato")


@public.url_defaults
def keep_day(_endpoint: str, values: dict[str, Any]) -> None:
    """Links between public pages stay on the day that was asked about."""
    if dato := g.get("dato"):
        values.setdefault("dato", dato)


@public.context_processor
def about_the_day() -> dict[str, Any]:
    """What every public page may use. There is no day on an error page."""
    return {
        "day": g.get("day"),
        "dato": g.get("dato"),
        "place_of": places().__getitem__,
        "term": in_words,
        "sentence": sentence,
        "notice": notice,
        "months": months,
    }
