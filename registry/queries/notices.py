"""Where a concession is announced: which notice it asks for, and what was said about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from registry.domain.notice import NoticeChannel, stands

OF_ONE = """
SELECT c.notice_required, c.doffin_on, doffin.body AS doffin, c.ted_on, ted.body AS ted
FROM read.concessions c
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
