"""Where each person wants to be told, about what and when. Beside the users in the vault, deletable.

An address is used when its owner has followed the link that was sent to it, and not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from uuid import UUID, uuid4

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.mail import jobs
from registry.vault import MasterKey

HOURS_TO_CONFIRM = 24
CONFIRM, STOP = "confirm", "stop"


class Significance(Enum):
    """How much what has happened matters to somebody. The values name columns."""

    WAITS = "waits"
    CHANGED = "changed"
    INFORMS = "informs"


class Pace(Enum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


DEFAULTS = {
    Significance.WAITS: Pace.AT_ONCE,
    Significance.CHANGED: Pace.AT_ONCE,
    Significance.INFORMS: Pace.DAILY,
}


@dataclass(frozen=True)
class Mailbox:
    """A confirmed address and what is wanted there. `refused` once its server said no for good."""

    user: UUID
    address: str
    language: str
    waits: str
    changed: str
    informs: str
    refused: bool

    def pace(self, significance: Significance) -> Pace:
        return Pace(getattr(self, significance.value))

    @property
    def wants_nothing(self) -> bool:
        return all(self.pace(each) is Pace.NEVER for each in Significance)


@dataclass(frozen=True)
class Unconfirmed:
    """An address that nobody has confirmed yet."""

    request: UUID
    user: UUID
    address: str
    language: str
    refused: bool


FIND = """
SELECT user_id AS user, address, language, waits, changed, informs, refused_at IS NOT NULL AS refused
FROM vault.mailboxes WHERE user_id = %s AND address IS NOT NULL
"""
WAITING = """
SELECT request, user_id AS user, address, language, refused_at IS NOT NULL AS refused
FROM vault.mail_unconfirmed WHERE (user_id = %(its)s OR request = %(its)s) AND expires_at > now()
"""
ASK = """
INSERT INTO vault.mail_unconfirmed
VALUES (%(request)s, %(user)s, %(address)s, %(language)s, now() + make_interval(hours => %(hours)s))
ON CONFLICT (user_id) DO UPDATE SET (request, address, language, expires_at, refused_at)
    = (excluded.request, excluded.address, excluded.language, excluded.expires_at, NULL)
"""
CONFIRMED = """
WITH its AS (DELETE FROM vault.mail_unconfirmed WHERE request = %s AND expires_at > now() RETURNING *)
INSERT INTO vault.mailboxes (user_id, address, language) SELECT user_id, address, language FROM its
ON CONFLICT (user_id) DO UPDATE SET (address, refused_at) = (excluded.address, NULL)
"""
SAVE = """
UPDATE vault.mailboxes SET language = %(language)s, waits = %(waits)s, changed = %(changed)s,
    informs = %(informs)s WHERE user_id = %(user)s
"""
STOPPED = "UPDATE vault.mailboxes SET (waits, changed, informs) = ('never', 'never', 'never')"


class Mailboxes:
    """Keeps the addresses and what is wanted there."""

    def __init__(self, pool: ConnectionPool, master: MasterKey) -> None:
        self._pool = pool
        self._master = master

    def find(self, user: UUID) -> Mailbox | None:
        """Somebody's confirmed address, or None."""
        with self._pool.connection() as connection:
            return (
                connection.cursor(row_factory=class_row(Mailbox)).execute(FIND, (user,)).fetchone()
            )

    def waiting(self, its: UUID) -> Unconfirmed | None:
        """The address that waits to be confirmed, of a person or by its request."""
        with self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Unconfirmed))
            return cursor.execute(WAITING, {"its": its}).fetchone()

    def ask(self, user: UUID, address: str, language: str) -> None:
        """Send a link to an address; an earlier one stops working. The mail is queued with it."""
        request = uuid4()
        values = {"request": request, "user": user, "address": address, "language": language}
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(ASK, values | {"hours": HOURS_TO_CONFIRM})
            jobs.put(connection, "confirm", request=str(request))

    def confirm(self, word: str) -> bool:
        """Use the address whose link was followed; once. False for a link that does not work."""
        request = self._master.read_link_word(CONFIRM, word)
        if request is None:
            return False
        with self._pool.connection() as connection:
            return connection.execute(CONFIRMED, (request,)).rowcount == 1

    def save(self, user: UUID, language: str, wanted: dict[Significance, Pace]) -> None:
        """What somebody wants, from now on."""
        paces = {significance.value: pace.value for significance, pace in wanted.items()}
        with self._pool.connection() as connection:
            connection.execute(SAVE, {"user": user, "language": language, **paces})

    def stop(self, user: UUID) -> None:
        """Tell somebody nothing more."""
        with self._pool.connection() as connection:
            connection.execute(f"{STOPPED} WHERE user_id = %s", (user,))

    def stop_by_link(self, word: str) -> bool:
        """As `stop`, by the link of a mail. It works for ever. False for one nobody here has made."""
        user = self._master.read_link_word(STOP, word)
        if user is not None:
            self.stop(user)
        return user is not None

    def forget(self, user: UUID) -> None:
        """Delete the address, and what was to be told there."""
        its = (user,)
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("UPDATE vault.mailboxes SET address = NULL WHERE user_id = %s", its)
            connection.execute("DELETE FROM vault.mail_unconfirmed WHERE user_id = %s", its)
            connection.execute("DELETE FROM vault.mail_alerts WHERE user_id = %s", its)

    def refuse(self, user: UUID, address: str) -> None:
        """The address's own server said no for good: nothing more is sent before it is given again."""
        its = {"user": user, "address": address}
        with self._pool.connection() as connection, connection.transaction():
            for table in ("mailboxes", "mail_unconfirmed"):
                connection.execute(
                    f"UPDATE vault.{table} SET refused_at = now()"  # noqa: S608
                    " WHERE user_id = %(user)s AND address = %(address)s",
                    its,
                )

    def confirm_word(self, request: UUID) -> str:
        """The word of the link that confirms an address."""
        return self._master.link_word(CONFIRM, request)

    def stop_word(self, user: UUID) -> str:
        """The word of the link that stops everything."""
        return self._master.link_word(STOP, user)
