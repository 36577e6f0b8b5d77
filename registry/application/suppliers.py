"""Commands on suppliers: registered once for the whole country."""

from __future__ import annotations

from uuid import UUID

from registry.application.desk import Command, Registrar
from registry.domain.facts import Budget, Support, Wages
from registry.domain.supplier import Supplier
from registry.domain.values import (
    Act,
    Language,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
)
from registry.texts import new_salt, reference


def register_supplier(
    registrar: Registrar,
    command: Command,
    number: OrganisationNumber,
    kind: SupplierKind,
    name: str,
    municipality: MunicipalityNumber | None = None,
    owner_group: UUID | None = None,
) -> int:
    """Take a supplier in, also one that stands as a bare entry. Raises AlreadyRegistered."""
    salt = new_salt()
    ref = reference(name, salt)

    def decide(act: Act) -> list[Supplier]:
        supplier = registrar.registry.find(Supplier, Supplier.id_for(number))
        if supplier is None:
            supplier = Supplier.register(act, number, kind, ref, municipality, owner_group)
        else:
            supplier.complete(act, kind, ref, municipality, owner_group)
        registrar.texts.keep(name, salt)
        return [supplier]

    return registrar.registry.carry_out(command, decide)


def present(
    registrar: Registrar, command: Command, supplier: UUID, text: str, language: Language
) -> int:
    """Say in a few lines who you are."""
    salt = new_salt()
    return registrar.change(
        command,
        Supplier,
        supplier,
        lambda its, act: its.present(act, registrar.texts.keep(text, salt), language),
    )


def confirm_wages(registrar: Registrar, command: Command, supplier: UUID, wages: Wages) -> int:
    """Say that this is what assistants get, today."""
    return registrar.change(
        command, Supplier, supplier, lambda its, act: its.confirm_wages(act, wages)
    )


def confirm_budget(registrar: Registrar, command: Command, supplier: UUID, budget: Budget) -> int:
    """Say what money the person decides over, today."""
    return registrar.change(
        command, Supplier, supplier, lambda its, act: its.confirm_budget(act, budget)
    )


def confirm_support(
    registrar: Registrar, command: Command, supplier: UUID, support: Support
) -> int:
    """Say what help the person gets, today."""
    return registrar.change(
        command, Supplier, supplier, lambda its, act: its.confirm_support(act, support)
    )
