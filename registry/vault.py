"""What stands outside both logs and can be deleted: the codes, the keys of the cases, who users are."""

from __future__ import annotations

import binascii
import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg_pool import ConnectionPool

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 signs without I, L, O and U, so that nothing can be misread."""
CODE_LENGTH = 10
"""Ten signs are 50 bits: with ten tries an hour, guessing one takes longer than a life."""
LINK_BYTES = 32
"""An id, and half a hash that only whoever has the master key can make."""
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


class KeyGone(Exception):
    """The case's key was deleted: its events can no longer be read."""


class WrongKey(Exception):
    """The master key is another than the one the cases' keys were wrapped with."""


class MasterKey:
    """Wraps the cases' keys, hashes the codes, signs the logs. Kept in a file outside the data folder."""

    def __init__(self, secret: bytes) -> None:
        self._wrap = AESGCM(hashlib.sha256(b"wrap" + secret).digest())
        self._codes = hashlib.sha256(b"codes" + secret).digest()
        self._signing = hashlib.sha256(b"sign" + secret).digest()
        self._links = hashlib.sha256(b"links" + secret).digest()

    @classmethod
    def from_file(cls, path: Path, *, create: bool = False) -> MasterKey:
        """Read the key; in the demo and in tests it is made when there is none."""
        if create and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(secrets.token_bytes(32))
        return cls(path.read_bytes())

    def wrap(self, case_id: UUID, key: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._wrap.encrypt(nonce, key, case_id.bytes)

    def unwrap(self, case_id: UUID, wrapped: bytes) -> bytes:
        try:
            return self._wrap.decrypt(wrapped[:12], wrapped[12:], case_id.bytes)
        except InvalidTag:
            raise WrongKey(case_id) from None

    def signing_key(self) -> Ed25519PrivateKey:
        """Signs how the logs stand each day. Its public half is for everybody."""
        return Ed25519PrivateKey.from_private_bytes(self._signing)

    def link_word(self, purpose: str, its_id: UUID) -> str:
        """A word for a link in a mail. It says for itself what it is for, so it is stored nowhere."""
        seal = hmac.digest(self._links, purpose.encode() + its_id.bytes, "sha256")[:16]
        return urlsafe_b64encode(its_id.bytes + seal).decode().rstrip("=")

    def read_link_word(self, purpose: str, word: str) -> UUID | None:
        """What a link's word was made for, or None when nobody here made it for this purpose."""
        try:
            given = urlsafe_b64decode(word.encode() + b"=" * (-len(word) % 4))
        except (binascii.Error, ValueError):
            return None
        if len(given) != LINK_BYTES:
            return None
        its_id = UUID(bytes=given[:16])
        made = self.link_word(purpose, its_id)
        return its_id if hmac.compare_digest(made.encode(), word.encode()) else None

    def code_hash(self, code: str) -> bytes:
        return hmac.digest(self._codes, tidied(code).encode(), "sha256")


class CaseKeys:
    """One random 256-bit key a case. Unwrapped keys are remembered, a bounded number of them."""

    REMEMBERED = 2000

    def __init__(self, pool: ConnectionPool, master: MasterKey) -> None:
        self._pool = pool
        self._master = master
        self._known: dict[UUID, bytes] = {}

    def for_writing(self, case_id: UUID) -> bytes:
        """The case's key; made now when it has none."""
        try:
            return self.for_reading(case_id)
        except KeyGone:
            wrapped = self._master.wrap(case_id, AESGCM.generate_key(256))
            with self._pool.connection() as connection:
                connection.execute(
                    "INSERT INTO vault.case_keys VALUES (%s, %s) ON CONFLICT DO NOTHING",
                    (case_id, wrapped),
                )
            return self.for_reading(case_id)

    def for_reading(self, case_id: UUID) -> bytes:
        """The case's key. Raises KeyGone when it was deleted."""
        if case_id not in self._known:
            with self._pool.connection() as connection:
                row = connection.execute(
                    "SELECT wrapped_key FROM vault.case_keys WHERE case_id = %s", (case_id,)
                ).fetchone()
            if row is None:
                raise KeyGone(case_id)
            if len(self._known) >= self.REMEMBERED:
                self._known.clear()
            self._known[case_id] = self._master.unwrap(case_id, bytes(row[0]))
        return self._known[case_id]


class Codes:
    """The codes in the decision letters. Only their keyed hashes are stored."""

    def __init__(self, pool: ConnectionPool, master: MasterKey) -> None:
        self._pool = pool
        self._master = master

    def issue(self, case_id: UUID, expires_on: date) -> str:
        """A new code for a case; earlier ones stop working. It cannot be shown again."""
        code = _new_code()
        row = (self._master.code_hash(code), case_id, expires_on)
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("DELETE FROM vault.codes WHERE case_id = %s", (case_id,))
            connection.execute("INSERT INTO vault.codes VALUES (%s, %s, %s)", row)
        return readable(code)

    def keep(self, codes: Iterable[tuple[str, UUID, date]]) -> None:
        """Store codes made elsewhere: (code, case, last day it can be used)."""
        rows = [(self._master.code_hash(code), case, last) for code, case, last in codes]
        with self._pool.connection() as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO vault.codes VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows
            )

    def case_of(self, code: str, today: date) -> UUID | None:
        """Which case a code opens, or None for one that is wrong or has expired."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT case_id FROM vault.codes WHERE code_hash = %s AND expires_on >= %s",
                (self._master.code_hash(code), today),
            ).fetchone()
        return row[0] if row else None


class Invitations:
    """The codes of invitations to work somewhere. Only their keyed hashes are stored."""

    def __init__(self, pool: ConnectionPool, master: MasterKey) -> None:
        self._pool = pool
        self._master = master

    def issue(self, organisation: UUID, invitation: UUID, days: int) -> str:
        """A new code that opens an invitation for some days; an earlier one stops working."""
        code = _new_code()
        row = (self._master.code_hash(code), organisation, invitation, days)
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(
                "DELETE FROM vault.invitations WHERE invitation = %s"
                " OR expires_at <= log.registry_now()",
                (invitation,),
            )
            connection.execute(
                "INSERT INTO vault.invitations"
                " VALUES (%s, %s, %s, log.registry_now() + make_interval(days => %s))",
                row,
            )
        return readable(code)

    def find(self, code: str) -> tuple[UUID, UUID] | None:
        """(organisation, invitation) of a code, or None for one that is wrong or used or too old."""
        with self._pool.connection() as connection:
            row: tuple[UUID, UUID] | None = connection.execute(
                "SELECT organisation, invitation FROM vault.invitations"
                " WHERE code_hash = %s AND expires_at > log.registry_now()",
                (self._master.code_hash(code),),
            ).fetchone()
        return row

    def forget(self, invitation: UUID) -> None:
        """The code of an invitation works no more."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM vault.invitations WHERE invitation = %s", (invitation,))


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def tidied(code: str) -> str:
    """A code as it was meant: case, spaces, hyphens and misread signs are forgiven."""
    kept = "".join(sign for sign in code.upper() if sign.isalnum())
    return kept.translate(MISREAD)


def readable(code: str) -> str:
    """A code in groups, easy to read aloud: 7K2M-48QX-D3."""
    return "-".join((code[:4], code[4:8], code[8:]))
