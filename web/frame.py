"""The parts of the frame that look the same on every visit, drawn once and kept.

Menu, symbols and footer take half the time of a page. They depend only on the language and on
which page is shown, so they are drawn once for each.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, render_template, request, url_for
from flask.templating import Environment
from markupsafe import Markup

from web.languages import current

KEPT_ADDRESSES = 20_000


class Templates(Environment):
    """Templates that share one dictionary of globals.

    By default each has a chain of two, and comparing the chains at every import of macros takes
    an eighth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Give the templates ``kept(part)``."""
    app.extensions["kept"] = {}
    app.extensions["addresses"] = {}
    app.jinja_env.globals["kept"] = kept
    app.jinja_env.globals["url_for"] = address
    app.jinja_env.globals["drawn"] = drawn


def kept(part: str, account: str = "") -> Markup:
    """A part of the frame that holds nothing about the visitor; ``account`` belongs to its key."""
    if "dato" in request.args:  # its links keep the date, and there are too many dates to keep
        return Markup(render_template(f"parts/{part}.html", account=account))  # noqa: S704
    parts: dict[tuple[str, ...], Markup] = current_app.extensions["kept"]
    key = (part, current(), request.endpoint or "", account)
    if key not in parts:
        parts[key] = Markup(render_template(f"parts/{part}.html", account=account))  # noqa: S704
    return parts[key]


@lru_cache(20_000)
def drawn(template: str, macro: str, _language: str, *content: Any) -> Markup:
    """What a macro draws, once for each content and language: the same facts come again and again."""
    module = current_app.jinja_env.get_template(template).module
    return Markup(getattr(module, macro)(*content))  # noqa: S704  drawn by a template


def address(endpoint: str, **values: Any) -> str:
    """``url_for`` for templates. A page has some twenty links, most of them the same each time."""
    asked = request._get_current_object()  # type: ignore[attr-defined]
    if "dato" in asked.args or "_external" in values:  # a whole address also depends on the host
        return url_for(endpoint, **values)
    parts = [(name, tuple(v) if isinstance(v, list) else v) for name, v in values.items()]
    near = asked.blueprint if endpoint[0] == "." else ""
    key = (endpoint, current(), near, *parts)
    known: dict[Any, str] = current_app.extensions["addresses"]
    if key not in known:
        if len(known) >= KEPT_ADDRESSES:
            known.clear()
        known[key] = url_for(endpoint, **values)
    return known[key]
