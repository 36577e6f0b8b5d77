"""Yearly figures as everybody may see them: one municipality's years, and the country's newest."""

from __future__ import annotations

from flask import abort, current_app, g, render_template
from flask.typing import ResponseReturnValue

from registry.domain.suppression import MEDIANS, totals
from registry.queries import figures as asked
from registry.reference.municipalities import places
from web.access import permits
from web.figure_words import cell, days, source_of, titles
from web.languages import number as written
from web.public.blueprint import public

FEWEST_IN_A_TOTAL = 2
"""A total over one municipality would only say the same again."""


@public.get("/kommuner/<string(length=4):number>/tall")
@permits("everyone")
def figures(number: str) -> ResponseReturnValue:
    """What a municipality, or official statistics, have given year by year."""
    its = places().get(number) or abort(404)
    found = asked.seen(current_app.extensions["pool"], g.day, number)
    years = [(each.year, source_of(each), _rows(each)) for each in reversed(found)]
    return render_template("public/figures.html", its=its, years=years)


def _rows(its: asked.Seen) -> list[tuple[str, str]]:
    """Every figure in words; none where not one of them may be shown."""
    if not its.shown.values:
        return []
    return [(title, cell(name, its.shown)) for name, title in titles().items()]


def newest_year() -> tuple[int, list[tuple[str, str, int]]]:
    """(year, [(figure, total, municipalities)]) of the newest year that is shown; 0 before the first."""
    found = asked.seen(current_app.extensions["pool"], g.day)
    year = max((each.year for each in found), default=0)
    summed = totals(each.shown for each in found if each.year == year)
    return year, [
        (
            title,
            days(summed[name].value) if name in MEDIANS else written(summed[name].value),
            summed[name].municipalities,
        )
        for name, title in titles().items()
        if name in summed and summed[name].municipalities >= FEWEST_IN_A_TOTAL
    ]
