"""Which suppliers end up in which concession: how far each one reaches, and how many each one takes."""

from __future__ import annotations

from random import Random

from registry.demo.nation import PlannedConcession, PlannedSupplier
from registry.demo.sources import Place, places, read, told
from registry.domain.values import MunicipalityNumber, OrganisationNumber

REACH = {
    "national": (76, 110),
    "regional": (14, 34),
    "local": (2, 8),
    "member": (3, 14),
    "leaving": (1, 4),
    "dormant": (0, 0),
}
"""In how many municipalities a supplier of each size may be, from-to."""
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
    """Fills the concessions one by one, those told by hand first."""

    def __init__(
        self, random: Random, suppliers: list[PlannedSupplier], concessions: list[PlannedConcession]
    ) -> None:
        self.random = random
        self.suppliers = suppliers
        entries = dict(zip([each.number for each in suppliers], read("suppliers.yaml"), strict=True))
        self.size = {number: entry["size"] for number, entry in entries.items()}
        self.home = {number: places()[entry["home"]] for number, entry in entries.items()}
        self.reach = {number: random.randint(*REACH[size]) for number, size in self.size.items()}
        self.entries: list[tuple[PlannedConcession, PlannedSupplier]] = []
        empty = self._empty(concessions)
        for concession in self._order(concessions):
            if concession.lead not in empty:
                self._fill(concession)

    def _empty(self, concessions: list[PlannedConcession]) -> set[MunicipalityNumber]:
        small = [each.lead for each in concessions if each.short_form and each.lead not in told()]
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

    def _fill(self, concession: PlannedConcession) -> None:
        """Some that are everywhere, some that are near, until the target is met."""
        target = self._target(concession)
        able = [s for s in self.suppliers if self.reach[s.number] >= len(concession.members)]
        national = [s for s in able if self.size[s.number] == "national"]
        national.sort(key=lambda each: -self.reach[each.number])
        near = [s for s in able if self.size[s.number] != "national" and self._is_near(concession, s)]
        near.sort(key=lambda each: self._distance(concession, each.number))
        wanted = round(target * NATIONAL_SHARE)
        chosen = (national[:wanted] + near + national[wanted:])[:target]
        for each in chosen:
            self.reach[each.number] -= len(concession.members)
            self.entries.append((concession, each))

    def _is_near(self, concession: PlannedConcession, supplier: PlannedSupplier) -> bool:
        radius = {"regional": 9, "member": 7, "local": 4, "leaving": 4}[self.size[supplier.number]]
        limit = radius * (2 if concession.lead in told() else 1)
        return self._distance(concession, supplier.number) <= limit

    def _distance(self, concession: PlannedConcession, supplier: OrganisationNumber) -> float:
        home = self.home[supplier]
        return min(home.distance(places()[member]) for member in concession.members)

    def home_of(self, supplier: PlannedSupplier) -> Place:
        """Where a supplier or a municipality's own provision sits."""
        if supplier.municipality:
            return places()[supplier.municipality]
        return self.home[supplier.number]

    def is_closed(self, supplier: PlannedSupplier) -> bool:
        """On the way out: takes no new people anywhere."""
        return self.size.get(supplier.number) == "leaving"

    def others(self, concession: PlannedConcession, count: int) -> list[OrganisationNumber]:
        """The nearest suppliers that are not in a concession."""
        inside = {supplier.number for each, supplier in self.entries if each is concession}
        outside = [
            number
            for number, size in self.size.items()
            if number not in inside and size not in ("leaving", "dormant")
        ]
        outside.sort(key=lambda number: self._distance(concession, number))
        return outside[:count]
