"""The terms of a concession that the registry itself acts on: dates, caps, prices and defaults.

They are read out of the effective document, one field for one node. Everything else in the document
is for people; these are also for the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from registry.domain.deviation import Change, Clause, OutsideRange, Way, is_day_of_year
from registry.domain.node import Node
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    NodeId,
    OptionId,
    Ordering,
    PaymentTerms,
    Reopen,
)


@dataclass(frozen=True)
class Terms:
    """Money in øre an hour, periods in the unit their name says."""

    policy: AdmissionPolicy
    windows: list[int]
    """Admission dates each year as month * 100 + day; empty unless the policy is windows."""
    cap: int
    """Highest number of suppliers; 0 means none."""
    years: int
    """0 means without an end."""
    rate: int
    """0 means that each supplier offers its own."""
    notice: int
    """Whole months; `notice_days` come on top."""
    counted_from: CountedFrom
    default: DefaultRule
    choose_within_days: int
    regret_days: int
    answer_days: int
    ordering: Ordering
    payment: PaymentTerms
    own_provision_listed: bool
    notice_days: int = 0
    window_days: int = 30
    """Days from the last day to apply to an admission date."""
    open_days: int = 30
    """Days from the publication to the first last day to apply."""
    question_days: int = 10
    answer_days_before: int = 6
    """Days before the last day to apply: for questions, and for answers to all of them."""
    reopen: Reopen = Reopen.FREE_PLACE
    """Who comes after a closed round."""
    amended_after: int = 30
    """Days from the publication of an amendment to the day it holds."""

    @property
    def is_limited(self) -> bool:
        """A cap or a closed round limits the choice; anything else leaves it free."""
        return self.cap > 0 or self.policy is AdmissionPolicy.CLOSED_ROUND

    def earliest_switch(self, notice_given: date) -> date:
        """First day a new supplier may begin when notice is given on a day."""
        if self.counted_from is CountedFrom.FIRST_OF_NEXT_MONTH:
            notice_given = first_of_next_month(notice_given)
        return add_months(notice_given, self.notice) + timedelta(days=self.notice_days)


NODE_OF: dict[str, NodeId] = {
    "policy": NodeId("bpa.admission.policy"),
    "windows": NodeId("bpa.admission.windows"),
    "window_days": NodeId("bpa.admission.window_days"),
    "open_days": NodeId("bpa.admission.open_days"),
    "question_days": NodeId("bpa.admission.question_days"),
    "answer_days_before": NodeId("bpa.admission.answer_days_before"),
    "reopen": NodeId("bpa.admission.reopen"),
    "cap": NodeId("bpa.admission.cap"),
    "years": NodeId("bpa.admission.years"),
    "rate": NodeId("bpa.rates.hourly"),
    "notice": NodeId("bpa.switch.notice"),
    "notice_days": NodeId("bpa.switch.notice_days"),
    "counted_from": NodeId("bpa.switch.counted_from"),
    "default": NodeId("bpa.choice.default"),
    "choose_within_days": NodeId("bpa.choice.deadline"),
    "regret_days": NodeId("bpa.choice.regret"),
    "answer_days": NodeId("bpa.choice.answer"),
    "ordering": NodeId("bpa.area.ordering"),
    "payment": NodeId("bpa.invoicing.terms"),
    "own_provision_listed": NodeId("bpa.choice.own_provision"),
    "amended_after": NodeId("bpa.changes.notice"),
}
KINDS: dict[str, type[Enum]] = {
    "policy": AdmissionPolicy,
    "counted_from": CountedFrom,
    "default": DefaultRule,
    "ordering": Ordering,
    "payment": PaymentTerms,
    "reopen": Reopen,
}


class NodeNotActedOn(ValueError):
    """The template lacks a node that the registry acts on."""


def terms_of(clauses: Iterable[Clause]) -> Terms:
    """The terms of an effective document. Raises NodeNotActedOn, or OutsideRange with the node."""
    by_node = {clause.id: clause for clause in clauses}
    values: dict[str, Any] = {}
    for name, node in NODE_OF.items():
        if node not in by_node:
            raise NodeNotActedOn(node)
        values[name] = _value(name, by_node[node])
    terms = Terms(**values)
    check(terms)
    return terms


def check(terms: Terms) -> None:
    """Refuse terms that contradict each other. Raises OutsideRange with the node."""
    if (terms.policy is AdmissionPolicy.WINDOWS) != bool(terms.windows):
        raise OutsideRange(NODE_OF["windows"])
    if not all(is_day_of_year(window) for window in terms.windows):
        raise OutsideRange(NODE_OF["windows"])


def changes_from(terms: Terms, nodes: Mapping[NodeId, Node] | None = None) -> list[Change]:
    """These terms as changes of the template; with its nodes only where they say something else."""
    found = [
        Change(node, Way.SET, *_written(getattr(terms, name))) for name, node in NODE_OF.items()
    ]
    if nodes is None:
        return found
    return [
        change
        for change in found
        if (change.numbers, change.options)
        != (nodes[change.node].numbers, nodes[change.node].chosen)
    ]


def _written(value: Any) -> tuple[list[int], list[OptionId]]:
    if isinstance(value, bool):
        return [], [OptionId("yes" if value else "no")]
    if isinstance(value, Enum):
        return [], [OptionId(str(value.value))]
    return (list(value), []) if isinstance(value, list) else ([value], [])


def _value(name: str, clause: Clause) -> Any:
    if name == "windows":
        return list(clause.numbers) if clause.applies else []
    if name in KINDS:
        return KINDS[name](_only(clause.options, clause))
    if name == "own_provision_listed":
        return _only(clause.options, clause) == "yes"
    return _only(clause.numbers, clause)


def _only(values: list[Any], clause: Clause) -> Any:
    if len(values) != 1:
        raise OutsideRange(clause.id)
    return values[0]


def first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month when it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    last = first_of_next_month(first) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
