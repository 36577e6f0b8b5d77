"""The front page of the municipality's workplace, and what it offers where it has no concession."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import municipalities
from registry.domain.municipality import STATED
from registry.domain.organisation import OrganisationKind
from registry.domain.values import ChoiceKind
from registry.queries import workplace_municipality as query
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.municipality import (
    amending,
    applications,
    codes,
    concessions,
    costs,
    duties,
    figures,
    following,
    lasting,
    letters,
    life,
    notices,
    orders,
    questions,
    running,
    writing,
)
from web.municipality.place import municipality, ours
from web.municipality.schemas import ChoiceForm
from web.municipality.todo import tasks_of
from web.workplace import in_order, place_of, pool, posted

__all__ = [
    "amending",
    "applications",
    "codes",
    "concessions",
    "costs",
    "duties",
    "figures",
    "following",
    "lasting",
    "letters",
    "life",
    "municipality",
    "notices",
    "orders",
    "questions",
    "running",
    "writing",
]


@municipality.get("")
@permits("signed_in")
def tasks() -> ResponseReturnValue:
    """What to do next, by date."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    return render_template("municipality/tasks.html", tasks=in_order(tasks_of(place)))


@municipality.get("/tilbud")
@permits("draft_concession")
def choice() -> ResponseReturnValue:
    """Where a municipality without a concession says what there is."""
    stated = query.stated_choice(pool(), ours(), today())
    return _choice({"kind": stated}, {})


@municipality.post("/tilbud")
@permits("draft_concession")
def state_choice() -> ResponseReturnValue:
    """Say it. The map shows it from now on, unless a concession is live."""
    number = ours()
    values, errors = posted(ChoiceForm())
    if errors:
        return _choice(request.form, errors), 422
    kind = ChoiceKind(values["kind"])
    carried_out(municipalities.state_choice(registrar(), command(values), number, kind))
    return redirect(url_for(".tasks"), 303)


def _choice(values: object, errors: dict[str, object]) -> str:
    explained = {
        ChoiceKind.OWN_ONLY: _(
            "Kommunen ansetter assistentene. Det er ingen andre å velge mellom."
        ),
        ChoiceKind.SINGLE_PURCHASE: _("Kommunen kjøper BPA for én og én, uten fast liste."),
        ChoiceKind.OWN_EMPLOYER: _("Den som har BPA, kan selv være arbeidsgiver."),
        ChoiceKind.NONE: _("Kommunen har ikke BPA. Retten til BPA gjelder likevel."),
    }
    options = [
        (kind.value, say(kind, current()), about)
        for kind, about in explained.items()
        if kind in STATED
    ]
    live = any(each.status == "published" for each in query.concessions(pool(), ours(), today()))
    return render_template(
        "municipality/choice.html", options=options, live=live, values=values, errors=errors
    )
