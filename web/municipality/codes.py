"""Codes: somebody has a decision and may choose. The code is shown once and stands nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from registry.application import cases as desk
from registry.domain.values import HoursBand, LeadRole, MunicipalityNumber
from registry.queries import workplace_cases as query
from registry.queries import workplace_municipality
from registry.words import say
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.languages import current, day
from web.languages import gettext as _
from web.municipality.place import municipality, ours, sight
from web.municipality.schemas import CodeForm, NewCodeForm
from web.once import shown_before
from web.workplace import pool, posted

ON_A_PAGE = 50


@municipality.get("/koder")
@permits("issue_codes")
def codes() -> ResponseReturnValue:
    """Everybody who may choose here: when, how many hours, and how far it has come."""
    number, late = ours(), request.args.get("vis") == "over-fristen"
    counted = query.counted(pool(), number, sight(), today())
    total = counted.late if late else counted.total
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(request.args.get("side", 1, int), 1), pages)
    found = query.cases(
        pool(), number, sight(), today(), late=late, most=ON_A_PAGE, skip=(page - 1) * ON_A_PAGE
    )
    rows = [(each, *_words(each)) for each in found]
    return render_template(
        "municipality/codes.html",
        rows=rows,
        counted=counted,
        late=late,
        page=page,
        pages=pages,
        places=query.places(pool(), number),
    )


@municipality.get("/koder/ny")
@permits("issue_codes")
def new_code() -> ResponseReturnValue:
    """What has to be said to make a code: nothing about who it is for."""
    return _form({}, {})


@municipality.post("/koder/ny")
@permits("issue_codes")
def issue_code() -> ResponseReturnValue:
    """Open the case and show its code, this once. Sent again, it shows no code."""
    number = ours()
    values, errors = posted(CodeForm())
    if "concession" in errors:
        errors["concession"] = [_("Velg ett av alternativene.")]
    if errors:
        return _form(request.form, errors), 422
    case_id, choose_by, position = desk.open_case(
        registrar(),
        command(values),
        number,
        values["concession"],
        values["hours"],
        values["lead"],
        sight(),
    )
    carried_out(cases=position)
    return _code(case_id, str(values["command_id"]), choose_by)


@municipality.post("/koder/ny-kode")
@permits("issue_codes")
def another_code() -> ResponseReturnValue:
    """A new code for somebody who has lost the letter."""
    number = ours()
    values, errors = posted(NewCodeForm())
    if errors:
        abort(422)
    choose_by = query.choose_by(pool(), number, sight(), values["case"])
    if choose_by is None:
        abort(404)
    return _code(values["case"], str(values["command_id"]), choose_by, again=True)


def _code(case_id: UUID, command_id: str, choose_by: date, *, again: bool = False) -> str:
    """The page that shows a code once: the answer itself, so that nothing is kept."""
    if shown_before(command_id):
        return render_template("municipality/code_shown.html", case_id=case_id)
    code = desk.issue_code(registrar(), case_id)
    return render_template("municipality/code.html", code=code, choose_by=choose_by, again=again)


def _form(values: Any, errors: dict[str, Any]) -> str:
    found = _open(ours())
    if len(found) == 1:
        values = {**values, "concession": str(found[0].id)}
    return render_template(
        "municipality/new_code.html",
        concessions=[
            (
                str(each.id),
                _("Det som gjelder i dag, oppgitt %(day)s", day=day(each.sent_on))
                if each.running
                else _("Konsesjonen fra %(day)s", day=day(each.starts_on)),
            )
            for each in found
        ],
        hours=[(band.value, say(band, current())) for band in HoursBand],
        leads=[(lead.value, say(lead, current())) for lead in LeadRole],
        values=values,
        errors=errors,
    )


def _open(number: MunicipalityNumber) -> list[workplace_municipality.OurConcession]:
    return [
        each
        for each in workplace_municipality.concessions(pool(), number, today())
        if each.status == "published"
    ]


def _words(case: query.OurCase) -> tuple[str, str]:
    return say(HoursBand(case.hours), current()), say(LeadRole(case.lead), current())
