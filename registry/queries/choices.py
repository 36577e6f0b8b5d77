"""What choice there is: the coverage of the country, and who can be chosen in one municipality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from registry.domain.facts import STALE_AFTER_DAYS, Budget, Local, Support, Wages
from registry.domain.values import Accepting, ChoiceKind, SupplierKind
from registry.words import ROWS

SETS = {Wages: "wages", Budget: "budget", Support: "support", Local: "local"}

COVERAGE = """
WITH live AS (
    SELECT c.id, place.number, d.is_limited FROM read.concessions c
    JOIN read.documents d ON d.concession = c.id AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
    CROSS JOIN unnest(c.members) AS place(number)
    WHERE c.status = 'published' AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
), offered AS (
    SELECT a.concession, a.supplier, s.municipality, a.accepting IN ('yes', 'limited') AS accepts
    FROM read.admissions a
    JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    WHERE a.concession IN (SELECT id FROM live) AND a.status = 'granted'
        AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
), choice AS (
    SELECT live.number, bool_or(NOT live.is_limited) AS free,
           count(DISTINCT o.supplier) FILTER (WHERE o.municipality IS NULL) AS suppliers,
           count(DISTINCT o.supplier) FILTER (WHERE o.municipality IS NULL AND o.accepts)
               AS accepting,
           bool_or(o.municipality = live.number) AS own
    FROM live LEFT JOIN offered o ON o.concession = live.id
    GROUP BY live.number
)
SELECT m.number,
       CASE WHEN choice.free THEN 'free' WHEN choice.number IS NOT NULL THEN 'limited'
            ELSE m.stated END AS kind,
       coalesce(choice.suppliers, 0)::int AS suppliers,
       coalesce(choice.accepting, 0)::int AS accepting, coalesce(choice.own, false) AS own
FROM read.municipalities m LEFT JOIN choice USING (number)
WHERE m.valid_from <= %(day)s AND m.valid_to > %(day)s
"""

OFFERS = """
SELECT * FROM (
SELECT row_number() OVER (ORDER BY admission) - 1 AS turn, count(*) OVER () AS among, each.* FROM (
SELECT DISTINCT ON (s.id) a.id AS admission, c.id AS concession, s.id AS supplier, s.number, s.kind,
       s.municipality, s.owner_group, name.body AS name, a.accepting, a.granted_on,
       coalesce(s.wages -> %(language)s, '{{}}') || coalesce(s.budget -> %(language)s, '{{}}')
           || coalesce(s.support -> %(language)s, '{{}}')
           || coalesce(a.local -> %(language)s, '{{}}') AS said,
       s.wages_on, s.budget_on, s.support_on, a.local_on, c.running IS NOT NULL AS stated {more}
FROM read.concessions c {documents}
JOIN read.admissions a ON a.concession = c.id AND a.status = 'granted'
    AND a.valid_from <= %(day)s AND a.valid_to > %(day)s
JOIN read.suppliers s ON s.id = a.supplier AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    AND (s.municipality IS NULL OR s.municipality = %(number)s)
LEFT JOIN vault.texts name ON name.ref = s.name_ref {more_from}
WHERE c.members @> ARRAY[%(number)s] AND c.status = 'published'
    AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
    AND (%(concession)s::uuid IS NULL OR c.id = %(concession)s)
ORDER BY s.id, a.accepting IN ('yes', 'limited') DESC NULLS LAST, a.id
) AS each) AS offered {of_those}
"""
"""A supplier that is in two concessions here stands once: with the one where it takes new people."""
ALL_OFFERS = OFFERS.format(
    more=""", d.terms, own.body AS presentation, s.language AS presentation_language,
       coalesce(a.local -> 'facts', '{}') || coalesce(s.wages -> 'facts', '{}')
           || coalesce(s.budget -> 'facts', '{}') || coalesce(s.support -> 'facts', '{}') AS facts""",
    documents="""JOIN read.documents d ON d.concession = c.id
    AND d.valid_from <= %(day)s AND d.valid_to > %(day)s""",
    more_from="LEFT JOIN vault.texts own ON own.ref = s.text_ref",
    of_those="",
)
SOME_OFFERS = OFFERS.format(
    more="", documents="", more_from="", of_those="WHERE number = ANY(%(only)s)"
)
"""A comparison asks for a few suppliers and only what it shows."""

SET_OF = {row.key: SETS[row.of] for row in ROWS}


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
    supplier: UUID
    number: str
    kind: SupplierKind
    municipality: str | None
    owner_group: UUID | None
    name: str
    accepting: Accepting | None
    granted_on: date | None
    stated: bool
    """Whether it is in a scheme that is not from the national template."""
    cells: dict[str, Cell]
    terms: dict[str, Any] = field(default_factory=dict)
    presentation: str | None = None
    presentation_language: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def short_name(self) -> str:
        """For buttons and narrow cells: the first word, or a municipality's name without its unit."""
        return self.name.partition(",")[0] if self.municipality else self.name.split()[0]

    @property
    def takes_new(self) -> bool:
        return self.accepting in (Accepting.YES, Accepting.LIMITED)


def coverage(pool: ConnectionPool, day: date) -> dict[str, Coverage]:
    """Every municipality by number, as it was on a day."""
    with pool.connection() as connection, connection.cursor() as cursor:
        rows = cursor.execute(COVERAGE, {"day": day}).fetchall()
    return {row[0]: Coverage(row[0], ChoiceKind(row[1]), *row[2:]) for row in rows}


def offers(
    pool: ConnectionPool,
    number: str,
    day: date,
    language: str,
    only: list[str] | None = None,
    concession: UUID | None = None,
) -> list[Offer]:
    """Who can be chosen in a municipality on a day, each once, in the day's order.

    With organisation numbers in `only`, just those, still in the order among all, and without
    terms, presentation and facts to filter on. With a `concession`, those that are in it.
    """
    values = {"number": number, "day": day, "language": language, "only": only}
    values |= {"concession": concession}
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        query = ALL_OFFERS if only is None else SOME_OFFERS
        rows = cursor.execute(query, values).fetchall()
    first = day.toordinal() + int(number)
    rows.sort(key=lambda row: place_in_line(row.pop("turn"), row.pop("among"), first))
    return [_offer(row, day) for row in rows]


def place_in_line(turn: int, among: int, first: int) -> int:
    """The published rule: a fixed circle that moves one step a day, so each is first equally often."""
    return (turn - first) % among


def _offer(row: dict[str, Any], day: date) -> Offer:
    dates = {name: row.pop(f"{name}_on") for name in SETS.values()}
    stale = {name: is_stale(on, day) for name, on in dates.items()}
    cells = {
        key: Cell(text, dates[SET_OF[key]], stale[SET_OF[key]])
        for key, text in row.pop("said").items()
    }
    accepting = row.pop("accepting")
    row["kind"] = SupplierKind(row["kind"])
    row["name"] = row["name"] or row["number"]
    return Offer(**row, accepting=Accepting(accepting) if accepting else None, cells=cells)


def is_stale(confirmed_on: date | None, day: date) -> bool:
    """Whether a fact was confirmed too long ago to be shown as confirmed, or never."""
    return confirmed_on is None or confirmed_on < day - timedelta(days=STALE_AFTER_DAYS)


def cells_of(row: dict[str, Any], day: date, groups: Iterable[str]) -> dict[str, Cell]:
    """Take a row's sets of facts out of it, as cells by key."""
    cells: dict[str, Cell] = {}
    for group in groups:
        said, on = row.pop(group), row.pop(f"{group}_on")
        stale = is_stale(on, day)
        cells |= {key: Cell(text, on, stale) for key, text in (said or {}).items()}
    return cells


WORDS = """
SELECT m.number, m.language, phone.body AS phone, mailbox.body AS mailbox, story.body AS story,
    m.stated_by, m.stated_on,
    (SELECT json_object_agg(n.number, CASE WHEN live.free THEN 'free'
                WHEN live.number IS NOT NULL THEN 'limited' ELSE n.stated END)
     FROM read.municipalities n
     LEFT JOIN (SELECT place.number, bool_or(NOT d.is_limited) AS free
                FROM read.concessions c
                JOIN read.documents d ON d.concession = c.id
                    AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
                CROSS JOIN unnest(c.members) AS place(number)
                WHERE c.status = 'published' AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
                    AND c.members && %(around)s::text[] AND place.number = ANY(%(around)s::text[])
                GROUP BY place.number) live USING (number)
     WHERE n.number = ANY(%(around)s::text[]) AND n.valid_from <= %(day)s AND n.valid_to > %(day)s
    ) AS kinds
FROM read.municipalities m
LEFT JOIN vault.texts phone ON phone.ref = m.phone_ref
LEFT JOIN vault.texts mailbox ON mailbox.ref = m.mailbox_ref
LEFT JOIN vault.texts story ON story.ref = CASE %(language)s
    WHEN 'nn' THEN m.story_nn WHEN 'en' THEN m.story_en ELSE m.story_nb END
WHERE m.number = %(number)s AND m.valid_from <= %(day)s AND m.valid_to > %(day)s
"""


@dataclass(frozen=True)
class MunicipalityPage:
    """What a municipality says about itself on a day, and the kinds of choice here and around."""

    number: str
    language: str
    phone: str | None
    mailbox: str | None
    story: str | None
    stated_by: UUID | None
    """The organisation that stated what choice there is, where somebody has."""
    stated_on: date | None
    kinds: dict[str, ChoiceKind]


def municipality(
    pool: ConnectionPool, number: str, day: date, language: str, around: Sequence[str] = ()
) -> MunicipalityPage | None:
    """One municipality's own words, or None where it was not in the registry that day."""
    values = {"number": number, "day": day, "language": language, "around": [number, *around]}
    with pool.connection() as connection, connection.cursor() as cursor:
        row = cursor.execute(WORDS, values).fetchone()
    if row is None:
        return None
    known = {n: ChoiceKind(kind) for n, kind in row[-1].items()}
    said: list[Any] = [*row[:-1], known]
    return MunicipalityPage(*said)
