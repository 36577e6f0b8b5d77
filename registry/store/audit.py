"""Computes a log's chain again from its events, and says everything that does not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg.sql import SQL, Identifier

from registry.store.chain import FIRST, commitment, link
from registry.store.heads import CASE, COLUMNS, Head

READ_AT_ONCE = 2000
NAMES = {"registry": "registerloggen", CASE: "saksloggen"}
ENTRIES = """
    SELECT notification_id AS position, 'event' AS kind, originator_id, originator_version, topic,
        state, NULL::bytea AS salt, NULL::bytea AS commitment, NULL::bytea AS hash FROM {events}
    UNION ALL
    SELECT position, 'link', NULL, NULL, NULL, NULL, salt, commitment, hash FROM {chain}
"""
REMOVED = """
    UNION ALL
    SELECT position, 'removed', NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM engine.removed
"""
"""One statement, so that everything is read as it stood at one moment."""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: what kind, where, and a sentence for the operator."""

    kind: str
    where: str
    sentence: str


class Entry(NamedTuple):
    """An event, a link of the chain, or the trace of a removed event."""

    position: int
    kind: str
    stream: UUID
    version: int
    topic: str
    state: bytes
    salt: bytes | None
    commitment: bytes
    hash: bytes


def verify(connection: psycopg.Connection, log_name: str, key: Ed25519PublicKey) -> list[Finding]:
    """Compute a log's chain again and compare it with what was sealed and signed.

    Events after the chain's end are not sealed yet, and no finding.
    """
    with connection.transaction():
        heads = _heads(connection, log_name)
        walk = Walk(log_name, heads, _end(connection, log_name))
        for position, entries in groupby(_entries(connection, log_name), lambda e: e.position):
            walk.pass_by(position, {entry.kind: entry for entry in entries})
        walk.finish()
    for head in heads:
        if not head.is_signed_by(key):
            walk.found("signature", f"{head.day}", "Hodet er ikke signert med registerets nøkkel.")
    return walk.findings


class Walk:
    """Goes through a log and its chain side by side, from the first position to the last."""

    def __init__(self, log_name: str, heads: Iterable[Head], end: int) -> None:
        self.findings: list[Finding] = []
        self._log = log_name
        self._end = end
        self._heads: defaultdict[int, list[Head]] = defaultdict(list)
        for head in heads:
            self._heads[head.position].append(head)
        self._previous = FIRST
        self._compare_heads(0)

    def found(self, kind: str, where: str, sentence: str) -> None:
        self.findings.append(Finding(kind, f"{NAMES[self._log]} {where}", sentence))

    def pass_by(self, position: int, entries: dict[str, Entry]) -> None:
        """What stands at one position: an event, its link, or the trace of its removal."""
        event, sealed = entries.get("event"), entries.get("link")
        gone = "removed" in entries
        if event and gone:
            self._at(position, "kept", "Hendelsen er meldt fjernet, men står der ennå.")
        if sealed is None:
            if event and position <= self._end:
                self._at(position, "inserted", "Hendelsen er satt inn i loggen i ettertid.")
            return
        if event is None:
            self._without_event(position, sealed, gone)
        elif not self._agree(event, sealed):
            return self._go_on(position, sealed)
        if link(self._previous, sealed.commitment) != sealed.hash:
            self._at(position, "chain", "Leddet i kjeden passer ikke med leddet før.")
        self._go_on(position, sealed)

    def finish(self) -> None:
        """A head that was never passed speaks of a chain that is not there."""
        for head in chain.from_iterable(self._heads.values()):
            self.found("head", f"{head.day}", "Hodet gjelder et ledd som ikke er i kjeden.")

    def _without_event(self, position: int, sealed: Entry, gone: bool) -> None:
        if not gone:
            self._at(position, "removed", "Hendelsen er borte fra loggen.")
        elif sealed.salt is not None:
            self._at(position, "salt", "Hendelsen er fjernet, men saltet står igjen.")

    def _agree(self, event: Entry, sealed: Entry) -> bool:
        """Whether the event is the one that was sealed; if not, which of the two was changed."""
        now = commitment(
            sealed.salt or b"",
            event.position,
            event.stream,
            event.version,
            event.topic,
            event.state,
        )
        if now == sealed.commitment:
            return True
        if link(self._previous, now) == sealed.hash:
            self._at(event.position, "chain", "Leddet i kjeden er endret.")
        else:
            self._at(event.position, "changed", "Hendelsen er endret etter at den ble skrevet.")
        return False

    def _go_on(self, position: int, sealed: Entry) -> None:
        """From the link as it is stored, so that one change is told once and not at every event."""
        self._previous = sealed.hash
        self._compare_heads(position)

    def _compare_heads(self, position: int) -> None:
        for head in self._heads.pop(position, ()):
            if head.hash != self._previous:
                self.found("head", f"{head.day}", "Hodet stemmer ikke med kjeden.")

    def _at(self, position: int, kind: str, sentence: str) -> None:
        self.found(kind, f"nr. {position}", sentence)


def _entries(connection: psycopg.Connection, log_name: str) -> Iterator[Entry]:
    statement = SQL(ENTRIES + (REMOVED if log_name == CASE else "") + " ORDER BY position").format(
        events=Identifier("log", f"{log_name}_events"),
        chain=Identifier("engine", f"{log_name}_chain"),
    )
    with connection.cursor(f"audit_{log_name}", binary=True) as cursor:
        cursor.itersize = READ_AT_ONCE
        cursor.execute(statement)
        for row in cursor:
            yield Entry(*row)


def _heads(connection: psycopg.Connection, log_name: str) -> list[Head]:
    rows: list[Any] = connection.execute(
        SQL("SELECT {} FROM engine.heads WHERE log = %s ORDER BY position, day").format(
            SQL(COLUMNS)
        ),
        (log_name,),
    ).fetchall()
    return [Head(*row) for row in rows]


def _end(connection: psycopg.Connection, log_name: str) -> int:
    row = connection.execute(
        SQL("SELECT coalesce(max(position), 0) FROM {}").format(
            Identifier("engine", f"{log_name}_chain")
        )
    ).fetchone()
    assert row is not None
    return int(row[0])
