"""Two concessions side by side: where a municipality and its neighbour say something else."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from registry.queries import concessions as asked
from registry.queries.documents import document
from registry.reference.municipalities import neighbours, places
from web.access import permits
from web.documents import changed_rows
from web.languages import current as language
from web.languages import gettext as _
from web.public.blueprint import public
from web.public.concessions import written


@public.get("/konsesjoner/<uuid:concession_id>/ved-siden-av", endpoint="beside")
@permits("everyone")
def two_concessions(concession_id: UUID) -> ResponseReturnValue:
    """Every point where another concession says something else; the nearest ones are named first."""
    its, whole = written(concession_id)
    pool = current_app.extensions["pool"]
    others = [each for each in asked.concessions(pool, g.day) if each.id != its.id and each.figures]
    wanted = request.args.get("med", "")
    other = next((each for each in others if str(each.id) == wanted), None)
    theirs = document(pool, other.id, other.amendment) if other else None
    return render_template(
        "public/beside.html",
        its=its,
        other=other,
        groups=_groups(its, others),
        rows=changed_rows(theirs, whole, language()) if theirs else [],
        figures=whole.figures,
        their_figures=theirs.figures if theirs else None,
    )


def _groups(
    its: asked.ConcessionRow, others: list[asked.ConcessionRow]
) -> list[tuple[str, list[asked.ConcessionRow]]]:
    """The others in three groups: next door, in the same county, elsewhere."""
    next_door = {place.number for number in its.members for place in neighbours(number)}
    counties = {places()[number].county_number for number in its.members}
    near = [each for each in others if next_door & set(each.members)]
    same = [each for each in others if each not in near and counties & _counties(each)]
    rest = [each for each in others if each not in near and each not in same]
    named = [(_("Naboer"), near), (_("Samme fylke"), same), (_("Andre"), rest)]
    return [(name, group) for name, group in named if group]


def _counties(its: asked.ConcessionRow) -> set[str]:
    return {places()[number].county_number for number in its.members}
