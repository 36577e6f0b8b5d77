"""Who has which role where, who is invited, and who carries out which duty for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.municipality import Municipality
from registry.domain.roles import FUNCTIONS, ROLES, Duty, Function, OrganisationKind, Role
from registry.domain.values import MunicipalityNumber

FOREVER = date(9999, 12, 31)
HELD = """
SELECT f.user_id AS user, u.name, f.function, f.valid_from, f.valid_to
FROM read.functions f LEFT JOIN vault.users u ON u.user_id = f.user_id
WHERE f.organisation = %s AND f.valid_to > f.valid_from
ORDER BY f.valid_from, f.function
"""
INVITED = """
SELECT id, functions, valid_from, valid_to, invited_on, expires_on FROM read.invitations
WHERE organisation = %(organisation)s AND expires_on >= %(day)s AND valid_to > %(day)s
ORDER BY invited_on, id
"""
MANDATES = """
SELECT m.organisation, m.duty, m.keeps, m.valid_from, m.valid_to
FROM read.mandates m WHERE m.municipality = %s AND m.valid_to > m.valid_from
ORDER BY m.duty, m.valid_from, m.organisation
"""
MAY_CARRY_OUT = """
SELECT id FROM read.organisations
WHERE kind IN ('inter_municipal', 'state_agency')
    OR kind = 'municipality' AND municipality <> %(number)s
    OR kind IN ('district', 'ordering_unit') AND municipality = %(number)s
"""


@dataclass(frozen=True)
class Period:
    """From a day until the day before `valid_to`; FOREVER has no end."""

    valid_from: date
    valid_to: date

    @property
    def last_day(self) -> date | None:
        return None if self.valid_to == FOREVER else self.valid_to - timedelta(days=1)

    def is_over(self, day: date) -> bool:
        return self.valid_to <= day

    def is_to_come(self, day: date) -> bool:
        return self.valid_from > day


@dataclass(frozen=True)
class Holding(Period):
    """Somebody has, had or will have a role. `name` is None for who never signed in."""

    user: UUID
    name: str | None
    role: Role


@dataclass(frozen=True)
class Invited(Period):
    """Somebody who is not here yet may take these roles."""

    id: UUID
    roles: list[Role]
    invited_on: date
    expires_on: date


@dataclass(frozen=True)
class Mandated(Period):
    """An organisation carries out a duty for a municipality."""

    organisation: UUID
    duty: Duty
    keeps: bool


def roles_of(kind: OrganisationKind, functions: Iterable[Function]) -> list[Role]:
    """The roles that some functions make up in an organisation of a kind."""
    held = set(functions)
    return [role for role in ROLES[kind] if FUNCTIONS[role] <= held]


def kind_of(pool: ConnectionPool, organisation: UUID) -> OrganisationKind:
    """What an organisation is."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT kind FROM read.organisations WHERE id = %s", (organisation,)
        ).fetchone()
    assert row is not None
    return OrganisationKind(row[0])


def holdings(pool: ConnectionPool, organisation: UUID, kind: OrganisationKind) -> list[Holding]:
    """Every role anybody has, had or will have in an organisation, the earliest first.

    A role of several functions is held while all of them are.
    """
    role_of = {function: role for role in ROLES[kind] for function in FUNCTIONS[role]}
    with pool.connection() as connection:
        rows = connection.execute(HELD, (organisation,)).fetchall()
    found: dict[tuple[UUID, Role, date], Holding] = {}
    for user, name, function, valid_from, valid_to in rows:
        role = role_of.get(Function(function))
        if role:
            found[user, role, valid_from] = Holding(valid_from, valid_to, user, name, role)
    return list(found.values())


def invitations(
    pool: ConnectionPool, organisation: UUID, kind: OrganisationKind, day: date
) -> list[Invited]:
    """The invitations that can still be taken, the oldest first."""
    with pool.connection() as connection:
        rows = connection.execute(INVITED, {"organisation": organisation, "day": day}).fetchall()
    return [
        Invited(row[2], row[3], row[0], roles_of(kind, map(Function, row[1])), row[4], row[5])
        for row in rows
    ]


def mandates(pool: ConnectionPool, number: MunicipalityNumber) -> list[Mandated]:
    """Every duty the municipality has, had or will have handed over."""
    with pool.connection() as connection:
        rows = connection.execute(MANDATES, (Municipality.id_for(number),)).fetchall()
    return [Mandated(row[3], row[4], row[0], Duty(row[1]), row[2]) for row in rows]


def may_carry_out(pool: ConnectionPool, number: MunicipalityNumber) -> list[UUID]:
    """The organisations a municipality may hand a duty to."""
    with pool.connection() as connection:
        rows = connection.execute(MAY_CARRY_OUT, {"number": number}).fetchall()
    return [row[0] for row in rows]
