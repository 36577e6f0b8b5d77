"""The concessions: the list, one with its terms, and where it leaves the template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, current_app, g, render_template
from flask.typing import ResponseReturnValue

from registry.domain.template import Node, national_values
from registry.domain.terms import NODE_OF, deviations
from registry.queries import concessions as asked
from registry.queries import template
from registry.queries.choices import municipality
from registry.reference.template import chapters
from web.access import permits
from web.languages import current as language
from web.public.blueprint import public
from web.public.terms import NAME_OF


@public.get("/konsesjoner")
@permits("everyone")
def concessions() -> ResponseReturnValue:
    """Every live concession, by the name of the municipality that leads it."""
    found = asked.concessions(current_app.extensions["pool"], g.day)
    return render_template("public/concessions.html", concessions=found)


@public.get("/konsesjoner/<uuid:concession_id>")
@permits("everyone")
def concession(concession_id: UUID) -> ResponseReturnValue:
    """The terms in words, chapter by chapter, and who is in."""
    its, nodes, left = _shown(concession_id)
    return render_template(
        "public/concession.html",
        its=its,
        terms=_by_chapter(nodes),
        name_of=NAME_OF,
        left=left,
        admitted=asked.admitted(current_app.extensions["pool"], concession_id, g.day),
    )


@public.get("/konsesjoner/<uuid:concession_id>/avvik", endpoint="deviations")
@permits("everyone")
def its_deviations(concession_id: UUID) -> ResponseReturnValue:
    """What the template says, what this concession says, and why."""
    its, nodes, left = _shown(concession_id)
    pool = current_app.extensions["pool"]
    lead = municipality(pool, its.members[0], g.day, language())
    return render_template(
        "public/deviations.html",
        its=its,
        nodes=[node for node in nodes if node.node in left],
        name_of=NAME_OF,
        reasons=asked.reasons(pool, concession_id),
        reasons_language=lead.language if lead else "nb",
    )


def _shown(concession_id: UUID) -> tuple[asked.ConcessionRow, list[Node], list[Any]]:
    """A concession, the nodes of its template that hold a value, and those it leaves."""
    pool = current_app.extensions["pool"]
    its = asked.concession(pool, concession_id, g.day)
    if its is None:
        abort(404)
    nodes = template.nodes(pool, its.template_version)
    national = national_values({node.node: node for node in nodes})
    valued = [node for node in nodes if node.node in NODE_OF.values()]
    return its, valued, deviations(its.terms, national)


def _by_chapter(nodes: list[Node]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(chapters(language())[node.chapter], []).append(node)
    return found
