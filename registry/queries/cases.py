"""What a case shows to whoever holds its code: what may be chosen, what was chosen, what is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from registry.domain.deadlines import ChoiceDates
from registry.domain.running import Running
from registry.queries.choices import Offer, offers
from registry.queries.running import running_from
from registry.vault import ALPHABET


@dataclass(frozen=True)
class HeldCase:
    """A case as its code opens it. `admission`, `dates` and `chosen_at` once something is chosen."""

    id: UUID
    municipality: str
    concession: UUID
    choose_by: date
    terms: dict[str, Any]
    admission: UUID | None
    place: UUID | None
    dates: ChoiceDates | None
    chosen_at: datetime | None
    chosen_name: str | None
    district: UUID | None
    """The district that made the decision, if one did."""
    running: Running | None
    """What was stated about the scheme, where it is not from the national template."""

    @property
    def receipt(self) -> str:
        """The number on the receipt, easy to say on the phone: FV-7K2M-48."""
        assert self.place is not None
        return receipt(self.place)

    def may_regret(self, today: date) -> bool:
        return self.dates is not None and today <= self.dates.regret_until


def receipt(place: UUID) -> str:
    """The number of a choice, from its place's random token."""
    number = place.int >> 98
    signs = "".join(ALPHABET[(number >> shift) & 31] for shift in range(25, -5, -5))
    return f"FV-{signs[:4]}-{signs[4:]}"


def held(pool: ConnectionPool, case_id: UUID) -> HeldCase | None:
    """The case, or None when it has been removed."""
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            "SELECT k.id, k.municipality, k.concession, k.choose_by, d.terms, k.admission, k.place,"
            " k.dates, k.chosen_at, name.body AS chosen_name, k.district, c.running"
            " FROM read.cases k"
            " JOIN read.concessions c ON c.id = k.concession AND c.valid_to = '9999-12-31'"
            " JOIN read.documents d ON d.concession = k.concession AND"
            " (k.opened_at AT TIME ZONE 'Europe/Oslo')::date BETWEEN d.valid_from AND d.valid_to - 1"
            " LEFT JOIN read.admissions a ON a.id = k.admission AND a.valid_to = '9999-12-31'"
            " LEFT JOIN read.suppliers s ON s.id = a.supplier AND s.valid_to = '9999-12-31'"
            " LEFT JOIN vault.texts name ON name.ref = s.name_ref WHERE k.id = %s",
            (case_id,),
        ).fetchone()
    if row is None:
        return None
    dates, running = row.pop("dates"), running_from(row.pop("running"))
    return HeldCase(**row, dates=_dates(dates) if dates else None, running=running)


def may_choose(
    pool: ConnectionPool, case: HeldCase, today: date, language: str
) -> tuple[list[Offer], dict[UUID, int]]:
    """The suppliers of the case's concession in the day's order, and the free places of each."""
    mine = offers(pool, case.municipality, today, language, concession=case.concession)
    return mine, free_places(pool, [offer.admission for offer in mine])


def free_places(pool: ConnectionPool, admissions: Iterable[UUID]) -> dict[UUID, int]:
    """How many places are free; 0 where none, or where the supplier takes no new people."""
    with pool.connection() as connection:
        rows = connection.execute(
            "SELECT admission, greatest(ceiling - taken, 0) FROM read.places"
            " WHERE is_open AND admission = ANY(%s)",
            (list(admissions),),
        ).fetchall()
    return {row[0]: row[1] for row in rows}


def _dates(written: dict[str, str]) -> ChoiceDates:
    return ChoiceDates(**{name: date.fromisoformat(day) for name, day in written.items()})
