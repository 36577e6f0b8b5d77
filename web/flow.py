"""From a posted form to a command, and from a command to the page that shows its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, request, session

from registry.application.desk import Command, Registrar
from registry.queries.clock import state, wait_for
from registry.store.connection import in_time
from web.languages import gettext as _
from web.sessions import current_user

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class InTime:
    """WSGI middleware: a request waits for the database a bounded time, all its answers together."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        with in_time():
            return self.app(environ, start_response)


def registrar() -> Registrar:
    """The desk where commands are carried out."""
    found: Registrar = current_app.extensions["house"].registrar
    return found


def command(values: dict[str, Any]) -> Command:
    """The command of a form: its id, who is signed in, and for which organisation."""
    user = current_user()
    assert user is not None
    acting = g.get("acting")
    return Command(values["command_id"], user.user_id, acting.through if acting else None)


def carried_out(registry: int = 0, cases: int = 0) -> None:
    """Remember how far the logs had come, so that the next page shows what was just done."""
    reached = session.get("reached", {})
    session["reached"] = {
        "registry": max(registry, reached.get("registry", 0)),
        "case": max(cases, reached.get("case", 0)),
    }


def install(app: Flask) -> None:
    """Let the next page wait, at most a second, for what the session has done."""
    app.before_request(_wait)
    app.wsgi_app = InTime(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals["lateness"] = lateness


def lateness() -> str | None:
    """What a page says when what it shows may be behind what is recorded."""
    if g.get("delayed"):
        return _("Det du gjorde, er lagret. Siden viser det om litt: last den på nytt.")
    known = state(current_app.extensions["pool"])
    if known.registry_is_late or (known.cases_are_late and session):
        return _("Noe her kan være forsinket. Alt som er lagret, er trygt.")
    return None


def _wait() -> None:
    if request.method != "GET" or not session.get("reached"):
        return
    pool = current_app.extensions["pool"]
    for log, position in session.pop("reached").items():
        if position and not wait_for(pool, log, position):
            g.delayed = True
