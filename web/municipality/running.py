"""What runs today: stated on one page by one person, and published by another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application.running import AsTyped, state_running
from registry.domain.errors import RuleBroken
from registry.domain.values import CountedFrom, DefaultRule
from registry.queries import workplace_municipality as query
from registry.queries.running import Stated, registered, running_from, stated
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.municipality.place import municipality, ours
from web.municipality.running_form import RunningForm, Suppliers, as_typed
from web.municipality.work import led_by_us
from web.rules import refused_beside
from web.workplace import municipality_name, pool, posted


@municipality.get("/konsesjoner/i-dag")
@permits("draft_concession")
def running() -> ResponseReturnValue:
    """An empty page: only who states it and when is filled in."""
    name = _("%(place)s kommune", place=municipality_name(ours()))
    return _running({"stated_by": name, "stated_on": today().isoformat()}, {})


@municipality.get("/konsesjoner/<uuid:concession_id>/i-dag", endpoint="running_again")
@permits("draft_concession")
def again(concession_id: UUID) -> ResponseReturnValue:
    """The same page with what came back."""
    its = led_by_us(concession_id)
    found = stated_in(its)
    if found is None:
        abort(404)
    return _running(as_typed(found, its.members), {})


@municipality.post("/konsesjoner/i-dag")
@permits("draft_concession")
def send_running() -> ResponseReturnValue:
    """Send it to another person for approval."""
    values, errors = posted(RunningForm())
    errors |= _without_name(values.get("suppliers", {}))
    if errors:
        return _running(request.form, errors), 422
    number = ours()
    members = [number, *(each for each in values["others"] if each != number)]
    said = {name: values[name] for name in AsTyped.__dataclass_fields__}
    try:
        concession_id, position = state_running(
            registrar(), command(values), members, AsTyped(**said)
        )
    except RuleBroken as broken:
        return _running(request.form, refused_beside(broken)), 422
    carried_out(position)
    return redirect(url_for(".concession", concession_id=concession_id), 303)


def stated_in(its: query.OurConcession) -> Stated | None:
    """What was stated, with its words; None for one that was written from the template."""
    found = running_from(its.running)
    return stated(pool(), found) if found else None


def suppliers_in(its: Stated) -> list[tuple[str, str, bool]]:
    """(number, name, whether it is registered) of everybody that was named."""
    known = registered(pool(), list(its.suppliers))
    return [
        (number, known.get(number) or name or number, number in known)
        for number, name in its.suppliers.items()
    ]


def _without_name(suppliers: Suppliers) -> dict[str, list[str]]:
    """Who is not registered yet stands in the registry under the name that is typed here."""
    known = registered(pool(), list(suppliers))
    missing = [number for number, name in suppliers.items() if not name and number not in known]
    if not missing:
        return {}
    return {
        "suppliers": [
            _(
                "Skriv navnet etter %(numbers)s. Leverandøren er ikke registrert ennå.",
                numbers=", ".join(missing),
            )
        ]
    }


def _running(values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "municipality/running.html",
        counted=[(each.value, say(each, current())) for each in CountedFrom],
        defaults=[(each.value, say(each, current())) for each in DefaultRule],
        values=values,
        errors=errors,
    )
