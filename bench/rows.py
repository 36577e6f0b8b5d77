"""One measured line: what, how much, against which limit in the same run, and whether it is enough."""

from __future__ import annotations

import os
from collections.abc import Callable

QUICK = bool(os.environ.get("QUICK"))
SECONDS = 1.0 if QUICK else 5.0
ROUNDS = 1 if QUICK else 4
Row = dict[str, object]


def against(measure: str, value: float, limit: float, at_least: float, of: str) -> Row:
    """A speed against a limit: its share must be at least so much."""
    ratio = value / limit
    return {
        "measure": measure,
        "value": round(value),
        "limit": round(limit),
        "ratio": round(ratio, 2),
        "goal": f"at least {at_least} of {of}",
        "met": ratio >= at_least,
    }


def under(measure: str, value: float, most: float, unit: str) -> Row:
    """A time or a size: it must stay under so much."""
    return {
        "measure": f"{measure}, {unit}",
        "value": round(value, 1),
        "limit": most,
        "ratio": round(value / most, 2),
        "goal": f"under {most:g} {unit}",
        "met": value < most,
    }


def at_least(measure: str, value: float, least: float) -> Row:
    """Something a second: it must be at least so many."""
    return {
        "measure": measure,
        "value": round(value),
        "limit": least,
        "ratio": round(value / least, 2),
        "goal": f"at least {least:g}",
        "met": value >= least,
    }


def best_of(measure: Callable[[], float]) -> float:
    """The best of some rounds: the others were disturbed."""
    return max(measure() for _ in range(ROUNDS))


def show(rows: list[Row]) -> None:
    """Print the table."""
    print(f"{'measure':<66} {'value':>8} {'limit':>8} {'ratio':>6}  goal")
    for row in rows:
        limit, ratio = row["limit"] or "", row["ratio"] or ""
        mark = "yes" if row["met"] else "NO "
        print(f"{row['measure']:<66} {row['value']:>8} {limit:>8} {ratio:>6}  {mark} {row['goal']}")
