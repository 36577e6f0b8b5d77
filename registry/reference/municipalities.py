"""Norway's 357 municipalities since 1 January 2024: numbers, names, counties and places in the map.

Numbers and names are public facts (the national code list, KLASS 131). A name may be several, in
Norwegian, Sami and Kven. Names are sorted and searched by keys made here, not by the database.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ORDER = {"æ": "zz1", "ä": "zz1", "ø": "zz2", "ö": "zz2", "å": "zz3"}
SAMI_FIRST = {
    "Aarborte",
    "Deatnu",
    "Dielddanuorri",
    "Gáivuotna",
    "Guovdageaidnu",
    "Hábmer",
    "Kárášjohka",
    "Loabák",
    "Raarvihke",
    "Rosse",
    "Snåase",
    "Unjárga",
}
"""Sami names that stand first in an official name, where running text here uses the Norwegian one."""
FOLDED = str.maketrans({"đ": "d", "ŋ": "n", "ŧ": "t", "æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Place:
    """A municipality on the map. `column` and `row` are its tile; odd rows stand half a tile right."""

    number: str
    name: str
    county_number: str
    county: str
    column: int
    row: int

    @property
    def names(self) -> list[str]:
        return self.name.split(" - ")

    @cached_property
    def short_name(self) -> str:
        """The name most people use in running text: the Norwegian one where there are several."""
        return next(name for name in self.names if name not in SAMI_FIRST)


@cache
def places() -> dict[str, Place]:
    """All municipalities by number, sorted by name."""
    path = Path(__file__).with_name("municipalities.csv")
    with path.open(encoding="utf-8", newline="") as file:
        found = [
            Place(
                row["number"],
                row["name"],
                row["county_number"],
                row["county"],
                int(row["column"]),
                int(row["row"]),
            )
            for row in csv.DictReader(file, delimiter=";")
        ]
    return {place.number: place for place in sorted(found, key=lambda p: sort_key(p.short_name))}


def search(text: str) -> list[Place]:
    """Municipalities that a person may mean: exact name or number first, then the beginning, then within."""
    wanted = search_key(text)
    if not wanted:
        return []
    ranked = [(_rank(place, wanted), place) for place in places().values()]
    best = sorted(
        ((rank, place) for rank, place in ranked if rank is not None),
        key=lambda pair: (pair[0], sort_key(pair[1].short_name)),
    )
    exact = [place for rank, place in best if rank == 0]
    return exact or [place for _, place in best]


def _rank(place: Place, wanted: str) -> int | None:
    if wanted == place.number:
        return 0
    keys = [search_key(name) for name in place.names]
    if wanted in keys or wanted.removesuffix(" kommune") in keys:
        return 0
    if any(key.startswith(wanted) for key in keys):
        return 1
    return 2 if any(wanted in key for key in keys) else None


@cache
def neighbours(number: str) -> list[Place]:
    """The municipalities whose tiles touch this one's, by name."""
    here = places()[number]
    shift = 1 if here.row % 2 else 0
    around = {
        (here.column - 1, here.row),
        (here.column + 1, here.row),
        *((here.column - 1 + shift + step, here.row + up) for up in (-1, 1) for step in (0, 1)),
    }
    return [place for place in places().values() if (place.column, place.row) in around]


def sort_key(name: str) -> str:
    """Norwegian order: æ, ø and å last, aa as å, accents aside."""
    text = name.lower().replace("aa", "å")
    return "".join(ORDER.get(sign, _bare(sign)) for sign in text)


def search_key(text: str) -> str:
    """A name as people may type it: without accents, Sami letters folded, one space between words."""
    folded = text.lower().translate(FOLDED).replace("aa", "a")
    return " ".join("".join(_bare(sign) for sign in folded).replace("-", " ").split())


def _bare(sign: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", sign) if not unicodedata.combining(c))
