"""The next deadline of each grant: as announced, or to be expected and checked."""

from __future__ import annotations

from datetime import date

import pytest

from registry.domain.grant_calendar import Announced, Grants, Routine, Step, upcoming

SPRING = Routine(
    Grants.COMPETENCE,
    Step.APPLY,
    (3, 16),
    [
        Announced(date(2024, 4, 1), "Innlandet", ""),
        Announced(date(2026, 3, 16), "Rogaland", ""),
    ],
)
CLAIM = Routine(
    Grants.RESOURCE_INTENSIVE, Step.CLAIM, (5, 2), [Announced(date(2024, 5, 2), "Sticos", "")]
)


@pytest.mark.parametrize(
    ("today", "next_day", "announced"),
    [
        (date(2024, 2, 1), date(2024, 4, 1), True),
        (date(2024, 4, 2), date(2025, 3, 16), False),
        (date(2026, 3, 16), date(2026, 3, 16), True),
        (date(2026, 3, 17), date(2027, 3, 16), False),
    ],
)
def test_an_announced_day_counts_and_else_the_earliest_known(
    today: date, next_day: date, announced: bool
) -> None:
    (found,) = upcoming([SPRING], today)
    assert found.day == next_day
    assert (found.announced is not None) is announced
    assert found.latest.by == "Rogaland"


def test_the_first_deadline_stands_first() -> None:
    assert [each.grant for each in upcoming([CLAIM, SPRING], date(2026, 11, 22))] == [
        Grants.COMPETENCE,
        Grants.RESOURCE_INTENSIVE,
    ]
    assert [each.grant for each in upcoming([CLAIM, SPRING], date(2026, 4, 1))] == [
        Grants.RESOURCE_INTENSIVE,
        Grants.COMPETENCE,
    ]
