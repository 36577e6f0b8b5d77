"""Who is told: people who may do something somewhere on the day, and have given an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.roles import Function, OrganisationKind
from registry.queries.access import Acting, acting

REACHABLE = """
SELECT DISTINCT user_id FROM vault.mailboxes LEFT JOIN read.functions USING (user_id)
WHERE address IS NOT NULL AND refused_at IS NULL AND (%(only)s::uuid IS NULL OR user_id = %(only)s)
    AND (user_id = ANY(%(named)s)
        OR function = ANY(%(functions)s) AND valid_from <= %(day)s AND valid_to > %(day)s)
"""


@dataclass(frozen=True)
class Audience:
    """Those with one of some functions in a kind of workplace; with `of` only in these.

    `of` holds municipality numbers or organisation numbers, `through` one organisation, whatever
    workplace it works in, and `user` a single person, whatever she may do.
    """

    functions: frozenset[Function] = frozenset()
    kind: OrganisationKind | None = None
    of: frozenset[str] | None = None
    through: UUID | None = None
    user: UUID | None = None

    def has(self, place: Acting) -> bool:
        """Whether somebody who works in a place belongs to those who are told."""
        if not place.functions & self.functions:
            return False
        if self.through is not None:
            return place.through == self.through
        whose = place.municipality or place.number
        return place.workplace is self.kind and (self.of is None or whose in self.of)


def receivers(
    pool: ConnectionPool, audiences: Iterable[Audience], day: date, only: UUID | None = None
) -> set[UUID]:
    """Everybody with a working address who belongs to one of the audiences on a day.

    `only` asks about one person.
    """
    every = list(audiences)
    named = {each.user for each in every if each.user}
    functions = frozenset[Function]().union(*(each.functions for each in every))
    asked = {
        "day": day,
        "only": only,
        "named": list(named),
        "functions": [each.value for each in functions],
    }
    with pool.connection() as connection:
        candidates = {row[0] for row in connection.execute(REACHABLE, asked)}
    return {
        user
        for user in candidates
        if user in named
        or any(its.has(place) for place in acting(pool, user, day) for its in every)
    }
