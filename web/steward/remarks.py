"""What people say in a hearing: read by a steward, made public or set aside, and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow.exceptions import SCHEMA

from registry.application import hearings as desk
from registry.domain.errors import RuleBroken
from registry.domain.hearing import AsideGround
from registry.domain.node import Node, in_order
from registry.queries import hearings
from registry.words import say
from web.access import permits
from web.clock import today
from web.fields import Form
from web.flow import carried_out, command, registrar
from web.languages import current
from web.rules import words_for
from web.steward.nodes import newest_version
from web.steward.place import ours, steward
from web.steward.schemas import AnswerForm, AsideForm, RemarkForm
from web.workplace import municipality_name, pool, posted


@steward.get("/horing")
@permits("edit_template")
def remarks() -> ResponseReturnValue:
    """Everything that was said, by point; what waits to be read stands first in each."""
    ours()
    return _page({}, {}, None)


@steward.post("/horing/publiser")
@permits("edit_template")
def publish_remark() -> ResponseReturnValue:
    """Let everybody read it."""
    return _settle(
        RemarkForm(),
        lambda hearing, values: desk.publish_remark(
            registrar(), command(values), hearing, values["remark"]
        ),
    )


@steward.post("/horing/hold-tilbake")
@permits("edit_template")
def set_remark_aside() -> ResponseReturnValue:
    """Keep it back, with a reason. What describes a person is taken away."""
    return _settle(
        AsideForm(),
        lambda hearing, values: desk.set_remark_aside(
            registrar(), command(values), hearing, values["remark"], values["ground"]
        ),
    )


@steward.post("/horing/svar")
@permits("edit_template")
def answer_remark() -> ResponseReturnValue:
    """Answer in public."""
    return _settle(
        AnswerForm(),
        lambda hearing, values: desk.answer_remark(
            registrar(), command(values), hearing, values["remark"], values["answer"]
        ),
    )


def _settle(form: Form, do: Callable[[UUID, dict[str, Any]], int]) -> ResponseReturnValue:
    """One remark's form; what is wrong is said beside that remark."""
    ours()
    heard = hearings.newest(pool(), today())
    if heard is None:
        abort(404)
    values, errors = posted(form)
    about = values.get("remark")
    if "remark" in errors or not any(r.id == about for r in hearings.remarks(pool(), heard.id)):
        abort(404)
    if not errors:
        try:
            carried_out(do(heard.id, values))
            return redirect(url_for(".remarks", _anchor=f"r-{about}"), 303)
        except RuleBroken as broken:
            errors = {SCHEMA: [words_for(broken)]}
    if "ground" in errors:
        errors = {f"ground-{about}": errors["ground"]}
    return _page(request.form, errors, about), 422


def _page(values: Any, errors: dict[str, Any], about: UUID | None) -> str:
    heard = hearings.newest(pool(), today())
    said = hearings.remarks(pool(), heard.id) if heard else []
    put = hearings.put_forward(pool(), heard.id) if heard else None
    nodes = {**newest_version().nodes, **(put.nodes if put else {})}
    ordered: list[Node | None] = [None, *sorted(nodes.values(), key=in_order)]
    by_node = [
        (node, [each for each in said if each.node == (node.node if node else None)])
        for node in ordered
    ]
    return render_template(
        "steward/remarks.html",
        heard=heard,
        is_open=heard is not None and heard.is_open(today()),
        by_node=[
            (node, sorted(its, key=lambda each: not each.is_waiting))
            for node, its in by_node
            if its
        ],
        grounds=[(each.value, say(each, current())) for each in AsideGround],
        values=values,
        errors=errors,
        about=about,
        place_named=municipality_name,
    )
