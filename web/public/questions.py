"""What suppliers have asked about a concession, and what its municipality has answered."""

from __future__ import annotations

from uuid import UUID

from flask import g, render_template
from flask.typing import ResponseReturnValue

from registry.queries.questions import for_everybody
from web.access import permits
from web.documents import one
from web.languages import current
from web.public.blueprint import public
from web.public.concessions import language_of, written
from web.questions import in_order, threads
from web.rounds import asking
from web.workplace import pool


@public.get("/konsesjoner/<uuid:concession_id>/sporsmal", endpoint="questions")
@permits("everyone")
def its_questions(concession_id: UUID) -> ResponseReturnValue:
    """Every question in the order of the document; those without an answer without their words."""
    its, whole = written(concession_id)
    found = threads(for_everybody(pool(), concession_id, g.day))
    clauses = {clause.id: clause for clause in whole.clauses if clause.applies}
    return render_template(
        "public/questions.html",
        its=its,
        sections=[
            (node, one(clauses[node], whole, current()) if node in clauses else None, found[node])
            for node in in_order(found, whole.clauses)
        ],
        asking=asking(its.round, g.day) if its.status == "published" else None,
        takes_questions=its.status == "published" and its.round.takes_questions(g.day),
        said_in=language_of(its),
    )
