"""How often something may be tried: by session and by address, never for the whole country."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from flask import current_app, request, session

WINDOW_MINUTES = 15
COUNT = """
    INSERT INTO web.attempts AS a (key, hits, expires_at)
    VALUES (%(key)s, 1, now() + make_interval(mins => %(window)s))
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN a.expires_at <= now() THEN 1 ELSE a.hits + 1 END,
        expires_at = CASE WHEN a.expires_at <= now() THEN excluded.expires_at ELSE a.expires_at END"""
HITS = "SELECT hits FROM web.attempts WHERE key = %s AND expires_at > now()"


@dataclass(frozen=True)
class Limit:
    """So many times in a quarter of an hour. An address may be a whole nursing home or a town hall,
    so it gets more than one browser."""

    what: str
    by_session: int
    by_address: int

    def is_reached(self) -> bool:
        """Whether this browser or its address has tried too often."""
        with current_app.extensions["pool"].connection() as connection:
            for key, most in self._keys():
                row = connection.execute(HITS, (key,)).fetchone()
                if row and row[0] >= most:
                    return True
        return False

    def count(self) -> None:
        """Remember one time, and sweep what has run out."""
        session.setdefault("tries", secrets.token_hex(16))
        with current_app.extensions["pool"].connection() as connection:
            for key, _ in self._keys():
                connection.execute(COUNT, {"key": key, "window": WINDOW_MINUTES})
            connection.execute("DELETE FROM web.attempts WHERE expires_at <= now()")

    def _keys(self) -> list[tuple[bytes, int]]:
        keys = [(self._key("address", _address()), self.by_address)]
        if "tries" in session:
            keys.append((self._key("session", session["tries"]), self.by_session))
        return keys

    def _key(self, kind: str, whose: str) -> bytes:
        return hashlib.sha256(f"{self.what} {kind} {whose}".encode()).digest()


def _address() -> str:
    """The caller's address; for IPv6 its /64, which is one household."""
    address = ip_address(request.remote_addr or "127.0.0.1")
    if address.version == 6:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)
