"""New terms offered to a supplier that is in: what it answers, and what it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from registry.application import admissions, concessions
from registry.application.concessions import Written
from registry.application.desk import Command, Registrar
from registry.domain import admission, concession_refusals
from registry.domain.deviation import Change, Way
from registry.domain.terms import NODE_OF
from registry.domain.values import (
    Accepting,
    ClosingGround,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
)
from tests.scenario import SOLVEIG, TORE, terms
from tests.story import HAMAR, HEARD, STARTS, admit, announce, command, written

Refusal = tuple[type[Exception], Any]
LATER = STARTS + timedelta(days=60)
LONGER = Written(Change(NODE_OF["notice"], Way.SET, [5]), why="Fem måneder.")


def offered(
    registrar: Registrar, number: OrganisationNumber, lead: MunicipalityNumber = HAMAR
) -> UUID:
    """The admission of a supplier to a concession that is amended from a day to come."""
    said = written(terms())
    sent, _ = concessions.send_concession_for_approval(
        registrar, command(SOLVEIG), [lead], said, STARTS, HEARD, short_form=False
    )
    concessions.publish_concession(registrar, command(TORE), sent)
    announce(registrar, command(SOLVEIG), sent)
    its = admit(registrar, sent, number, "Tindved AS", SupplierKind.COMPANY, 10)
    amended(registrar, sent)
    return its


def amended(registrar: Registrar, sent: UUID) -> None:
    """Five months' notice from a day to come."""
    said = [each for each in written(terms()) if each.change.node != NODE_OF["notice"]]
    said.append(LONGER)
    concessions.send_amendment(registrar, command(SOLVEIG), sent, said, LATER, LATER)
    concessions.publish_amendment(registrar, command(TORE), sent)


def of_the_offer(registrar: Registrar, number: OrganisationNumber) -> Iterator[Refusal]:
    """Only what is offered is answered, and who leaves takes nobody new."""
    its = offered(registrar, number)
    yield (
        concession_refusals.NothingOffered,
        lambda: admissions.accept_amendment(registrar, command(SOLVEIG), its, 2),
    )
    admissions.decline_amendment(registrar, command(SOLVEIG), its, 1)
    yield (
        admission.Leaving,
        lambda: admissions.declare_capacity(registrar, command(), its, Accepting.YES, 10),
    )
    yield (
        admission.NotLeavingYet,
        lambda: admissions.close_admission(registrar, command(), its, ClosingGround.TERMS_DECLINED),
    )


def one_of_each(
    registrar: Registrar,
    do: Callable[[UUID, Callable[[Command], object]], Command],
    number: OrganisationNumber,
    lead: MunicipalityNumber,
) -> None:
    """No first, then yes."""
    its = offered(registrar, number, lead)
    do(SOLVEIG, lambda c: admissions.decline_amendment(registrar, c, its, 1))
    do(SOLVEIG, lambda c: admissions.accept_amendment(registrar, c, its, 1))
