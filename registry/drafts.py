"""Drafts: what somebody is still writing. Rows with a version, never events and never public.

Whoever saves says which version was read; if another has saved since, nothing is overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

from registry.domain.recorded import natural_id

COLUMNS = "draft_id AS id, version, body, changed_at"
INSERT = """
    INSERT INTO vault.drafts (draft_id, organisation_id, kind, body, changed_at)
    VALUES (%(id)s, %(organisation)s, %(kind)s, %(body)s, log.registry_now())
    ON CONFLICT (draft_id) DO NOTHING RETURNING version"""
UPDATE = """
    UPDATE vault.drafts SET body = %(body)s, version = version + 1, changed_at = log.registry_now()
    WHERE draft_id = %(id)s AND organisation_id = %(organisation)s AND version = %(version)s
    RETURNING version"""


@dataclass(frozen=True)
class Draft:
    """A draft as it stands. `version` is 0 for one that is not saved yet."""

    id: UUID
    version: int
    body: dict[str, Any]
    changed_at: datetime | None = None


class DraftChanged(Exception):
    """Somebody else has saved since this draft was read. `current` is how it stands now."""

    def __init__(self, current: Draft) -> None:
        super().__init__(current.id)
        self.current = current


def id_for(organisation: UUID, *what: str) -> UUID:
    """The one draft of its kind in an organisation."""
    return natural_id("draft", organisation, *what)


def load(pool: ConnectionPool, organisation: UUID, draft_id: UUID) -> Draft | None:
    """An organisation's own draft; another's looks like one that does not exist."""
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Draft)) as cursor:
        return cursor.execute(
            f"SELECT {COLUMNS} FROM vault.drafts WHERE draft_id = %s AND organisation_id = %s",  # noqa: S608
            (draft_id, organisation),
        ).fetchone()


def all_of(pool: ConnectionPool, organisation: UUID, kind: str) -> list[Draft]:
    """Every draft of a kind in an organisation, always in the same order."""
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Draft)) as cursor:
        return cursor.execute(
            f"SELECT {COLUMNS} FROM vault.drafts"  # noqa: S608
            " WHERE organisation_id = %s AND kind = %s ORDER BY draft_id",
            (organisation, kind),
        ).fetchall()


def save(
    pool: ConnectionPool,
    organisation: UUID,
    kind: str,
    draft_id: UUID,
    version: int,
    body: dict[str, Any],
) -> int:
    """Keep a draft; returns its new version. Raises DraftChanged when another was faster."""
    values = {
        "id": draft_id,
        "organisation": organisation,
        "kind": kind,
        "version": version,
        "body": Jsonb(body),
    }
    with pool.connection() as connection:
        row = connection.execute(UPDATE if version else INSERT, values).fetchone()
    if row is None:
        current = load(pool, organisation, draft_id)
        raise DraftChanged(current or Draft(draft_id, 0, {}))
    saved: int = row[0]
    return saved


def delete(pool: ConnectionPool, organisation: UUID, draft_id: UUID) -> None:
    """Forget a draft: it was sent in, or nobody wants it."""
    with pool.connection() as connection:
        connection.execute(
            "DELETE FROM vault.drafts WHERE draft_id = %s AND organisation_id = %s",
            (draft_id, organisation),
        )
