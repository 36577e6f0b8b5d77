"""Where the supplier is let in, what holds there, and where it may still apply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import admissions as desk
from registry.application.desk import Command
from registry.domain.admission import Leaving
from registry.domain.errors import RuleBroken
from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.terms import Terms
from registry.domain.values import Accepting, HoursBand, LeadRole, RejectionGround
from registry.queries import workplace_supplier as query
from registry.queries.amendments import offered
from registry.queries.terms import terms_from
from registry.queries.workplace_cases import assignments as those_who_chose
from registry.words import say
from web.access import permits
from web.clock import today
from web.fields import Form
from web.flow import carried_out, command, registrar
from web.languages import current
from web.languages import gettext as _
from web.public.terms import notice, sentence
from web.rules import words_for
from web.supplier.fact_fields import as_typed, asked, facts_of
from web.supplier.place import ours, supplier
from web.supplier.schemas import LocalForm
from web.workplace import municipality_name, pool, posted

SHOWN = ("policy", "rate", "cap")


@supplier.get("/steder")
@permits("signed_in")
def admissions() -> ResponseReturnValue:
    """Everywhere the supplier has applied, and what it says there."""
    found = query.admissions(pool(), ours().id, today())
    rows = sorted(((each, _names(each.members)) for each in found), key=lambda row: row[1])
    return render_template(
        "supplier/admissions.html",
        granted=[row for row in rows if row[0].status == "granted"],
        others=[(*row, _ground(row[0])) for row in rows if row[0].status != "granted"],
        accepting={each.value: say(each, current()) for each in Accepting},
        offers=offered(pool(), ours().id, today()),
        stale_before=today() - timedelta(days=STALE_AFTER_DAYS),
    )


@supplier.get("/steder/<uuid:admission_id>")
@permits("keep_facts")
def admission(admission_id: UUID) -> ResponseReturnValue:
    """What holds in one place, as a form filled with what stands."""
    found = _ours(admission_id)
    values = as_typed("local", found.local or {})
    values |= {"accepting": found.accepting, "ceiling": found.ceiling}
    return _admission(found, values, {})


@supplier.post("/steder/<uuid:admission_id>")
@permits("keep_facts")
def confirm_admission(admission_id: UUID) -> ResponseReturnValue:
    """Confirm it, and say how many can be taken."""
    found = _ours(admission_id)
    values, errors = posted(LocalForm())
    if not errors and found.leaves_on and values["accepting"] is not Accepting.NO:
        errors = {"accepting": [words_for(Leaving())]}
    if errors:
        return _admission(found, request.form, errors), 422
    asked_for = command(values)
    local = facts_of("local", values)
    confirmed = desk.confirm_local(registrar(), asked_for, found.id, local)
    declared, placed = desk.declare_capacity(
        registrar(),
        asked_for.second_half("capacity"),
        found.id,
        values["accepting"],
        values["ceiling"],
    )
    carried_out(registry=max(confirmed, declared), cases=placed)
    return redirect(url_for(".admissions"), 303)


@supplier.get("/sok")
@permits("apply")
def open_concessions() -> ResponseReturnValue:
    """Where the supplier may apply, with the terms in words."""
    return _open([])


@supplier.post("/sok")
@permits("apply")
def apply() -> ResponseReturnValue:
    """Apply to one or several. Each is an application of its own; what fails is said."""
    its = ours()
    values, errors = posted(Form())
    wanted = request.form.getlist("concession")
    if errors or not wanted:
        return _open([_("Kryss av for minst én konsesjon.")]), 422
    asked_for = command(values)
    chosen = [each for each in _found(its) if str(each.id) in wanted]
    refused = [why for each in chosen if (why := _apply(asked_for, each, its.id))]
    if set(wanted) - {str(each.id) for each in chosen} - _applied_before(its):
        refused.append(_("Minst ett sted du krysset av, tar ikke imot søknader lenger."))
    return (_open(refused), 422) if refused else redirect(url_for(".applied"), 303)


@supplier.get("/sok/sendt")
@permits("apply")
def applied() -> ResponseReturnValue:
    """What has been asked for and is not decided yet."""
    found = query.admissions(pool(), ours().id, today())
    waiting = [_names(e.members) for e in found if e.status == "applied"]
    return render_template("supplier/applied.html", waiting=sorted(waiting))


@supplier.get("/valgt")
@permits("keep_facts")
def assignments() -> ResponseReturnValue:
    """Those who chose the supplier: where, how many hours, who leads, when. Never who it is."""
    rows = [
        (
            each,
            municipality_name(each.municipality),
            say(HoursBand(each.hours), current()),
            say(LeadRole(each.lead), current()),
        )
        for each in those_who_chose(pool(), ours().id)
    ]
    return render_template("supplier/assignments.html", rows=rows)


def _ours(admission_id: UUID) -> query.OurAdmission:
    """One of the supplier's own, where it is let in; anything else is not found."""
    for each in query.admissions(pool(), ours().id, today()):
        if each.id == admission_id and each.status == "granted":
            return each
    abort(404)


def _names(members: list[str]) -> str:
    return ", ".join(map(municipality_name, members))


def _ground(each: query.OurAdmission) -> str:
    return say(RejectionGround(each.ground), current()) if each.status == "rejected" else ""


def _admission(found: query.OurAdmission, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "supplier/admission.html",
        admission=found,
        where=_names(found.members),
        fields=asked("local"),
        accepting=[(each.value, say(each, current())) for each in Accepting],
        values=values,
        errors=errors,
    )


def _found(its: query.OurSupplier) -> list[query.OpenConcession]:
    return query.open_concessions(pool(), its.id, its.municipality, today())


def _applied_before(its: query.OurSupplier) -> set[str]:
    found = query.admissions(pool(), its.id, today())
    return {str(each.concession) for each in found if each.status in ("applied", "granted")}


def _apply(asked_for: Command, wanted: query.OpenConcession, supplier_id: UUID) -> str | None:
    """Apply to one; returns why it could not be done, or None."""
    one = asked_for.second_half(str(wanted.id))
    try:
        _where, position = desk.apply_for_admission(registrar(), one, wanted.id, supplier_id)
    except RuleBroken as broken:
        return f"{_names(wanted.members)}: {words_for(broken)}"
    carried_out(position)
    return None


def _in_words(terms: Terms) -> dict[str, str]:
    """The terms a supplier looks at first."""
    said = {name: sentence(name, getattr(terms, name)) for name in SHOWN}
    return said | {"notice": notice(terms)}


def _open(refused: list[str]) -> str:
    found = _found(ours())
    rows = [
        (
            each,
            _names(each.members),
            each.deadline,
            _in_words(terms_from(each.terms)),
        )
        for each in found
        if each.takes_applications
    ]
    later = [(each, _names(each.members)) for each in found if not each.takes_applications]
    return render_template(
        "supplier/open.html",
        rows=sorted(rows, key=lambda row: row[1]),
        later=sorted(later, key=lambda row: row[1]),
        errors={"concession": refused} if refused else {},
        ticked=request.form.getlist("concession"),
    )
