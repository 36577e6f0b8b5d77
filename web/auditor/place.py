"""The auditors' workplace: its blueprint and its menu."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from registry.domain.roles import OrganisationKind
from web.languages import gettext as _
from web.workplace import find_place, menu, place_name

auditor = Blueprint("auditor", __name__, url_prefix="/for-revisjon")


@auditor.context_processor
def frame() -> dict[str, Any]:
    """The top of every page of the workplace."""
    place = find_place(OrganisationKind.AUDITOR)
    if place is None:
        return {}
    links = [
        ("auditor.grants", _("Roller")),
        ("auditor.mandates", _("Fullmakter")),
        ("auditor.organisations", _("Arbeidsplasser")),
    ]
    return {"place_name": place_name(place), "menu": menu(links)}
