"""Applications: who asks to be let in, what they say about themselves, yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import admissions
from registry.domain.deadlines import decide_by
from registry.domain.values import ClosingGround, RejectionGround, SupplierKind
from registry.queries import workplace_municipality as query
from registry.words import ROWS, TOPICS, pick, say
from web.access import permits
from web.clock import today
from web.fields import Form
from web.flow import command, registrar
from web.languages import current
from web.municipality.place import municipality, ours
from web.municipality.schemas import RejectForm
from web.workplace import pool, settle


@municipality.get("/soknader")
@permits("admit_suppliers")
def applications() -> ResponseReturnValue:
    """Those to decide, the oldest first, and those that are decided."""
    found = query.applications(pool(), ours(), today(), current())
    return render_template(
        "municipality/applications.html",
        waiting=[(each, decide_by(each.applied_on)) for each in found if each.status == "applied"],
        decided=[each for each in reversed(found) if each.status != "applied"],
    )


@municipality.get("/soknader/<uuid:admission_id>")
@permits("admit_suppliers")
def application(admission_id: UUID) -> ResponseReturnValue:
    """One application with what the supplier says about itself."""
    return _page(_ours(admission_id), {}, {})


@municipality.post("/soknader/<uuid:admission_id>/ja")
@permits("admit_suppliers")
def grant(admission_id: UUID) -> ResponseReturnValue:
    """Let the supplier in."""
    return _decide(
        _ours(admission_id),
        Form(),
        lambda values: admissions.grant_admission(registrar(), command(values), admission_id),
    )


@municipality.post("/soknader/<uuid:admission_id>/nei")
@permits("admit_suppliers")
def reject(admission_id: UUID) -> ResponseReturnValue:
    """Say no, on an objective ground."""
    return _decide(
        _ours(admission_id),
        RejectForm(),
        lambda values: admissions.reject_admission(
            registrar(), command(values), admission_id, values["ground"]
        ),
    )


@municipality.post("/soknader/<uuid:admission_id>/avslutt")
@permits("admit_suppliers")
def close(admission_id: UUID) -> ResponseReturnValue:
    """End the admission of a supplier that said no to new terms, when its time is over."""
    found = _ours(admission_id)
    return settle(
        Form(),
        lambda values: admissions.close_admission(
            registrar(), command(values), admission_id, ClosingGround.TERMS_DECLINED
        ),
        lambda errors: _page(found, request.form, errors),
        url_for(".applications"),
    )


def _decide(
    found: query.Application, form: Form, do: Callable[[dict[str, Any]], int]
) -> ResponseReturnValue:
    onward = url_for(".application", admission_id=found.id)
    return settle(form, do, lambda errors: _page(found, request.form, errors), onward)


def _ours(admission_id: UUID) -> query.Application:
    """An application to the municipality's own concession; another's is not found."""
    for each in query.applications(pool(), ours(), today(), current()):
        if each.id == admission_id:
            return each
    abort(404)


def _page(found: query.Application, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "municipality/application.html",
        application=found,
        kind=say(SupplierKind(found.kind), current()),
        ground=say(RejectionGround(found.ground), current()) if found.status == "rejected" else "",
        topics=_topics(found.cells),
        confirmed={"wages": found.wages_on, "budget": found.budget_on},
        decide_by=decide_by(found.applied_on),
        over=found.leaves_on is not None and found.leaves_on <= today(),
        grounds=[(ground.value, say(ground, current())) for ground in RejectionGround],
        values=values,
        errors=errors,
    )


def _topics(cells: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is said, topic by topic, in the order of the comparison."""
    found = []
    for topic, title in TOPICS.items():
        said = [
            (pick(row.label, current()), cells[row.key])
            for row in ROWS
            if row.topic == topic and row.key in cells
        ]
        if said:
            found.append((pick(title, current()), said))
    return found
