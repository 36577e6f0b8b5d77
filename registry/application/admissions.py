"""Commands on admissions. What concerns people's places stands in the other log.

What raises goes to the admission first, what lowers or closes goes to the places first; the second
half has an id of its own that follows from the command's, so doing the whole again finishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.application.templates import BPA
from registry.begun import BegunAct
from registry.domain.admission import Admission
from registry.domain.concession import Concession
from registry.domain.deviation import fold
from registry.domain.documents import LEAVE, number_in
from registry.domain.facts import Local
from registry.domain.places import Places
from registry.domain.recorded import Recorded
from registry.domain.supplier import Supplier
from registry.domain.template import Template
from registry.domain.terms import add_months
from registry.domain.values import Accepting, Act, ClosingGround, RejectionGround, SupplierKind


def apply_for_admission(
    registrar: Registrar, command: Command, concession_id: UUID, supplier_id: UUID
) -> tuple[UUID, int]:
    """A supplier asks to be let in; returns the admission's id and the position."""
    admission_id = Admission.id_for(concession_id, supplier_id)

    def decide(act: Act) -> list[Admission]:
        supplier = registrar.registry.get(Supplier, supplier_id)
        concession = registrar.registry.get(Concession, concession_id)
        counts = supplier.kind is not SupplierKind.OWN_PROVISION
        concession.must_take_applications(act.day, counts=counts)
        admission = registrar.registry.find(Admission, admission_id)
        if admission is None:
            return [Admission.apply_for(act, concession_id, supplier_id)]
        admission.apply_again(act)
        return [admission]

    return admission_id, registrar.registry.carry_out(command, decide)


def grant_admission(registrar: Registrar, command: Command, admission_id: UUID) -> int:
    """Let the supplier in. It is chosen from when it has said how many it can take."""

    def decide(act: Act) -> list[Recorded]:
        admission = registrar.registry.get(Admission, admission_id)
        concession = registrar.registry.get(Concession, admission.concession)
        supplier = registrar.registry.get(Supplier, admission.supplier)
        admission.grant(act)
        counts = supplier.kind is not SupplierKind.OWN_PROVISION
        concession.admit(act, admission_id, counts=counts)
        return [admission, concession]

    return registrar.registry.carry_out(command, decide)


def reject_admission(
    registrar: Registrar, command: Command, admission_id: UUID, ground: RejectionGround
) -> int:
    """Say no, on an objective ground."""
    return registrar.change(
        command, Admission, admission_id, lambda its, act: its.reject(act, ground)
    )


def confirm_local(registrar: Registrar, command: Command, admission_id: UUID, local: Local) -> int:
    """Say what holds in this municipality, today."""
    return registrar.change(
        command, Admission, admission_id, lambda its, act: its.confirm_local(act, local)
    )


def declare_capacity(
    registrar: Registrar, command: Command, admission_id: UUID, accepting: Accepting, ceiling: int
) -> tuple[int, int]:
    """Say in public whether you take new people, and to the registry how many you can take.

    Returns the positions in the registry log and the case log.
    """
    with registrar.begun.until_done(
        _begun(declare_capacity, command, admission_id, accepting=accepting.value, ceiling=ceiling)
    ):
        if accepting is Accepting.NO:
            lowered = _set_places(registrar, command, admission_id, accepting, ceiling)
            return _declare(registrar, command, admission_id, accepting), lowered
        raised = _declare(registrar, command, admission_id, accepting)
        return raised, _set_places(registrar, command, admission_id, accepting, ceiling)


def accept_amendment(
    registrar: Registrar, command: Command, admission_id: UUID, number: int
) -> int:
    """A supplier that is in says yes to new terms."""

    def decide(act: Act) -> list[Admission]:
        admission = registrar.registry.get(Admission, admission_id)
        registrar.registry.get(Concession, admission.concession).offered(number, act.day)
        admission.accept(act, number)
        return [admission]

    return registrar.registry.carry_out(command, decide)


def decline_amendment(
    registrar: Registrar, command: Command, admission_id: UUID, number: int
) -> tuple[int, int]:
    """A supplier leaves rather than say yes, after the time that the terms of today give it.

    Returns the positions in the registry log and the case log: no new people from now on.
    """

    def decide(act: Act) -> list[Admission]:
        admission = registrar.registry.get(Admission, admission_id)
        concession = registrar.registry.get(Concession, admission.concession)
        concession.offered(number, act.day)
        admission.decline(act, number, _leaves_on(registrar, concession, act.day))
        return [admission]

    def may(its: Admission, day: date) -> None:
        its.must_be_admitted()
        registrar.registry.get(Concession, its.concession).offered(number, day)

    with registrar.begun.until_done(
        _begun(decline_amendment, command, admission_id, number=number)
    ):
        closed = _set_places(registrar, command, admission_id, Accepting.NO, None, may)
        return registrar.registry.carry_out(command, decide), closed


def _leaves_on(registrar: Registrar, concession: Concession, day: date) -> date:
    holds = concession.held_on(day)
    nodes = registrar.registry.get(Template, BPA).basis(holds.template_version).nodes
    return add_months(day, number_in(fold(nodes, holds.changes), LEAVE))


def close_admission(
    registrar: Registrar, command: Command, admission_id: UUID, ground: ClosingGround
) -> tuple[int, int]:
    """End an admission: its places first, then the public word."""

    def decide(act: Act) -> list[Recorded]:
        admission = registrar.registry.get(Admission, admission_id)
        concession = registrar.registry.get(Concession, admission.concession)
        admission.close(act, ground)
        concession.let_go(act, admission_id)
        return [admission, concession]

    with registrar.begun.until_done(
        _begun(close_admission, command, admission_id, ground=ground.value)
    ):
        closed = _set_places(
            registrar,
            command,
            admission_id,
            Accepting.NO,
            None,
            lambda its, day: its.must_end(day, ground),
        )
        return registrar.registry.carry_out(command, decide), closed


def _begun(
    act: Callable[..., Any], command: Command, admission_id: UUID, **arguments: Any
) -> BegunAct:
    arguments = {"admission": str(admission_id)} | arguments
    return BegunAct(command.id, act.__name__, arguments, command.by, command.on_behalf_of)


def _declare(
    registrar: Registrar, command: Command, admission_id: UUID, accepting: Accepting
) -> int:
    return registrar.change(
        command, Admission, admission_id, lambda its, act: its.declare(act, accepting)
    )


def _set_places(
    registrar: Registrar,
    command: Command,
    admission_id: UUID,
    accepting: Accepting,
    ceiling: int | None,
    may: Callable[[Admission, date], None] = lambda its, _day: its.must_be_admitted(),
) -> int:
    """`may` is the rule of the second half: what it refuses closes no places either."""

    def decide(act: Act) -> list[Places]:
        may(registrar.registry.get(Admission, admission_id), act.day)
        places = registrar.cases.find(Places, Places.id_for(admission_id))
        if places is None:
            places = Places.open(act, admission_id, ceiling or 0)
        elif ceiling is not None:
            places.set_ceiling(act, ceiling)
        if accepting is Accepting.NO:
            places.close(act)
        else:
            places.reopen(act)
        return [places]

    return registrar.cases.carry_out(command.second_half("places"), decide)
