"""Concessions: how far each has come, and approving what another has written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import concessions as desk
from registry.domain.organisation import OrganisationKind
from registry.queries import workplace_municipality as query
from registry.queries.documents import Document, Version, document, history, newest
from web.access import permits
from web.clock import today
from web.documents import changed_rows, rows, shown
from web.fields import Form
from web.flow import command, registrar
from web.languages import current
from web.municipality import drafting
from web.municipality.place import municipality, ours
from web.municipality.schemas import PublishForm, SendBackForm
from web.municipality.work import led_by_us, newest_basis
from web.sessions import current_user
from web.workplace import municipality_name, place_of, pool, settle


@municipality.get("/konsesjoner")
@permits("signed_in")
def concessions() -> ResponseReturnValue:
    """Every concession of the municipality, how far each has come, and what is being written."""
    place = place_of(OrganisationKind.MUNICIPALITY)
    written = drafts.all_of(pool(), place.organisation, drafting.KIND)
    found = query.concessions(pool(), ours(), today())
    return render_template("municipality/concessions.html", concessions=found, drafts=written)


@municipality.get("/konsesjoner/<uuid:concession_id>")
@permits("signed_in")
def concession(concession_id: UUID) -> ResponseReturnValue:
    """Where it leaves the template and why, the whole text; the approver decides here."""
    return _concession(_ours(concession_id), request.form, {})


@municipality.post("/konsesjoner/<uuid:concession_id>/kunngjor")
@permits("approve_concession")
def publish(concession_id: UUID) -> ResponseReturnValue:
    """Approve and publish what another person sent in."""
    return decide(
        led_by_us(concession_id),
        PublishForm(),
        lambda values: desk.publish_concession(registrar(), command(values), concession_id),
    )


@municipality.post("/konsesjoner/<uuid:concession_id>/send-tilbake")
@permits("approve_concession")
def send_back(concession_id: UUID) -> ResponseReturnValue:
    """Say what must be changed first."""
    return decide(
        led_by_us(concession_id),
        SendBackForm(),
        lambda values: desk.send_concession_back(
            registrar(), command(values), concession_id, values["reason"]
        ),
    )


def decide(
    found: query.OurConcession, form: Form, do: Callable[[dict[str, Any]], int]
) -> ResponseReturnValue:
    onward = url_for(".concession", concession_id=found.id)
    return settle(form, do, lambda errors: _concession(found, request.form, errors), onward)


def _ours(concession_id: UUID) -> query.OurConcession:
    """One of the municipality's own concessions; another's is not found."""
    for each in query.concessions(pool(), ours(), today()):
        if each.id == concession_id:
            return each
    abort(404)


def _concession(found: query.OurConcession, values: Any, errors: dict[str, Any]) -> str:
    versions = history(pool(), found.id)
    holds, pending = _documents(found, versions)
    user = current_user()
    sent_by = pending.sent_by if pending else found.sent_by
    whole = document(pool(), found.id, pending.number) if pending else None
    return render_template(
        "municipality/concession.html",
        concession=found,
        rows=rows(holds, current()),
        figures=holds.figures,
        chapters=shown(holds.clauses, holds, current()),
        typed=bool(holds.reasons or holds.words),
        pending=pending,
        amended=changed_rows(holds, whole, current()) if whole else [],
        sent_by_me=user is not None and sent_by == user.user_id,
        leads=found.members[0] == ours(),
        others=[municipality_name(each) for each in found.members if each != ours()],
        versions=versions,
        newest_template=newest_basis(today()).version,
        values=values,
        errors=errors,
    )


def _documents(
    found: query.OurConcession, versions: list[Version]
) -> tuple[Document, Version | None]:
    """The document that was published last, or the first; and the amendment that waits, if any."""
    last = newest(versions) or versions[0]
    holds = document(pool(), found.id, last.number)
    assert holds is not None
    waiting = [each for each in versions if each.status == "waiting" and each.number > 0]
    return holds, next(iter(waiting), None)
