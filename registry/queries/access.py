"""Who may do what: read on every request, so that a withdrawn function or mandate ends at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.organisation import Organisation
from registry.domain.roles import (
    COVERED,
    NOT_BESIDE_OWN_PROVISION,
    READABLE,
    Duty,
    Function,
    OrganisationKind,
    allowed,
)
from registry.domain.values import MunicipalityNumber, OrganisationNumber

ONLY_PEOPLE = frozenset({Function.MANAGE_PEOPLE})
HELD = """
SELECT o.id, o.kind, o.municipality, o.number, own.municipality AS own_provision_of,
       array_agg(f.function) AS functions
FROM read.functions f JOIN read.organisations o ON o.id = f.organisation
LEFT JOIN read.suppliers own ON own.number = o.number AND own.kind = 'own_provision'
    AND o.kind = 'supplier' AND own.valid_to = '9999-12-31'
WHERE f.user_id = %(user)s AND f.valid_from <= %(day)s AND f.valid_to > %(day)s
GROUP BY o.id, own.municipality ORDER BY o.id
"""
MANDATES = """
SELECT m.organisation, t.number AS municipality, m.duty, m.keeps
FROM read.mandates m
JOIN read.municipalities t ON t.id = m.municipality AND t.valid_to = '9999-12-31'
WHERE m.valid_from <= %(day)s AND m.valid_to > %(day)s
    AND (m.organisation = ANY(%(organisations)s) OR t.number = ANY(%(municipalities)s))
ORDER BY t.number
"""


@dataclass(frozen=True)
class Acting:
    """A place where a person works: an organisation she acts for, or a municipality it acts for."""

    through: UUID
    """The organisation the person belongs to: what she does stands on behalf of it."""
    kind: OrganisationKind
    """The kind of that organisation."""
    organisation: UUID
    """Whose workplace it is, and whose drafts lie there: the municipality's, whoever acts for it."""
    workplace: OrganisationKind
    """Which workplace it is: everybody who acts for a municipality works in the municipalities'."""
    municipality: MunicipalityNumber | None
    number: OrganisationNumber | None
    functions: frozenset[Function]

    @property
    def key(self) -> str:
        """What forms and sessions call it."""
        return f"{self.through}/{self.organisation}"

    @property
    def opens(self) -> frozenset[Function]:
        """The functions whose pages the person may open; whoever only reads opens more than she may do."""
        if Function.READ not in self.functions:
            return self.functions
        return self.functions | READABLE.get(self.workplace, ONLY_PEOPLE)

    @property
    def only_reads(self) -> bool:
        return self.functions == {Function.READ}

    @property
    def only_orders(self) -> bool:
        """Whoever only orders needs what was chosen, and nothing of how concessions come about."""
        return self.functions == {Function.ORDER}

    @property
    def district(self) -> UUID | None:
        """A district sees its own cases only; everybody else all of the municipality's."""
        return self.through if self.kind is OrganisationKind.DISTRICT else None


@dataclass(frozen=True)
class Held:
    """An organisation and what a person may do in it by its own roles."""

    id: UUID
    kind: str
    municipality: MunicipalityNumber | None
    number: OrganisationNumber | None
    own_provision_of: MunicipalityNumber | None
    functions: list[str]

    @property
    def of_kind(self) -> OrganisationKind:
        return OrganisationKind(self.kind)

    @property
    def may(self) -> frozenset[Function]:
        return frozenset(map(Function, self.functions)) & allowed(self.of_kind)

    def place(
        self, municipality: MunicipalityNumber | None, functions: frozenset[Function]
    ) -> Acting:
        """The organisation's own place, or the one where it acts for a municipality."""
        town = OrganisationKind.MUNICIPALITY
        whose = Organisation.id_for(town, municipality) if municipality else self.id
        kind = town if municipality else self.of_kind
        return Acting(self.id, self.of_kind, whose, kind, municipality, self.number, functions)


@dataclass(frozen=True)
class Mandated:
    """An organisation carries out a duty for a municipality."""

    organisation: UUID
    municipality: MunicipalityNumber
    duty: str
    keeps: bool

    @property
    def covers(self) -> frozenset[Function]:
        return COVERED[Duty(self.duty)]


def acting(pool: ConnectionPool, user: UUID, day: date) -> list[Acting]:
    """The places where a person may act on a day, always in the same order.

    One for each organisation and municipality on whose behalf it acts.
    """
    with pool.connection() as connection:
        with connection.cursor(row_factory=class_row(Held)) as cursor:
            held = cursor.execute(HELD, {"user": user, "day": day}).fetchall()
        with connection.cursor(row_factory=class_row(Mandated)) as cursor:
            asked = {
                "day": day,
                "organisations": [each.id for each in held],
                "municipalities": [each.municipality for each in held],
            }
            mandates = cursor.execute(MANDATES, asked).fetchall() if held else []
    own = {each.own_provision_of for each in held}
    found = [_beside(place, own) for each in held for place in _places(each, mandates)]
    return [place for place in found if place.functions]


def looked_into(pool: ConnectionPool, places: Iterable[Acting], organisation: UUID) -> list[Acting]:
    """An organisation's place as an auditor among `places` sees it; empty for everybody else."""
    auditor = next((place for place in places if Function.AUDIT in place.functions), None)
    if auditor is None:
        return []
    with pool.connection() as connection, connection.cursor() as cursor:
        row = cursor.execute(
            "SELECT kind, municipality, number FROM read.organisations WHERE id = %s",
            (organisation,),
        ).fetchone()
    if row is None:
        return []
    kind = OrganisationKind(row[0])
    number = row[1] if kind is OrganisationKind.MUNICIPALITY else None
    reads = frozenset({Function.READ})
    return [Acting(auditor.through, auditor.kind, organisation, kind, number, row[2], reads)]


def _places(held: Held, mandates: Iterable[Mandated]) -> Iterator[Acting]:
    """An organisation's own place, and one for each municipality it has a mandate from."""
    if held.of_kind is OrganisationKind.MUNICIPALITY:
        away = [m.covers for m in mandates if m.municipality == held.municipality and not m.keeps]
        yield held.place(held.municipality, held.may.difference(*away))
    else:
        yield held.place(None, held.may.difference(*COVERED.values()))
    duties: dict[MunicipalityNumber, frozenset[Function]] = {}
    for each in mandates:
        if each.organisation == held.id:
            before = duties.get(each.municipality, frozenset())
            duties[each.municipality] = before | (held.may & each.covers)
    for municipality, functions in duties.items():
        yield held.place(municipality, functions)


def _beside(place: Acting, own: set[MunicipalityNumber | None]) -> Acting:
    """The same place for somebody who also works for some municipalities' own provision."""
    if place.municipality is None or place.municipality not in own:
        return place
    return replace(place, functions=place.functions - NOT_BESIDE_OWN_PROVISION)
