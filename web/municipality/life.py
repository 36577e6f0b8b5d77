"""A concession's life after it was sent in: members say yes, it goes on, the price follows, it ends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import concessions as desk
from registry.domain.terms import NODE_OF
from registry.domain.values import EndingGround
from web.access import permits
from web.clock import today
from web.fields import Form
from web.flow import command, registrar
from web.municipality import drafting
from web.municipality.concessions import decide, one_of_ours, shown_concession
from web.municipality.place import municipality, ours
from web.municipality.schemas import AdjustForm, EndForm, JoinForm
from web.municipality.work import led_by_us, newest_document, start, written_in
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


@municipality.post("/konsesjoner/<uuid:concession_id>/forleng")
@permits("approve_concession")
def prolong(concession_id: UUID) -> ResponseReturnValue:
    """Let it go on for one more of the periods it speaks of."""
    return decide(
        led_by_us(concession_id),
        Form(),
        lambda values: desk.prolong_concession(registrar(), command(values), concession_id),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/avslutt")
@permits("approve_concession")
def end(concession_id: UUID) -> ResponseReturnValue:
    """End it, and every admission in it."""

    def do(values: dict[str, Any]) -> int:
        ground = EndingGround(values["ground"])
        reason = values["ending_reason"] or None
        return desk.end_concession(registrar(), command(values), concession_id, ground, reason)

    return decide(led_by_us(concession_id), EndForm(), do)


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
    body = drafting.typed_of(written_in(holds), holds.basis) | {
        "amends": str(concession_id),
        "effective_from": drafting.first_amended(holds, today()).isoformat(),
        name_of(RATE): hundredths_typed(adjusted(rate, values["percent"])),
    }
    draft_id = uuid5(values["command_id"], "draft")
    start(draft_id, body)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def adjusted(rate: int, basis_points: int) -> int:
    """A rate in øre moved by basis points, to the nearest whole krone; half a krone goes up."""
    moved = Decimal(rate) * (10_000 + basis_points) / 10_000
    return int((moved / WHOLE_KRONE).quantize(Decimal(1), rounding="ROUND_HALF_UP")) * WHOLE_KRONE
