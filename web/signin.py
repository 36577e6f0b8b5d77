"""Signing in and out for municipalities, suppliers and stewards, through an OpenID provider."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException

from web.access import permits
from web.languages import current as current_language
from web.sessions import current_user, end_sessions, rotate, sweep

LEVEL = "idporten-loa-substantial"
# The level's last word is compared, because providers put different words before it.
STRONG_ENOUGH = ("substantial", "high")
REMEMBER_USER = """
    INSERT INTO vault.users (user_id, issuer, subject, name) VALUES (%s, %s, %s, %s)
    ON CONFLICT (issuer, subject) DO UPDATE SET name = excluded.name RETURNING user_id"""
FIND_USER = "SELECT user_id, name FROM vault.users WHERE issuer = %s AND subject = %s"

blueprint = Blueprint("signin", __name__)


def install(app: Flask) -> None:
    """Register the addresses and the provider in ``OIDC_ISSUER``, ``OIDC_CLIENT_ID`` and
    ``OIDC_CLIENT_SECRET``. ``OIDC_LOGIN_ORIGIN`` is set where people sign in at another host."""
    OAuth(app).register(
        "workplace",
        client_id=app.config["OIDC_CLIENT_ID"],
        client_secret=app.config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{app.config['OIDC_ISSUER']}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": 5,
        },
    )
    app.register_blueprint(blueprint)


@blueprint.get("/logg-inn")
@permits("everyone")
def sign_in() -> ResponseReturnValue:
    """Explain who signs in here; whoever has done so goes on at once."""
    onward = same_site(request.args.get("next"))
    if current_user():
        return redirect(onward)
    return render_template("signin/sign_in.html", onward=onward)


@blueprint.post("/logg-inn")
@permits("everyone")
def start() -> ResponseReturnValue:
    """Send the browser to the provider, and remember what was asked."""
    client = _client()
    address = url_for("signin.answer", _external=True)
    try:
        asked = client.create_authorization_url(
            address, acr_values=LEVEL, ui_locales=current_language()
        )
    except RequestException:
        return _unavailable()
    onward = same_site(request.form.get("next"))
    client.save_authorize_data(redirect_uri=address, onward=onward, **asked)
    return redirect(asked["url"], 303)


@blueprint.get("/logg-inn/svar")
@permits("everyone")
def answer() -> ResponseReturnValue:
    """Take the provider's answer: check all of it, then open a session of our own."""
    client = _client()
    issuer = current_app.config["OIDC_ISSUER"]
    asked = client.framework.get_state_data(session, request.args.get("state", ""))
    if asked is None or request.args.get("iss") != issuer:
        return _failed()
    expected = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client.client_id},
    }
    try:
        token = client.authorize_access_token(claims_options=expected)
        claims = token["userinfo"]
    except RequestException:
        return _unavailable()
    except (OAuthError, JoseError, KeyError, ValueError):
        return _failed()
    return _admit(claims, token["id_token"], asked["onward"])


@blueprint.post("/logg-ut")
@permits("everyone")
def sign_out() -> ResponseReturnValue:
    """End the session here first, so that it is over whatever the provider does."""
    id_token = session.get("id_token")
    session.clear()
    address = url_for("signin.signed_out", _external=True)
    if id_token:
        with suppress(RequestException, RuntimeError):
            address = _client().create_logout_url(
                address, id_token_hint=id_token, ui_locales=current_language()
            )["url"]
    return redirect(address, 303)


@blueprint.get("/logg-ut")
@permits("everyone")
def signed_out() -> str:
    """Say that it is done."""
    return render_template("signin/signed_out.html")


@blueprint.get("/logg-inn/avsluttet")
@permits("everyone")
def ended_elsewhere() -> Response:
    """End a session because the provider says it has ended: it loads this page in a frame.

    The frame brings no cookie; the provider's own name for the sign-in says whose it is.
    """
    issuer = current_app.config["OIDC_ISSUER"]
    if request.args.get("iss") == issuer and request.args.get("sid"):
        end_sessions(issuer, request.args["sid"])
    parts = urlsplit(current_app.config.get("OIDC_LOGIN_ORIGIN", issuer))
    response = Response()
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; frame-ancestors {parts.scheme}://{parts.netloc}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _admit(claims: dict[str, Any], id_token: str, onward: str) -> ResponseReturnValue:
    # Whatever the visitor had before ends here, also when the answer is no.
    session.clear()
    if str(claims.get("acr")).rpartition("-")[2] not in STRONG_ENOUGH:
        return render_template("signin/too_low.html"), 403
    with current_app.extensions["pool"].connection() as connection:
        found = connection.execute(FIND_USER, (claims["iss"], claims["sub"])).fetchone()
    sweep()
    rotate()
    # The token itself is kept only because the provider wants it back at sign-out.
    session.update(
        user_id=str(found[0] if found else uuid4()),
        name=found[1] if found else claims.get("name") or "",
        issuer=claims["iss"],
        sid=claims.get("sid"),
        id_token=id_token,
    )
    if found is None:
        # Nobody is remembered who only tried; with a code she can come in.
        session["newcomer"] = claims["sub"]
        return render_template("signin/no_access.html"), 403
    return redirect(onward)


def remember_user(name: str) -> None:
    """Let a newcomer who has shown an invitation sign in again: from now on she is known."""
    session["name"] = name
    who = (session["user_id"], session["issuer"], session.pop("newcomer"), name)
    with current_app.extensions["pool"].connection() as connection:
        row = connection.execute(REMEMBER_USER, who).fetchone()
    assert row is not None
    session["user_id"] = str(row[0])
    g.pop("user", None)


def same_site(address: str | None) -> str:
    """Return ``address`` if it is a path on this site, else the workplace."""
    # Browsers drop control characters and read a backslash as a slash; two slashes begin a host.
    if address and address.isprintable() and re.fullmatch(r"/(?!/)[^\\]*", address):
        return address
    return f"{request.script_root}/arbeidsplass"


def _failed() -> ResponseReturnValue:
    return render_template("signin/failed.html"), 400


def _unavailable() -> ResponseReturnValue:
    return render_template("signin/unavailable.html"), 503


def _client() -> Any:
    return current_app.extensions["authlib.integrations.flask_client"].workplace
