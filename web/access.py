"""Who may call a view. Every view carries exactly one mark that names a function; a test counts them.

Whose object it is, is no question for a mark but an argument of the query: what belongs to another
looks the same as what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from uuid import UUID

from flask import abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from registry.domain.organisation import Function
from registry.queries.access import Acting, acting
from web.clock import today
from web.sessions import current_user

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

EVERYONE, HOLDS_CODE, SIGNED_IN = "everyone", "holds_code", "signed_in"
MARKS = {EVERYONE, HOLDS_CODE, SIGNED_IN} | {function.value for function in Function}


def permits(mark: str) -> Callable[[View[P]], View[P]]:
    """Let through whoever has the function the mark names; others are sent where they can get it."""
    if mark not in MARKS:
        raise ValueError(f"no such mark: {mark}")

    def marked(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            turned_away = _turn_away(mark)
            return view(*args, **kwargs) if turned_away is None else turned_away

        guarded.permits = mark  # type: ignore[attr-defined]
        return guarded

    return marked


def _turn_away(mark: str) -> ResponseReturnValue | None:
    if mark == EVERYONE:
        return None
    g.private = True
    if mark == HOLDS_CODE:
        return None if "case" in session else redirect(url_for("citizen.enter_code"), 303)
    if current_user() is None:
        return redirect(url_for("signin.sign_in", next=_here()), 303)
    if mark != SIGNED_IN and acting_as(Function(mark)) is None:
        abort(403)
    return None


def _here() -> str | None:
    """Where to go after signing in: this page, when it can be asked for again."""
    return f"{request.script_root}{request.path}" if request.method == "GET" else None


def organisations() -> list[Acting]:
    """The organisations the signed-in person acts for, asked once a request."""
    if "organisations" not in g:
        user = current_user()
        pool = current_app.extensions["pool"]
        g.organisations = acting(pool, user.user_id, today()) if user else []
    return cast(list[Acting], g.organisations)


def acting_as(function: Function) -> Acting | None:
    """The organisation in which the signed-in person holds a function, if any."""
    holders = [place for place in organisations() if function in place.functions]
    g.acting = next(iter(holders), None)
    return cast("Acting | None", g.acting)


def held_case() -> UUID:
    """The case the code opened. Only in views marked holds_code."""
    return UUID(session["case"])
