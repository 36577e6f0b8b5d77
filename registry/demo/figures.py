"""Yearly figures: what the told municipalities gave themselves, and official statistics for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.application.figures import import_figures, submit_figures
from registry.demo.sources import Place, places, told
from registry.demo.template import EDITOR
from registry.domain.organisation import Organisation
from registry.domain.roles import OrganisationKind
from registry.domain.yearly import NAMES, YearlyNumbers

On = Callable[[date, UUID], Command]
"""Makes a command of somebody's on a day."""
USERS = {
    "big": (120, 420),
    "town": (35, 90),
    "medium": (12, 34),
    "small": (3, 13),
    "very_small": (1, 5),
}
"""People with BPA by the size of the municipality, from-to. Invented."""
BANDS = (0.13, 0.31)
"""Shares of the two lower bands of hours; the rest is the highest."""
YEARS = (2024, 2025)
STATISTICS = "Oppdiktet statistikk over BPA, tabell 1"


def yearly(its: Registrar, on: On) -> None:
    """Two years of the told ones, with the growth of a year, and users in other places for one."""
    draw = Random(12)  # noqa: S311  repeatable, nothing secret
    for number in told():
        town = Organisation.id_for(OrganisationKind.MUNICIPALITY, number)
        first = drawn(draw, places()[number])
        for year, numbers in zip(YEARS, (first, grown(first)), strict=True):
            given = replace(on(date(year + 1, 2, 10), EDITOR), on_behalf_of=town)
            submit_figures(its, given, number, year, numbers)
    others = [
        place
        for place in places().values()
        if place.number not in told() and place.size in ("big", "town", "medium")
    ]
    rows = {(place.number, YEARS[-1]): only_users(drawn(draw, place)) for place in others}
    import_figures(its, on(date(2026, 5, 12), EDITOR), rows, STATISTICS)


def drawn(draw: Random, place: Place) -> YearlyNumbers:
    """Every number of one municipality and year."""
    users = draw.randint(*USERS[place.size])
    low, middle = (round(users * share) for share in BANDS)
    decisions = max(1, round(users * draw.uniform(0.15, 0.35)))
    applications = decisions + draw.randint(0, 3)
    return YearlyNumbers(
        users=users,
        under_15=low,
        from_15_to_35=middle,
        over_35=users - low - middle,
        applications=applications,
        decisions=decisions,
        days_to_decision=draw.randint(25, 95),
        days_to_start=draw.randint(20, 75),
        fast_track=draw.randint(0, applications // 3),
        complaints=draw.randint(0, decisions // 3),
        own_provision=round(users * draw.uniform(0.2, 0.8)),
        next_of_kin=round(users * draw.uniform(0.05, 0.25)),
    )


def grown(before: YearlyNumbers) -> YearlyNumbers:
    """The year after: a few more, all of them with many hours."""
    more = max(1, (before.users or 0) // 25)
    return replace(before, users=(before.users or 0) + more, over_35=(before.over_35 or 0) + more)


def only_users(numbers: YearlyNumbers) -> YearlyNumbers:
    """What official statistics have: how many, and how many hours."""
    kept = ("users", "under_15", "from_15_to_35", "over_35")
    return replace(numbers, **{name: None for name in NAMES if name not in kept})
