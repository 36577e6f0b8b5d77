"""Organisation: which functions an organisation holds, and who may carry them out, from when to when."""

from __future__ import annotations

from datetime import date
from enum import Enum
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import Act, MunicipalityNumber, OrganisationNumber


class OrganisationKind(Enum):
    MUNICIPALITY = "municipality"
    SUPPLIER = "supplier"
    STEWARD = "steward"


class Function(Enum):
    """What a person may do for an organisation. Views name these, never roles."""

    DRAFT_CONCESSION = "draft_concession"
    APPROVE_CONCESSION = "approve_concession"
    ADMIT_SUPPLIERS = "admit_suppliers"
    ISSUE_CODES = "issue_codes"
    KEEP_FACTS = "keep_facts"
    APPLY = "apply"
    EDIT_TEMPLATE = "edit_template"
    APPROVE_TEMPLATE = "approve_template"


class Organisation(Recorded):
    TOPIC = "organisation"

    class Created(Recorded.Created):
        TOPIC = "organisation.opened"
        kind: OrganisationKind
        municipality: MunicipalityNumber | None
        number: OrganisationNumber | None

    class FunctionGranted(Recorded.Event):
        TOPIC = "organisation.function_granted"
        user: UUID
        function: Function
        valid_from: date

    class FunctionWithdrawn(Recorded.Event):
        TOPIC = "organisation.function_withdrawn"
        user: UUID
        function: Function
        valid_to: date

    @staticmethod
    def id_for(
        kind: OrganisationKind,
        municipality: MunicipalityNumber | None = None,
        number: OrganisationNumber | None = None,
    ) -> UUID:
        return natural_id("organisation", kind.value, municipality or number or "")

    @classmethod
    def open(
        cls,
        act: Act,
        kind: OrganisationKind,
        municipality: MunicipalityNumber | None = None,
        number: OrganisationNumber | None = None,
    ) -> Organisation:
        """Take an organisation in. Nobody may do anything for it yet."""
        organisation_id = cls.id_for(kind, municipality, number)
        return cls._begin(
            cls.Created, act, organisation_id, kind=kind, municipality=municipality, number=number
        )

    def grant(self, act: Act, user: UUID, function: Function) -> None:
        """Let a person carry out a function from today."""
        if (user, function) not in self.granted:
            self._record(
                self.FunctionGranted, act, user=user, function=function, valid_from=act.day
            )

    def withdraw(self, act: Act, user: UUID, function: Function) -> None:
        """A person no longer carries out a function after today."""
        if (user, function) in self.granted:
            self._record(
                self.FunctionWithdrawn, act, user=user, function=function, valid_to=act.day
            )

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(
        self,
        kind: OrganisationKind,
        municipality: MunicipalityNumber | None,
        number: OrganisationNumber | None,
    ) -> None:
        self.kind = kind
        self.municipality = municipality
        self.number = number
        self.granted: set[tuple[UUID, Function]] = set()

    @event(FunctionGranted)
    def _function_granted(self, user: UUID, function: Function) -> None:
        self.granted.add((user, function))

    @event(FunctionWithdrawn)
    def _function_withdrawn(self, user: UUID, function: Function) -> None:
        self.granted.discard((user, function))
