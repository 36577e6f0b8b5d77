"""What the three workplaces ask alike. Whose it is, is always an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.node import Basis
from registry.domain.values import Hash
from registry.queries import template
from registry.reference.municipalities import places

NAMES = """
SELECT o.id, o.kind, o.municipality, coalesce(named.body, said.body) FROM read.organisations o
LEFT JOIN vault.texts named ON named.ref = o.name_ref
LEFT JOIN read.suppliers s ON o.kind = 'supplier' AND s.number = o.number AND s.valid_to = '9999-12-31'
LEFT JOIN vault.texts said ON said.ref = s.name_ref
WHERE o.id = ANY(%s)
"""


def standing(pool: ConnectionPool, day: date) -> Basis | None:
    """The template concessions start from on a day: the newest that holds, None before the first."""
    holding = (its for its in template.versions(pool, day) if its.effective_from <= day)
    return _whole(pool, next(holding, None))


def newest_published(pool: ConnectionPool, day: date) -> Basis | None:
    """The template that the next version changes: the newest, whether it holds yet or not."""
    return _whole(pool, next(iter(template.versions(pool, day)), None))


def _whole(pool: ConnectionPool, its: template.Version | None) -> Basis | None:
    if its is None:
        return None
    return Basis(its.version, Hash(its.content_hash), template.by_id(pool, its.version))


def organisation_name(pool: ConnectionPool, organisation: UUID) -> str | None:
    """What an organisation is called, or None when nobody has said so."""
    return organisation_names(pool, [organisation])[organisation]


def organisation_names(
    pool: ConnectionPool, organisations: Iterable[UUID]
) -> dict[UUID, str | None]:
    """What some organisations are called; None where nobody has said so."""
    names: dict[UUID, str | None] = dict.fromkeys(organisations)
    with pool.connection() as connection:
        rows = connection.execute(NAMES, (list(names),)).fetchall()
    for its_id, kind, municipality, name in rows:
        names[its_id] = places()[municipality].short_name if kind == "municipality" else name
    return names
