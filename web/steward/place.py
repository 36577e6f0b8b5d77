"""The stewards' workplace: its blueprint and its menu."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from registry import template_drafts
from registry.domain.organisation import Function, OrganisationKind
from registry.queries.access import Acting
from registry.template_drafts import Drafted
from web.languages import gettext as _
from web.workplace import find_place, menu, place_name, place_of, pool

steward = Blueprint("steward", __name__, url_prefix="/for-forvaltere")


def ours() -> Acting:
    """The stewards' organisation. Who does not work there is turned away."""
    return place_of(OrganisationKind.STEWARD)


def drafted() -> Drafted:
    """The points that the stewards are changing."""
    return template_drafts.drafted(pool(), ours().organisation)


@steward.context_processor
def frame() -> dict[str, Any]:
    """The top of every page of the workplace."""
    place = find_place(OrganisationKind.STEWARD)
    if place is None:
        return {}
    return {"place_name": place_name(place), "menu": menu(_links(place))}


def _links(place: Acting) -> list[tuple[str, str]]:
    links = [("steward.tasks", _("Å gjøre"))]
    if Function.EDIT_TEMPLATE in place.functions:
        links += [
            ("steward.nodes", _("Malen")),
            ("steward.law", _("Lovsjekk")),
            ("steward.changes", _("Endringer")),
            ("steward.remarks", _("Høring")),
            ("steward.recalls", _("Rettelser")),
        ]
    if Function.APPROVE_TEMPLATE in place.functions:
        links.append(("steward.proposal", _("Til godkjenning")))
    return [*links, ("steward.often", _("Ofte endret"))]
