"""Stating what runs today: nobody applied there and nobody decided, so suppliers come in with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.domain.admission import Admission
from registry.domain.concession import Concession
from registry.domain.concession_refusals import CapReached
from registry.domain.recorded import Recorded
from registry.domain.running import Running, RunningSupplier
from registry.domain.supplier import BadOrganisationNumber, Supplier, is_organisation_number
from registry.domain.values import (
    Act,
    CountedFrom,
    DefaultRule,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
)
from registry.texts import new_salt, reference


@dataclass(frozen=True)
class AsTyped:
    """What runs today as it was typed: each supplier's number with a name, where it has none yet.

    Money in øre an hour, the notice in months; None is what nobody said.
    """

    rate: int | None
    notice: int | None
    counted_from: CountedFrom | None
    default: DefaultRule | None
    cap: int | None
    ends_on: date | None
    suppliers: dict[OrganisationNumber, str]
    source: str
    stated_by: str
    stated_on: date


def state_running(
    registrar: Registrar, command: Command, members: list[MunicipalityNumber], typed: AsTyped
) -> tuple[UUID, int]:
    """Send what runs today to another person; returns the concession's id and the position.

    Raises AlreadyOver, DayNotCome, BadOrganisationNumber, and CapReached when more suppliers are
    named than the cap allows.
    """
    concession_id = command.new_id("concession")
    salts = {text: new_salt() for text in (typed.source, typed.stated_by, *_names(typed))}

    def decide(act: Act) -> list[Concession]:
        _must_be_possible(registrar, typed)
        running = _as_stated(typed, salts)
        concession = Concession.state(act, concession_id, members, running)
        registrar.texts.keep_all(salts.items())
        return [concession]

    return concession_id, registrar.registry.carry_out(command, decide)


def let_in(registrar: Registrar, act: Act, concession: Concession) -> list[Recorded]:
    """Every supplier of what runs today, admitted; those that are not registered as bare entries."""
    running, changed = concession.running, list[Recorded]()
    for its in running.suppliers if running else []:
        supplier = registrar.registry.find(Supplier, Supplier.id_for(its.number))
        if supplier is None:
            supplier = Supplier.enter(act, its.number, its.name)
            changed.append(supplier)
        admission = Admission.state(act, concession.id, supplier.id)
        counts = supplier.kind is not SupplierKind.OWN_PROVISION
        concession.admit(act, admission.id, counts=counts)
        changed.append(admission)
    return changed


def _as_stated(typed: AsTyped, salts: Mapping[str, bytes]) -> Running:
    """The same with references for words."""
    return Running(
        rate=typed.rate,
        notice=typed.notice,
        counted_from=typed.counted_from,
        default=typed.default,
        cap=typed.cap,
        ends_on=typed.ends_on,
        suppliers=[
            RunningSupplier(number, reference(name, salts[name]) if name else None)
            for number, name in typed.suppliers.items()
        ],
        source=reference(typed.source, salts[typed.source]),
        stated_by=reference(typed.stated_by, salts[typed.stated_by]),
        stated_on=typed.stated_on,
    )


def _names(typed: AsTyped) -> list[str]:
    return [name for name in typed.suppliers.values() if name]


def _must_be_possible(registrar: Registrar, typed: AsTyped) -> None:
    found = {
        number: registrar.registry.find(Supplier, Supplier.id_for(number))
        for number in typed.suppliers
    }
    if not all(is_organisation_number(number) for number in found):
        raise BadOrganisationNumber
    own = [each for each in found.values() if each and each.kind is SupplierKind.OWN_PROVISION]
    if typed.cap and len(found) - len(own) > typed.cap:
        raise CapReached
