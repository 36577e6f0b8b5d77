"""Real schemes are said with numbers and options alone: no free text, nothing refused.

The terms are those that municipalities have published (the product's list of schemes, and notices
that are public); what they say is what the effective document says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from registry.domain.deviation import Change, Clause, Way, check_changes, fold
from registry.domain.node import Node
from registry.domain.terms import Terms, terms_of
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    NodeId,
    OptionId,
    Ordering,
    PaymentTerms,
)
from registry.reference.template import nodes

NODES: dict[NodeId, Node] = {node.node: node for node in nodes()}
RATE = {"rates.hourly": 48_200}


def changes(said: dict[str, Any]) -> list[Change]:
    """A scheme as changes of the template: numbers and options, never words."""
    found = []
    for name, value in (RATE | said).items():
        node = NODES[NodeId(f"bpa.{name}")]
        values = value if isinstance(value, list) else [value]
        numbers = [each for each in values if isinstance(each, int)]
        options = [OptionId(each) for each in values if isinstance(each, str)]
        found.append(Change(node.node, Way.SET, numbers, options))
    return found


def effective(said: dict[str, Any]) -> tuple[dict[str, Clause], Terms]:
    its = changes(said)
    check_changes(NODES, its)
    clauses = fold(NODES, its)
    return {clause.id.removeprefix("bpa."): clause for clause in clauses}, terms_of(clauses)


CAPITAL = {"area.ordering": "central_unit", "area.geography": "districts", "admission.years": 5,
           "switch.notice": 3, "admission.policy": "closed_round"}  # fmt: skip
ROLLING = {"admission.policy": "windows", "admission.windows": [101, 501, 901],
           "admission.years": 10, "rates.model": "preset", "admission.award": "quality"}  # fmt: skip
CLOSED = {"admission.policy": "closed_round", "admission.cap": 5, "admission.years": 5,
          "admission.volume": 0}  # fmt: skip
JOINT = {"admission.policy": "closed_round", "admission.cap": 4, "admission.years": 6,
         "rates.model": "preset"}  # fmt: skip
FIRST_OF_MONTH = {"switch.notice": 3, "switch.counted_from": "first_of_next_month"}
OWN_DEFAULT = {"choice.default": "own_provision", "choice.own_provision": "yes"}
ROTATION = {"choice.default": "rotation"}
SIX_AND_OWN = {
    "admission.policy": "closed_round",
    "admission.cap": 6,
    "choice.own_provision": "yes",
}
NOTICES: dict[str, dict[str, Any]] = {
    "capital with districts": CAPITAL,
    "rolling scheme": ROLLING,
    "closed round with a cap": CLOSED,
    "large joint concession": JOINT,
    "notice from the first of the month": FIRST_OF_MONTH,
    "own service as the default": OWN_DEFAULT,
    "rotation as the default": ROTATION,
    "six suppliers and the municipality's own": SIX_AND_OWN,
    "notice in weeks": {"switch.notice": 0, "switch.notice_days": 42},
    "half a month": {"switch.notice": 0, "switch.notice_days": 14},
    "two years and two more": {"admission.years": 2, "admission.prolong_times": 2,
                               "admission.prolong_months": 12},
    "no end": {"admission.years": 0},
    "approval of all who qualify": {"admission.regime": "approval"},
    "one deadline without a cap": {"admission.policy": "closed_round", "admission.cap": 0},
    "price under a ceiling": {"rates.model": "ceiling", "admission.policy": "closed_round",
                              "admission.award": "quality_and_price",
                              "admission.weight_price": 3_000},
    "suppliers offer the price": {"rates.model": "offered", "rates.hourly": 0},
    "evenings and weekends apart": {"rates.evening": 2_500, "rates.weekend": 6_000,
                                    "rates.sleeping_night": 21_000},
    "paid in arrears after thirty days": {"invoicing.terms": "monthly_in_arrears",
                                          "invoicing.pay_days": 30},
    "reserved for non-profits": {"admission.reserved": "non_profit"},
    "day fines": {"sanctions.deduction_day": 250_000},
}  # fmt: skip


@pytest.mark.parametrize("said", NOTICES.values(), ids=NOTICES)
def test_a_real_scheme_is_said_without_free_text(said: dict[str, Any]) -> None:
    clauses, _terms = effective(said)
    for name, value in said.items():
        clause = clauses[name]
        values = value if isinstance(value, list) else [value]
        assert [*clause.numbers, *clause.options] == values
        assert clause.applies


def test_the_capital_orders_centrally_and_gives_three_months() -> None:
    _clauses, its = effective(CAPITAL)
    assert (its.ordering, its.years, its.notice) == (Ordering.CENTRAL_UNIT, 5, 3)


def test_a_rolling_scheme_has_three_dates_a_year_for_ten_years() -> None:
    _clauses, its = effective(ROLLING)
    assert (its.policy, its.windows) == (AdmissionPolicy.WINDOWS, [101, 501, 901])
    assert (its.years, its.cap) == (10, 0)


def test_a_closed_round_limits_the_choice() -> None:
    for said, cap in ((CLOSED, 5), (JOINT, 4), (SIX_AND_OWN, 6)):
        _clauses, its = effective(said)
        assert (its.cap, its.is_limited) == (cap, True)
    assert effective(SIX_AND_OWN)[1].own_provision_listed


def test_a_notice_from_the_first_of_the_month_is_counted_from_there() -> None:
    _clauses, its = effective(FIRST_OF_MONTH)
    assert its.counted_from is CountedFrom.FIRST_OF_NEXT_MONTH
    assert its.earliest_switch(date(2027, 1, 15)) == date(2027, 5, 1)


def test_a_notice_in_weeks_is_counted_in_days() -> None:
    _clauses, its = effective(NOTICES["notice in weeks"])
    assert its.earliest_switch(date(2027, 1, 1)) == date(2027, 2, 12)


def test_whoever_does_not_choose_gets_what_the_scheme_says() -> None:
    assert effective(OWN_DEFAULT)[1].default is DefaultRule.OWN_PROVISION
    assert effective(ROTATION)[1].default is DefaultRule.ROTATION


def test_payment_is_as_the_scheme_says() -> None:
    _clauses, its = effective(NOTICES["paid in arrears after thirty days"])
    assert its.payment is PaymentTerms.MONTHLY_IN_ARREARS
