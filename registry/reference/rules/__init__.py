"""Figures of wages, grants and procurement as dated data, each with its source. One file a subject.

A figure that was not found is not there: whoever asks gets None and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from registry.domain.cap_hints import Ratios
from registry.domain.costs import GrantRule
from registry.domain.grant_calendar import Announced, Deadline, Grants, Routine, Step, upcoming
from registry.domain.sources import Mark, Source, holding
from registry.domain.thresholds import Thresholds, in_force
from registry.domain.wage_floor import Share, Supplements, WageRules, Wages, Week, Zones

FOLDER = Path(__file__).parent
ORE = 100


@dataclass(frozen=True)
class Range:
    """Shares in basis points that somebody claims."""

    low: int
    high: int
    source: Source


@dataclass(frozen=True)
class Counted:
    """A number that somebody claims."""

    number: int
    source: Source


def wage_rules(day: date) -> WageRules | None:
    """What holds for wages on a day; None before the first table."""
    raw, employer = _read("wages"), _read("employer")
    wages = holding(
        [Wages(row["since"], _ladder(row["ladder"]), _source(row)) for row in raw["wages"]], day
    )
    supplements = holding(
        [
            Supplements(row["since"], row["evening"], row["weekend"], _source(row))
            for row in raw["supplements"]
        ],
        day,
    )
    zones = holding(
        [Zones(row["since"], row["shares"], _source(row)) for row in employer["zones"]], day
    )
    if wages is None or supplements is None or zones is None:
        return None
    return WageRules(
        wages, supplements, zones, _share(employer["holiday_pay"]), _share(employer["pension"])
    )


def thresholds(day: date) -> Thresholds | None:
    """The thresholds on a day; None where they were not found."""
    rows = [
        Thresholds(
            since=row["since"],
            unsure_from=row["unsure_from"],
            until=row["until"],
            act=row["act"] * ORE,
            concession=row["concession"] * ORE,
            contract=row["contract"] * ORE,
            source=_source(row),
        )
        for row in _read("thresholds")["thresholds"]
    ]
    return in_force(holding(rows, day), day)


def grant_rules() -> dict[int, GrantRule]:
    """The grant by claim year, the years that were found."""
    raw = _read("grant")
    return {
        row["year"]: GrantRule(
            row["year"],
            row["threshold"] * ORE,
            raw["share"],
            raw["age"],
            _source(row),
            row.get("other_share"),
        )
        for row in raw["grant"]
    }


def deadlines(day: date) -> list[Deadline]:
    """The next deadline of every grant from a day on, the first one first."""
    return upcoming(
        [
            Routine(
                Grants(row["grant"]),
                Step(row["step"]),
                _month_and_day(row["earliest"]),
                [Announced(**each) for each in row["announced"]],
            )
            for row in _read("grant_deadlines")["deadlines"]
        ],
        day,
    )


def active_suppliers() -> Ratios:
    """How many of those who were let in took assignments, where it was counted."""
    raw = _read("claims")["active_suppliers"]
    return Ratios(raw["active"], raw["of"], _source(raw))


def users_per_1000() -> Counted:
    """People with BPA for each 1 000 inhabitants, in hundredths."""
    raw = _read("claims")["users_per_1000"]
    return Counted(raw["hundredths"], _source(raw))


def face_to_face() -> Range:
    """The share of their time that home services spend with people."""
    raw = _read("claims")["face_to_face"]
    return Range(raw["low"], raw["high"], _source(raw))


def hours_claim() -> Counted:
    """The hours a week from which the grant is said to pay."""
    raw = _read("claims")["hours_claim"]
    return Counted(raw["hours"], _source(raw))


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _source(raw: dict[str, Any]) -> Source:
    said = raw["source"]
    return Source(Mark(said["mark"]), said["name"], said["address"])


def _share(raw: dict[str, Any]) -> Share:
    return Share(raw["share"], _source(raw))


def _ladder(raw: dict[str, dict[int, int]]) -> dict[Week, dict[int, int]]:
    return {Week(week): steps for week, steps in raw.items()}


def _month_and_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
