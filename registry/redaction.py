"""Taking away what somebody typed, everywhere it stands; its fingerprint in the log stays.

A text may name a person in spite of every warning. The body and its salt go, so that nobody can
confirm a guess either, and drafts that hold the same words lose them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

import psycopg

from registry.domain.values import TextRef
from registry.store.erasure import RedactedList

BODIES = "SELECT ref, body FROM vault.texts WHERE ref = ANY(%s) AND body IS NOT NULL"
FIND = "SELECT ref, body FROM vault.texts WHERE body ILIKE '%%' || %s || '%%' ORDER BY ref"
FORGET = "UPDATE vault.texts SET body = NULL, salt = '' WHERE ref = ANY(%s)"
DRAFTS: LiteralString = """
UPDATE vault.drafts SET body = replace(body::text, to_jsonb(%(text)s::text)::text, '""')::jsonb,
    version = version + 1
WHERE strpos(body::text, to_jsonb(%(text)s::text)::text) > 0
"""


@dataclass(frozen=True)
class Redacted:
    """How many texts went, and how many drafts held one of them."""

    texts: int
    drafts: int


def find(connection: psycopg.Connection, words: str) -> list[tuple[TextRef, str]]:
    """(reference, text) of every text that holds some words."""
    return connection.execute(FIND, (words,)).fetchall()


def redact(retention: psycopg.Connection, listed: RedactedList, refs: list[TextRef]) -> Redacted:
    """Write the texts on the list, then take them away. Doing it again does nothing more.

    The connection's role is frittvalg_retention.
    """
    for ref in refs:
        if ref not in listed.refs():
            listed.add(ref)
    return forget(retention, refs)


def forget(retention: psycopg.Connection, refs: list[TextRef]) -> Redacted:
    """Take the texts away, and the drafts' copies of them."""
    with retention.transaction():
        bodies = retention.execute(BODIES, (refs,)).fetchall()
        retention.execute(FORGET, (refs,))
        drafts = sum(retention.execute(DRAFTS, {"text": body}).rowcount for _ref, body in bodies)
    return Redacted(len(bodies), drafts)


def rewrite(owner: psycopg.Connection) -> None:
    """Write the tables anew, so that no file still holds what was taken away."""
    owner.execute("VACUUM (FULL) vault.texts, vault.drafts")
