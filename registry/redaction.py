"""Taking away what somebody typed, everywhere it stands; its fingerprint in the log stays.

A text may name a person in spite of every warning. The body and its salt go, so that nobody can
confirm a guess either, and so do its copies: an amendment keeps every reason again. Drafts that hold
the same words lose them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import LiteralString

import psycopg

from registry.domain.values import TextRef
from registry.store.erasure import RedactedList

BODIES = "SELECT ref, body FROM vault.texts WHERE ref = ANY(%s) AND body IS NOT NULL"
FIND = "SELECT ref, body FROM vault.texts WHERE body ILIKE '%%' || %s || '%%' ORDER BY ref"
COPIES = """
SELECT ref FROM vault.texts WHERE ref = ANY(%(refs)s)
    OR body IN (SELECT body FROM vault.texts WHERE ref = ANY(%(refs)s))
ORDER BY ref
"""
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


def redact(
    connection: psycopg.Connection, listed: RedactedList | None, refs: Iterable[TextRef]
) -> Redacted:
    """Write the texts and their copies on the list, then take them away. Doing it again does nothing
    more.

    Without a list nothing is backed up. The connection's role is frittvalg_retention or
    frittvalg_app, and it is not in a transaction.
    """
    rows = connection.execute(COPIES, {"refs": list(refs)}).fetchall()
    every = [TextRef(ref) for (ref,) in rows]
    if listed:
        for ref in sorted(set(every).difference(listed.refs())):
            listed.add(ref)
    return forget(connection, every)


def forget(connection: psycopg.Connection, refs: list[TextRef]) -> Redacted:
    """Take the texts away, and the drafts' copies of them."""
    with connection.transaction():
        bodies = [body for _ref, body in connection.execute(BODIES, (refs,)).fetchall()]
        connection.execute(FORGET, (refs,))
        drafts = sum(
            connection.execute(DRAFTS, {"text": body}).rowcount for body in dict.fromkeys(bodies)
        )
    return Redacted(len(bodies), drafts)


def forget_again(owner: psycopg.Connection, listed: RedactedList) -> int:
    """Take away in a restored database what the list says; returns how many drafts went.

    A text on the list that is not there was typed later than what was restored. The draft it came
    from may have its words in any form, so every draft from before it was redacted goes.
    """
    refs = listed.refs()
    forget(owner, refs)
    rows = owner.execute("SELECT ref FROM vault.texts WHERE ref = ANY(%s)", (refs,)).fetchall()
    later = set(refs).difference(ref for (ref,) in rows)
    if not later:
        return 0
    times = listed.times()
    until = max(times[ref] for ref in later) + timedelta(seconds=1)  # The list has whole seconds.
    return owner.execute("DELETE FROM vault.drafts WHERE changed_at < %s", (until,)).rowcount


def rewrite(owner: psycopg.Connection) -> None:
    """Write the tables anew, so that no file still holds what was taken away."""
    owner.execute("VACUUM (FULL) vault.texts, vault.drafts")
