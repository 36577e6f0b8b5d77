"""The national template: what every concession starts from, in words and with its law."""

from __future__ import annotations

from flask import abort, current_app, g, render_template
from flask.typing import ResponseReturnValue

from registry.domain.template import Node
from registry.queries import template as asked
from registry.reference.template import chapters
from web.access import permits
from web.languages import current as language
from web.public.blueprint import public
from web.public.terms import of_template


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


def _page(wanted: int | None) -> ResponseReturnValue:
    pool = current_app.extensions["pool"]
    published = asked.versions(pool, g.day)
    its = next((each for each in published if wanted in (None, each.version)), None)
    if its is None and (published or wanted is not None):
        abort(404)
    nodes = asked.nodes(pool, its.version) if its else []
    return render_template(
        "public/template.html",
        its=its,
        versions=published,
        chapters={
            number: (title, [node for node in nodes if node.chapter == number])
            for number, title in chapters(language()).items()
        },
        text_of=_text_of,
    )


def _text_of(node: Node) -> str:
    """The clause in nb or nn, which is what binds, with the template's own value in it."""
    text = node.text_nn if language() == "nn" else node.text_nb
    return text.replace("{value}", of_template(node) or "")
