"""Orders: what was chosen, for the unit that orders it. Not who it is, and nobody else's cases."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.domain.values import HoursBand
from registry.queries import workplace_cases as query
from registry.queries.workplaces import organisation_names
from registry.words import say
from web.access import permits
from web.languages import current
from web.municipality.place import municipality, ours, sight
from web.workplace import pool

ON_A_PAGE = 50


@municipality.get("/bestillinger")
@permits("order")
def orders() -> ResponseReturnValue:
    """Who was chosen in the municipality or the district, how many hours, and from when."""
    number = ours()
    pages = max(1, -(-query.count_ordered(pool(), number, sight()) // ON_A_PAGE))
    page = min(max(request.args.get("side", 1, int), 1), pages)
    found = query.ordered(pool(), number, sight(), most=ON_A_PAGE, skip=(page - 1) * ON_A_PAGE)
    districts = organisation_names(pool(), {each.district for each in found if each.district})
    rows = [
        (
            each,
            say(HoursBand(each.hours), current()),
            districts[each.district] if each.district else None,
        )
        for each in found
    ]
    return render_template(
        "municipality/orders.html",
        rows=rows,
        with_districts=sight() is None and bool(districts),
        page=page,
        pages=pages,
    )
