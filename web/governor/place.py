"""The county governors' workplace: its blueprint and its menu."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from registry.domain.roles import OrganisationKind
from web.languages import gettext as _
from web.workplace import find_place, menu, place_name

governor = Blueprint("governor", __name__, url_prefix="/for-statsforvaltere")


@governor.context_processor
def frame() -> dict[str, Any]:
    """The top of every page of the workplace."""
    place = find_place(OrganisationKind.COUNTY_GOVERNOR)
    if place is None:
        return {}
    links = [("governor.municipalities", _("Klagetall"))]
    return {"place_name": place_name(place), "menu": menu(links)}
