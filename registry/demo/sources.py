"""The data files behind the plan, read into plain values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from registry.domain.values import Language, MunicipalityNumber
from registry.reference import municipalities


@dataclass(frozen=True)
class Place:
    """A municipality on the map, with what the plan assumes about it."""

    number: MunicipalityNumber
    name: str
    column: int
    row: int
    size: str
    language: Language

    def distance(self, other: Place) -> float:
        """How far apart two tiles of the map lie."""
        return abs(self.column - other.column) + 0.6 * abs(self.row - other.row)


@cache
def read(name: str) -> Any:
    """One of the YAML files of this package."""
    return yaml.safe_load(files("registry.demo").joinpath(name).read_text("utf-8"))


@cache
def places() -> dict[MunicipalityNumber, Place]:
    """Every municipality, in the order of their numbers."""
    sizes = {each: size for size, numbers in read("map.yaml")["sizes"].items() for each in numbers}
    nynorsk = set(read("map.yaml")["nynorsk"])
    return {
        MunicipalityNumber(number): Place(
            MunicipalityNumber(number),
            place.short_name,
            place.column,
            place.row,
            sizes.get(number, "very_small"),
            Language.NN if number in nynorsk else Language.NB,
        )
        for number, place in sorted(municipalities.places().items())
    }


def told() -> dict[MunicipalityNumber, dict[str, Any]]:
    """The twelve municipalities that are told by hand."""
    return {MunicipalityNumber(entry["number"]): entry for entry in read("municipalities.yaml")}
