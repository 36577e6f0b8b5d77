"""The few types an event may hold, and the words of the field as enumerations.

Money is integer øre, shares are basis points (1/100 of a per cent), dates without time are dates.
Nothing here is typed by a person: typed text stands in texts.py and is referred to by `TextRef`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NewType
from uuid import UUID
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

TextRef = NewType("TextRef", str)
ServiceId = NewType("ServiceId", str)
"""A kind of service that a concession is about."""
"""Salted hash of a text that stands outside the log, where it can be redacted."""
OfficialText = NewType("OfficialText", str)
"""Text of the national template or an approved clause: public, by an office, never by or about a person."""
MunicipalityNumber = NewType("MunicipalityNumber", str)
"""Four digits, the national code list for municipalities (KLASS 131)."""
CountyNumber = NewType("CountyNumber", str)
"""Two digits, KLASS 104: those every municipality number in the county begins with."""
OrganisationNumber = NewType("OrganisationNumber", str)
"""Nine digits, Enhetsregisteret."""
NodeId = NewType("NodeId", str)
"""`bpa.<chapter>.<name>`; never changed and never used again."""
OptionId = NewType("OptionId", str)
"""One of the choices a node of the template offers."""
Hash = NewType("Hash", str)
"""SHA-256, hexadecimal."""


@dataclass(frozen=True)
class Act:
    """Who does something, on behalf of whom, and when. Every command carries one."""

    by: UUID
    at: datetime
    on_behalf_of: UUID | None = None

    @property
    def day(self) -> date:
        """The legal day it is done: days end at 23:59:59 in Oslo."""
        return self.at.astimezone(OSLO).date()


class ServiceType(Enum):
    """Whose national template it is."""

    BPA = "bpa"


class ChoiceKind(Enum):
    """What choice there is in a municipality. The first two follow from live concessions."""

    FREE = "free"
    LIMITED = "limited"
    OWN_ONLY = "own_only"
    SINGLE_PURCHASE = "single_purchase"
    OWN_EMPLOYER = "own_employer"
    NONE = "none"
    UNKNOWN = "unknown"


class SupplierKind(Enum):
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    NON_PROFIT = "non_profit"
    SOLE_PROPRIETOR = "sole_proprietor"
    OWN_PROVISION = "own_provision"
    UNREGISTERED = "unregistered"
    """Somebody else has said that it is at work; it has not registered itself."""


class Accepting(Enum):
    """The supplier's own word on whether it takes new people. Never counted from choices."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"


class AdmissionPolicy(Enum):
    ROLLING = "rolling"
    WINDOWS = "windows"
    CLOSED_ROUND = "closed_round"


class Reopen(Enum):
    """When suppliers come in after a closed round."""

    NO = "no"
    FREE_PLACE = "free_place"
    YEARLY = "yearly"
    ANY_TIME = "any_time"


class CountedFrom(Enum):
    """From which day a notice of switch is counted."""

    DAY_OF_NOTICE = "day_of_notice"
    FIRST_OF_NEXT_MONTH = "first_of_next_month"


class DefaultRule(Enum):
    """What happens when nobody chooses in time. None of them closes the choice."""

    DIALOGUE = "dialogue"
    OWN_PROVISION = "own_provision"
    ROTATION = "rotation"
    NAMED = "named"
    DRAW = "draw"


class Ordering(Enum):
    """Who orders the service once the decision is made."""

    SAME_UNIT = "same_unit"
    CENTRAL_UNIT = "central_unit"


class PaymentTerms(Enum):
    QUARTERLY_IN_ADVANCE = "quarterly_in_advance"
    MONTHLY_IN_ADVANCE = "monthly_in_advance"
    MONTHLY_IN_ARREARS = "monthly_in_arrears"
    QUARTERLY_IN_ARREARS = "quarterly_in_arrears"


class HoursBand(Enum):
    """Granted hours a week, never the exact number."""

    UNDER_15 = "under_15"
    FROM_15_TO_35 = "15_to_35"
    OVER_35 = "over_35"


class LeadRole(Enum):
    """Who leads the assistants day by day."""

    SELF = "self"
    CO_LEADER = "co_leader"
    PARENT = "parent"
    GUARDIAN = "guardian"


class Seniority(Enum):
    """How pay grows with years."""

    COLLECTIVE_AGREEMENT = "collective_agreement"
    OWN_LADDER = "own_ladder"
    NONE = "none"


class BudgetUse(Enum):
    """What the operating budget may be spent on."""

    TRAVEL = "travel"
    MEALS = "meals"
    TRAINING = "training"
    TEAM_DAYS = "team_days"
    CONSUMABLES = "consumables"
    COMPUTER = "computer"
    FURNITURE = "furniture"
    DAMAGE = "damage"
    ACTIVITIES = "activities"


class UnusedBudget(Enum):
    CARRIED_OVER = "carried_over"
    RETURNED = "returned"
    NOT_APPLICABLE = "not_applicable"


class Adviser(Enum):
    ONE_NAMED = "one_named"
    SMALL_TEAM = "small_team"
    WHOEVER_ANSWERS = "whoever_answers"
    CASE_WORKER = "case_worker"


class PhoneHours(Enum):
    AROUND_THE_CLOCK = "around_the_clock"
    DAY_AND_EVENING = "day_and_evening"
    OFFICE_HOURS = "office_hours"


class Independence(Enum):
    """How much of the hiring and rostering the person does herself."""

    YOU_DECIDE = "you_decide"
    TOGETHER = "together"
    SUPPLIER_DECIDES = "supplier_decides"


class LocalOffice(Enum):
    IN_MUNICIPALITY = "in_municipality"
    NEARBY = "nearby"
    NONE = "none"


class Language(Enum):
    """ISO 639 codes; sign language by its ISO 639-3 code."""

    NB = "nb"
    NN = "nn"
    EN = "en"
    SE = "se"
    SMA = "sma"
    PL = "pl"
    AR = "ar"
    NSL = "nsl"


class RejectionGround(Enum):
    """Why a supplier was not admitted. Objective grounds only."""

    MISSING_EVIDENCE = "missing_evidence"
    REQUIREMENT_NOT_MET = "requirement_not_met"
    ROUND_CLOSED = "round_closed"
    CAP_REACHED = "cap_reached"


class EndingGround(Enum):
    """Why a concession came to its end."""

    TIME_IS_UP = "time_is_up"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class ClosingGround(Enum):
    """Why an admission came to its end."""

    SUPPLIER_WITHDREW = "supplier_withdrew"
    TERMS_DECLINED = "terms_declined"
    CONCESSION_ENDED = "concession_ended"
    BANKRUPTCY = "bankruptcy"


class ComplaintOutcome(Enum):
    """How a county governor ended a complaint about a decision on BPA."""

    UPHELD = "upheld"
    CHANGED = "changed"
    ANNULLED = "annulled"
    DISMISSED = "dismissed"
