"""How long a concession lasts: what is put forward about its end, and until when it can be prolonged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.domain.terms import add_months
from registry.domain.values import EndingGround, TextRef

TOLD_BEFORE_MONTHS = 6
"""The template promises suppliers to know so long before: see bpa.admission.prolong_times."""


@dataclass(frozen=True)
class Ending:
    """Somebody has put forward that it ends. Another confirms."""

    number: int
    by: UUID
    ground: EndingGround
    reason: TextRef | None


@dataclass(frozen=True)
class Prolongation:
    """Somebody has put forward that it goes on. `until` is the first day after. Another confirms."""

    number: int
    by: UUID
    until: date


def prolong_by(ends_on: date) -> date:
    """The last day on which what ends before a day can be prolonged: six months before its last."""
    return add_months(ends_on - timedelta(days=1), -TOLD_BEFORE_MONTHS)
