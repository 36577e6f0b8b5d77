"""Heads: how a log's chain stood on a day, signed, so that anybody can hold the registry to it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

COLUMNS = "log, day, position, hash, blinding, signature"
CASE = "case"


@dataclass(frozen=True)
class Head:
    """A row of engine.heads. Only what `public` holds is ever shown."""

    log: str
    day: date
    position: int
    hash: bytes
    blinding: bytes
    signature: bytes

    @property
    def public(self) -> dict[str, str | int]:
        """What is signed. Of the case log neither its length nor whether anything happened shows."""
        shown = {"log": self.log, "day": self.day.isoformat()}
        if self.log == CASE:
            return {**shown, "hash": hashlib.sha256(self.blinding + self.hash).hexdigest()}
        return {**shown, "position": self.position, "hash": self.hash.hex()}

    @property
    def message(self) -> bytes:
        """The signed bytes: `public` as JSON with sorted names and no spaces."""
        return json.dumps(self.public, sort_keys=True, separators=(",", ":")).encode()

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether the signature belongs to this head and key."""
        try:
            key.verify(self.signature, self.message)
        except InvalidSignature:
            return False
        return True


def signed(log: str, day: date, position: int, chain: bytes, signer: Ed25519PrivateKey) -> Head:
    """A head of a chain that stands at a position with a hash."""
    blinding = secrets.token_bytes(32) if log == CASE else b""
    bare = Head(log, day, position, chain, blinding, b"")
    return Head(log, day, position, chain, blinding, signer.sign(bare.message))


def pem(key: Ed25519PublicKey) -> bytes:
    """A public key as a file that other programs read."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
