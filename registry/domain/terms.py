"""The terms of a concession: the template's parameters and choices with one value each.

Every field answers to one node of the template, so that a scheme is said with parameters and
options alone. What differs from the template's own value is a deviation and needs a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from registry.domain.errors import RuleBroken
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    NodeId,
    Ordering,
    PaymentTerms,
)


class TermOutOfRange(RuleBroken):
    """A value the law or the template does not allow. `node` says which."""

    code = "term-out-of-range"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


@dataclass(frozen=True)
class Terms:
    """Money in øre an hour, periods in the unit their name says."""

    policy: AdmissionPolicy
    windows: list[int]
    """Admission dates each year as month * 100 + day; empty unless the policy is windows."""
    cap: int
    """Highest number of suppliers; 0 means none."""
    years: int
    rate: int
    notice_months: int
    counted_from: CountedFrom
    default: DefaultRule
    choose_within_days: int
    regret_days: int
    answer_days: int
    ordering: Ordering
    payment: PaymentTerms
    own_provision_listed: bool

    @property
    def is_limited(self) -> bool:
        """A cap or a closed round limits the choice; anything else leaves it free."""
        return self.cap > 0 or self.policy is AdmissionPolicy.CLOSED_ROUND

    def earliest_switch(self, notice_given: date) -> date:
        """First day a new supplier may begin when notice is given on a day."""
        if self.counted_from is CountedFrom.FIRST_OF_NEXT_MONTH:
            notice_given = first_of_next_month(notice_given)
        return add_months(notice_given, self.notice_months)


NODE_OF: dict[str, NodeId] = {
    "policy": NodeId("bpa.admission.policy"),
    "windows": NodeId("bpa.admission.windows"),
    "cap": NodeId("bpa.admission.cap"),
    "years": NodeId("bpa.admission.years"),
    "rate": NodeId("bpa.rates.hourly"),
    "notice_months": NodeId("bpa.switch.notice"),
    "counted_from": NodeId("bpa.switch.counted_from"),
    "default": NodeId("bpa.choice.default"),
    "choose_within_days": NodeId("bpa.choice.deadline"),
    "regret_days": NodeId("bpa.choice.regret"),
    "answer_days": NodeId("bpa.choice.answer"),
    "ordering": NodeId("bpa.area.ordering"),
    "payment": NodeId("bpa.invoicing.terms"),
    "own_provision_listed": NodeId("bpa.choice.own_provision"),
}

LIMITS: dict[str, tuple[int, int]] = {
    "cap": (0, 40),
    "years": (1, 10),
    "rate": (35_000, 90_000),
    "notice_months": (1, 3),
    "choose_within_days": (14, 90),
    "regret_days": (14, 30),
    "answer_days": (1, 10),
}
"""What the template lets a municipality set. The template's own rule, not a rule of law."""


def check(terms: Terms) -> None:
    """Refuse terms the template cannot say; raises TermOutOfRange with the node."""
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(terms, name) <= most:
            raise TermOutOfRange(NODE_OF[name])
    if (terms.policy is AdmissionPolicy.WINDOWS) != bool(terms.windows):
        raise TermOutOfRange(NODE_OF["windows"])
    if terms.policy is AdmissionPolicy.CLOSED_ROUND and terms.cap == 0:
        raise TermOutOfRange(NODE_OF["cap"])
    for window in terms.windows:
        if not is_day_of_year(window):
            raise TermOutOfRange(NODE_OF["windows"])


def deviations(terms: Terms, national: Mapping[NodeId, Any]) -> list[NodeId]:
    """The nodes where these terms differ from the template's own value, in the template's order.

    `national` holds the template's value for each node that has one; a node without a value of its
    own (the rate) must be filled in locally and is no deviation.
    """
    return [
        node
        for name, node in NODE_OF.items()
        if national.get(node) is not None and plain(getattr(terms, name)) != national[node]
    ]


def plain(value: Any) -> Any:
    """A term as the template writes it: enumerations by their value."""
    return value.value if isinstance(value, Enum) else value


def is_day_of_year(month_and_day: int) -> bool:
    try:
        date(2027, month_and_day // 100, month_and_day % 100)
    except ValueError:
        return False
    return True


def first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month when it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    last = first_of_next_month(first) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
