"""What a municipality has stated that runs today, from a read model's row back to the domain's types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg_pool import ConnectionPool

from registry.domain.running import Running, RunningSupplier
from registry.domain.values import CountedFrom, DefaultRule, TextRef

WORDS = "SELECT ref, body FROM vault.texts WHERE ref = ANY(%s)"
REGISTERED = """
SELECT s.number, coalesce(name.body, s.number) FROM read.suppliers s
LEFT JOIN vault.texts name ON name.ref = s.name_ref
WHERE s.number = ANY(%s) AND s.valid_to = '9999-12-31'
"""


@dataclass(frozen=True)
class Stated:
    """What was stated, with the words that stand outside the log; a redacted one is empty."""

    running: Running
    source: str
    stated_by: str
    suppliers: dict[str, str]
    """Number and name as it was stated; empty for those that the registry knows by name."""


def running_from(row: Mapping[str, Any] | None) -> Running | None:
    """What a row holds; None for a concession that was written from the template."""
    if row is None:
        return None
    counted, default, ends = row["counted_from"], row["default"], row["ends_on"]
    return Running(
        rate=row["rate"],
        notice=row["notice"],
        counted_from=CountedFrom(counted) if counted else None,
        default=DefaultRule(default) if default else None,
        cap=row["cap"],
        ends_on=date.fromisoformat(ends) if ends else None,
        suppliers=[RunningSupplier(**each) for each in row["suppliers"]],
        source=TextRef(row["source"]),
        stated_by=TextRef(row["stated_by"]),
        stated_on=date.fromisoformat(row["stated_on"]),
    )


def stated(pool: ConnectionPool, its: Running) -> Stated:
    """The same with its words."""
    names = [each.name for each in its.suppliers if each.name]
    with pool.connection() as connection:
        rows = connection.execute(WORDS, ([its.source, its.stated_by, *names],)).fetchall()
    words: dict[str, str] = {ref: body or "" for ref, body in rows}
    return Stated(
        its,
        words.get(its.source, ""),
        words.get(its.stated_by, ""),
        {each.number: words.get(each.name or "", "") for each in its.suppliers},
    )


def registered(pool: ConnectionPool, numbers: list[str]) -> dict[str, str]:
    """The names of those organisation numbers that are in the registry."""
    with pool.connection() as connection:
        return dict(connection.execute(REGISTERED, (numbers,)).fetchall())
