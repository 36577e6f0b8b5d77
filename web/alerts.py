"""Alerts: where somebody wants e-mail, about what and when; confirming the address, and stopping."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.mail.mailboxes import DEFAULTS, Mailbox, Mailboxes, Significance
from web.access import one_of, organisations, permits
from web.alert_forms import AddressForm, WantedForm, kinds, paces
from web.languages import NAMES, current
from web.languages import gettext as _
from web.limits import WINDOW_MINUTES, Limit
from web.people.place import FRAMES
from web.sessions import current_user
from web.workplace import place_name, posted

alerts = Blueprint("alerts", __name__)
PAGE = "/arbeidsplass/varsler"
LINKS = Limit("mail-link", by_session=6, by_address=30)


@alerts.context_processor
def frame() -> dict[str, Any]:
    """The top of the workplace somebody has chosen, or of the only one there is."""
    if current_user() is None or (place := one_of(organisations())) is None:
        return {"place_name": _("Frittvalg")}
    g.setdefault("acting", place)
    theirs = next(filter(None, (each() for each in FRAMES)), {})
    return {"place_name": place_name(place), **theirs}


@alerts.get(PAGE, endpoint="alerts")
@permits("signed_in")
def everything() -> ResponseReturnValue:
    """The address, what comes there and when."""
    if not organisations():
        return render_template("workplace/none.html"), 403
    return _page({}, {})


@alerts.post(PAGE)
@permits("signed_in")
def save() -> ResponseReturnValue:
    """What comes, and when."""
    values, errors = posted(WantedForm())
    if errors:
        return _page(request.form, errors), 422
    _mailboxes().save(
        _me(), values["language"], {each: values[each.value] for each in Significance}
    )
    return redirect(url_for(".alerts", lagret=1), 303)


@alerts.post(f"{PAGE}/adresse")
@permits("signed_in")
def give_address() -> ResponseReturnValue:
    """Send a link to an address; it is used when the link is followed."""
    if LINKS.is_reached():
        return render_template("errors/429.html", minutes=WINDOW_MINUTES), 429
    values, errors = posted(AddressForm())
    if errors:
        return _page(request.form, errors), 422
    LINKS.count()
    _mailboxes().ask(_me(), values["adresse"], current())
    return redirect(url_for(".alerts"), 303)


@alerts.post(f"{PAGE}/stopp")
@permits("signed_in")
def stop() -> ResponseReturnValue:
    """Nothing more comes."""
    _mailboxes().stop(_me())
    return redirect(url_for(".alerts", lagret=1), 303)


@alerts.post(f"{PAGE}/slett")
@permits("signed_in")
def forget() -> ResponseReturnValue:
    """The address is deleted."""
    _mailboxes().forget(_me())
    return redirect(url_for(".alerts"), 303)


@alerts.get("/varsler/bekreft")
@permits("everyone")
def follow_link() -> ResponseReturnValue:
    """A button, because programs that look at mail follow links too."""
    g.private = True
    return render_template("alerts/confirm.html", word=request.args.get("kode", ""))


@alerts.post("/varsler/bekreft")
@permits("everyone")
def confirm() -> ResponseReturnValue:
    """Use the address from now on."""
    if not _mailboxes().confirm(request.values.get("kode", "")):
        return render_template("alerts/not_confirmed.html"), 422
    return render_template("alerts/confirmed.html")


@alerts.get("/varsler/stopp")
@permits("everyone")
def stop_link() -> ResponseReturnValue:
    """A button, because programs that look at mail follow links too."""
    g.private = True
    return render_template("alerts/stop.html", word=request.args.get("kode", ""))


@alerts.post("/varsler/stopp")
@permits("everyone")
def stop_by_link() -> ResponseReturnValue:
    """Stop everything, by the button or by the mail program's own (RFC 8058)."""
    if not _mailboxes().stop_by_link(request.values.get("kode", "")):
        return render_template("alerts/not_stopped.html"), 422
    return render_template("alerts/stopped.html")


def _mailboxes() -> Mailboxes:
    found: Mailboxes = current_app.extensions["house"].mailboxes
    return found


def _me() -> UUID:
    user = current_user()
    if user is None:
        abort(403)
    return user.user_id


def _page(values: Any, errors: dict[str, Any]) -> str:
    box, waiting = _mailboxes().find(_me()), _mailboxes().waiting(_me())
    return render_template(
        "alerts/alerts.html",
        box=box,
        waiting=waiting,
        sends=current_app.config["SENDS_MAIL"],
        kinds=[(each.value, *about) for each, about in kinds()],
        paces=[(each.value, text) for each, text in paces()],
        spoken=list(NAMES.items()),
        values=values or _wanted(box),
        errors=errors,
        saved="lagret" in request.args,
    )


def _wanted(box: Mailbox | None) -> dict[str, str]:
    kinds = {each.value: (box.pace(each) if box else DEFAULTS[each]).value for each in Significance}
    return kinds | {"language": box.language if box else current()}
