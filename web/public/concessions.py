"""The concessions: the list, one in short, its whole document, and where it leaves the template."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from flask import Response, abort, current_app, g, render_template
from flask.typing import ResponseReturnValue

from registry.domain.deviation import Clause
from registry.domain.roles import Function
from registry.domain.running import Running
from registry.domain.values import EndingGround
from registry.queries import concessions as asked
from registry.queries.choices import municipality
from registry.queries.documents import Document, document, history, with_recalls
from registry.queries.life import life, members
from registry.queries.questions import for_everybody
from registry.queries.running import stated
from registry.reference.municipalities import places
from registry.words import say
from web.access import organisations, permits
from web.documents import changed_rows, rows, shown
from web.languages import current as language
from web.nation import nation_on
from web.pdf import document_pdf
from web.public.blueprint import public
from web.questions import threads
from web.rounds import applying, asking
from web.sessions import current_user

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
    its, whole = found_or_404(concession_id)
    if its.running is not None:
        return _running(its, its.running)
    lasts = life(current_app.extensions["pool"], concession_id, its.amendment, whole)
    ended_as = say(EndingGround(lasts.ended_ground), language()) if lasts.ended_ground else None
    return render_template(
        "public/concession.html",
        its=its,
        life=lasts,
        ended_as=ended_as,
        chapters=shown(filter(_decides, whole.clauses), whole, language()),
        left=whole.deviations,
        figures=whole.figures,
        admitted=asked.admitted(current_app.extensions["pool"], concession_id, g.day),
        applying=applying(its.round, g.day),
        asking=asking(its.round, g.day),
        questions=len(for_everybody(current_app.extensions["pool"], concession_id, g.day)),
    )


@public.get("/konsesjoner/<uuid:concession_id>/dokument", endpoint="document")
@permits("everyone")
def its_document(concession_id: UUID) -> ResponseReturnValue:
    """The whole effective document, as it was published."""
    its, whole = written(concession_id)
    return render_template(
        "public/document.html",
        its=its,
        annexes=_annexes(concession_id),
        chapters=shown(_spelled_out(its, whole), whole, language()),
        questions=threads(for_everybody(current_app.extensions["pool"], concession_id, g.day)),
        takes_questions=its.status == "published"
        and its.round.takes_questions(g.day)
        and _may_ask(),
        asking=asking(its.round, g.day) if its.status == "published" else "",
        said_in=language_of(its),
    )


@public.get("/konsesjoner/<uuid:concession_id>/dokument.pdf")
@permits("everyone")
def document_on_paper(concession_id: UUID) -> ResponseReturnValue:
    """The same as an accessible PDF, the same bytes every time."""
    its, whole = written(concession_id)
    return Response(
        document_pdf(
            its, shown(_spelled_out(its, whole), whole, language()), _annexes(concession_id)
        ),
        mimetype="application/pdf",
    )


@public.get("/konsesjoner/<uuid:concession_id>/avvik", endpoint="deviations")
@permits("everyone")
def its_deviations(concession_id: UUID) -> ResponseReturnValue:
    """What the template says, what this concession says, for whom it differs, and why."""
    its, whole = written(concession_id)
    left = rows(whole, language())
    return render_template(
        "public/deviations.html",
        its=its,
        rows=left,
        nation=nation_on(left, g.day),
        figures=whole.figures,
        reasons_language=language_of(its),
    )


@public.get("/konsesjoner/<uuid:concession_id>/endringer", endpoint="changes")
@permits("everyone")
def its_changes(concession_id: UUID) -> ResponseReturnValue:
    """Everything that was changed since it was published, the old beside the new."""
    pool = current_app.extensions["pool"]
    its, _whole = written(concession_id)
    versions = [
        each
        for each in history(pool, concession_id)
        if each.published_on is not None and each.published_on <= g.day
    ]
    documents = {each.number: document(pool, concession_id, each.number) for each in versions}
    return render_template(
        "public/changes.html",
        its=its,
        reasons_language=language_of(its),
        changes=[
            (later, changed_rows(one, other, language()))
            for earlier, later in reversed(list(pairwise(versions)))
            if (one := documents[earlier.number]) and (other := documents[later.number])
        ],
        first=versions[0],
    )


def language_of(its: asked.ConcessionRow) -> str:
    """What the municipality that leads writes in."""
    lead = municipality(current_app.extensions["pool"], its.members[0], g.day, language())
    return lead.language if lead else "nb"


def _may_ask() -> bool:
    """Suppliers ask, and so may whoever has not said yet that she works for one."""
    return current_user() is None or any(
        Function.APPLY in each.functions for each in organisations()
    )


def _running(its: asked.ConcessionRow, running: Running) -> str:
    """What ran before it came here: what is stated, by whom, and who is in."""
    pool = current_app.extensions["pool"]
    return render_template(
        "public/running.html",
        its=its,
        stated=stated(pool, running),
        admitted=asked.admitted(pool, its.id, g.day),
    )


def written(concession_id: UUID) -> tuple[asked.ConcessionRow, Document]:
    """One that was written from the template: what was stated has no document."""
    its, whole = found_or_404(concession_id)
    if its.running is not None:
        abort(404)
    return its, whole


def found_or_404(concession_id: UUID) -> tuple[asked.ConcessionRow, Document]:
    pool = current_app.extensions["pool"]
    its = asked.concession(pool, concession_id, g.day)
    whole = document(pool, concession_id, its.amendment) if its else None
    if its is None or whole is None:
        abort(404)
    return its, with_recalls(pool, whole, g.day)


def _annexes(concession_id: UUID) -> list[tuple[str, str]]:
    """(municipality, its words) of those in a joint concession that have words of their own."""
    said = members(current_app.extensions["pool"], concession_id)
    return [(places()[number].short_name, text) for number, (_day, text) in said.items() if text]


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
