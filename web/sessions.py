"""Sessions in the database. The browser holds a random word, the table only its hash.

Nobody gets a cookie for reading: a session begins when something is written into it.
"""

from __future__ import annotations

import hmac
import secrets
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, cast
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, render_template, request, session
from flask.sessions import SessionInterface, SessionMixin
from psycopg import Connection
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=2)
# How often a session that is only read is marked as in use.
TOUCH = timedelta(minutes=1)

LOAD = """
    SELECT data, seen_at < now() - %(touch)s FROM web.sessions
    WHERE token_hash = %(hash)s AND expires_at > now() AND seen_at > now() - %(idle)s"""
INSERT = """
    INSERT INTO web.sessions (token_hash, data, expires_at)
    VALUES (%(hash)s, %(data)s, now() + %(absolute)s)"""
UPDATE = "UPDATE web.sessions SET data = %(data)s, seen_at = now() WHERE token_hash = %(hash)s"
DELETE = "DELETE FROM web.sessions WHERE token_hash = %(hash)s"
SWEEP = "DELETE FROM web.sessions WHERE expires_at <= now() OR seen_at <= now() - %(idle)s"
END = "DELETE FROM web.sessions WHERE issuer = %(issuer)s AND sid = %(sid)s"


@dataclass(frozen=True)
class User:
    """Somebody signed in at a workplace. What they may do is decided elsewhere."""

    user_id: UUID
    name: str


class Session(dict[str, Any], SessionMixin):
    """What is remembered from page to page."""

    def __init__(self, data: dict[str, Any], token: str = "", due: bool = False) -> None:
        super().__init__(data)
        self.stored = deepcopy(data)
        self.token = token
        self.due = due
        self.rotated = False


class DatabaseSessions(SessionInterface):
    """Loads the session before a request and keeps what has changed after it."""

    def open_session(self, app: Flask, request: Request) -> Session:
        """Return the session the cookie stands for, or an empty one."""
        token = request.cookies.get(_cookie(request)[0])
        if token:
            values = {"hash": _hash(token), "touch": TOUCH, "idle": IDLE}
            with _pool(app).connection() as connection:
                row = connection.execute(LOAD, values).fetchone()
            if row:
                return Session(row[0], token, due=row[1])
        return Session({})

    def save_session(self, app: Flask, session: SessionMixin | None, response: Response) -> None:
        """Write what has changed. An emptied or rotated session is gone from the database."""
        # There is none on the error page when the database did not answer.
        if session is None:
            return
        kept = cast(Session, session)
        ended = bool(kept.token) and (kept.rotated or not kept)
        begun = bool(kept) and (kept.rotated or not kept.token)
        if not (ended or begun or kept.due or kept != kept.stored):
            return
        with _pool(app).connection() as connection:
            if ended:
                connection.execute(DELETE, {"hash": _hash(kept.token)})
            if begun:
                _set_cookie(response, _insert(connection, kept))
            elif kept.token and not ended:
                connection.execute(UPDATE, {"hash": _hash(kept.token), "data": Jsonb(dict(kept))})
        if ended and not begun:
            _drop_cookie(response)


def install(app: Flask) -> None:
    """Give ``app`` the sessions, the check of posted forms and ``csrf_token`` in templates."""
    app.session_interface = DatabaseSessions()
    app.before_request(refuse_foreign_forms)
    app.jinja_env.globals["csrf_token"] = csrf_token


def current_user() -> User | None:
    """Return who is signed in. A page that asks, and has an answer, is kept out of caches."""
    if "user" not in g:
        known = "user_id" in session
        g.user = User(UUID(session["user_id"]), session["name"]) if known else None
    if g.user:
        g.private = True
    return cast("User | None", g.user)


def rotate() -> None:
    """Change the words in cookie and forms; the old ones stop working, two new hours begin.

    To be called whenever the session comes to open more than before.
    """
    session["csrf"] = secrets.token_urlsafe(32)
    cast(Session, session).rotated = True


def csrf_token() -> str:
    """Return the word a form must carry; empty for a visitor without a session."""
    if not session:
        return ""
    g.private = True
    return cast(str, session.setdefault("csrf", secrets.token_urlsafe(32)))


def refuse_foreign_forms() -> tuple[str, int] | None:
    """Refuse what another site made the browser send: the wrong origin, or not our word."""
    if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return None
    given = request.form.get("csrf", "").encode()
    if _from_here() and (not session or hmac.compare_digest(_expected(), given)):
        return None
    return render_template("errors/403.html"), 403


def sweep() -> None:
    """Remove the sessions that have run out."""
    with _pool(current_app).connection() as connection:
        connection.execute(SWEEP, {"idle": IDLE})


def end_sessions(issuer: str, sid: str) -> None:
    """End what began with one sign-in, named as the provider names it."""
    with _pool(current_app).connection() as connection:
        connection.execute(END, {"issuer": issuer, "sid": sid})


def _from_here() -> bool:
    # The browser's own word on where the request began is also right behind a proxy.
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    own = request.host_url.rstrip("/")
    return request.headers.get("Origin", own) == own


def _expected() -> bytes:
    # Empty only before anybody is signed in, while no form has been shown yet.
    return cast(str, session.get("csrf", "")).encode()


def _insert(connection: Connection[Any], kept: Session) -> str:
    token = secrets.token_urlsafe(32)
    values = {"hash": _hash(token), "data": Jsonb(dict(kept)), "absolute": ABSOLUTE}
    connection.execute(INSERT, values)
    return token


def _cookie(request: Request) -> tuple[str, bool]:
    """Return the cookie's name and whether it is for https only: everywhere but on loopback."""
    if request.is_secure or not _is_loopback(request.host):
        return "__Host-frittvalg", True
    return "frittvalg", False


@lru_cache(1000)
def _is_loopback(host: str) -> bool:
    name = host.rpartition(":")[0] or host
    try:
        return name == "localhost" or ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _set_cookie(response: Response, token: str) -> None:
    name, secure = _cookie(request)
    response.set_cookie(name, token, path="/", secure=secure, httponly=True, samesite="Lax")


def _drop_cookie(response: Response) -> None:
    name, secure = _cookie(request)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _pool(app: Flask) -> ConnectionPool:
    return cast(ConnectionPool, app.extensions["pool"])
