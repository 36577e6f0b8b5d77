"""Which suppliers end up in which concession: how far each reaches, and how many each gets."""

from __future__ import annotations

from random import Random

from registry.demo.nation import PlannedConcession, PlannedSupplier
from registry.demo.sources import Place, places, read, told
from registry.domain.values import MunicipalityNumber, OrganisationNumber

REACH = {
    "national": (100, 110),
    "regional": (22, 35),
    "local": (3, 8),
    "member": (6, 16),
    "leaving": (1, 4),
    "dormant": (0, 0),
}
"""In how many municipalities a supplier of each size may be, from-to."""
RADIUS = {"regional": 10, "member": 8, "local": 6, "leaving": 5}
"""How many tiles of the map it goes from home; the national ones go anywhere."""
TARGET = {
    "big": (8, 16),
    "town": (5, 12),
    "medium": (3, 8),
    "small": (1, 5),
    "very_small": (1, 3),
}
"""How many suppliers a concession gets, by the size of its lead, from-to."""
TARGET_JOINT = (4, 9)
NATIONAL_SHARE = 0.55
EMPTY = 2
"""Concessions that are open but where nobody has been let in."""


class Market:
    """Fills the concessions with suppliers; `entries` says who ended up where."""

    def __init__(
        self,
        random: Random,
        suppliers: list[PlannedSupplier],
        own: list[PlannedSupplier],
        concessions: list[PlannedConcession],
    ) -> None:
        self.random = random
        self.suppliers = suppliers
        entries = dict(
            zip([each.number for each in suppliers], read("suppliers.yaml"), strict=True)
        )
        self.size = {number: entry["size"] for number, entry in entries.items()}
        self.home = {number: places()[entry["home"]] for number, entry in entries.items()}
        self.reach = {number: random.randint(*REACH[size]) for number, size in self.size.items()}
        self.entries: list[tuple[PlannedConcession, PlannedSupplier]] = []
        self._fill_all(self._empty(own, concessions), concessions)

    def _fill_all(
        self, empty: set[MunicipalityNumber], concessions: list[PlannedConcession]
    ) -> None:
        """Half of each first, so that the last ones do not find everybody taken."""
        wanted = [
            (each, self._target(each))
            for each in self._order(concessions)
            if each.lead not in empty
        ]
        for concession, target in wanted:
            self._fill(concession, target if concession.lead in told() else (target + 1) // 2)
        for concession, target in wanted:
            self._fill(concession, target)

    def _empty(
        self, own: list[PlannedSupplier], concessions: list[PlannedConcession]
    ) -> set[MunicipalityNumber]:
        """Small ones without a provision of their own, so that there is nobody to choose."""
        taken = {unit.municipality for unit in own} | set(told())
        small = [each.lead for each in concessions if each.short_form and each.lead not in taken]
        return set(self.random.sample(small, EMPTY))

    def _order(self, concessions: list[PlannedConcession]) -> list[PlannedConcession]:
        rest = [each for each in concessions if each.lead not in told()]
        self.random.shuffle(rest)
        return [each for each in concessions if each.lead in told()] + rest

    def _target(self, concession: PlannedConcession) -> int:
        if concession.lead in told():
            return int(told()[concession.lead]["concession"]["admitted"])
        span = TARGET[places()[concession.lead].size]
        target = self.random.randint(*(TARGET_JOINT if len(concession.members) > 1 else span))
        return min(target, concession.terms.cap or target)

    def _fill(self, concession: PlannedConcession, target: int) -> None:
        """Some that are everywhere, some that are near, until the target is met."""
        inside = self.inside(concession)
        able = [
            each
            for each in self.suppliers
            if each.number not in inside and self.reach[each.number] >= len(concession.members)
        ]
        national = [each for each in able if self.size[each.number] == "national"]
        national.sort(key=lambda each: -self.reach[each.number])
        near = [each for each in able if self._is_near(concession, each.number)]
        near.sort(key=lambda each: self._distance(concession, each.number))
        missing = target - len(inside)
        first = round(missing * NATIONAL_SHARE)
        for each in (national[:first] + near + national[first:])[:missing]:
            self.reach[each.number] -= len(concession.members)
            self.entries.append((concession, each))

    def inside(self, concession: PlannedConcession) -> set[OrganisationNumber]:
        """Who is in a concession."""
        return {supplier.number for each, supplier in self.entries if each is concession}

    def _is_near(self, concession: PlannedConcession, supplier: OrganisationNumber) -> bool:
        radius = RADIUS.get(self.size[supplier], -1) * (2 if concession.lead in told() else 1)
        return self._distance(concession, supplier) <= radius

    def _distance(self, concession: PlannedConcession, supplier: OrganisationNumber) -> float:
        home = self.home[supplier]
        return min(home.distance(places()[member]) for member in concession.members)

    def home_of(self, supplier: PlannedSupplier) -> Place:
        """Where a supplier or a municipality's own provision sits."""
        if supplier.municipality:
            return places()[supplier.municipality]
        return self.home[supplier.number]

    def is_leaving(self, supplier: PlannedSupplier) -> bool:
        """On the way out: takes no new people anywhere."""
        return self.size.get(supplier.number) == "leaving"

    def others(self, concession: PlannedConcession, count: int) -> list[OrganisationNumber]:
        """The nearest suppliers that are not in a concession."""
        inside = self.inside(concession)
        outside = [
            number
            for number, size in self.size.items()
            if number not in inside and size not in ("leaving", "dormant")
        ]
        outside.sort(key=lambda number: self._distance(concession, number))
        return outside[:count]
