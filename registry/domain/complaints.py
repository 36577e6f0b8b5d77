"""Complaints: how many about decisions on BPA a county governor ended in a quarter. Case log.

Exact numbers about people in one municipality: they are never public, only what small_numbers.py
leaves of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import Act, ComplaintOutcome, MunicipalityNumber


class QuarterNotOver(RuleBroken):
    """A quarter is counted when it is over."""

    code = "quarter-not-over"


class Complaints(Recorded):
    TOPIC = "complaints"

    class Created(Recorded.Created):
        TOPIC = "complaints.opened"
        municipality: MunicipalityNumber
        year: int
        quarter: int

    class Counted(Recorded.Event):
        TOPIC = "complaints.counted"
        outcome: ComplaintOutcome
        number: int

    @staticmethod
    def id_for(municipality: MunicipalityNumber, year: int, quarter: int) -> UUID:
        return natural_id("complaints", municipality, year, quarter)

    @classmethod
    def open(
        cls, act: Act, municipality: MunicipalityNumber, year: int, quarter: int
    ) -> Complaints:
        """Begin counting a quarter, 1 to 4. Raises QuarterNotOver."""
        if not 1 <= quarter <= 4 or act.day < first_day_after(year, quarter):
            raise QuarterNotOver
        return cls._begin(
            cls.Created,
            act,
            cls.id_for(municipality, year, quarter),
            municipality=municipality,
            year=year,
            quarter=quarter,
        )

    def count(self, act: Act, numbers: Mapping[ComplaintOutcome, int]) -> None:
        """Say how many ended in each way; said again, it corrects what was said before."""
        for outcome, number in numbers.items():
            if self.counted.get(outcome.value) != number:
                self._record(self.Counted, act, outcome=outcome, number=number)

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self) -> None:
        self.counted: dict[str, int] = {}

    @event(Counted)
    def _counted(self, outcome: ComplaintOutcome, number: int) -> None:
        self.counted[outcome.value] = number


def first_day_after(year: int, quarter: int) -> date:
    """The first day of the next quarter."""
    return date(year + 1, 1, 1) if quarter == 4 else date(year, quarter * 3 + 1, 1)
