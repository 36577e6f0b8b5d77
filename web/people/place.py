"""People and roles: a part of every workplace, in that workplace's own frame."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from registry.queries.access import Acting
from web.auditor.place import frame as auditor
from web.governor.place import frame as governor
from web.municipality.place import frame as municipality
from web.steward.place import frame as steward
from web.supplier.place import frame as supplier
from web.workplace import place_name

people = Blueprint("people", __name__, url_prefix="/arbeidsplass")
FRAMES = (municipality, supplier, steward, governor, auditor)


def here() -> Acting:
    """The place whose people it is about: the views' marks have found it."""
    found: Acting = g.acting
    return found


@people.context_processor
def frame() -> dict[str, Any]:
    """The top of the workplace somebody came from. An organisation without one has only its name."""
    if "acting" not in g:
        return {}
    theirs = next(filter(None, (each() for each in FRAMES)), {})
    return {"place_name": place_name(here()), **theirs}
