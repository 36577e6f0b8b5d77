"""How complaints about decisions on BPA ended: exact for who counts them, rounded for everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.small_numbers import Shown, said_before, shown
from registry.domain.values import ComplaintOutcome, CountyNumber, MunicipalityNumber

COUNTED = """
SELECT q.municipality, q.year, q.quarter, c.outcome, c.number
FROM read.complaint_quarters q JOIN read.complaint_counts c ON c.quarter = q.id
WHERE q.municipality = ANY(%(municipalities)s) AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
ORDER BY q.year DESC, q.quarter DESC
"""
Counts = dict[ComplaintOutcome, int]


@dataclass(frozen=True)
class HalfYear:
    """Half a year in one municipality. `numbers` is None where there are too few to show."""

    year: int
    half: int
    numbers: Shown[ComplaintOutcome] | None


def counties(pool: ConnectionPool, governor: UUID) -> list[CountyNumber]:
    """The counties of a county governor."""
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT counties FROM read.organisations WHERE id = %s", (governor,)
        ).fetchone()
    return row[0] if row else []


def counted(
    pool: ConnectionPool, municipalities: Iterable[MunicipalityNumber], day: date
) -> dict[MunicipalityNumber, dict[tuple[int, int], Counts]]:
    """What was counted by a day: municipality, then (year, quarter), the newest first. Exact."""
    values = {"municipalities": list(municipalities), "day": day}
    with pool.connection() as connection:
        rows = connection.execute(COUNTED, values).fetchall()
    found: dict[MunicipalityNumber, dict[tuple[int, int], Counts]] = defaultdict(dict)
    for municipality, year, quarter, outcome, number in rows:
        its = found[municipality].setdefault((year, quarter), {})
        its[ComplaintOutcome(outcome)] = number
    return found


def half_years(pool: ConnectionPool, municipality: MunicipalityNumber, day: date) -> list[HalfYear]:
    """The half years that are counted whole, the newest first, as everybody may see them on a day.

    What is counted is seen from the next half year on, so that no single correction shows.
    """
    quarters = counted(pool, [municipality], said_before(day))[municipality]
    halves = [
        (year, quarter // 2) for year, quarter in quarters if quarter in (2, 4)
        and (year, quarter - 1) in quarters
    ]  # fmt: skip
    return [
        HalfYear(
            year,
            half,
            shown(_sum(quarters[year, half * 2 - 1], quarters[year, half * 2])),
        )
        for year, half in halves
    ]


def _sum(first: Counts, second: Counts) -> Counts:
    return {outcome: first.get(outcome, 0) + second.get(outcome, 0) for outcome in ComplaintOutcome}
