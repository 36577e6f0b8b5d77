"""What the invented nation consists of, in the order it must be loaded. Everything is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.domain.deviation import Change
from registry.domain.facts import Budget, Local, Support, Wages
from registry.domain.organisation import Function, OrganisationKind
from registry.domain.terms import Terms
from registry.domain.values import (
    Accepting,
    ChoiceKind,
    HoursBand,
    Language,
    LeadRole,
    MunicipalityNumber,
    NodeId,
    OrganisationNumber,
    RejectionGround,
    SupplierKind,
)

TODAY = date(2026, 11, 21)
"""The day the demo begins on."""


@dataclass(frozen=True)
class Words:
    """The same text in bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str


@dataclass(frozen=True)
class PlannedMunicipality:
    """`stated` is None where a concession says what choice there is, or nobody has said."""

    number: MunicipalityNumber
    language: Language
    registered_on: date
    stated: ChoiceKind | None
    phone: str
    mailbox: str
    story: Words | None


@dataclass(frozen=True)
class PlannedSupplier:
    """A supplier, or a municipality's own provision: then `municipality` says whose."""

    number: OrganisationNumber
    kind: SupplierKind
    name: str
    municipality: MunicipalityNumber | None
    owner_group: str | None
    registered_on: date
    presentation: str | None
    language: Language
    wages: Wages
    wages_on: date
    budget: Budget
    budget_on: date
    support: Support
    support_on: date


@dataclass(frozen=True)
class PlannedConcession:
    """One concession; the first member leads, and no municipality leads two."""

    members: tuple[MunicipalityNumber, ...]
    terms: Terms
    template_version: int
    short_form: bool
    language: Language
    reasons: dict[NodeId, str]
    heard_on: date
    sent_on: date
    published_on: date
    starts_on: date
    changes: list[Change]

    @property
    def lead(self) -> MunicipalityNumber:
        """The municipality that leads, and the key of the concession in this plan."""
        return self.members[0]


@dataclass(frozen=True)
class PlannedAdmission:
    """A supplier in the concession that `lead` leads, with what it last confirmed for it."""

    lead: MunicipalityNumber
    supplier: OrganisationNumber
    counts: bool
    applied_on: date
    granted_on: date
    accepting: Accepting
    local: Local
    confirmed_on: date
    ceiling: int


@dataclass(frozen=True)
class PlannedApplication:
    """An application that was turned down, or, without a ground, is still under review."""

    lead: MunicipalityNumber
    supplier: OrganisationNumber
    applied_on: date
    rejected_on: date | None
    ground: RejectionGround | None


@dataclass(frozen=True)
class PlannedCase:
    """Somebody with a decision; `chosen` is None while nobody is chosen."""

    municipality: MunicipalityNumber
    lead: MunicipalityNumber
    hours: HoursBand
    lead_role: LeadRole
    opened_on: date
    choose_by: date
    chosen: OrganisationNumber | None
    chosen_on: date | None


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in, for one organisation. A steward has no number.

    Whoever has no kind works nowhere yet.
    """

    sub: str
    name: str
    kind: OrganisationKind | None
    municipality: MunicipalityNumber | None
    number: OrganisationNumber | None
    functions: tuple[Function, ...]
    what: Words


@dataclass(frozen=True)
class Nation:
    """The whole plan. Admissions stand in the order they were granted."""

    municipalities: tuple[PlannedMunicipality, ...]
    suppliers: tuple[PlannedSupplier, ...]
    concessions: tuple[PlannedConcession, ...]
    admissions: tuple[PlannedAdmission, ...]
    applications: tuple[PlannedApplication, ...]
    cases: tuple[PlannedCase, ...]
    people: tuple[Person, ...]
