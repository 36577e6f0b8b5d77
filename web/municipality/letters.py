"""The letter that follows every choice: what was chosen, the dates, and the number that stops it."""

from __future__ import annotations

from typing import Any

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from registry.application import cases
from registry.domain.values import MunicipalityNumber
from registry.queries.cases import HeldCase, held
from registry.reference.municipalities import places
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.municipality.place import municipality, ours, sight
from web.municipality.schemas import NewCodeForm
from web.workplace import pool, posted


@municipality.post("/koder/brev")
@permits("issue_codes")
def letter() -> ResponseReturnValue:
    """The letter to print. Asked for by a form, so that no case stands in an address."""
    number = ours()
    _, case = _asked(number)
    g.private = True
    return render_template(
        "municipality/letter.html",
        case=case,
        its=places()[number],
        may_stop=case.may_regret(today()),
    )


@municipality.post("/koder/stopp")
@permits("issue_codes")
def stop_choice() -> ResponseReturnValue:
    """Somebody has called: it was not she who chose. The place is free again, and so is she."""
    values, case = _asked(ours())
    carried_out(cases=cases.regret_choice(registrar(), command(values), case.id))
    return redirect(url_for(".codes"), 303)


def _asked(number: MunicipalityNumber) -> tuple[dict[str, Any], HeldCase]:
    """The form and its case, where something is chosen; another's case does not exist here."""
    values, errors = posted(NewCodeForm())
    case = None if errors else held(pool(), values["case"])
    if case is None or case.municipality != number or case.dates is None:
        abort(404)
    if sight() not in (None, case.district):
        abort(404)
    return values, case
