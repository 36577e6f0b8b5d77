"""What people typed: names of suppliers, reasons, presentations. Outside the logs, redactable.

Events hold a salted hash. The salt makes it impossible to confirm a guess from the log alone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from psycopg_pool import ConnectionPool

from registry.domain.values import TextRef
from registry.redaction import redact
from registry.store.erasure import RedactedList


class Texts:
    """Keeps texts and gives their references.

    `redacted` is where what is taken away is written down, so that no backup brings it back.
    """

    def __init__(self, pool: ConnectionPool, redacted: RedactedList | None = None) -> None:
        self._pool = pool
        self._redacted = redacted

    def keep(self, body: str, salt: bytes | None = None) -> TextRef:
        """Store one text and return its reference."""
        return self.keep_all([(body, salt or new_salt())])[0]

    def keep_all(self, bodies: Iterable[tuple[str, bytes]]) -> list[TextRef]:
        """Store many (text, salt) at once."""
        rows = [(reference(body, salt), salt, body) for body, salt in bodies]
        with self._pool.connection() as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO vault.texts VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows
            )
        return [row[0] for row in rows]

    def bodies(self, refs: Iterable[TextRef]) -> dict[str, TextRef]:
        """The references by their texts, of those that were not taken away."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT body, ref FROM vault.texts WHERE ref = ANY(%s) AND body IS NOT NULL",
                (list(refs),),
            ).fetchall()
        return dict(rows)

    def forget(self, ref: TextRef) -> None:
        """Take a text away everywhere, for good. Its reference stays, and leads to nothing."""
        with self._pool.connection() as connection:
            redact(connection, self._redacted, [ref])


def new_salt() -> bytes:
    """Chosen once for each text, before the command: it stands beside the text and nowhere else."""
    return secrets.token_bytes(16)


def reference(body: str, salt: bytes) -> TextRef:
    """SHA-256 over salt and text, hexadecimal."""
    return TextRef(hashlib.sha256(salt + body.encode()).hexdigest())
