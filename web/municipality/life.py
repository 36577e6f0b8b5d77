"""A concession's life after it was sent in: members say yes, and the price follows an index."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import concessions as desk
from registry.domain.terms import NODE_OF
from web.access import permits
from web.clock import today
from web.flow import command, registrar
from web.languages import gettext as _
from web.municipality import beginnings, drafting
from web.municipality.concessions import decide, one_of_ours, shown_concession
from web.municipality.place import municipality, ours
from web.municipality.schemas import AdjustForm, JoinForm
from web.municipality.work import led_by_us, newest_document, start
from web.node_fields import hundredths_typed, name_of
from web.workplace import posted

RATE = NODE_OF["rate"]
WHOLE_KRONE = 100


@municipality.post("/konsesjoner/<uuid:concession_id>/bli-med")
@permits("approve_concession")
def join(concession_id: UUID) -> ResponseReturnValue:
    """Say yes to a joint draft that another municipality leads."""
    return decide(
        one_of_ours(concession_id),
        JoinForm(),
        lambda values: desk.join_concession(
            registrar(), command(values), concession_id, ours(), values["annex"] or None
        ),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/prisjustering")
@permits("draft_concession")
def adjust(concession_id: UUID) -> ResponseReturnValue:
    """Begin an amendment with the rate moved by an index. It is approved like any other."""
    found = led_by_us(concession_id)
    values, errors = posted(AdjustForm())
    if errors:
        return shown_concession(found, request.form, errors), 422
    holds = newest_document(concession_id)
    rate = next((each.numbers[0] for each in holds.clauses if each.id == RATE), 0)
    if not rate:
        abort(404)
    new_rate = adjusted(rate, values["percent"])
    if new_rate == rate:
        same = {"percent": [_("Prisen blir den samme, rundet av til hele kroner.")]}
        return shown_concession(found, request.form, same), 422
    body = beginnings.amending(concession_id) | {
        "effective_from": drafting.first_indexed(holds, today()).isoformat(),
        name_of(RATE): hundredths_typed(new_rate),
    }
    draft_id = start(values["command_id"], body)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def adjusted(rate: int, basis_points: int) -> int:
    """A rate in øre moved by basis points, to the nearest whole krone; half a krone goes up."""
    moved = Decimal(rate) * (10_000 + basis_points) / 10_000
    return int((moved / WHOLE_KRONE).quantize(Decimal(1), rounding="ROUND_HALF_UP")) * WHOLE_KRONE
