"""Erasing cases, and the list beside the backups that says which: a restored backup erases again."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg

from registry.domain.values import TextRef
from registry.store.manifest import Damaged

REF_LENGTH = 64
"""A text's reference is a SHA-256 in hexadecimal."""


@dataclass(frozen=True)
class GoneList:
    """A file with one line for each thing that is gone for good: its id and the time (UTC)."""

    file: Path

    def names(self) -> list[str]:
        """What is gone, the first first."""
        if not self.file.exists():
            return []
        lines = _whole(self.file.read_text(errors="replace")).splitlines()
        return [line.split()[0] if line.split() else "" for line in lines]

    def add(self, name: str) -> None:
        """Write one down. When this returns, the disk has it."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.touch(mode=0o600)
        with self.file.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            # A line whose writing was broken off goes: nothing was deleted for it.
            file.truncate(len(_whole(file.read()).encode()))
            file.write(f"{name} {datetime.now(UTC).isoformat(timespec='seconds')}\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.file.parent)


class ErasedList(GoneList):
    """The cases that were erased."""

    def cases(self) -> list[UUID]:
        """The erased cases, the first erased first. Raises Damaged."""
        try:
            return [UUID(name) for name in self.names()]
        except ValueError:
            raise Damaged(
                f"{self.file} er skadet. Hver linje er id-en til en sak og en tid."
            ) from None


class RedactedList(GoneList):
    """The texts that were redacted."""

    def refs(self) -> list[TextRef]:
        """The references of redacted texts, the first redacted first. Raises Damaged."""
        names = self.names()
        if any(len(name) != REF_LENGTH for name in names):
            raise Damaged(f"{self.file} er skadet. Hver linje er en tekstreferanse og en tid.")
        return [TextRef(name) for name in names]

    def times(self) -> dict[TextRef, datetime]:
        """When each was redacted, to the second. Raises Damaged."""
        lines = [line.split() for line in _whole(self.file.read_text()).splitlines()]
        try:
            return {TextRef(ref): datetime.fromisoformat(when) for ref, when in lines}
        except ValueError:
            raise Damaged(
                f"{self.file} er skadet. Hver linje er en tekstreferanse og en tid."
            ) from None


def erase(retention: psycopg.Connection, case_ids: Iterable[UUID]) -> int:
    """Delete the events, key and code of cases; returns how many events. Autocommit connection.

    The connection's role is frittvalg_retention. A case that is gone already is no event more.
    """
    deleted = 0
    for case_id in case_ids:
        row = retention.execute("SELECT log.remove_case(%s)", (case_id,)).fetchone()
        assert row is not None
        deleted += row[0]
    return deleted


def rewrite(owner: psycopg.Connection) -> None:
    """Write the small tables anew, so that the file of none still holds a deleted row.

    What is left of a case's events is encrypted under a key that is then nowhere but in backups.
    """
    owner.execute("VACUUM (FULL) vault.case_keys, vault.codes, read.cases")


def sync_folder(folder: Path) -> None:
    """Let the disk have a folder's names: a new or renamed file is then found after a power cut."""
    its = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(its)
    finally:
        os.close(its)


def _whole(text: str) -> str:
    return text[: text.rfind("\n") + 1]
