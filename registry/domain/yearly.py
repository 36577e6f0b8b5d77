"""Yearly figures: twelve numbers about BPA in one municipality and one year. Registry log.

The twelve, and what each is for: how many have BPA, and how much (users and three bands of hours: is
the service standardised down?); how many ask and how many get an answer (applications, decisions);
how long it takes (days to the decision, days from there to the start) and whether there is a way
round for those who cannot wait (fast track); how often somebody disagrees (complaints, held against
decisions); and who does the work (the municipality itself, next of kin). Nobody's hours, need or
diagnosis can be asked for, and no number is of one person.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import Act, MunicipalityNumber, TextRef


class FigureSource(Enum):
    """Who says so: the municipality itself, or official statistics that were read in."""

    MUNICIPALITY = "municipality"
    OFFICIAL = "official"


@dataclass(frozen=True)
class YearlyNumbers:
    """People on 31 December, or cases during the year; two medians in days. None: not said."""

    users: int | None
    under_15: int | None
    from_15_to_35: int | None
    over_35: int | None
    applications: int | None
    decisions: int | None
    days_to_decision: int | None
    days_to_start: int | None
    fast_track: int | None
    complaints: int | None
    own_provision: int | None
    next_of_kin: int | None


NAMES = tuple(each.name for each in fields(YearlyNumbers))
BANDS = ("under_15", "from_15_to_35", "over_35")
PART_OF = {
    "under_15": "users",
    "from_15_to_35": "users",
    "over_35": "users",
    "own_provision": "users",
    "next_of_kin": "users",
    "fast_track": "applications",
}
"""What is a part of what: never more than the whole."""


class YearNotOver(RuleBroken):
    """A year's figures are given when it is over."""

    code = "year-not-over"


class NoFigures(RuleBroken):
    """Not one of the numbers is given."""

    code = "no-figures"


class DoNotAddUp(RuleBroken):
    """A part is more than its whole, or the bands of hours are not all the users. `names` says which."""

    code = "do-not-add-up"

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


class YearlyFigures(Recorded):
    TOPIC = "figures"

    class Created(Recorded.Created):
        TOPIC = "figures.submitted"
        municipality: MunicipalityNumber
        year: int
        source: FigureSource
        published_in: TextRef | None
        numbers: YearlyNumbers

    class Corrected(Recorded.Event):
        TOPIC = "figures.corrected"
        source: FigureSource
        published_in: TextRef | None
        numbers: YearlyNumbers

    @staticmethod
    def id_for(municipality: MunicipalityNumber, year: int) -> UUID:
        return natural_id("figures", municipality, year)

    @classmethod
    def submit(
        cls,
        act: Act,
        municipality: MunicipalityNumber,
        year: int,
        numbers: YearlyNumbers,
        source: FigureSource = FigureSource.MUNICIPALITY,
        published_in: TextRef | None = None,
    ) -> YearlyFigures:
        """Say it for the first time. `published_in` names the statistics that official ones stand in.

        Raises YearNotOver, NoFigures or DoNotAddUp.
        """
        check(act.day, year, numbers)
        return cls._begin(
            cls.Created,
            act,
            cls.id_for(municipality, year),
            municipality=municipality,
            year=year,
            source=source,
            published_in=published_in,
            numbers=numbers,
        )

    def correct(
        self,
        act: Act,
        numbers: YearlyNumbers,
        source: FigureSource = FigureSource.MUNICIPALITY,
        published_in: TextRef | None = None,
    ) -> None:
        """Say it again, or from another source. The same numbers once more are no correction."""
        check(act.day, self.year, numbers)
        if numbers != self.said.get(source.value):
            self._record(
                self.Corrected, act, source=source, published_in=published_in, numbers=numbers
            )

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(
        self,
        municipality: MunicipalityNumber,
        year: int,
        source: FigureSource,
        numbers: YearlyNumbers,
    ) -> None:
        self.municipality = municipality
        self.year = year
        self.said: dict[str, YearlyNumbers] = {source.value: numbers}

    @event(Corrected)
    def _corrected(self, source: FigureSource, numbers: YearlyNumbers) -> None:
        self.said[source.value] = numbers


def check(day: date, year: int, numbers: YearlyNumbers) -> None:
    """Refuse what cannot be. Raises YearNotOver, NoFigures or DoNotAddUp."""
    if year >= day.year:
        raise YearNotOver
    said = {name: getattr(numbers, name) for name in NAMES}
    if all(value is None for value in said.values()):
        raise NoFigures
    wrong = [
        part
        for part, whole in PART_OF.items()
        if said[part] is not None and said[whole] is not None and said[part] > said[whole]
    ]
    if not wrong and not _bands_add_up(said):
        wrong = list(BANDS)
    if wrong:
        raise DoNotAddUp(wrong)


def _bands_add_up(said: dict[str, int | None]) -> bool:
    bands = [value for name in BANDS if (value := said[name]) is not None]
    return len(bands) < len(BANDS) or said["users"] is None or sum(bands) == said["users"]
