"""That a concession ends or goes on: one person puts it forward, another confirms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from registry.application import concessions as desk
from registry.domain.values import EndingGround
from registry.queries.documents import document, history, newest
from registry.queries.life import Life, life
from registry.queries.running import running_from
from registry.queries.workplace_municipality import OurConcession
from web.access import permits
from web.fields import Form
from web.flow import command, registrar
from web.municipality.concessions import decide
from web.municipality.place import municipality, proposing_place
from web.municipality.schemas import ConfirmEndForm, ConfirmForm, EndForm, ProposalBackForm
from web.municipality.work import led_by_us
from web.workplace import pool


@municipality.post("/konsesjoner/<uuid:concession_id>/forleng")
@permits("signed_in")
def send_prolongation(concession_id: UUID) -> ResponseReturnValue:
    """Put forward that it goes on for one more of the periods it speaks of."""
    proposing_place()
    return decide(
        led_by_us(concession_id),
        Form(),
        lambda values: desk.send_prolongation(registrar(), command(values), concession_id),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/forleng/bekreft")
@permits("approve_concession")
def prolong(concession_id: UUID) -> ResponseReturnValue:
    """Confirm that it goes on, as another person put forward."""
    return decide(
        led_by_us(concession_id),
        ConfirmForm(),
        lambda values: desk.prolong_concession(
            registrar(), command(values), concession_id, values["number"]
        ),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/avslutt")
@permits("signed_in")
def send_ending(concession_id: UUID) -> ResponseReturnValue:
    """Put forward that it ends."""
    proposing_place()

    def do(values: dict[str, Any]) -> int:
        ground = EndingGround(values["ground"])
        reason = values["ending_reason"] or None
        return desk.send_ending(registrar(), command(values), concession_id, ground, reason)

    return decide(led_by_us(concession_id), EndForm(), do)


@municipality.post("/konsesjoner/<uuid:concession_id>/avslutt/bekreft")
@permits("approve_concession")
def end(concession_id: UUID) -> ResponseReturnValue:
    """End it, and every admission in it, as another person put forward."""
    return decide(
        led_by_us(concession_id),
        ConfirmEndForm(),
        lambda values: desk.end_concession(
            registrar(), command(values), concession_id, values["number"]
        ),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/forslag/send-tilbake")
@permits("signed_in")
def send_proposal_back(concession_id: UUID) -> ResponseReturnValue:
    """Say why it is not done, also by whoever put it forward."""
    proposing_place()
    return decide(
        led_by_us(concession_id),
        ProposalBackForm(),
        lambda values: desk.send_proposal_back(
            registrar(), command(values), concession_id, values["number"], values["why_back"]
        ),
    )


def lasts(its: OurConcession) -> Life:
    """How long a published concession goes on; what was stated is never prolonged."""
    if stated := running_from(its.running):
        return Life(stated.ends_on, 0, None, None, None, None)
    last = newest(history(pool(), its.id))
    assert last is not None
    whole = document(pool(), its.id, last.number)
    assert whole is not None
    return life(pool(), its.id, last.number, whole)
