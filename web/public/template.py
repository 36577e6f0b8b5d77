"""The national template: what every concession starts from, in words and with its law."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app, g, render_template
from flask.typing import ResponseReturnValue

from registry.domain.node import Node
from registry.domain.recall import Recall, replaced
from registry.queries import hearings
from registry.queries import template as asked
from registry.reference.template import chapters
from web.access import permits
from web.diff import Piece, words_changed
from web.languages import current as language
from web.node_about import Fact, facts
from web.node_changes import looked_up_again, node_changes
from web.node_words import capital, clause_text, national
from web.public.blueprint import public


@dataclass(frozen=True)
class Shown:
    """One node as a page shows it. `wrong` and `right` are its words before and after a recall, in
    pieces; None where nothing was recalled."""

    node: Node
    text: str
    value: str
    facts: list[Fact]
    recall: Recall | None
    wrong: list[Piece] | None
    right: list[Piece] | None


@public.get("/mal", endpoint="template")
@permits("everyone")
def newest() -> ResponseReturnValue:
    """The template in force."""
    return _page(None)


@public.get("/mal/<int:version>")
@permits("everyone")
def template_version(version: int) -> ResponseReturnValue:
    """The template as one version had it."""
    return _page(version)


@public.get("/mal/<int:version>/endringer")
@permits("everyone")
def template_changes(version: int) -> ResponseReturnValue:
    """What a version says that the one before it did not, node by node with the words that differ."""
    pool = current_app.extensions["pool"]
    its = next((each for each in asked.versions(pool, g.day) if each.version == version), None)
    if its is None:
        abort(404)
    before = asked.by_id(pool, version - 1) if version > 1 else {}
    after = asked.by_id(pool, version) if version > 1 else {}
    return render_template(
        "public/template_changes.html",
        its=its,
        compared=node_changes(before, after),
        looked_up=looked_up_again(before, after),
    )


def _page(wanted: int | None) -> ResponseReturnValue:
    pool = current_app.extensions["pool"]
    published = asked.versions(pool, g.day)
    holds = next((each for each in published if each.effective_from <= g.day), None)
    its = next((each for each in published if each.version == wanted), None) if wanted else holds
    if its is None and wanted is not None:
        abort(404)
    nodes = asked.by_id(pool, its.version) if its else {}
    recalls = [each for each in asked.recalls(pool, g.day) if each.node in nodes]
    right = replaced(nodes, its.version, recalls, g.day) if its else {}
    shown = [_shown(node, *right.get(node.node, (None, None))) for node in nodes.values()]
    heard = hearings.newest(pool, g.day)
    return render_template(
        "public/template.html",
        its=its,
        versions=published,
        coming=[each for each in published if holds is None or each.version > holds.version],
        chapters={
            number: (title, [each for each in shown if each.node.chapter == number])
            for number, title in chapters(language()).items()
        },
        recalls=[each for each in recalls if its and its.version in each.versions],
        nodes=nodes,
        heard=heard if heard and heard.is_open(g.day) else None,
    )


def _shown(node: Node, recall: Recall | None, mended: Node | None) -> Shown:
    """A node with the template's own value in it, and the words that hold instead of wrong ones."""
    now = mended or node
    wrong, mend = words_changed(_words(node), _words(mended)) if mended else (None, None)
    return Shown(
        now,
        clause_text(now, national(now), language()),
        capital(national(now)) if now.has_national_value else "",
        facts(now),
        recall,
        wrong,
        mend,
    )


def _words(node: Node) -> str:
    """The clause in nb or nn, which is what binds; in English what it means."""
    if language() == "en":
        return node.plain("en")
    return clause_text(node, national(node), language())
