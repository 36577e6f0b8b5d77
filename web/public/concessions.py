"""The concessions: the list, one in short, its whole document, and where it leaves the template."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from flask import Response, abort, current_app, g, render_template
from flask.typing import ResponseReturnValue

from registry.domain.deviation import Clause
from registry.queries import concessions as asked
from registry.queries.choices import municipality
from registry.queries.documents import Document, document, history
from web.access import permits
from web.documents import changed_rows, rows, shown
from web.languages import current as language
from web.pdf import document_pdf
from web.public.blueprint import public

DECISIVE = 4
"""From this weight on a point stands in the short account of a concession."""


@public.get("/konsesjoner")
@permits("everyone")
def concessions() -> ResponseReturnValue:
    """Every live concession, by the name of the municipality that leads it."""
    found = asked.concessions(current_app.extensions["pool"], g.day)
    return render_template("public/concessions.html", concessions=found)


@public.get("/konsesjoner/<uuid:concession_id>")
@permits("everyone")
def concession(concession_id: UUID) -> ResponseReturnValue:
    """The points that decide most, in words, the figures, and who is in."""
    its, whole = _found(concession_id)
    return render_template(
        "public/concession.html",
        its=its,
        chapters=shown(filter(_decides, whole.clauses), whole, language()),
        left=whole.deviations,
        figures=whole.figures,
        admitted=asked.admitted(current_app.extensions["pool"], concession_id, g.day),
    )


@public.get("/konsesjoner/<uuid:concession_id>/dokument", endpoint="document")
@permits("everyone")
def its_document(concession_id: UUID) -> ResponseReturnValue:
    """The whole effective document, as it was published."""
    its, whole = _found(concession_id)
    return render_template(
        "public/document.html",
        its=its,
        chapters=shown(_spelled_out(its, whole), whole, language()),
    )


@public.get("/konsesjoner/<uuid:concession_id>/dokument.pdf")
@permits("everyone")
def document_on_paper(concession_id: UUID) -> ResponseReturnValue:
    """The same as an accessible PDF, the same bytes every time."""
    its, whole = _found(concession_id)
    return Response(
        document_pdf(its, shown(_spelled_out(its, whole), whole, language())),
        mimetype="application/pdf",
    )


@public.get("/konsesjoner/<uuid:concession_id>/avvik", endpoint="deviations")
@permits("everyone")
def its_deviations(concession_id: UUID) -> ResponseReturnValue:
    """What the template says, what this concession says, for whom it differs, and why."""
    its, whole = _found(concession_id)
    lead = municipality(current_app.extensions["pool"], its.members[0], g.day, language())
    return render_template(
        "public/deviations.html",
        its=its,
        rows=rows(whole, language()),
        figures=whole.figures,
        reasons_language=lead.language if lead else "nb",
    )


@public.get("/konsesjoner/<uuid:concession_id>/endringer", endpoint="changes")
@permits("everyone")
def its_changes(concession_id: UUID) -> ResponseReturnValue:
    """Everything that was changed since it was published, the old beside the new."""
    pool = current_app.extensions["pool"]
    its, _whole = _found(concession_id)
    lead = municipality(pool, its.members[0], g.day, language())
    versions = [
        each
        for each in history(pool, concession_id)
        if each.published_on is not None and each.published_on <= g.day
    ]
    documents = {each.number: document(pool, concession_id, each.number) for each in versions}
    return render_template(
        "public/changes.html",
        its=its,
        reasons_language=lead.language if lead else "nb",
        changes=[
            (later, changed_rows(one, other, language()))
            for earlier, later in reversed(list(pairwise(versions)))
            if (one := documents[earlier.number]) and (other := documents[later.number])
        ],
        first=versions[0],
    )


def _found(concession_id: UUID) -> tuple[asked.ConcessionRow, Document]:
    pool = current_app.extensions["pool"]
    its = asked.concession(pool, concession_id, g.day)
    whole = document(pool, concession_id, its.amendment) if its else None
    if its is None or whole is None:
        abort(404)
    return its, whole


def _spelled_out(its: asked.ConcessionRow, whole: Document) -> list[Clause]:
    """The short form spells out its own points; the others hold as the template says them."""
    return [
        clause
        for clause in whole.clauses
        if not its.short_form or clause.node is None or clause.node.short_form
    ]


def _decides(clause: Clause) -> bool:
    """A point with a value that decides people's daily life or the money, or that is their own."""
    node = clause.node
    if node is None or not node.holds_value:
        return False
    return clause.applies and (node.weight >= DECISIVE or clause.is_deviation)
