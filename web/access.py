"""Who may call a view. Every view carries exactly one mark that names a function; a test counts them.

Whose object it is, is no question for a mark but an argument of the query: what belongs to another
looks the same as what does not exist.

Somebody may work in several places. She has chosen one, or there is only one that fits, or she is
asked. Every form of a workplace says which place its page showed, so that what is done in one tab
is never done for the place that was chosen in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, cast
from uuid import UUID

from flask import (
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from registry.domain.roles import Function
from registry.queries.access import Acting, acting, looked_into
from web.clock import today
from web.sessions import current_user

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

EVERYONE, HOLDS_CODE, SIGNED_IN = "everyone", "holds_code", "signed_in"
READS = ("GET", "HEAD")
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
    if mark != SIGNED_IN and act_in(_with(Function(mark))) is None:
        abort(403)
    return None


def _here() -> str | None:
    """Where to go after signing in: this page, when it can be asked for again."""
    return f"{request.script_root}{request.path}" if request.method == "GET" else None


def organisations() -> list[Acting]:
    """The places where the signed-in person may act, asked once a request."""
    if "organisations" not in g:
        user = current_user()
        pool = current_app.extensions["pool"]
        found = acting(pool, user.user_id, today()) if user else []
        if "looks_into" in session:
            found += looked_into(pool, found, UUID(session["looks_into"]))
        g.organisations = found
    return cast(list[Acting], g.organisations)


def chosen_place() -> Acting | None:
    """The place the signed-in person has chosen to work in, while she may still act there."""
    key = session.get("place")
    return next((place for place in organisations() if place.key == key), None)


def one_of(places: Iterable[Acting]) -> Acting | None:
    """The chosen one of some places, or the only one there is."""
    fitting = list(places)
    if (chosen := chosen_place()) in fitting:
        return chosen
    return fitting[0] if len(fitting) == 1 else None


def act_in(places: Iterable[Acting]) -> Acting | None:
    """Act in one of these places; None when there are none.

    Who has several and has chosen none of them is asked, and a form that was shown for another
    place is refused: nothing is done before it is clear for whom.
    """
    fitting = list(places)
    if not fitting:
        return None
    place = one_of(fitting)
    if request.method in READS:
        if place is None:
            abort(make_response(render_template("workplace/choose.html", places=fitting)))
    elif place is None or not _is_meant(place):
        abort(make_response(render_template("workplace/other_place.html", place=place), 409))
    g.acting = place
    return place


def _with(function: Function) -> list[Acting]:
    """The places where the function may be carried out or, for whoever asks for a page, looked at."""
    if request.method in READS:
        return [place for place in organisations() if function in place.opens]
    return [place for place in organisations() if function in place.functions]


def _is_meant(place: Acting) -> bool:
    """Whether the page of the form was shown for this place. With only one, there was no other."""
    shown = request.form.get("place")
    return shown == place.key or (shown is None and len(organisations()) == 1)


def place_key() -> str:
    """What a form carries of the place its page is shown for; empty outside the workplaces."""
    return g.acting.key if "acting" in g else ""


def may_open(mark: str) -> bool:
    """Whether the place the page is shown for opens the pages a mark guards."""
    place = cast("Acting | None", g.get("acting"))
    return place is not None and Function(mark) in place.opens


def held_case() -> UUID:
    """The case the code opened. Only in views marked holds_code."""
    return UUID(session["case"])
