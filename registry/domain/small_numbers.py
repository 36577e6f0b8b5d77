"""What may be shown of numbers about people: rounded, never few, never all of them alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
STEP, BASE = 5, 10
"""The registry's own rule: rounded to five, and nothing where there are fewer than ten."""


@dataclass(frozen=True)
class Shown(Generic[T]):
    """A rounded sum and its parts. A part is None when it is small, and zero is small; `parts` is
    None where one of them is all, or looks like it."""

    total: int
    parts: Mapping[T, int | None] | None


def shown(counts: Mapping[T, int]) -> Shown[T] | None:
    """What may be shown of a sum and its parts; None where there are too few."""
    exact = sum(counts.values())
    if exact < BASE:
        return None
    total = rounded(exact)
    parts = {part: rounded(count) if count >= STEP else None for part, count in counts.items()}
    tells_all = any(part is not None and part >= total for part in parts.values())
    return Shown(total, None if tells_all else parts)


def rounded(count: int) -> int:
    """To the nearest five."""
    return (count + STEP // 2) // STEP * STEP
