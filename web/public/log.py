"""Whether the log can have been changed: the signed heads, and how anybody checks them."""

from __future__ import annotations

from flask import Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from registry.queries import heads as asked
from registry.store.heads import pem
from web.access import permits
from web.public.blueprint import public

DAYS_SHOWN = 60
SHORT = 16
"""Digits of a fingerprint that people compare; the whole stands beside it."""


@public.get("/logg")
@permits("everyone")
def log() -> ResponseReturnValue:
    """The newest fingerprint, what it proves, how to check it, and the earlier ones."""
    pool = current_app.extensions["pool"]
    newest = asked.latest(pool, "registry", g.day, DAYS_SHOWN)
    return render_template("public/log.html", heads=newest, short=short)


@public.get("/logg/hoder.json")
@permits("everyone")
def heads() -> ResponseReturnValue:
    """Every head with its signature, for programs. Of the case log only what says nothing."""
    shown = [
        {**head.public, "signed": head.message.decode(), "signature": head.signature.hex()}
        for head in asked.heads(current_app.extensions["pool"], g.day)
    ]
    return _kept(jsonify(key=_key().decode(), heads=shown))


@public.get("/logg/nokkel.pem")
@permits("everyone")
def key() -> ResponseReturnValue:
    """The key the signatures are checked with."""
    return _kept(Response(_key(), mimetype="application/x-pem-file"))


def _key() -> bytes:
    return pem(current_app.extensions["house"].public_key)


def _kept(answer: Response) -> ResponseReturnValue:
    answer.add_etag()
    return answer.make_conditional(request)


def short(fingerprint: str) -> str:
    """The beginning of a fingerprint in groups of four, easy to read aloud."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, SHORT, 4))
