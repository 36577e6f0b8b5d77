"""What the registry log says there is, gathered in one pass, and whether its references hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, cast, get_args, get_type_hints
from uuid import UUID

import psycopg

from registry.checks.reading import Read
from registry.domain.admission import Admission
from registry.domain.concession import Concession
from registry.domain.municipality import Municipality
from registry.domain.organisation import Organisation, OrganisationKind
from registry.domain.question import Question
from registry.domain.supplier import Supplier
from registry.domain.values import Accepting, MunicipalityNumber, OrganisationNumber, TextRef
from registry.domain.yearly import YearlyFigures
from registry.store.audit import Finding

ASKED_AT_ONCE = 2000


@dataclass
class Admitted:
    """An admission as it stands: whose it is, and what it says in public."""

    concession: UUID
    supplier: UUID
    is_admitted: bool = False
    accepting: Accepting | None = None

    @property
    def takes_people(self) -> bool:
        return self.is_admitted and self.accepting in (Accepting.YES, Accepting.LIMITED)


class Register:
    """Ids of everything public. What it refers to is looked up when all of it has been read."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self.municipalities: set[str] = set()
        self.suppliers: dict[UUID, str] = {}
        self.concessions: dict[UUID, list[MunicipalityNumber]] = {}
        self.admissions: dict[UUID, Admitted] = {}
        self.questions: dict[UUID, tuple[UUID, UUID]] = {}
        """(the concession it is about, the supplier that asks)"""
        self.texts = 0
        self.lost_texts: list[Finding] = []
        self._owner = owner
        self._asked: dict[str, int] = {}
        self._named: list[tuple[str, str]] = []
        """(who, the municipality it names)"""
        self._joined: list[tuple[UUID, UUID]] = []
        """(question, the other that is the same)"""
        self._organisations: set[UUID] = set()
        self._mandated: list[tuple[str, UUID]] = []
        """(who, the organisation that carries out a duty for it)"""
        self._waiting_suppliers: list[str] = []
        self._stated: dict[UUID, list[OrganisationNumber]] = {}
        self._let_in: list[tuple[UUID, OrganisationNumber]] = []
        """(what a municipality has stated, a supplier that it named and that came in with it)"""

    def gather(self, events: Iterable[Read]) -> None:
        for position, event in events:
            self._take_in(event)
            self._ask_for_texts(position, event)
        self._look_for_texts()

    def _take_in(self, event: Any) -> None:
        its = event.originator_id
        match event:
            case Municipality.Created():
                self.municipalities.add(event.number)
            case Municipality.MandateGranted():
                self._mandated.append((f"kommune {its}", event.organisation))
            case Supplier.Created():
                self.suppliers[its] = event.number
                if event.municipality:
                    self._named.append((f"leverandør {event.number}", event.municipality))
            case Supplier.EntryCompleted() if event.municipality:
                self._named.append((f"leverandør {its}", event.municipality))
            case Concession.Created():
                self.concessions[its] = event.members
            case Concession.Stated():
                self.concessions[its] = event.members
                self._stated[its] = [each.number for each in event.running.suppliers]
            case Concession.Published() if its in self._stated:
                self._let_in += [(its, number) for number in self._stated[its]]
            case YearlyFigures.Created():
                self._named.append((f"tallene for {event.year}", event.municipality))
            case Organisation.Created():
                self._organisation(event)
            case Question.Created():
                self.questions[its] = (event.concession, event.supplier)
            case Question.Joined():
                self._joined.append((its, event.other))
            case Admission.Created():
                self.admissions[its] = Admitted(event.concession, event.supplier)
            case Admission.Stated():
                self.admissions[its] = Admitted(event.concession, event.supplier, is_admitted=True)
            case Admission.Event() if its in self.admissions:
                self._admission(self.admissions[its], event)

    def _organisation(self, event: Organisation.Created) -> None:
        self._organisations.add(event.originator_id)
        if event.municipality:
            self._named.append((f"organisasjon {event.originator_id}", event.municipality))
        if event.kind is OrganisationKind.SUPPLIER and event.number:
            self._waiting_suppliers.append(event.number)

    def _admission(self, its: Admitted, event: Any) -> None:
        match event:
            case Admission.Granted():
                its.is_admitted = True
            case Admission.AcceptingDeclared():
                its.accepting = event.accepting
            case Admission.Closed():
                its.is_admitted, its.accepting = False, None

    def references(self) -> tuple[int, list[Finding], list[str]]:
        """(how many references, those that lead nowhere, what is worth knowing)."""
        asked = [
            (who, number in self.municipalities, f"kommune {number}") for who, number in self._named
        ]
        for who, organisation in self._mandated:
            there = organisation in self._organisations
            asked.append((who, there, f"organisasjon {organisation}"))
        for concession, members in self.concessions.items():
            for number in members:
                there = number in self.municipalities
                asked.append((f"konsesjon {concession}", there, f"kommune {number}"))
        for admission, its in self.admissions.items():
            who = f"opptak {admission}"
            asked.append((who, its.concession in self.concessions, f"konsesjon {its.concession}"))
            asked.append((who, its.supplier in self.suppliers, f"leverandør {its.supplier}"))
        asked += self._of_stated()
        asked += self._of_questions()
        nowhere = [missing(who, what) for who, there, what in asked if not there]
        return len(asked), nowhere, self._not_registered_yet()

    def _of_stated(self) -> Iterator[tuple[str, bool, str]]:
        for concession, number in self._let_in:
            admission = Admission.id_for(concession, Supplier.id_for(number))
            yield f"konsesjon {concession}", admission in self.admissions, f"opptaket av {number}"

    def _of_questions(self) -> Iterator[tuple[str, bool, str]]:
        for question, (concession, supplier) in self.questions.items():
            who = f"spørsmål {question}"
            yield who, concession in self.concessions, f"konsesjon {concession}"
            yield who, supplier in self.suppliers, f"leverandør {supplier}"
        for question, other in self._joined:
            yield f"spørsmål {question}", other in self.questions, f"spørsmål {other}"

    def _not_registered_yet(self) -> list[str]:
        """An organisation may sign in before its supplier is registered: that is how one begins."""
        known = set(self.suppliers.values())
        count = sum(number not in known for number in self._waiting_suppliers)
        return [f"Organisasjoner uten registrert leverandør: {count}."] if count else []

    def _ask_for_texts(self, position: int, event: Any) -> None:
        for ref in text_refs(event):
            self._asked[ref] = position
            self.texts += 1
        if len(self._asked) >= ASKED_AT_ONCE:
            self._look_for_texts()

    def _look_for_texts(self) -> None:
        rows = self._owner.execute(
            "SELECT ref FROM unnest(%s::text[]) ref"
            " WHERE NOT EXISTS (SELECT FROM vault.texts t WHERE t.ref = ref.ref)",
            (list(self._asked),),
        ).fetchall()
        for (ref,) in rows:
            where = f"registerloggen nr. {self._asked[ref]}"
            self.lost_texts.append(Finding("text", where, f"Teksten {ref} finnes ikke."))
        self._asked.clear()


def text_refs(value: Any) -> Iterator[TextRef]:
    """The references to texts in an event, also those inside the values it holds."""
    kind: Any = type(value)
    for name, is_text in text_fields(kind):
        its = getattr(value, name)
        if is_text and its:
            yield its
        elif not is_text:
            for part in its if isinstance(its, list) else [its]:
                yield from text_refs(part)


@cache
def text_fields(kind: type) -> list[tuple[str, bool]]:
    """The fields of a kind that hold a reference to a text (True), or values that may (False)."""
    if not is_dataclass(kind):
        return []
    found = []
    for name, hint in get_type_hints(kind).items():
        inside = (hint, *get_args(hint))
        if TextRef in inside:
            found.append((name, True))
        elif any(is_dataclass(each) and text_fields(cast(type, each)) for each in inside):
            found.append((name, False))
    return found


def missing(who: str, what: str) -> Finding:
    """A reference that leads nowhere."""
    return Finding("reference", who, f"Viser til {what}, som ikke finnes.")
