"""What choice there is: the coverage of the country, and who can be chosen in one municipality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import class_row, dict_row
from psycopg_pool import ConnectionPool

from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.values import Accepting, ChoiceKind, SupplierKind

COVERAGE = """
WITH live AS (
    SELECT c.id, number, c.is_limited FROM read.concessions c, unnest(c.members) AS number
    WHERE c.status = 'published' AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
        AND (%(numbers)s::text[] IS NULL
             OR c.members && %(numbers)s::text[] AND number = ANY(%(numbers)s::text[]))
), offered AS (
    SELECT live.number, count(*) FILTER (WHERE s.municipality IS NULL) AS suppliers,
           count(*) FILTER (WHERE s.municipality IS NULL AND a.accepting IN ('yes', 'limited'))
               AS accepting,
           bool_or(s.municipality IS NOT NULL) AS own
    FROM live
    JOIN read.admissions a ON a.concession = live.id AND a.status = 'granted'
        AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
    JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
        AND (s.municipality IS NULL OR s.municipality = live.number)
    GROUP BY live.number
), kinds AS (
    SELECT number, bool_or(NOT is_limited) AS free FROM live GROUP BY number
)
SELECT m.number,
       CASE WHEN kinds.free THEN 'free' WHEN kinds.number IS NOT NULL THEN 'limited'
            ELSE m.stated END AS kind,
       coalesce(offered.suppliers, 0) AS suppliers, coalesce(offered.accepting, 0) AS accepting,
       coalesce(offered.own, false) AS own
FROM read.municipalities m LEFT JOIN kinds USING (number) LEFT JOIN offered USING (number)
WHERE m.valid_from <= %(day)s AND m.valid_to > %(day)s
    AND (%(numbers)s::text[] IS NULL OR m.number = ANY(%(numbers)s::text[]))
"""

OFFERS = """
SELECT * FROM (
SELECT row_number() OVER (ORDER BY a.id) - 1 AS turn, count(*) OVER () AS among,
       a.id AS admission, c.id AS concession, c.terms, s.id AS supplier, s.number, s.kind,
       s.municipality, s.owner_group, name.body AS name, said.body AS presentation,
       s.language AS presentation_language, a.accepting, a.granted_on,
       s.wages -> %(language)s AS wages, s.wages_on, s.budget -> %(language)s AS budget,
       s.budget_on, s.support -> %(language)s AS support, s.support_on,
       a.local -> %(language)s AS local, a.local_on,
       coalesce(a.local -> 'facts', '{}') || coalesce(s.wages -> 'facts', '{}')
           || coalesce(s.budget -> 'facts', '{}') || coalesce(s.support -> 'facts', '{}') AS facts
FROM read.concessions c
JOIN read.admissions a ON a.concession = c.id AND a.status = 'granted'
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    AND (s.municipality IS NULL OR s.municipality = %(number)s)
LEFT JOIN vault.texts name ON name.ref = s.name_ref
LEFT JOIN vault.texts said ON said.ref = s.text_ref
WHERE c.members @> ARRAY[%(number)s] AND c.status = 'published'
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
) AS offered WHERE %(only)s::text[] IS NULL OR number = ANY(%(only)s::text[])
"""


@dataclass(frozen=True)
class Coverage:
    """One municipality: what choice there is, how many private suppliers, and its own provision."""

    number: str
    kind: ChoiceKind
    suppliers: int
    accepting: int
    own: bool


class Cell(NamedTuple):
    """One fact in words; `confirmed_on` is None where the supplier has said nothing."""

    text: str
    confirmed_on: date | None
    stale: bool


@dataclass(frozen=True)
class Offer:
    """One supplier that can be chosen in a municipality, with everything it says."""

    admission: UUID
    concession: UUID
    terms: dict[str, Any]
    supplier: UUID
    number: str
    kind: SupplierKind
    municipality: str | None
    owner_group: UUID | None
    name: str
    presentation: str | None
    presentation_language: str | None
    accepting: Accepting | None
    granted_on: date
    facts: dict[str, Any]
    cells: dict[str, Cell]

    @property
    def short_name(self) -> str:
        """For buttons and narrow cells: the first word, or a municipality's name without its unit."""
        return self.name.partition(",")[0] if self.municipality else self.name.split()[0]

    @property
    def takes_new(self) -> bool:
        return self.accepting in (Accepting.YES, Accepting.LIMITED)


def coverage(
    pool: ConnectionPool, day: date, numbers: list[str] | None = None
) -> dict[str, Coverage]:
    """Municipalities by number, as they were on a day: all of them, or those asked for."""
    with pool.connection() as connection, connection.cursor() as cursor:
        rows = cursor.execute(COVERAGE, {"day": day, "numbers": numbers}).fetchall()
    return {row[0]: Coverage(row[0], ChoiceKind(row[1]), *row[2:]) for row in rows}


def offers(
    pool: ConnectionPool, number: str, day: date, language: str, only: list[str] | None = None
) -> list[Offer]:
    """Who can be chosen in a municipality on a day, in the day's order.

    With organisation numbers in `only`, just those, still in the order among all.
    """
    values = {"number": number, "day": day, "language": language, "only": only}
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(OFFERS, values).fetchall()
    first = day.toordinal() + int(number)
    rows.sort(key=lambda row: place_in_line(row.pop("turn"), row.pop("among"), first))
    return [_offer(row, day) for row in rows]


def place_in_line(turn: int, among: int, first: int) -> int:
    """The published rule: a fixed circle that moves one step a day, so each is first equally often."""
    return (turn - first) % among


def _offer(row: dict[str, Any], day: date) -> Offer:
    cells = cells_of(row, day, ("wages", "budget", "support", "local"))
    accepting = row.pop("accepting")
    row["kind"] = SupplierKind(row["kind"])
    row["name"] = row["name"] or row["number"]
    return Offer(**row, accepting=Accepting(accepting) if accepting else None, cells=cells)


def cells_of(row: dict[str, Any], day: date, groups: Iterable[str]) -> dict[str, Cell]:
    """Take a row's sets of facts out of it, as cells by key."""
    cells: dict[str, Cell] = {}
    for group in groups:
        said, on = row.pop(group), row.pop(f"{group}_on")
        stale = on is None or on < day - timedelta(days=STALE_AFTER_DAYS)
        cells |= {key: Cell(text, on, stale) for key, text in (said or {}).items()}
    return cells


@dataclass(frozen=True)
class MunicipalityPage:
    """What a municipality says about itself on a day."""

    number: str
    language: str
    phone: str | None
    mailbox: str | None
    story: str | None


def municipality(
    pool: ConnectionPool, number: str, day: date, language: str
) -> MunicipalityPage | None:
    """One municipality's own words, or None where it was not in the registry that day."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(MunicipalityPage)) as cursor,
    ):
        return cursor.execute(
            "SELECT m.number, m.language, phone.body AS phone, mailbox.body AS mailbox,"
            " story.body AS story FROM read.municipalities m"
            " LEFT JOIN vault.texts phone ON phone.ref = m.phone_ref"
            " LEFT JOIN vault.texts mailbox ON mailbox.ref = m.mailbox_ref"
            " LEFT JOIN vault.texts story ON story.ref = CASE %(language)s"
            "   WHEN 'nn' THEN m.story_nn WHEN 'en' THEN m.story_en ELSE m.story_nb END"
            " WHERE m.number = %(number)s AND m.valid_from <= %(day)s AND m.valid_to > %(day)s",
            {"number": number, "day": day, "language": language},
        ).fetchone()
