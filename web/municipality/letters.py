"""The letter that follows every choice: what was chosen, the dates, and the number that stops it."""

from __future__ import annotations

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from registry.queries.cases import held
from registry.reference.municipalities import places
from web.access import permits
from web.municipality.place import municipality, ours
from web.municipality.schemas import NewCodeForm
from web.workplace import pool, posted


@municipality.post("/koder/brev")
@permits("issue_codes")
def letter() -> ResponseReturnValue:
    """The letter to print. Asked for by a form, so that no case stands in an address."""
    number = ours()
    values, errors = posted(NewCodeForm())
    case = None if errors else held(pool(), values["case"])
    if case is None or case.municipality != number or case.dates is None:
        abort(404)
    g.private = True
    return render_template("municipality/letter.html", case=case, its=places()[number])
