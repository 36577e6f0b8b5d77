"""Where a figure comes from, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol, TypeVar


class Mark(Enum):
    """How a figure came about."""

    FOUND = "found"
    """Read in the source itself."""
    DERIVED = "derived"
    """Computed from what was read."""
    UNSURE = "unsure"
    """Retold by one, old, or contradicted: to be checked before use."""
    ASSUMED = "assumed"
    """The registry's own assumption: there is no source."""


@dataclass(frozen=True)
class Source:
    """The publication a figure stands in. An assumption has neither name nor address."""

    mark: Mark
    name: str = ""
    address: str = ""


ASSUMPTION = Source(Mark.ASSUMED)


class Dated(Protocol):
    """A figure that holds from a day on, until the next one does."""

    @property
    def since(self) -> date: ...


D = TypeVar("D", bound=Dated)


def holding(rows: Iterable[D], day: date) -> D | None:
    """The newest row that holds on a day; None before the first."""
    return max((row for row in rows if row.since <= day), key=lambda row: row.since, default=None)
