"""Who may do what: read on every request, so that a withdrawn function ends at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.organisation import Function, OrganisationKind
from registry.domain.values import MunicipalityNumber, OrganisationNumber


@dataclass(frozen=True)
class Acting:
    """An organisation a person acts for, and what she may do there today."""

    organisation: UUID
    kind: OrganisationKind
    municipality: MunicipalityNumber | None
    number: OrganisationNumber | None
    functions: frozenset[Function]


def acting(pool: ConnectionPool, user: UUID, day: date) -> list[Acting]:
    """The organisations a person may act for on a day, always in the same order."""
    with pool.connection() as connection:
        rows = connection.execute(
            "SELECT o.id, o.kind, o.municipality, o.number, array_agg(f.function)"
            " FROM read.functions f JOIN read.organisations o ON o.id = f.organisation"
            " WHERE f.user_id = %s AND f.valid_from <= %s AND f.valid_to > %s"
            " GROUP BY o.id ORDER BY o.id",
            (user, day, day),
        ).fetchall()
    return [
        Acting(row[0], OrganisationKind(row[1]), row[2], row[3], frozenset(map(Function, row[4])))
        for row in rows
    ]
