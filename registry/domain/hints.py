"""What may be unwise in a concession while it is written: things to think of, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from registry.domain.values import NodeId


class Kind(Enum):
    RATE_BELOW_LEAST = "rate_below_least"
    RATE_MAY_BE_LOW = "rate_may_be_low"
    NO_CHOICE_LEFT = "no_choice_left"
    FEW_ACTIVE = "few_active"
    CLOSED_FOR_LONG = "closed_for_long"
    CAP_NOT_REVIEWED = "cap_not_reviewed"
    STARTS_TOO_SOON = "starts_too_soon"
    QUESTIONS_TOO_SOON = "questions_too_soon"
    ANSWERS_TOO_SOON = "answers_too_soon"
    WINDOW_TOO_SHORT = "window_too_short"
    DEADLINE_ON_DAY_OFF = "deadline_on_day_off"
    DEADLINE_IN_JULY = "deadline_in_july"
    TED_MISSING = "ted_missing"
    TED_UNEXPECTED = "ted_unexpected"
    NOT_OPEN_TO_ALL = "not_open_to_all"
    LIMIT_IN_HOURS = "limit_in_hours"


@dataclass(frozen=True)
class Hint:
    """One thing to think of. `warns` where it is likely to go wrong; `facts` fill in the words."""

    kind: Kind
    node: NodeId
    warns: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
