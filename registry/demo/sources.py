"""The data files behind the plan, read into plain values."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

import yaml

from registry.domain.values import Language, MunicipalityNumber


@dataclass(frozen=True)
class Place:
    """A municipality on the map, with what the plan assumes about it."""

    number: MunicipalityNumber
    name: str
    county: str
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
    text = files("registry.reference").joinpath("municipalities.csv").read_text("utf-8")
    sizes = {number: size for size, numbers in read("map.yaml")["sizes"].items() for number in numbers}
    nynorsk = set(read("map.yaml")["nynorsk"])
    return {
        number: Place(
            number,
            row["name"],
            row["county_number"],
            int(row["column"]),
            int(row["row"]),
            sizes.get(number, "very_small"),
            Language.NN if number in nynorsk else Language.NB,
        )
        for row in csv.DictReader(StringIO(text), delimiter=";")
        for number in [MunicipalityNumber(row["number"])]
    }


def told() -> dict[MunicipalityNumber, dict[str, Any]]:
    """The twelve municipalities that are told by hand."""
    return {MunicipalityNumber(entry["number"]): entry for entry in read("municipalities.yaml")}
