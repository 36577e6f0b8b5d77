"""What a supplier says about itself, in the sets it confirms together.

The fields are the citizens' own checklist (domain.md §2.3): what the supplier does with the money,
who you talk to, and what happens when an assistant is ill.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.domain.values import (
    Adviser,
    BudgetUse,
    Independence,
    Language,
    LocalOffice,
    PhoneHours,
    Seniority,
    UnusedBudget,
)

STALE_AFTER_DAYS = 183
"""A fact that was confirmed longer ago than half a year is shown as not confirmed."""


@dataclass(frozen=True)
class Wages:
    """What the assistants get. Øre an hour, shares in basis points."""

    start: int
    evening: int
    weekend: int
    holiday_share: int
    competence: int
    seniority: Seniority
    pension_share: int
    public_pension: bool
    collective_agreement: bool


@dataclass(frozen=True)
class Budget:
    """The money the person decides over. Øre a year; 0 means no fixed sum."""

    yearly: int
    uses: list[BudgetUse]
    unused: UnusedBudget


@dataclass(frozen=True)
class Support:
    """Who you talk to, how free you are, what happens when somebody is ill. Hours."""

    adviser: Adviser
    phone: PhoneHours
    independence: Independence
    backup_hours: int
    training_hours: int
    turnover_share: int
    languages: list[Language]
    work_assistance: bool
    may_change_terms_alone: bool


@dataclass(frozen=True)
class Local:
    """What holds in one municipality. Days."""

    start_days: int
    first_contact_days: int
    emergency_start: bool
    office: LocalOffice
