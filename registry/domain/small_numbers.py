"""What may be shown of numbers about people: rounded, never few, never all of them alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
STEP, BASE = 5, 10
"""The registry's own rule: rounded to five, and nothing where there are fewer than ten."""
OFF = STEP // 2
"""So far from the exact number a rounded one may be."""


@dataclass(frozen=True)
class Shown(Generic[T]):
    """A rounded sum and its parts. A part is None when it is small, and zero is small; `parts` is
    None where they would tell more than that."""

    total: int
    parts: Mapping[T, int | None] | None


def shown(counts: Mapping[T, int]) -> Shown[T] | None:
    """What may be shown of a sum and its parts; None where there are too few."""
    exact = sum(counts.values())
    if exact < BASE:
        return None
    total = rounded(exact)
    parts = {part: rounded(count) if count >= STEP else None for part, count in counts.items()}
    return Shown(total, None if _tells_more(total, list(parts.values())) else parts)


def rounded(count: int) -> int:
    """To the nearest five."""
    return (count + OFF) // STEP * STEP


def said_before(day: date) -> date:
    """The last day of the half year before a day's: what was said later is not shown on the day."""
    return date(day.year, 1 if day.month < 7 else 7, 1) - timedelta(days=1)


def _tells_more(total: int, parts: list[int | None]) -> bool:
    """Whether a part looks like all of it, or the rest tells that a small one is zero, or is not."""
    told = [part for part in parts if part is not None]
    if any(part >= total for part in told):
        return True
    least_left = max(BASE, total - OFF) - sum(part + OFF for part in told)
    most_left = total + OFF - sum(max(STEP, part - OFF) for part in told)
    return len(told) < len(parts) and (least_left > 0 or most_left < STEP - 1)
