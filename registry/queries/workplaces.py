"""What the three workplaces ask alike. Whose it is, is always an argument."""

from __future__ import annotations

from datetime import date

from psycopg_pool import ConnectionPool

from registry.domain.node import Basis
from registry.domain.values import Hash
from registry.queries import template


def standing(pool: ConnectionPool, day: date) -> Basis | None:
    """The template concessions start from today: the newest, or None before the first."""
    newest = next(iter(template.versions(pool, day)), None)
    if newest is None:
        return None
    return Basis(newest.version, Hash(newest.content_hash), template.by_id(pool, newest.version))


def supplier_name(pool: ConnectionPool, number: str) -> str | None:
    """What a registered supplier is called, or None when the number is not registered."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT coalesce(t.body, s.number) FROM read.suppliers s"
            " LEFT JOIN vault.texts t ON t.ref = s.name_ref"
            " WHERE s.number = %s AND s.valid_to = '9999-12-31'",
            (number,),
        ).fetchone()
    return row[0] if row else None
