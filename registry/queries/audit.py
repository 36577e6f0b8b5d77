"""Every role and every mandate there is and was, and every organisation, for whoever audits."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.roles import FUNCTIONS, ROLES, Duty, Function, OrganisationKind, Role
from registry.domain.values import MunicipalityNumber
from registry.queries.people import Period
from registry.queries.workplaces import organisation_names
from registry.reference.municipalities import sort_key

GRANTS = """
SELECT f.organisation, o.kind, u.name, f.function, f.valid_from, f.valid_to
FROM read.functions f JOIN read.organisations o ON o.id = f.organisation
LEFT JOIN vault.users u ON u.user_id = f.user_id
WHERE f.valid_to > f.valid_from
ORDER BY f.valid_from DESC, f.organisation, f.user_id, f.function
LIMIT %(most)s OFFSET %(skip)s
"""
MANDATES = """
SELECT t.number, m.organisation, m.duty, m.keeps, m.valid_from, m.valid_to
FROM read.mandates m
JOIN read.municipalities t ON t.id = m.municipality AND t.valid_to = '9999-12-31'
WHERE m.valid_to > m.valid_from
ORDER BY m.valid_from DESC, t.number, m.duty, m.organisation
"""


@dataclass(frozen=True)
class Granted(Period):
    """Somebody's role in an organisation. Names are None where nobody has said them."""

    organisation: str | None
    kind: OrganisationKind
    name: str | None
    role: Role | None


@dataclass(frozen=True)
class Mandated(Period):
    """A duty that an organisation carries out, or carried out, for a municipality."""

    municipality: MunicipalityNumber
    organisation: str | None
    duty: Duty
    keeps: bool


def grants(pool: ConnectionPool, *, most: int, skip: int) -> list[Granted]:
    """Every role anybody has, had or will have, the newest first."""
    with pool.connection() as connection:
        rows = connection.execute(GRANTS, {"most": most, "skip": skip}).fetchall()
    names = organisation_names(pool, {row[0] for row in rows})
    return [
        Granted(row[4], row[5], names[row[0]], kind, row[2], _role(kind, Function(row[3])))
        for row in rows
        for kind in [OrganisationKind(row[1])]
    ]


def count_grants(pool: ConnectionPool) -> int:
    """How many there are."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT count(*) FROM read.functions WHERE valid_to > valid_from"
        ).fetchone()
    assert row is not None
    return int(row[0])


def mandates(pool: ConnectionPool) -> list[Mandated]:
    """Every mandate there is, was or will be, the newest first."""
    with pool.connection() as connection:
        rows = connection.execute(MANDATES).fetchall()
    names = organisation_names(pool, {row[1] for row in rows})
    return [Mandated(row[4], row[5], row[0], names[row[1]], Duty(row[2]), row[3]) for row in rows]


def organisations(pool: ConnectionPool) -> list[tuple[UUID, OrganisationKind, str | None]]:
    """(id, kind, name) of every organisation, by name; the nameless last."""
    with pool.connection() as connection:
        rows = connection.execute("SELECT id, kind FROM read.organisations ORDER BY id").fetchall()
    names = organisation_names(pool, [row[0] for row in rows])
    found = [(row[0], OrganisationKind(row[1]), names[row[0]]) for row in rows]
    return sorted(found, key=lambda each: (each[2] is None, sort_key(each[2] or "")))


def _role(kind: OrganisationKind, function: Function) -> Role | None:
    """The role a function belongs to; none where an organisation of this kind has no such role."""
    return next((role for role in ROLES[kind] if function in FUNCTIONS[role]), None)
