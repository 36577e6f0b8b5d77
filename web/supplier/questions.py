"""Asking about a concession: at a clause or about the whole, and what the supplier has asked so far."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import questions as desk
from registry.domain.errors import RuleBroken
from registry.domain.values import NodeId
from registry.queries.concessions import ConcessionRow, concession
from registry.queries.questions import Asked, for_everybody, for_supplier
from registry.queries.rounds import rounds
from web.access import permits
from web.clock import today
from web.flow import carried_out, command, registrar
from web.questions import clauses_asked_about, threads
from web.rounds import asking
from web.rules import refused_beside
from web.supplier.place import ours, supplier
from web.supplier.schemas import AskForm, WithdrawForm
from web.workplace import municipality_name, pool, posted, refused


@supplier.get("/sporsmal")
@permits("apply")
def questions() -> ResponseReturnValue:
    """Everything the supplier has asked, and what was answered."""
    return _questions({})


@supplier.post("/sporsmal/trekk")
@permits("apply")
def withdraw_question() -> ResponseReturnValue:
    """Take one back that nobody has answered."""
    values, errors = posted(WithdrawForm())
    if values.get("question") not in {each.id for each in _own()}:
        abort(404)
    if not errors:
        try:
            carried_out(desk.withdraw_question(registrar(), command(values), values["question"]))
            return redirect(url_for(".questions"), 303)
        except RuleBroken as broken:
            errors = refused(broken)
    return _questions(errors), 422


@supplier.get("/konsesjoner/<uuid:concession_id>/sporsmal")
@supplier.get("/konsesjoner/<uuid:concession_id>/sporsmal/<string:node_id>")
@permits("apply")
def ask(concession_id: UUID, node_id: str | None = None) -> ResponseReturnValue:
    """The form, with the clause quoted."""
    its, node = _about(concession_id, node_id)
    return _form(its, node, {}, {})


@supplier.post("/konsesjoner/<uuid:concession_id>/sporsmal")
@supplier.post("/konsesjoner/<uuid:concession_id>/sporsmal/<string:node_id>")
@permits("apply")
def send_question(concession_id: UUID, node_id: str | None = None) -> ResponseReturnValue:
    """Send it to the municipality, which never sees who asks. What is typed is never lost."""
    its, node = _about(concession_id, node_id)
    values, errors = posted(AskForm())
    if not errors:
        try:
            _question, position = desk.ask_question(
                registrar(), command(values), its.id, ours().id, node, values["text"]
            )
            carried_out(position)
            return redirect(url_for(".questions"), 303)
        except RuleBroken as broken:
            errors = refused_beside(broken)
    return _form(its, node, request.form, errors), 422


def _about(concession_id: UUID, node_id: str | None) -> tuple[ConcessionRow, NodeId | None]:
    """A concession that was published, and a clause of it; there has to be a supplier that asks."""
    ours()
    its = concession(pool(), concession_id, today())
    if its is None or its.running is not None:
        abort(404)
    node = NodeId(node_id) if node_id else None
    if node and node not in clauses_asked_about(its.id, [node], today()):
        abort(404)
    return its, node


def _form(its: ConcessionRow, node: NodeId | None, values: Any, errors: dict[str, Any]) -> str:
    day, published = today(), its.status == "published"
    before = threads(for_everybody(pool(), its.id, day))
    return render_template(
        "supplier/ask.html",
        its=its,
        node=node,
        clause=clauses_asked_about(its.id, [node], day).get(node) if node else None,
        asking=asking(its.round, day) if published else None,
        takes_questions=published and its.round.takes_questions(day),
        answers_by=its.round.answers_by(day),
        before=before.get(node, []),
        values=values,
        errors=errors,
    )


def _own() -> list[Asked]:
    return for_supplier(pool(), ours().id, today())


def _questions(errors: dict[str, Any]) -> str:
    found = _own()
    asked_about = {each.concession: set[NodeId | None]() for each in found}
    for each in found:
        asked_about[each.concession].add(each.node)
    clauses = {its: clauses_asked_about(its, nodes, today()) for its, nodes in asked_about.items()}
    its = rounds(pool(), asked_about, today())
    return render_template(
        "supplier/questions.html",
        rows=[
            (
                each,
                ", ".join(map(municipality_name, each.members)),
                clauses[each.concession].get(each.node) if each.node else None,
                its[each.concession].answers_by(each.asked_on) if each.concession in its else None,
            )
            for each in found
        ],
        errors=errors,
    )
