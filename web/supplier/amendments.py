"""New terms where the supplier is in: the old beside the new, and yes, or out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.application import admissions as desk
from registry.domain.documents import LEAVE, number_in
from registry.domain.terms import add_months
from registry.queries.amendments import Offered, offered
from registry.queries.documents import Document, document, history
from web.access import permits
from web.clock import today
from web.documents import changed_rows
from web.fields import Form
from web.flow import command, registrar
from web.languages import current
from web.supplier.place import ours, supplier
from web.workplace import municipality_name, pool, settle


@supplier.get("/nye-vilkar/<uuid:admission_id>/<int:number>")
@permits("apply")
def new_terms(admission_id: UUID, number: int) -> ResponseReturnValue:
    """What is changed, from when, and what the supplier has answered."""
    return _page(_offered(admission_id, number), {})


@supplier.post("/nye-vilkar/<uuid:admission_id>/<int:number>/ja")
@permits("apply")
def accept_terms(admission_id: UUID, number: int) -> ResponseReturnValue:
    """Stay, on the new terms."""
    found = _offered(admission_id, number)
    return settle(
        Form(),
        lambda values: desk.accept_amendment(registrar(), command(values), admission_id, number),
        lambda errors: _page(found, errors),
        url_for(".new_terms", admission_id=admission_id, number=number),
    )


@supplier.post("/nye-vilkar/<uuid:admission_id>/<int:number>/nei")
@permits("apply")
def decline_terms(admission_id: UUID, number: int) -> ResponseReturnValue:
    """Leave, when the time that today's terms give is over."""
    found = _offered(admission_id, number)
    return settle(
        Form(),
        lambda values: desk.decline_amendment(registrar(), command(values), admission_id, number),
        lambda errors: _page(found, errors),
        url_for(".new_terms", admission_id=admission_id, number=number),
    )


def _offered(admission_id: UUID, number: int) -> Offered:
    """What one of the supplier's own admissions is offered; anything else is not found."""
    for each in offered(pool(), ours().id, today()):
        if (each.admission, each.number) == (admission_id, number):
            return each
    abort(404)


def _page(found: Offered, errors: dict[str, Any]) -> str:
    before, after = _documents(found)
    return render_template(
        "supplier/new_terms.html",
        offer=found,
        where=", ".join(map(municipality_name, found.members)),
        rows=changed_rows(before, after, current()),
        leaves_on=found.leaves_on or add_months(today(), number_in(before.clauses, LEAVE)),
        values=request.form,
        errors=errors,
    )


def _documents(found: Offered) -> tuple[Document, Document]:
    """What the amendment changes, and what it says."""
    published = [each.number for each in history(pool(), found.concession) if each.published_on]
    earlier = max(number for number in published if number < found.number)
    before = document(pool(), found.concession, earlier)
    after = document(pool(), found.concession, found.number)
    assert before is not None
    assert after is not None
    return before, after
