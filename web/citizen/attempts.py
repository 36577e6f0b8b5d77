"""Wrong codes make the next try wait: by session and by address, never for the whole country."""

from __future__ import annotations

import hashlib
import secrets
from ipaddress import ip_address, ip_network

from flask import current_app, request, session

WINDOW_MINUTES = 15
SESSION_TRIES, ADDRESS_TRIES = 6, 30
"""An address may be a whole nursing home or a town hall, so it gets more tries than one browser."""

COUNT = """
    INSERT INTO web.attempts AS a (key, hits, expires_at)
    VALUES (%(key)s, 1, now() + make_interval(mins => %(window)s))
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN a.expires_at <= now() THEN 1 ELSE a.hits + 1 END,
        expires_at = CASE WHEN a.expires_at <= now() THEN excluded.expires_at ELSE a.expires_at END"""
HITS = "SELECT hits FROM web.attempts WHERE key = %s AND expires_at > now()"


def must_wait() -> bool:
    """Whether this browser or its address has guessed too often."""
    with current_app.extensions["pool"].connection() as connection:
        for key, most in _keys():
            row = connection.execute(HITS, (key,)).fetchone()
            if row and row[0] >= most:
                return True
    return False


def count_wrong() -> None:
    """Remember one wrong code, and sweep what has run out."""
    session.setdefault("tries", secrets.token_hex(16))
    with current_app.extensions["pool"].connection() as connection:
        for key, _ in _keys():
            connection.execute(COUNT, {"key": key, "window": WINDOW_MINUTES})
        connection.execute("DELETE FROM web.attempts WHERE expires_at <= now()")


def _keys() -> list[tuple[bytes, int]]:
    keys = [(hashlib.sha256(b"address" + _address()).digest(), ADDRESS_TRIES)]
    if "tries" in session:
        keys.append(
            (hashlib.sha256(b"session" + session["tries"].encode()).digest(), SESSION_TRIES)
        )
    return keys


def _address() -> bytes:
    """The caller's address; for IPv6 its /64, which is one household."""
    address = ip_address(request.remote_addr or "127.0.0.1")
    if address.version == 6:
        return str(ip_network(f"{address}/64", strict=False)).encode()
    return str(address).encode()
