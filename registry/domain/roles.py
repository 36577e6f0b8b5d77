"""Who may do what: organisations have duties and people have functions, each from a day to a day.

A function is what a view asks for. A role is a set of functions under a name people understand. A
duty is what a municipality has by itself and may hand to another organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from registry.domain.errors import RuleBroken


class OrganisationKind(Enum):
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    ORDERING_UNIT = "ordering_unit"
    INTER_MUNICIPAL = "inter_municipal"
    STATE_AGENCY = "state_agency"
    SUPPLIER = "supplier"
    STEWARD = "steward"
    COUNTY_GOVERNOR = "county_governor"
    AUDITOR = "auditor"


class Duty(Enum):
    """What a municipality has to do about BPA, by itself or by another on its behalf."""

    DECIDES = "decides"
    ORDERS = "orders"
    GRANTS_CONCESSIONS = "grants_concessions"
    OVERSEES = "oversees"


class Function(Enum):
    """What a person may do for an organisation. Views name these, never roles."""

    MANAGE_PEOPLE = "manage_people"
    DRAFT_CONCESSION = "draft_concession"
    APPROVE_CONCESSION = "approve_concession"
    ADMIT_SUPPLIERS = "admit_suppliers"
    ISSUE_CODES = "issue_codes"
    ORDER = "order"
    FOLLOW_UP = "follow_up"
    KEEP_FACTS = "keep_facts"
    APPLY = "apply"
    EDIT_TEMPLATE = "edit_template"
    APPROVE_TEMPLATE = "approve_template"
    READ = "read"
    COUNT_COMPLAINTS = "count_complaints"
    AUDIT = "audit"


class Role(Enum):
    OWNER = "owner"
    DRAFTER = "drafter"
    APPROVER = "approver"
    ASSESSOR = "assessor"
    CITIZEN_ADVISER = "citizen_adviser"
    ORDERER = "orderer"
    FOLLOW_UP_OFFICER = "follow_up_officer"
    SIGNATORY = "signatory"
    BIDDER = "bidder"
    READER = "reader"
    TEMPLATE_EDITOR = "template_editor"
    TEMPLATE_APPROVER = "template_approver"
    ANALYST = "analyst"
    COMPLAINT_COUNTER = "complaint_counter"
    AUDITOR = "auditor"


FUNCTIONS: dict[Role, frozenset[Function]] = {
    Role.OWNER: frozenset({Function.MANAGE_PEOPLE}),
    Role.DRAFTER: frozenset({Function.DRAFT_CONCESSION}),
    Role.APPROVER: frozenset({Function.APPROVE_CONCESSION}),
    Role.ASSESSOR: frozenset({Function.ADMIT_SUPPLIERS}),
    Role.CITIZEN_ADVISER: frozenset({Function.ISSUE_CODES}),
    Role.ORDERER: frozenset({Function.ORDER}),
    Role.FOLLOW_UP_OFFICER: frozenset({Function.FOLLOW_UP}),
    Role.SIGNATORY: frozenset({Function.KEEP_FACTS}),
    Role.BIDDER: frozenset({Function.APPLY}),
    Role.READER: frozenset({Function.READ}),
    Role.TEMPLATE_EDITOR: frozenset({Function.EDIT_TEMPLATE}),
    Role.TEMPLATE_APPROVER: frozenset({Function.APPROVE_TEMPLATE}),
    Role.ANALYST: frozenset({Function.READ}),
    Role.COMPLAINT_COUNTER: frozenset({Function.COUNT_COMPLAINTS}),
    Role.AUDITOR: frozenset({Function.AUDIT}),
}

OF_A_MUNICIPALITY = (
    Role.OWNER,
    Role.DRAFTER,
    Role.APPROVER,
    Role.ASSESSOR,
    Role.CITIZEN_ADVISER,
    Role.ORDERER,
    Role.FOLLOW_UP_OFFICER,
)
ROLES: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.MUNICIPALITY: OF_A_MUNICIPALITY,
    OrganisationKind.DISTRICT: OF_A_MUNICIPALITY,
    OrganisationKind.ORDERING_UNIT: OF_A_MUNICIPALITY,
    OrganisationKind.INTER_MUNICIPAL: OF_A_MUNICIPALITY,
    OrganisationKind.STATE_AGENCY: OF_A_MUNICIPALITY,
    OrganisationKind.SUPPLIER: (Role.OWNER, Role.SIGNATORY, Role.BIDDER, Role.READER),
    OrganisationKind.STEWARD: (
        Role.OWNER,
        Role.TEMPLATE_EDITOR,
        Role.TEMPLATE_APPROVER,
        Role.ANALYST,
    ),
    OrganisationKind.COUNTY_GOVERNOR: (Role.OWNER, Role.COMPLAINT_COUNTER),
    OrganisationKind.AUDITOR: (Role.OWNER, Role.AUDITOR),
}
"""The roles people may have in each kind of organisation. No two of them share a function."""

COVERED: dict[Duty, frozenset[Function]] = {
    Duty.GRANTS_CONCESSIONS: frozenset(
        {Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION, Function.ADMIT_SUPPLIERS}
    ),
    Duty.DECIDES: frozenset({Function.ISSUE_CODES}),
    Duty.ORDERS: frozenset({Function.ORDER}),
    Duty.OVERSEES: frozenset({Function.FOLLOW_UP}),
}
"""The functions that go with a duty when it is handed over."""

OWN_UNITS = (OrganisationKind.DISTRICT, OrganisationKind.ORDERING_UNIT)
"""Parts of a municipality: they carry out duties for that one and no other."""
MAY_CARRY_OUT = (
    OrganisationKind.MUNICIPALITY,
    *OWN_UNITS,
    OrganisationKind.INTER_MUNICIPAL,
    OrganisationKind.STATE_AGENCY,
)
"""Who a duty may be handed to. Never a supplier, and so never the municipality's own provision."""

NOT_BESIDE_OWN_PROVISION = frozenset(
    {Function.ISSUE_CODES, Function.ORDER, Function.ADMIT_SUPPLIERS}
)
"""Whoever works for a municipality's own provision never sees its cases or applications."""
READABLE: dict[OrganisationKind, frozenset[Function]] = {
    OrganisationKind.MUNICIPALITY: frozenset(
        {Function.ADMIT_SUPPLIERS, Function.FOLLOW_UP, Function.MANAGE_PEOPLE}
    ),
    OrganisationKind.SUPPLIER: frozenset({Function.MANAGE_PEOPLE}),
    OrganisationKind.STEWARD: frozenset({Function.APPROVE_TEMPLATE, Function.MANAGE_PEOPLE}),
}
"""What somebody who only reads may open in each kind of workplace: what was sent and decided, not
what is still being written, and nothing about cases. In the others it is who has which role."""


class BackDated(RuleBroken):
    """Nobody may do anything from a day that has already passed."""

    code = "back-dated"


class EndsBeforeItBegins(RuleBroken):
    """The last day lies before the first."""

    code = "ends-before-it-begins"


def must_lie_ahead(day: date, valid_from: date, valid_to: date | None) -> None:
    """A period that begins on `day` or later; `valid_to` is the first day after it, None for ever."""
    if valid_from < day:
        raise BackDated
    if valid_to is not None and valid_to <= valid_from:
        raise EndsBeforeItBegins


def allowed(kind: OrganisationKind) -> frozenset[Function]:
    """Every function somebody may have in an organisation of a kind."""
    return frozenset().union(*(FUNCTIONS[role] for role in ROLES[kind]))


@dataclass(frozen=True)
class Period:
    """From a day; `valid_to` is the first day without it, None when it has no end."""

    valid_from: date
    valid_to: date | None

    def runs(self, day: date) -> bool:
        return self.valid_from <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to <= day

    def covers(self, other: Period) -> bool:
        """Whether nothing of the other lies outside."""
        lasts = self.valid_to is None or (
            other.valid_to is not None and other.valid_to <= self.valid_to
        )
        return lasts and self.valid_from <= other.valid_from
