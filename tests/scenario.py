"""given(...).when(...).then(...): the only vocabulary the tests of aggregates use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.domain import Aggregate

from registry.domain.terms import Terms
from registry.domain.values import (
    Act,
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    Ordering,
    PaymentTerms,
)

STAMPS = {"originator_id", "originator_version", "timestamp", "originator_topic"}
STAMPS |= {"by", "on_behalf_of"}
SOLVEIG, TORE, KARI, OLA = (UUID(int=number) for number in range(1, 5))
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def act(by: UUID = SOLVEIG, days: int = 0) -> Act:
    """Somebody does something, some days after the story begins."""
    return Act(by, NOW + timedelta(days=days))


def terms(**changes: Any) -> Terms:
    """The template's own terms with a rate, and some changes."""
    own = {
        "policy": AdmissionPolicy.ROLLING,
        "windows": [],
        "cap": 0,
        "years": 5,
        "rate": 48_200,
        "notice": 1,
        "counted_from": CountedFrom.DAY_OF_NOTICE,
        "default": DefaultRule.DIALOGUE,
        "choose_within_days": 30,
        "regret_days": 14,
        "answer_days": 5,
        "ordering": Ordering.SAME_UNIT,
        "payment": PaymentTerms.QUARTERLY_IN_ADVANCE,
        "own_provision_listed": True,
    }
    return Terms(**(own | changes))


TODAY = date(2026, 11, 21)


def facts(event: Any) -> tuple[str, dict[str, Any]]:
    body = {name: value for name, value in vars(event).items() if name not in STAMPS}
    return type(event).__name__, body


@dataclass
class Given:
    aggregate: Aggregate

    def when(self, does: Callable[[Any], None]) -> When:
        return When(self.aggregate, does)


@dataclass
class When:
    aggregate: Aggregate
    does: Callable[[Any], None]

    def then(self, *expected: tuple[str, dict[str, Any]]) -> None:
        self.does(self.aggregate)
        assert [facts(event) for event in self.aggregate.collect_events()] == list(expected)

    def then_refused(self, rule: type[Exception]) -> None:
        with pytest.raises(rule):
            self.does(self.aggregate)
        assert list(self.aggregate.collect_events()) == []


def given(aggregate: Aggregate, *acts: Callable[[Any], None]) -> Given:
    for does in acts:
        does(aggregate)
    aggregate.collect_events()
    return Given(aggregate)
