"""One place where a broken rule or a failure becomes an answer a person can use."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError
from flask import Flask, current_app, g, redirect, render_template, request
from psycopg_pool import PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from registry.domain.errors import Busy, NotFound, RuleBroken
from registry.domain.values import OSLO
from registry.store.connection import OutOfTime
from web.rules import words_for

UNAVAILABLE = (psycopg.OperationalError, PersistenceError, PoolTimeout, Busy)
Answer = tuple[str, int] | tuple[str, int, dict[str, str]]
PAGES = {403: "403", 404: "404", 405: "404", 413: "422", 422: "422", 400: "422", 429: "429"}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(RuleBroken, rule_broken)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(HTTPException, http_error)
    for unavailable in UNAVAILABLE:
        app.register_error_handler(unavailable, try_later)
    app.register_error_handler(Exception, failed)


def rule_broken(error: RuleBroken) -> Answer:
    """A rule the page did not foresee: say it in words, with a way back."""
    return render_template("errors/rule.html", message=words_for(error), back=_back()), 422


def not_found(_: NotFound) -> Answer:
    return render_template("errors/404.html"), 404


def http_error(error: HTTPException) -> Answer | HTTPException | Response:
    # A session that cannot be read or kept fails outside the views, and comes here as a 500.
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, UNAVAILABLE):
        return try_later(cause)
    if error.code == 405 and request.method == "GET" and (parent := _nearest_page()):
        return redirect(parent, 303)
    page = PAGES.get(error.code or 500)
    if page is None:
        return error
    return render_template(f"errors/{page}.html"), error.code or 500


def try_later(error: Exception) -> Answer:
    """The database is away or too busy: nothing was stored that was not acknowledged."""
    number = _numbered(error)
    if _lost_connection(error):
        current_app.extensions["pool"].drain()  # what stood open may be dead: begin with new ones
    g.setdefault("today", datetime.now(OSLO).date())  # the page asks the database for nothing
    return render_template("errors/503.html", number=number), 503, {"Retry-After": "5"}


def _lost_connection(error: Exception) -> bool:
    """Whether the database went away, and was not only slow or busy."""
    if isinstance(error, PoolTimeout | OutOfTime) or not isinstance(
        error, psycopg.OperationalError
    ):
        return False
    return (error.sqlstate or "57P").startswith(("57P", "08"))


def failed(error: Exception) -> Answer:
    return render_template("errors/500.html", number=_numbered(error)), 500


def _nearest_page() -> str | None:
    """The page above an address that only takes a form: who asks for it came from there."""
    adapter, path = current_app.create_url_adapter(request), request.path
    while adapter and path.count("/") > 1:
        path = path.rpartition("/")[0]
        if adapter.test(path, method="GET"):
            return request.script_root + path
    return None


def _numbered(error: Exception) -> str:
    """A number to say on the phone; what happened stands in the log under it."""
    number = secrets.token_hex(4)
    current_app.logger.error("error %s on %s", number, request.endpoint, exc_info=error)
    return number


def _back() -> Any:
    """The page of the form, when its address can be asked for again."""
    adapter = current_app.create_url_adapter(request)
    if request.method != "POST" or adapter is None or not adapter.test(method="GET"):
        return None
    return request.script_root + request.path
