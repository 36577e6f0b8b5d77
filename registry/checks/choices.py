"""Who chose whom, counted again from the case log: places against choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from registry.checks.reading import Read
from registry.checks.register import Register, missing
from registry.domain.case import Case
from registry.domain.places import Places
from registry.domain.totals import Totals
from registry.store.audit import Finding


@dataclass(slots=True)
class Held:
    """The places of an admission. `taken` holds for each token the position of its taking."""

    admission: UUID
    ceiling: int
    is_open: bool = True
    taken: dict[UUID, int] = field(default_factory=dict)


@dataclass(slots=True)
class Open:
    """A case as it stands. `position` is that of the choice."""

    municipality: str
    concession: UUID
    admission: UUID | None = None
    place: UUID | None = None
    position: int = 0


class Choices:
    """Every place and every case, folded here without the rules of the domain."""

    def __init__(self) -> None:
        self.places: dict[UUID, Held] = {}
        self.cases: dict[UUID, Open] = {}
        self.leaving: set[UUID] = set()
        """Cases that are removed, but not deleted yet: their places are given back already."""
        self.findings: list[Finding] = []
        self.counted = 0

    def gather(self, events: Iterable[Read]) -> None:
        for position, event in events:
            its = event.originator_id
            match event:
                case Places.Created():
                    self.places[its] = Held(event.admission, event.ceiling)
                case Case.Created():
                    self.cases[its] = Open(event.municipality, event.concession)
                case Totals.CaseRemoved():
                    self.leaving.add(event.case)
                case Places.Event() if its in self.places:
                    self._places(self.places[its], position, event)
                case Case.Event() if its in self.cases:
                    self._case(self.cases[its], position, event)
        self.leaving &= self.cases.keys()
        for case in self.leaving:
            del self.cases[case]

    def _places(self, held: Held, position: int, event: Any) -> None:
        match event:
            case Places.CeilingSet():
                held.ceiling = event.ceiling
            case Places.Closed():
                held.is_open = False
            case Places.Reopened():
                held.is_open = True
            case Places.Taken():
                self._take(held, position, event.place)
            case Places.Released():
                if held.taken.pop(event.place, None) is None:
                    self._at(position, "Plassen som ble gitt tilbake, var ikke tatt.")

    def _take(self, held: Held, position: int, place: UUID) -> None:
        self.counted += 1
        if not held.is_open:
            self._at(position, "En plass ble tatt mens leverandøren ikke tok imot flere.")
        if len(held.taken) >= held.ceiling:
            self._at(position, f"En plass ble tatt da alle {held.ceiling} var tatt.")
        if place in held.taken:
            self._at(position, "En plass ble tatt to ganger.")
        held.taken[place] = position

    def _case(self, its: Open, position: int, event: Any) -> None:
        match event:
            case Case.SupplierChosen():
                self.counted += 1
                its.admission, its.place, its.position = event.admission, event.place, position
            case Case.ChoiceRegretted() | Case.Closed():
                its.admission = its.place = None

    def match(self, *, all_readable: bool) -> list[Finding]:
        """Every choice holds one place, and every taken place belongs to one choice.

        Where a case's key is gone, nobody can tell whose a place is; that is found elsewhere.
        """
        taken = {token: held for held in self.places.values() for token in held.taken}
        for case, its in self.cases.items():
            if its.place is None:
                continue
            held = taken.pop(its.place, None)
            if held is None or held.admission != its.admission:
                self._at(its.position, f"Sak {case} har valgt, men har ingen plass.")
        for token, held in taken.items():
            if all_readable:
                self._at(held.taken[token], f"En plass i opptak {held.admission} er ingens.")
        return self.findings

    def references(self, register: Register) -> tuple[int, list[Finding]]:
        """(how many references into the registry log, those that lead nowhere)."""
        nowhere = [
            missing(f"plasser {stream}", f"opptak {held.admission}")
            for stream, held in self.places.items()
            if held.admission not in register.admissions
        ]
        for case, its in self.cases.items():
            if its.municipality not in register.concessions.get(its.concession, ()):
                what = f"konsesjon {its.concession} i kommune {its.municipality}"
                nowhere.append(missing(f"sak {case}", what))
            if its.admission and not _offers(register, its.admission, its.concession):
                what = f"opptak {its.admission} i konsesjon {its.concession}"
                nowhere.append(missing(f"sak {case}", what))
        chosen = sum(its.admission is not None for its in self.cases.values())
        return len(self.places) + len(self.cases) + chosen, nowhere

    def _at(self, position: int, sentence: str) -> None:
        self.findings.append(Finding("places", f"saksloggen nr. {position}", sentence))


def _offers(register: Register, admission: UUID, concession: UUID) -> bool:
    its = register.admissions.get(admission)
    return its is not None and its.concession == concession
