"""The provider's addresses: discovery, keys, the picker, tokens and signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue

from provider.inbox import Folder
from provider.people import Person, by_organisation
from provider.protocol import Server
from provider.words import words


def create_app(server: Server, people: dict[str, Person], inbox: Folder | None = None) -> Flask:
    """Return the provider as a web application; with an inbox, it also shows what came there."""
    app = Flask(__name__)
    server.init_app(app)
    _add_headers(app, server)
    _add_metadata(app, server)
    _add_picker(app, server, people)

    if inbox is not None:
        app.add_url_rule("/innboks", "inbox", lambda: _inbox(inbox))

    @app.post("/token")
    def token() -> Response:
        answer: Response = server.create_token_response()
        return answer

    @app.route("/end_session", methods=["GET", "POST"])
    def end_session() -> ResponseReturnValue:
        answer: Response | None = server.create_endpoint_response("end_session")
        return answer or render_template("signed_out.html", words=words(request.values))

    return app


def _inbox(inbox: Folder) -> str:
    asked = {"ui_locales": request.args.get("sprak", "")}
    return render_template("inbox.html", mails=inbox.newest(), words=words(asked))


def _add_picker(app: Flask, server: Server, people: dict[str, Person]) -> None:
    @app.get("/authorize")
    def ask() -> ResponseReturnValue:
        try:
            server.get_consent_grant()
        except OAuth2Error as error:
            return _with_issuer(server, server.handle_error_response(request, error))
        groups = by_organisation(people)
        return render_template("pick.html", groups=groups, words=words(request.values))

    @app.post("/authorize")
    def pick() -> ResponseReturnValue:
        try:
            grant = server.get_consent_grant()
        except OAuth2Error as error:
            return _with_issuer(server, server.handle_error_response(request, error))
        person = people.get(request.form.get("sub", ""))
        answer = server.create_authorization_response(grant_user=person, grant=grant)
        return _with_issuer(server, answer)


def _with_issuer(server: Server, answer: Response) -> Response:
    """Say in an answer sent back to the client who answers, also when it is a no."""
    if answer.location:
        answer.location = add_params_to_uri(answer.location, {"iss": server.issuer})
    return answer


def _add_metadata(app: Flask, server: Server) -> None:
    issuer = server.issuer
    metadata = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/end_session",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "scopes_supported": ["openid", "profile"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "authorization_details_types_supported": ["ansattporten:altinn:resource"],
        "acr_values_supported": ["idporten-loa-substantial", "idporten-loa-high"],
        "ui_locales_supported": ["nb", "nn", "en"],
    }
    app.add_url_rule("/.well-known/openid-configuration", "metadata", lambda: metadata)
    app.add_url_rule("/jwks", "keys", server.public_keys)


def _add_headers(app: Flask, server: Server) -> None:
    # Browsers hold the answer to a posted form to the same rule, so the client stands here too.
    clients = {"{0.scheme}://{0.netloc}".format(urlsplit(u)) for u in server.client.redirect_uris}
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; "
        f"base-uri 'none'; form-action 'self' {' '.join(sorted(clients))}"
    )

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
