"""When a supplier may apply: the template's rule is one month before each admission date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.domain.terms import add_months


def next_deadline(terms: Mapping[str, Any], day: date) -> date | None:
    """The next last day to apply, or None where admission has no dates of its own."""
    deadlines = [
        deadline
        for window in terms["windows"]
        for year in (day.year, day.year + 1, day.year + 2)
        if (deadline := _deadline(year, window)) >= day
    ]
    return min(deadlines, default=None)


def _deadline(year: int, window: int) -> date:
    return add_months(date(year, window // 100, window % 100), -1)
