"""Commands on yearly figures: a municipality gives its own, official statistics are read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from registry.application.desk import Command, Registrar
from registry.domain.errors import NotFound
from registry.domain.municipality import Municipality
from registry.domain.values import Act, MunicipalityNumber
from registry.domain.yearly import FigureSource, YearlyFigures, YearlyNumbers
from registry.texts import new_salt, reference

Key = tuple[MunicipalityNumber, int]
"""Whose figures, and of which year."""


@dataclass(frozen=True)
class Imported:
    """How many municipality-years came in for the first time, were corrected, or were as before."""

    new: int
    corrected: int
    same: int


def submit_figures(
    registrar: Registrar,
    command: Command,
    municipality: MunicipalityNumber,
    year: int,
    numbers: YearlyNumbers,
) -> int:
    """Give a year's figures, or correct them. Raises YearNotOver, NoFigures or DoNotAddUp."""

    def decide(act: Act) -> list[YearlyFigures]:
        stream = YearlyFigures.id_for(municipality, year)
        figures = registrar.registry.find(YearlyFigures, stream)
        if figures is None:
            return [YearlyFigures.submit(act, municipality, year, numbers)]
        figures.correct(act, numbers)
        return [figures]

    return registrar.registry.carry_out(command, decide)


def import_figures(
    registrar: Registrar, command: Command, rows: Mapping[Key, YearlyNumbers], statistics: str
) -> Imported:
    """Read in official figures, all of them or none. What municipalities gave themselves stands.

    Raises NotFound for a municipality that is not in the registry.
    """
    salt = new_salt()
    published_in, official = reference(statistics, salt), FigureSource.OFFICIAL
    new: list[YearlyFigures] = []
    corrected: list[YearlyFigures] = []

    def decide(act: Act) -> list[YearlyFigures]:
        new.clear()
        corrected.clear()
        for (municipality, year), numbers in rows.items():
            found = registrar.registry.find(YearlyFigures, YearlyFigures.id_for(municipality, year))
            if found is None:
                _must_be_known(registrar, municipality)
                new.append(
                    YearlyFigures.submit(act, municipality, year, numbers, official, published_in)
                )
            elif numbers != found.said.get(official.value):
                found.correct(act, numbers, official, published_in)
                corrected.append(found)
        registrar.texts.keep(statistics, salt)
        return [*new, *corrected]

    registrar.registry.carry_out(command, decide)
    return Imported(len(new), len(corrected), len(rows) - len(new) - len(corrected))


def _must_be_known(registrar: Registrar, municipality: MunicipalityNumber) -> None:
    if registrar.registry.find(Municipality, Municipality.id_for(municipality)) is None:
        raise NotFound(municipality)
