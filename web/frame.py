"""The parts of the frame that look the same on every visit, drawn once and kept.

Menu, symbols and footer take half the time of a page. They depend only on the language and on
which page is shown, so they are drawn once for each.
"""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from web.languages import current


def install(app: Flask) -> None:
    """Give the templates ``kept(part)``."""
    app.extensions["kept"] = {}
    app.jinja_env.globals["kept"] = kept


def kept(part: str, account: str = "") -> Markup:
    """A part of the frame that holds nothing about the visitor; ``account`` belongs to its key."""
    if request.args.get("dato"):  # its links keep the date, and there are too many dates to keep
        return Markup(render_template(f"parts/{part}.html", account=account))  # noqa: S704
    parts: dict[tuple[str, ...], Markup] = current_app.extensions["kept"]
    key = (part, current(), request.endpoint or "", account)
    if key not in parts:
        parts[key] = Markup(render_template(f"parts/{part}.html", account=account))  # noqa: S704
    return parts[key]
