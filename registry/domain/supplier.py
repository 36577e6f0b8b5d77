"""Supplier: who may be chosen, and what it says about itself, set by set and each confirmed on a day."""

from __future__ import annotations

from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.facts import Budget, Support, Wages
from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import (
    Act,
    Language,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
    TextRef,
)


class BadOrganisationNumber(RuleBroken):
    code = "bad-organisation-number"


class OwnProvisionWithoutMunicipality(RuleBroken):
    code = "own-provision-without-municipality"


class AlreadyRegistered(RuleBroken):
    """The organisation number is in the registry already."""

    code = "already-registered"


class Supplier(Recorded):
    TOPIC = "supplier"

    class Created(Recorded.Created):
        TOPIC = "supplier.registered"
        number: OrganisationNumber
        kind: SupplierKind
        municipality: MunicipalityNumber | None
        owner_group: UUID | None
        name: TextRef | None

    class EntryCompleted(Recorded.Event):
        TOPIC = "supplier.entry_completed"
        kind: SupplierKind
        municipality: MunicipalityNumber | None
        owner_group: UUID | None
        name: TextRef

    class Presented(Recorded.Event):
        TOPIC = "supplier.presented"
        text: TextRef
        language: Language

    class WagesConfirmed(Recorded.Event):
        TOPIC = "supplier.wages_confirmed"
        wages: Wages

    class BudgetConfirmed(Recorded.Event):
        TOPIC = "supplier.budget_confirmed"
        budget: Budget

    class SupportConfirmed(Recorded.Event):
        TOPIC = "supplier.support_confirmed"
        support: Support

    @staticmethod
    def id_for(number: OrganisationNumber) -> UUID:
        return natural_id("supplier", number)

    @classmethod
    def register(
        cls,
        act: Act,
        number: OrganisationNumber,
        kind: SupplierKind,
        name: TextRef | None,
        municipality: MunicipalityNumber | None = None,
        owner_group: UUID | None = None,
    ) -> Supplier:
        """Take a supplier in, once for the whole country.

        A municipality's own provision is a supplier of its own kind, with the number of the unit.
        `name` is None for a sole proprietor, whose name stands in the vault.
        """
        if not is_organisation_number(number):
            raise BadOrganisationNumber
        _must_belong(kind, municipality)
        return cls._begin(
            cls.Created,
            act,
            cls.id_for(number),
            number=number,
            kind=kind,
            municipality=municipality,
            owner_group=owner_group,
            name=name,
        )

    @classmethod
    def enter(cls, act: Act, number: OrganisationNumber, name: TextRef | None) -> Supplier:
        """A bare entry: somebody has said that it is at work, and itself it has said nothing yet."""
        return cls.register(act, number, SupplierKind.UNREGISTERED, name)

    def complete(
        self,
        act: Act,
        kind: SupplierKind,
        name: TextRef,
        municipality: MunicipalityNumber | None = None,
        owner_group: UUID | None = None,
    ) -> None:
        """Register it, where it stood as a bare entry. Raises AlreadyRegistered."""
        if self.kind is not SupplierKind.UNREGISTERED:
            raise AlreadyRegistered
        _must_belong(kind, municipality)
        self._record(
            self.EntryCompleted,
            act,
            kind=kind,
            municipality=municipality,
            owner_group=owner_group,
            name=name,
        )

    def present(self, act: Act, text: TextRef, language: Language) -> None:
        """Say in a few lines who you are."""
        self._record(self.Presented, act, text=text, language=language)

    def confirm_wages(self, act: Act, wages: Wages) -> None:
        """Say that this is what assistants get, today."""
        self._record(self.WagesConfirmed, act, wages=wages)

    def confirm_budget(self, act: Act, budget: Budget) -> None:
        """Say what money the person decides over, today."""
        self._record(self.BudgetConfirmed, act, budget=budget)

    def confirm_support(self, act: Act, support: Support) -> None:
        """Say what help and how much freedom the person gets, today."""
        self._record(self.SupportConfirmed, act, support=support)

    @event(Created)
    def __init__(self, number: OrganisationNumber, kind: SupplierKind) -> None:
        self.number = number
        self.kind = kind

    @event(EntryCompleted)
    def _entry_completed(self, kind: SupplierKind) -> None:
        self.kind = kind


def _must_belong(kind: SupplierKind, municipality: MunicipalityNumber | None) -> None:
    if (kind is SupplierKind.OWN_PROVISION) != (municipality is not None):
        raise OwnProvisionWithoutMunicipality


WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def is_organisation_number(number: str) -> bool:
    """Nine digits with the check digit of Enhetsregisteret (modulus 11)."""
    if len(number) != 9 or not number.isascii() or not number.isdigit():
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 11
    return rest != 1 and int(number[8]) == (11 - rest) % 11
