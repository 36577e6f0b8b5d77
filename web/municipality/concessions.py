"""Concessions: how far each has come, and approving what another has written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry import drafts
from registry.application import concessions as desk
from registry.domain.organisation import Function
from registry.domain.terms import NODE_OF
from registry.domain.values import EndingGround
from registry.queries import workplace_municipality as query
from registry.queries.amendments import answers, offered_in
from registry.queries.documents import Document, Version, document, history, newest
from registry.queries.life import life, members
from registry.queries.notices import announced
from registry.queries.running import Stated
from registry.words import say
from web.access import permits
from web.clock import today
from web.documents import changed_rows, rows, shown
from web.fields import Form
from web.flow import command, registrar
from web.languages import current
from web.municipality import drafting
from web.municipality.draft_rows import rows_of
from web.municipality.place import concessions_place, municipality, ours, said_in
from web.municipality.running import stated_in, suppliers_in
from web.municipality.schemas import PublishForm, SendBackForm
from web.municipality.waiting import waiting_in
from web.municipality.work import led_by_us, newest_basis
from web.public.terms import in_words, months
from web.sessions import current_user
from web.workplace import municipality_name, pool, settle


@municipality.get("/konsesjoner")
@permits("signed_in")
def concessions() -> ResponseReturnValue:
    """Every concession of the municipality, how far each has come, and what is being written."""
    place = concessions_place()
    found = query.concessions(pool(), ours(), today())
    may_write = Function.DRAFT_CONCESSION in place.functions
    written = drafts.all_of(pool(), place.organisation, drafting.KIND) if may_write else []
    return render_template(
        "municipality/concessions.html", concessions=found, drafts=rows_of(written, found)
    )


@municipality.get("/konsesjoner/<uuid:concession_id>")
@permits("signed_in")
def concession(concession_id: UUID) -> ResponseReturnValue:
    """Where it leaves the template and why, the whole text; the approver decides here."""
    concessions_place()
    return shown_concession(one_of_ours(concession_id), request.form, {})


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
    return settle(form, do, lambda errors: shown_concession(found, request.form, errors), onward)


def one_of_ours(concession_id: UUID) -> query.OurConcession:
    """One of the municipality's own concessions; another's is not found."""
    for each in query.concessions(pool(), ours(), today()):
        if each.id == concession_id:
            return each
    abort(404)


def shown_concession(found: query.OurConcession, values: Any, errors: dict[str, Any]) -> str:
    if stated := stated_in(found):
        return _shown_stated(found, stated, values, errors)
    versions = history(pool(), found.id)
    holds, pending = _documents(found, versions)
    user = current_user()
    sent_by = pending.sent_by if pending else found.sent_by
    whole = document(pool(), found.id, pending.number) if pending else None
    last = newest(versions) or versions[0]
    joined = members(pool(), found.id)
    offer = offered_in(versions, today())
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
        offer=offer,
        answers=answers(pool(), found.id, offer.number, today()) if offer else [],
        life=_life(found, holds, last, joined),
        **waiting_in(found, pending),
        grounds=[(each.value, say(each, current())) for each in EndingGround],
        announced=announced(pool(), found.id, today()),
        newest_template=newest_basis(today()).version,
        written_in=said_in(found.members[0]),
        values=values,
        errors=errors,
    )


def _shown_stated(
    found: query.OurConcession, stated: Stated, values: Any, errors: dict[str, Any]
) -> str:
    """What runs today: there is no template to hold it against."""
    user, joined = current_user(), members(pool(), found.id)
    waits = found.status == "waiting" and ours() in found.members[1:] and ours() not in joined
    return render_template(
        "municipality/stated.html",
        concession=found,
        stated=stated,
        term=in_words,
        months=months,
        suppliers=suppliers_in(stated),
        life={
            "others": _others(found, joined),
            "invited": waits,
            "lead": municipality_name(found.members[0]),
        },
        **waiting_in(found),
        sent_by_me=user is not None and found.sent_by == user.user_id,
        written_in=said_in(found.members[0]),
        leads=found.members[0] == ours(),
        grounds=[(each.value, say(each, current())) for each in EndingGround],
        values=values,
        errors=errors,
    )


def _others(
    found: query.OurConcession, joined: dict[str, tuple[date, str | None]]
) -> list[tuple[str, str, date | None, str | None]]:
    """(municipality, its language, the day it said yes, its annex) of those that do not lead."""
    return [
        (municipality_name(each), said_in(each), *joined.get(each, (None, None)))
        for each in found.members[1:]
    ]


def _life(
    found: query.OurConcession,
    holds: Document,
    last: Version,
    joined: dict[str, tuple[date, str | None]],
) -> dict[str, Any]:
    """How long it goes on, who has said yes, and whether this municipality still has to."""
    rate = next((each.numbers for each in holds.clauses if each.id == NODE_OF["rate"]), [])
    waits = found.status == "waiting" and ours() in found.members[1:] and ours() not in joined
    lasts = life(pool(), found.id, last.number, holds)
    return vars(lasts) | {
        "can_be_prolonged": lasts.can_be_prolonged(today()),
        "is_over": lasts.is_over(today()),
        "rate": rate[0] if rate else 0,
        "lead": municipality_name(found.members[0]),
        "invited": waits,
        "others": _others(found, joined),
    }


def _documents(
    found: query.OurConcession, versions: list[Version]
) -> tuple[Document, Version | None]:
    """The document that was published last, or the first; and the amendment that waits, if any."""
    last = newest(versions) or versions[0]
    holds = document(pool(), found.id, last.number)
    assert holds is not None
    waiting = [each for each in versions if each.status == "waiting" and each.number > 0]
    return holds, next(iter(waiting), None)
