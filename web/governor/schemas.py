"""The form of a quarter's complaints."""

from __future__ import annotations

from datetime import date

from marshmallow import Schema

from registry.domain.values import ComplaintOutcome
from web.fields import Count, Form, OneOf

QUARTERS_SHOWN = 8
MOST = 9_999


def count_form(day: date) -> Schema:
    """How many complaints ended in each way, in one of the last quarters."""
    numbers = {outcome.value: Count(most=MOST) for outcome in ComplaintOutcome}
    names = [name for name, _year, _quarter in quarters(day)]
    return Form.from_dict({"kvartal": OneOf(names), **numbers})()


def quarters(day: date) -> list[tuple[str, int, int]]:
    """(name, year, quarter) of the last quarters that are over, the newest first."""
    newest = day.year * 4 + (day.month - 1) // 3 - 1
    found = [divmod(newest - back, 4) for back in range(QUARTERS_SHOWN)]
    return [(f"{year}-{index + 1}", year, index + 1) for year, index in found]
