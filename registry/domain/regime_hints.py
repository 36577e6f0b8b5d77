"""The chosen procurement rules beside where notice is given and who is let in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from registry.domain.hints import Hint, Kind
from registry.domain.said import Said
from registry.domain.terms import NODE_OF
from registry.domain.thresholds import Thresholds, weekly_hours_at
from registry.domain.timetable import POLICY
from registry.domain.values import NodeId

CAP, YEARS, RATE = NODE_OF["cap"], NODE_OF["years"], NODE_OF["rate"]
REGIME = NodeId("bpa.admission.regime")
CHANNEL = NodeId("bpa.admission.notice_channel")
PROLONG_TIMES = NodeId("bpa.admission.prolong_times")
PROLONG_MONTHS = NodeId("bpa.admission.prolong_months")
OVER_THE_LIMIT = {"kkf_3", "foa_4"}
UNDER_THE_LIMIT = {"kkf_1", "foa_1"}
OPEN_TO_ALL = {"approval", "outside"}


def regime_hints(said: Said, thresholds: Thresholds | None, day: date) -> Iterator[Hint]:
    """The chosen rules beside where notice is given, who is let in, and what the rate implies."""
    regime, channel = said.option(REGIME), said.option(CHANNEL)
    ted = channel == "doffin_ted"
    if regime in OVER_THE_LIMIT and not ted:
        yield Hint(Kind.TED_MISSING, CHANNEL, True, {"regime": regime})
    if regime in UNDER_THE_LIMIT and ted:
        yield Hint(Kind.TED_UNEXPECTED, CHANNEL, False, {"regime": regime})
    selects = bool(said.number(CAP)) or said.option(POLICY) == "closed_round"
    if regime in OPEN_TO_ALL and selects:
        yield Hint(Kind.NOT_OPEN_TO_ALL, REGIME, True, {"regime": regime})
    if regime in UNDER_THE_LIMIT and thresholds is not None:
        yield from _limit_in_hours(said, thresholds, regime, day)


def months_of(said: Said) -> int:
    """How long a concession may last, options to prolong it included; 0 without an end."""
    years = said.number(YEARS) or 0
    prolonged = (said.number(PROLONG_TIMES) or 0) * (said.number(PROLONG_MONTHS) or 0)
    return years * 12 + prolonged if years else 0


def _limit_in_hours(said: Said, thresholds: Thresholds, regime: str, day: date) -> Iterator[Hint]:
    limit = thresholds.concession if regime == "kkf_1" else thresholds.contract
    hours = weekly_hours_at(limit, said.number(RATE) or 0, months_of(said))
    if hours:
        facts = {
            "limit": limit,
            "hours": hours,
            "months": months_of(said),
            "sure": day < thresholds.unsure_from,
            "source": thresholds.source,
        }
        yield Hint(Kind.LIMIT_IN_HOURS, REGIME, False, facts)
