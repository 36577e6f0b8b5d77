"""Read model: yearly figures as they were given, and from which half-year they may be seen.

The numbers stand here as they are. What may be shown of them, and how, is decided where they are
shown; a number that was corrected within a half-year is never seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from registry.domain.suppression import shown_from
from registry.domain.yearly import YearlyFigures
from registry.plain import plain
from registry.projections.model import ReadModel, Statement, day_of

model = ReadModel("figures", "registry", "figures")

GIVEN = """
INSERT INTO figures (id, municipality, year, source, published_in, numbers, given_on, shown_from)
VALUES (%(id)s, %(municipality)s, %(year)s, %(source)s, %(published_in)s, %(numbers)s, %(day)s, %(from)s)
"""
AGAIN = """
INSERT INTO figures (id, municipality, year, source, published_in, numbers, given_on, shown_from)
SELECT DISTINCT id, municipality, year, %(source)s, %(published_in)s, %(numbers)s::jsonb, %(day)s::date,
    %(from)s::date
FROM figures WHERE id = %(id)s
ON CONFLICT (id, source, shown_from) DO UPDATE
SET published_in = excluded.published_in, numbers = excluded.numbers, given_on = excluded.given_on
"""


@model.on(YearlyFigures.Created)
def submitted(event: YearlyFigures.Created) -> Iterable[Statement]:
    whose = {"municipality": event.municipality, "year": event.year}
    return [(GIVEN, _said(event) | whose)]


@model.on(YearlyFigures.Corrected)
def corrected(event: YearlyFigures.Corrected) -> Iterable[Statement]:
    return [(AGAIN, _said(event))]


def _said(event: Any) -> dict[str, Any]:
    return {
        "id": event.originator_id,
        "source": event.source.value,
        "published_in": event.published_in,
        "numbers": Jsonb(plain(event.numbers)),
        "day": day_of(event),
        "from": shown_from(day_of(event)),
    }
