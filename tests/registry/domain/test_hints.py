"""What is said of a rate, a cap and the rules while a concession is written."""

from __future__ import annotations

from datetime import date

import pytest

from registry.domain.cap_hints import Ratios, cap_hints
from registry.domain.hints import Hint, Kind
from registry.domain.rate_hints import rate_hints
from registry.domain.regime_hints import months_of, regime_hints
from registry.domain.said import Said
from registry.domain.sources import Mark, Source
from registry.domain.wage_floor import Cost
from tests.registry.domain.drafted import drafted
from tests.registry.domain.test_thresholds import DAY, KNOWN
from tests.registry.domain.test_wage_floor import RULES

SEEN = Ratios(7, 16, Source(Mark.UNSURE, "en avis"))


def of_rate(said: Said) -> dict[Kind, Hint]:
    return {hint.kind: hint for hint in rate_hints(said, RULES)}


def of_cap(**points: object) -> dict[Kind, Hint]:
    return {hint.kind: hint for hint in cap_hints(drafted(**points), SEEN)}


def of_regime(**points: object) -> dict[Kind, Hint]:
    found = regime_hints(drafted(rates_hourly=48_200, **points), KNOWN, DAY)
    return {hint.kind: hint for hint in found}


@pytest.mark.parametrize(
    ("rate", "kind"),
    [
        (25_782, Kind.RATE_BELOW_LEAST),
        (25_783, Kind.RATE_MAY_BE_LOW),
        (33_793, Kind.RATE_MAY_BE_LOW),
        (33_794, None),
    ],
)
def test_a_rate_is_held_against_the_least_and_the_dearest(rate: int, kind: Kind | None) -> None:
    """257.83 at the least, 337.94 with nine years, a shift week and zone I: see test_wage_floor."""
    found = of_rate(drafted(rates_hourly=rate))
    assert list(found) == ([kind] if kind else [])
    assert all(hint.warns == (kind is Kind.RATE_BELOW_LEAST) for hint in found.values())


@pytest.mark.parametrize("rate", [0, []])
def test_nothing_is_said_where_suppliers_offer_the_rate_or_it_is_not_typed(rate: object) -> None:
    assert of_rate(drafted(rates_hourly=rate)) == {}


def test_what_is_paid_for_evenings_and_weekends_counts_as_income() -> None:
    """250 kr and 50 kr more for nights and 20 kr for weekends: 250 + 15 % of 50 + 15 % of 20
    = 260.50, above 257.83. The better of evening and night counts."""
    said = drafted(rates_hourly=25_000, rates_night=5_000, rates_weekend=2_000)
    hint = of_rate(said)[Kind.RATE_MAY_BE_LOW]
    assert hint.facts["paid"] == 26_050
    assert Kind.RATE_BELOW_LEAST in of_rate(drafted(rates_hourly=25_000))


def test_what_the_price_does_not_cover_is_not_held_against_it() -> None:
    """Only wages and holiday pay: 206.38 + 12 % = 231.15. A rate of 240 covers it."""
    said = drafted(rates_hourly=24_000, rates_included=["wages", "holiday_pay"])
    hint = of_rate(said)[Kind.RATE_MAY_BE_LOW]
    assert hint.facts["least"] == 23_115
    assert {line.cost for line in hint.facts["lines"]} == {Cost.WAGE, Cost.HOLIDAY_PAY}


@pytest.mark.parametrize("cap", [1, 2])
def test_a_cap_below_three_leaves_no_choice_when_one_goes(cap: int) -> None:
    hint = of_cap(admission_cap=cap)[Kind.NO_CHOICE_LEFT]
    assert hint.warns
    assert hint.facts == {"cap": cap, "own": True}
    assert not of_cap(admission_cap=cap, choice_own_provision="no")[Kind.NO_CHOICE_LEFT].facts[
        "own"
    ]


@pytest.mark.parametrize(("cap", "few"), [(3, True), (4, True), (5, False)])
def test_not_all_who_are_let_in_take_assignments(cap: int, few: bool) -> None:
    """7 of 16: of 4, 28/16 = 1.75, so one; of 5, 35/16 = 2.2, so two to choose between."""
    found = of_cap(admission_cap=cap)
    assert (Kind.FEW_ACTIVE in found) is few
    assert Kind.NO_CHOICE_LEFT not in found


def test_no_cap_no_advice() -> None:
    assert of_cap(admission_policy="closed_round", admission_years=20) == {}


@pytest.mark.parametrize(
    ("policy", "years", "long"),
    [
        ("closed_round", 5, False),
        ("closed_round", 6, True),
        ("closed_round", 0, True),
        ("rolling", 6, False),
    ],
)
def test_a_cap_in_one_round_for_more_than_five_years_warns(
    policy: str, years: int, long: bool
) -> None:
    found = of_cap(admission_cap=6, admission_policy=policy, admission_years=years)
    assert (Kind.CLOSED_FOR_LONG in found) is long


@pytest.mark.parametrize(
    ("years", "review", "never"),
    [(5, [12], False), (1, [12], True), (2, [23], False), (5, [60], True), (5, [], True), (0, [120], False)],
)  # fmt: skip
def test_a_cap_that_is_not_reviewed_while_it_holds_warns(
    years: int, review: list[int], never: bool
) -> None:
    found = of_cap(admission_cap=6, admission_years=years, admission_cap_review=review)
    assert (Kind.CAP_NOT_REVIEWED in found) is never


@pytest.mark.parametrize("regime", ["kkf_3", "foa_4"])
def test_rules_over_the_limit_need_notice_in_europe(regime: str) -> None:
    assert of_regime(admission_regime=regime)[Kind.TED_MISSING].warns
    assert of_regime(admission_regime=regime, admission_notice_channel="doffin_ted") == {}


def test_notice_in_europe_under_the_limit_is_asked_about() -> None:
    found = of_regime(admission_notice_channel="doffin_ted")
    assert not found[Kind.TED_UNEXPECTED].warns


@pytest.mark.parametrize("regime", ["approval", "outside"])
def test_open_schemes_cannot_choose_among_suppliers(regime: str) -> None:
    assert of_regime(admission_regime=regime) == {}
    assert Kind.NOT_OPEN_TO_ALL in of_regime(admission_regime=regime, admission_cap=4)
    closed = of_regime(admission_regime=regime, admission_policy="closed_round")
    assert closed[Kind.NOT_OPEN_TO_ALL].warns


def test_the_limit_is_said_in_hours_a_week() -> None:
    """Five years and two prolongations of twelve months are 84 months: 330 hours a week at 482 kr
    (test_thresholds). A contract's limit of 7.8 million: 7 800 000 / 175 448 = 44.5, so 45."""
    hint = of_regime()[Kind.LIMIT_IN_HOURS]
    assert (hint.facts["hours"], hint.facts["months"], hint.facts["sure"]) == (330, 84, True)
    assert of_regime(admission_regime="foa_1")[Kind.LIMIT_IN_HOURS].facts["hours"] == 45


def test_without_an_end_or_a_known_limit_no_hours_are_said() -> None:
    assert months_of(drafted(admission_years=0)) == 0
    assert of_regime(admission_years=0) == {}
    assert list(regime_hints(drafted(rates_hourly=48_200), None, date(2028, 1, 1))) == []
