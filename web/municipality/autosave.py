"""A chapter that is kept as one writes: whether it asks by itself, and what it is told when it was not kept.

Whatever happened, the answer is a sentence beside the chapter, and never another page in its place.
"""

from __future__ import annotations

import hmac

from flask import Response, make_response, request
from markupsafe import Markup

from web.languages import gettext as _
from web.municipality.place import municipality
from web.sessions import csrf_token, current_user

AGAIN = Markup('<p class="late" data-again>{}</p>')
WORD = Markup(
    '<input type="hidden" name="csrf" value="{}" hx-swap-oob="outerHTML:#chapter [name=csrf]">'
)
"""The word of the session of now, for whoever has signed in again in another tab."""


def by_itself() -> bool:
    """Whether the page keeps what is typed by itself, and nobody pressed a button."""
    return "HX-Request" in request.headers and request.endpoint == "municipality.save_chapter"


@municipality.after_request
def say_what_was_not_kept(response: Response) -> Response:
    """Turn a page of another kind, such as the one to sign in on, into a sentence."""
    if not by_itself() or response.status_code == 200:
        return response
    answer = make_response(AGAIN.format(_why(response.status_code)))
    answer.headers["HX-Retarget"] = "#saved"
    answer.headers["HX-Reswap"] = "innerHTML"
    if response.status_code < 500 and current_user():
        _give_new_word(answer)
    return answer


def _why(status: int) -> str:
    # When the database is away nobody can ask it who is signed in.
    if status < 500 and current_user() is None:
        return _("Ikke lagret. Logg inn i en ny fane, og prøv igjen.")
    if status == 409:
        return _("Ikke lagret. Velg arbeidsplassen i en ny fane, og prøv igjen.")
    return _("Ikke lagret. Det du skrev, står her fortsatt. Prøv igjen.")


def _give_new_word(answer: Response) -> None:
    word = csrf_token()
    if not hmac.compare_digest(word.encode(), request.form.get("csrf", "").encode()):
        answer.set_data(f"{answer.get_data(as_text=True)}{WORD.format(word)}")
        answer.headers["HX-Trigger-After-Settle"] = "again"
