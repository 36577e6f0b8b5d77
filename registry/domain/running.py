"""What ran before it came here: a concession a municipality states, and did not write from the template."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any

from registry.domain.terms import Terms
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    Hash,
    MunicipalityNumber,
    Ordering,
    OrganisationNumber,
    PaymentTerms,
    TextRef,
)

LONGEST_NOTICE = 3
"""Months. No scheme that was looked at asks for more."""
TIME_TO_CHOOSE, TIME_TO_REGRET, TIME_TO_ANSWER = 90, 30, 10
"""Days, days and working days. The registry's own, where nobody has stated any."""


@dataclass(frozen=True)
class RunningSupplier:
    """A supplier at work in the scheme. The name is for one that has not registered itself."""

    number: OrganisationNumber
    name: TextRef | None


@dataclass(frozen=True)
class Running:
    """A scheme as a municipality has stated it. None: nobody has said.

    Money in øre an hour, the notice in whole months; a cap of 0 says that there is none. `source` is
    a document's name or its address, `stated_by` an organisation.
    """

    rate: int | None
    notice: int | None
    counted_from: CountedFrom | None
    default: DefaultRule | None
    cap: int | None
    ends_on: date | None
    suppliers: list[RunningSupplier]
    source: TextRef
    stated_by: TextRef
    stated_on: date


def terms_of_running(its: Running) -> Terms:
    """The terms the registry acts on: what is stated, and something safe where nothing is.

    Safe is what lets nobody in unseen and promises no person more than somebody has said: the choice
    is limited and nobody applies here; the longest notice, from the first of the next month; without
    a default a case worker calls; and long times to choose, regret and answer. Pages never show these
    as terms: there they are not stated. Nothing acts on years, ordering and payment.
    """
    return Terms(
        policy=AdmissionPolicy.CLOSED_ROUND,
        windows=[],
        cap=its.cap or 0,
        years=0,
        rate=its.rate or 0,
        notice=LONGEST_NOTICE if its.notice is None else its.notice,
        counted_from=its.counted_from or CountedFrom.FIRST_OF_NEXT_MONTH,
        default=its.default or DefaultRule.DIALOGUE,
        choose_within_days=TIME_TO_CHOOSE,
        regret_days=TIME_TO_REGRET,
        answer_days=TIME_TO_ANSWER,
        ordering=Ordering.SAME_UNIT,
        payment=PaymentTerms.MONTHLY_IN_ARREARS,
        own_provision_listed=False,
    )


def fingerprint_of_running(its: Running, members: list[MunicipalityNumber]) -> Hash:
    """SHA-256 over what was stated, and for whom."""
    text = json.dumps([asdict(its), members], sort_keys=True, default=_as_text)
    return Hash(sha256(text.encode()).hexdigest())


def _as_text(value: Any) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
