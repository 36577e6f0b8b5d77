"""The front page: find your municipality, the map of the country, three ways in, three numbers."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.queries import choices
from registry.queries.front import country
from registry.reference.municipalities import search
from web.access import permits
from web.public.blueprint import public
from web.public.map import labels, tiles

LONGEST_NAME = 60
MOST_HITS = 24


@public.get("/")
@permits("everyone")
def front() -> ResponseReturnValue:
    """Search, map and ways in. One municipality found leads straight to it."""
    wanted = request.args.get("kommune", "").strip()[:LONGEST_NAME]
    hits = search(wanted)
    if len(hits) == 1:
        return redirect(url_for(".municipality", number=hits[0].number), 303)
    found = choices.coverage(current_app.extensions["pool"], g.day)
    here = {place.number for place in hits} if len(hits) <= MOST_HITS else set()
    return render_template(
        "public/front.html",
        wanted=wanted,
        hits=[] if len(hits) > MOST_HITS else hits,
        too_many=len(hits) > MOST_HITS,
        coverage=found,
        tiles=tiles(found, here),
        labels=labels(here),
        country=country(found.values()),
    )
