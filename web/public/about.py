"""About the registry: how the data is made, privacy, accessibility, and how the order rotates."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from web.access import permits
from web.public.blueprint import public

PAGES = {
    "data": "public/about_data.html",
    "personvern": "public/about_privacy.html",
    "tilgjengelighet": "public/about_accessibility.html",
    "rekkefolge": "public/about_order.html",
}


@public.get("/om/<any(data, personvern, tilgjengelighet, rekkefolge):page>")
@permits("everyone")
def about(page: str) -> ResponseReturnValue:
    """One of the pages about the registry itself."""
    return render_template(PAGES[page])
