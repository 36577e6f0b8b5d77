"""A concession that is published: its history, approving an amendment, and a new national version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import concessions as desk
from registry.domain.merging import Answer, Met, merge, upgraded
from registry.domain.node import Node
from registry.queries.documents import Document
from web.access import permits
from web.clock import today
from web.diff import Piece, words_changed
from web.documents import here, national_text, one
from web.fields import Form
from web.flow import command, registrar
from web.languages import current
from web.municipality import drafting
from web.municipality.concessions import decide, one_of_ours
from web.municipality.place import municipality, ours
from web.municipality.schemas import ConfirmForm, PublishAmendmentForm, SendBackForm
from web.municipality.work import led_by_us, newest_basis, newest_document, start, written_in
from web.node_fields import name_of
from web.node_words import capital, national
from web.workplace import posted


@municipality.post("/konsesjoner/<uuid:concession_id>/endring/kunngjor")
@permits("approve_concession")
def publish_amendment(concession_id: UUID) -> ResponseReturnValue:
    """Approve and publish an amendment that another person sent in."""
    return decide(
        led_by_us(concession_id),
        PublishAmendmentForm(),
        lambda values: desk.publish_amendment(
            registrar(), command(values), concession_id, values["number"]
        ),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/endring/ja")
@permits("approve_concession")
def agree(concession_id: UUID) -> ResponseReturnValue:
    """Say yes to a material amendment of a concession that another municipality leads."""
    return decide(
        one_of_ours(concession_id),
        ConfirmForm(),
        lambda values: desk.agree_to_amendment(
            registrar(), command(values), concession_id, ours(), values["number"]
        ),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/endring/send-tilbake")
@permits("approve_concession")
def send_amendment_back(concession_id: UUID) -> ResponseReturnValue:
    """Say what must be changed in an amendment first. What holds goes on holding."""
    return decide(
        led_by_us(concession_id),
        SendBackForm(),
        lambda values: desk.send_amendment_back(
            registrar(), command(values), concession_id, values["reason"]
        ),
    )


@municipality.get("/konsesjoner/<uuid:concession_id>/ny-versjon")
@permits("draft_concession")
def upgrade(concession_id: UUID) -> ResponseReturnValue:
    """What the newest version of the template changes here: adopt it or keep what holds."""
    return _upgrade(concession_id, {})


@municipality.post("/konsesjoner/<uuid:concession_id>/ny-versjon")
@permits("draft_concession")
def start_upgrade(concession_id: UUID) -> ResponseReturnValue:
    """Begin an amendment on the newest version, with each changed point as it was answered."""
    values, errors = posted(Form())
    if errors:
        return _upgrade(concession_id, errors), 422
    led_by_us(concession_id)
    holds, new = newest_document(concession_id), newest_basis(today())
    answers = {
        met.node: Answer(said)
        for met in _met(holds, new.nodes)
        if (said := request.form.get(name_of(met.node))) in {each.value for each in Answer}
    }
    written = {each.change.node: each for each in written_in(holds)}
    changes = upgraded(
        holds.basis.nodes, [each.change for each in written.values()], new.nodes, answers
    )
    body: dict[str, Any] = drafting.typed_of(
        [written.get(change.node, desk.Written(change)) for change in changes], new
    )
    body |= {
        "amends": str(concession_id),
        "upgrade": "1",
        "effective_from": drafting.first_amended(holds, today()).isoformat(),
    }
    draft_id = start(values["command_id"], body)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def _upgrade(concession_id: UUID, errors: dict[str, Any]) -> str:
    concession = led_by_us(concession_id)
    holds, new = newest_document(concession_id), newest_basis(today())
    return render_template(
        "municipality/upgrade.html",
        concession=concession,
        newest=new.version,
        rows=[(met, *_told(met, holds)) for met in _met(holds, new.nodes)],
        errors=errors,
    )


def _met(holds: Document, nodes: Any) -> list[Met]:
    return merge(holds.basis.nodes, [each.change for each in written_in(holds)], nodes)


def _told(met: Met, holds: Document) -> tuple[str, list[Piece], list[Piece], str, bool]:
    """(title, the nation before, the nation now, what holds here where it is the municipality's,
    whether that was typed)."""
    node = met.after or met.before
    assert node is not None
    before, after = (_said(each) if each else "" for each in (met.before, met.after))
    ours = next((each for each in holds.deviations if each.id == met.node), None)
    its = one(ours, holds, current()) if ours else None
    title = f"{node.chapter}.{node.position} {node.title(current())}"
    typed = its is not None and bool(its.own) and not its.left_out
    return title, *words_changed(before, after), here(its) if its else "", typed


def _said(node: Node) -> str:
    """The clause with the nation's value; in English the plain line, for no clause is in English."""
    if current() != "en":
        return national_text(node, current())
    value = capital(national(node))
    return f"{node.plain('en')} {value}." if value else node.plain("en")
