"""The country in numbers: what choice there is, counted by municipality and never by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low

from registry.domain.values import ChoiceKind
from registry.queries.choices import Coverage

CHOOSABLE = (ChoiceKind.FREE, ChoiceKind.LIMITED)
BANDS: tuple[tuple[int, int | None], ...] = ((0, 0), (1, 1), (2, 3), (4, 6), (7, None))
"""Numbers of suppliers, from-to, as they are counted together."""


@dataclass(frozen=True)
class Country:
    """How many municipalities there are of each kind, and how many suppliers one usually has."""

    kinds: Mapping[ChoiceKind, int]
    usual: int
    """The median among municipalities where people can choose; 0 where there are none."""
    empty: int
    """Municipalities where the choice is open but nobody takes new people."""

    @property
    def missing(self) -> int:
        """Municipalities that say they offer no BPA."""
        return self.kinds[ChoiceKind.NONE]


def country(found: Iterable[Coverage]) -> Country:
    """Sum up some municipalities."""
    every = list(found)
    open_ones = [each for each in every if each.kind in CHOOSABLE]
    counted = Counter(each.kind for each in every)
    return Country(
        kinds={kind: counted[kind] for kind in ChoiceKind},
        usual=median_low([each.suppliers for each in open_ones]) if open_ones else 0,
        empty=sum(1 for each in open_ones if each.accepting == 0),
    )


def bands(found: Iterable[Coverage]) -> list[tuple[int, int | None, int, int]]:
    """(from, to, municipalities by admitted, by those that take new), where one can choose."""
    open_ones = [each for each in found if each.kind in CHOOSABLE]
    return [
        (
            least,
            most,
            sum(_within(each.suppliers, least, most) for each in open_ones),
            sum(_within(each.accepting, least, most) for each in open_ones),
        )
        for least, most in BANDS
    ]


def _within(count: int, least: int, most: int | None) -> bool:
    return count >= least and (most is None or count <= most)
