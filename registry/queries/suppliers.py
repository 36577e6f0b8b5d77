"""The suppliers of the whole country, and one of them with what it says about itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from registry.domain.values import Accepting, SupplierKind
from registry.queries.choices import Cell, cells_of
from registry.reference.municipalities import places, sort_key

SUPPLIERS = """
SELECT s.number, s.kind, coalesce(name.body, s.number) AS name,
       (SELECT count(DISTINCT member) FROM read.admissions a
        JOIN read.concessions c ON c.id = a.concession AND c.status = 'published'
            AND c.valid_from <= %(day)s AND c.valid_to > %(day)s, unnest(c.members) AS member
        WHERE a.supplier = s.id AND a.status = 'granted'
            AND a.valid_from <= %(day)s AND a.valid_to > %(day)s) AS municipalities
FROM read.suppliers s LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE s.municipality IS NULL AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
"""

SUPPLIER = """
SELECT s.id, s.number, s.kind, s.municipality, s.owner_group,
       coalesce(name.body, s.number) AS name, said.body AS presentation,
       s.language AS presentation_language, s.wages -> %(language)s AS wages, s.wages_on,
       s.budget -> %(language)s AS budget, s.budget_on,
       s.support -> %(language)s AS support, s.support_on
FROM read.suppliers s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
LEFT JOIN vault.texts said ON said.ref = s.text_ref
WHERE s.number = %(number)s AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
"""

WHERE_IT_IS = """
SELECT member AS number, a.accepting FROM read.admissions a
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
JOIN read.concessions c ON c.id = a.concession AND c.status = 'published'
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s, unnest(c.members) AS member
WHERE s.number = %(number)s AND a.status = 'granted'
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
    AND (s.municipality IS NULL OR s.municipality = member)
"""

SAME_OWNER = """
SELECT s.number, coalesce(name.body, s.number) AS name FROM read.suppliers s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE s.owner_group = %(group)s AND s.number <> %(number)s
    AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
"""


@dataclass(frozen=True)
class SupplierLine:
    """One private supplier in the list, and in how many municipalities it can be chosen."""

    number: str
    kind: SupplierKind
    name: str
    municipalities: int


@dataclass(frozen=True)
class SupplierPage:
    """One supplier, with its own words and its facts in words."""

    id: UUID
    number: str
    kind: SupplierKind
    municipality: str | None
    owner_group: UUID | None
    name: str
    presentation: str | None
    presentation_language: str | None
    cells: dict[str, Cell]


def suppliers(pool: ConnectionPool, day: date) -> list[SupplierLine]:
    """All private suppliers, by name. Own provision is found with its municipality."""
    with pool.connection() as connection, connection.cursor() as cursor:
        rows = cursor.execute(SUPPLIERS, {"day": day}).fetchall()
    found = [SupplierLine(row[0], SupplierKind(row[1]), row[2], row[3]) for row in rows]
    return sorted(found, key=lambda line: sort_key(line.name))


def supplier(pool: ConnectionPool, number: str, day: date, language: str) -> SupplierPage | None:
    """One supplier as it was on a day, or None where it was not registered."""
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            SUPPLIER, {"number": number, "day": day, "language": language}
        ).fetchone()
    if row is None:
        return None
    cells = cells_of(row, day, ("wages", "budget", "support"))
    return SupplierPage(**row | {"kind": SupplierKind(row["kind"])}, cells=cells)


def where(pool: ConnectionPool, number: str, day: date) -> dict[str, list[tuple[str, Any]]]:
    """County by county: the municipalities a supplier is in, and whether it takes new people."""
    with pool.connection() as connection, connection.cursor() as cursor:
        rows = cursor.execute(WHERE_IT_IS, {"number": number, "day": day}).fetchall()
    said = {row[0]: Accepting(row[1]) if row[1] else None for row in rows}
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for place in places().values():
        if place.number in said:
            found[place.county].append((place.number, said[place.number]))
    return {county: found[county] for county in sorted(found, key=sort_key)}


def same_owner(pool: ConnectionPool, its: SupplierPage, day: date) -> list[tuple[str, str]]:
    """(number, name) of other suppliers with the same owner."""
    if its.owner_group is None:
        return []
    with pool.connection() as connection:
        rows = connection.execute(
            SAME_OWNER, {"group": its.owner_group, "number": its.number, "day": day}
        ).fetchall()
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: sort_key(row[1]))
