"""Which procurement rules and which notice a value points at. A lawyer decides; this only points.

Amounts are in øre and without VAT.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from registry.domain.sources import Source

WEEKS = 52
"""Weeks in a year. The registry's own assumption."""


@dataclass(frozen=True)
class Thresholds:
    """The values of one period. They hold for sure before `unsure_from`, and not after `until`."""

    since: date
    unsure_from: date
    until: date
    act: int
    """Below this the procurement act does not apply."""
    concession: int
    contract: int
    """For a contract about health and social services, where there is no concession."""
    source: Source


class Regime(Enum):
    """The rules, by the names that the template's node has for them."""

    BELOW_ACT = "below_act"
    KKF_1 = "kkf_1"
    KKF_3 = "kkf_3"
    FOA_1 = "foa_1"
    FOA_4 = "foa_4"


class Channel(Enum):
    """Where the rules point at giving notice, by the names of the template's node."""

    NONE = ""
    DOFFIN = "doffin"
    DOFFIN_TED = "doffin_ted"


@dataclass(frozen=True)
class Notice:
    """Where notice is given, and the forms of the call, of the award and of a change."""

    channel: Channel
    call: str
    award: str
    change: str


NOTICES = {
    Regime.BELOW_ACT: Notice(Channel.NONE, "", "", ""),
    Regime.KKF_1: Notice(Channel.DOFFIN, "E3", "E4", ""),
    Regime.KKF_3: Notice(Channel.DOFFIN_TED, "14", "35", "40"),
    Regime.FOA_1: Notice(Channel.DOFFIN, "E3", "E4", ""),
    Regime.FOA_4: Notice(Channel.DOFFIN_TED, "20", "33", "40"),
}
"""eForms subtypes. E3 and E4 are the national forms that follow N16 and N29."""


@dataclass(frozen=True)
class Pointer:
    """What a value points at. `threshold` is the one it was held against."""

    regime: Regime
    notice: Notice
    value: int
    threshold: int
    sure: bool


def in_force(thresholds: Thresholds | None, day: date) -> Thresholds | None:
    """The thresholds themselves on a day they are known for, else None."""
    return thresholds if thresholds and thresholds.since <= day <= thresholds.until else None


def value_of(yearly: int, months: int) -> int:
    """The value over the whole period, options to prolong it included."""
    return yearly * months // 12


def point(value: int, thresholds: Thresholds, day: date, *, concession: bool = True) -> Pointer:
    """Which rules a value points at on a day; `concession` where suppliers bear the risk."""
    limit = thresholds.concession if concession else thresholds.contract
    if value < thresholds.act:
        regime, limit = Regime.BELOW_ACT, thresholds.act
    elif concession:
        regime = Regime.KKF_3 if value >= limit else Regime.KKF_1
    else:
        regime = Regime.FOA_4 if value >= limit else Regime.FOA_1
    return Pointer(regime, NOTICES[regime], value, limit, day < thresholds.unsure_from)


def weekly_hours_at(limit: int, rate: int, months: int) -> int:
    """How many hours a week, all schemes together, make the value reach a limit; 0 if none do."""
    spent = rate * WEEKS * months
    return -(-limit * 12 // spent) if spent else 0
