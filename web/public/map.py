"""The map: one tile a municipality, drawn by the page as plain SVG."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from flask import g, url_for

from registry.domain.values import ChoiceKind
from registry.queries.choices import Coverage
from registry.reference.municipalities import places
from registry.words import say
from web.languages import current

WIDTH, HEIGHT = 16, 13.86
"""From one tile to the next in a row, and from one row to the next."""
LABELS = {
    "0301": ("start", 12),
    "1103": ("end", -12),
    "1804": ("end", -12),
    "4204": ("start", 12),
    "4601": ("end", -12),
    "5001": ("end", -12),
    "5501": ("end", -12),
}
"""Towns that are named on the map: which end of the name is at the tile, and how far beside it."""


@dataclass(frozen=True)
class Tile:
    """One municipality on the map. The title is what a pointer resting on it shows."""

    href: str
    title: str
    kind: str
    x: float
    y: float
    is_here: bool


@dataclass(frozen=True)
class Label:
    text: str
    anchor: str
    x: float
    y: float
    is_here: bool


def tiles(found: Mapping[str, Coverage], here: Set[str] = frozenset()) -> list[Tile]:
    """All 357 tiles; those in `here` are marked and come last, so that nothing covers them."""
    words = {kind: say(kind, current()).lower() for kind in ChoiceKind}
    start = url_for("public.municipalities", dato=None)
    end = f"?dato={g.dato}" if g.dato else ""
    drawn = []
    for place in places().values():
        kind = found[place.number].kind if place.number in found else ChoiceKind.UNKNOWN
        x, y = position(place.number)
        drawn.append(
            Tile(
                f"{start}/{place.number}{end}",
                f"{place.short_name}: {words[kind]}",
                kind.value,
                x,
                y,
                place.number in here,
            )
        )
    return sorted(drawn, key=lambda tile: tile.is_here)


def labels(here: Set[str] = frozenset()) -> list[Label]:
    """Names of some towns, and of what was searched for."""
    wanted = dict(LABELS) | {number: LABELS.get(number, ("start", 12)) for number in here}
    found = []
    for number, (anchor, beside) in wanted.items():
        x, y = position(number)
        found.append(Label(places()[number].short_name, anchor, x + beside, y + 5, number in here))
    return found


def position(number: str) -> tuple[float, float]:
    """Where a municipality's tile stands."""
    place = places()[number]
    return place.column * WIDTH + place.row % 2 * WIDTH / 2, round(place.row * HEIGHT, 2)
