"""The front page of the supplier's workplace."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.domain.organisation import OrganisationKind
from web.access import permits
from web.supplier import admissions, amendments, facts, questions
from web.supplier.place import supplier
from web.supplier.todo import tasks_of
from web.workplace import in_order, place_of

__all__ = ["admissions", "amendments", "facts", "questions", "supplier"]


@supplier.get("")
@permits("signed_in")
def tasks() -> ResponseReturnValue:
    """What to do next, by date."""
    place = place_of(OrganisationKind.SUPPLIER)
    return render_template("supplier/tasks.html", tasks=in_order(tasks_of(place)))
