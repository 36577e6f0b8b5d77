"""What suppliers ask about the municipality's concessions: answered for everybody, without knowing who."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow.exceptions import SCHEMA
from werkzeug.datastructures import MultiDict

from registry.application import questions as desk
from registry.application.desk import Command
from registry.domain.errors import RuleBroken
from registry.queries.clock import wait_for
from registry.queries.questions import Asked, for_municipality
from web.access import permits
from web.clock import today
from web.fields import Form, read
from web.flow import carried_out, command, registrar
from web.languages import gettext as _
from web.municipality.keeping import was_carried_out
from web.municipality.place import municipality, ours
from web.municipality.question_rows import rows_of
from web.municipality.schemas import AnswerForm, SameForm
from web.rules import refused_beside
from web.workplace import municipality_name, pool


@municipality.get("/sporsmal")
@permits("draft_concession")
def questions() -> ResponseReturnValue:
    """Those without an answer first, by the day they must be answered."""
    return _page({}, {})


@municipality.post("/sporsmal/svar")
@permits("draft_concession")
def answer_question() -> ResponseReturnValue:
    """Answer for everybody."""
    return _settle(AnswerForm(), _answering(desk.answer_question))


@municipality.post("/sporsmal/rett")
@permits("draft_concession")
def correct_answer() -> ResponseReturnValue:
    """Answer anew, with a mark."""
    return _settle(AnswerForm(), _answering(desk.correct_answer))


@municipality.post("/sporsmal/samme")
@permits("draft_concession")
def join_question() -> ResponseReturnValue:
    """Say that it is the same as another."""
    return _settle(
        SameForm(),
        lambda its, asked, values: desk.join_question(registrar(), its, asked.id, values["other"]),
    )


def _answering(
    do: Callable[..., int],
) -> Callable[[Command, Asked, dict[str, Any]], int]:
    return lambda its, asked, values: do(
        registrar(), its, asked.id, values["text"], amends=values["amends"]
    )


def _settle(form: Form, do: Callable[[Command, Asked, dict[str, Any]], int]) -> ResponseReturnValue:
    """One question's form. Its fields carry its id, so that what is wrong stands beside them."""
    asked = _one_of_ours(request.form.get("question", ""))
    typed = {name: request.form.get(f"{name}-{asked.id}", "") for name in form.fields}
    typed["command_id"] = request.form.get("command_id", "")
    values, errors = read(form, MultiDict(typed))
    if not errors:
        repeated = was_carried_out(command(values))
        try:
            position = do(command(values), asked, values)
        except RuleBroken as broken:
            errors = refused_beside(broken)
        else:
            if repeated and _stands_otherwise(asked, position, values):
                errors = {SCHEMA: [_("Dette er alt sendt. Last siden på nytt og se hva som står.")]}
            else:
                carried_out(position)
                return redirect(url_for(".questions", _anchor=f"q-{asked.id}"), 303)
    named = {
        f"{name}-{asked.id}" if name in form.fields else SCHEMA: said
        for name, said in errors.items()
    }
    return _page(request.form, named), 422


def _stands_otherwise(asked: Asked, position: int, values: dict[str, Any]) -> bool:
    """Whether a form that was sent before says something else now, which it cannot change."""
    if not wait_for(pool(), "registry", position):
        return False
    its = _one_of_ours(str(asked.id))
    said = {"text": its.answer, "amends": its.amends, "other": its.joined_to}
    return any(values[name] != said[name] for name in values.keys() & said.keys())


def _one_of_ours(question: str) -> Asked:
    """A question about a concession that the municipality leads; another's is not found."""
    for each in for_municipality(pool(), ours(), today()):
        if str(each.id) == question:
            return each
    abort(404)


def _page(values: Any, errors: dict[str, Any]) -> str:
    rows = rows_of(ours())
    return render_template(
        "municipality/questions.html",
        waiting=[row for row in rows if not row.asked.is_answered],
        answered=sorted(
            (row for row in rows if row.asked.is_answered),
            key=lambda row: row.asked.answered_on or date.max,
            reverse=True,
        ),
        place_named=municipality_name,
        values=values,
        errors=errors,
    )
