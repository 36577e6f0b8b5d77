"""What every answer tells the browser: what may load, what may be kept, who may frame it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, g, request, session

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Flask) -> None:
    """Add the headers to every answer. Register it first, so that it runs last."""
    # Some providers have their pages on another host than the one they are named by.
    sign_in = app.config.get("OIDC_LOGIN_ORIGIN") or app.config.get("OIDC_ISSUER")
    policy = content_security_policy(sign_in)
    with_script = content_security_policy(sign_in, script=True)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(FIXED)
        response.headers.setdefault(
            "Content-Security-Policy", with_script if g.get("script") else policy
        )
        if app.config.get("DEMO"):
            response.headers["X-Robots-Tag"] = "noindex"
        _limit_caching(response)
        return response


def content_security_policy(sign_in: str | None = None, *, script: bool = False) -> str:
    """Return the policy. Signing in and out post forms that end at ``sign_in``, an address.

    Only a page that keeps what is typed as one goes runs a script, and only our own.
    """
    form_targets = "'self'"
    if sign_in:
        parts = urlsplit(sign_in)
        form_targets += f" {parts.scheme}://{parts.netloc}"
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"form-action {form_targets}; frame-ancestors 'none'; base-uri 'none'"
        + ("; script-src 'self'; connect-src 'self'" if script else "")
    )


def _limit_caching(response: Response) -> None:
    """Keep what concerns one person out of every cache. Any page may differ when signed in."""
    response.headers.setdefault("Vary", "Cookie")
    if _is_personal(response):
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "public, max-age=60")


def _is_personal(response: Response) -> bool:
    return (
        bool(g.get("private") or _has_session())
        or request.path == "/velg"
        or request.path.startswith("/velg/")
        or request.method not in ("GET", "HEAD")
        or response.status_code in (401, 403, 429)
        or response.status_code >= 500
    )


def _has_session() -> bool:
    """Whether the visitor has one. It was never opened when the database did not answer."""
    try:
        return bool(session)
    except AssertionError:
        return False
