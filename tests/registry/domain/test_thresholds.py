"""Which rules a value points at, and from when nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from registry.domain.sources import Mark, Source
from registry.domain.thresholds import (
    Channel,
    Regime,
    Thresholds,
    in_force,
    point,
    value_of,
    weekly_hours_at,
)

MILLION = 100_000_000
KNOWN = Thresholds(
    since=date(2024, 3, 14),
    unsure_from=date(2026, 1, 1),
    until=date(2026, 12, 31),
    act=10_000_000,
    concession=5_780_000_000,
    contract=780_000_000,
    source=Source(Mark.FOUND, "DFØ"),
)
DAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("value", "concession", "regime", "call", "award"),
    [
        (5_779_999_999, True, Regime.KKF_1, "E3", "E4"),
        (5_780_000_000, True, Regime.KKF_3, "14", "35"),
        (779_999_999, False, Regime.FOA_1, "E3", "E4"),
        (780_000_000, False, Regime.FOA_4, "20", "33"),
        (9_999_999, True, Regime.BELOW_ACT, "", ""),
        (9_999_999, False, Regime.BELOW_ACT, "", ""),
    ],
)
def test_a_value_points_at_rules_and_forms(
    value: int, concession: bool, regime: Regime, call: str, award: str
) -> None:
    """The limits are 57.8 million for a concession, 7.8 million for a contract, 100 000 for the act;
    a value that reaches the limit is over it."""
    found = point(value, KNOWN, DAY, concession=concession)
    assert (found.regime, found.notice.call, found.notice.award) == (regime, call, award)
    assert found.sure


def test_only_above_the_limit_is_notice_given_in_europe() -> None:
    assert point(60 * MILLION, KNOWN, DAY).notice.channel is Channel.DOFFIN_TED
    assert point(40 * MILLION, KNOWN, DAY).notice.channel is Channel.DOFFIN


def test_the_value_is_of_the_whole_period() -> None:
    """4 762 160 kr a year for 7 years = 33 335 120 kr; for 18 months = 7 143 240 kr."""
    assert value_of(476_216_000, 84) == 3_333_512_000
    assert value_of(476_216_000, 18) == 714_324_000


def test_how_many_hours_reach_the_limit() -> None:
    """482 kr x 52 weeks x 7 years = 175 448 kr for each weekly hour; 57.8 million / 175 448
    = 329.4, so 330 hours."""
    assert weekly_hours_at(5_780_000_000, 48_200, 84) == 330
    assert weekly_hours_at(5_780_000_000, 0, 84) == 0
    assert weekly_hours_at(5_780_000_000, 48_200, 0) == 0


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2024, 3, 13), False),
        (date(2024, 3, 14), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_outside_their_period_thresholds_are_not_found(day: date, known: bool) -> None:
    assert (in_force(KNOWN, day) is not None) is known


def test_in_the_last_year_they_are_unsure() -> None:
    assert not point(MILLION, KNOWN, date(2026, 1, 1)).sure
