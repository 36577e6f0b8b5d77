"""Where a concession is announced: which notice it asks for, and what was said about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from registry.domain.notice import NoticeChannel, stands, stood_since

OF_ONE = """
SELECT d.notice_required, c.doffin_on, doffin.body AS doffin, c.ted_on, ted.body AS ted
FROM read.concessions c
JOIN read.documents d ON d.concession = c.id AND d.valid_from <= %(day)s AND d.valid_to > %(day)s
LEFT JOIN vault.texts doffin ON doffin.ref = c.doffin_ref
LEFT JOIN vault.texts ted ON ted.ref = c.ted_ref
WHERE c.id = %(id)s AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
"""


@dataclass(frozen=True)
class Announced:
    """Which notice is asked for, and the number and the day of each that was given.

    A number is empty where it was redacted.
    """

    required: NoticeChannel | None
    given: dict[NoticeChannel, tuple[str, date]]

    @property
    def stands(self) -> bool:
        return stands(self.required, self.given)


def is_announced(required: str | None, doffin_on: date | None, ted_on: date | None) -> bool:
    """Whether the notice that a row asks for was given."""
    days = {NoticeChannel.DOFFIN: doffin_on, NoticeChannel.TED: ted_on}
    given = [channel for channel, day in days.items() if day]
    return stands(NoticeChannel(required) if required else None, given)


def begun(
    required: str | None, doffin_told_on: date | None, ted_told_on: date | None, published_on: date
) -> date | None:
    """The first day on which one could apply, or None where the notice is not given."""
    told = {"doffin": doffin_told_on, "ted": ted_told_on}
    known = {channel: day for channel, day in told.items() if day}
    return stood_since(NoticeChannel(required) if required else None, known, published_on)


def announced_in(row: dict[str, Any]) -> Announced:
    """Take what a row says about notices out of it: see OF_ONE for the columns."""
    required, given = row.pop("notice_required"), {}
    for channel in NoticeChannel:
        day, number = row.pop(f"{channel.value}_on"), row.pop(channel.value)
        if day is not None:
            given[channel] = (number or "", day)
    return Announced(NoticeChannel(required) if required else None, given)


def announced(pool: ConnectionPool, concession_id: UUID, day: date) -> Announced:
    """What is said about the notices of a concession on a day."""
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(OF_ONE, {"id": concession_id, "day": day}).fetchone()
    return announced_in(row) if row else Announced(None, {})
