"""Organisation: who may carry out which functions for it, from when to when, and who is invited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded, natural_id
from registry.domain.roles import Function, OrganisationKind, Period, must_lie_ahead
from registry.domain.values import (
    Act,
    CountyNumber,
    MunicipalityNumber,
    OrganisationNumber,
    TextRef,
)

__all__ = ["Function", "Organisation", "OrganisationKind"]

INVITED_DAYS = 14
"""An invitation can be taken this long. The registry's own rule."""


class LastOwner(RuleBroken):
    """Somebody must go on deciding who has which role."""

    code = "last-owner"


class OwnRole(RuleBroken):
    """Nobody gives herself a role, or more time in one: another owner does."""

    code = "own-role"


class InvitationOver(RuleBroken):
    """Taken, withdrawn or too old, or whoever gave it no longer decides here."""

    code = "invitation-over"


@dataclass(frozen=True)
class Invitation:
    """What whoever takes it may do, and from when to when."""

    by: UUID
    functions: list[Function]
    valid_from: date
    valid_to: date | None
    expires_on: date

    def is_over(self, day: date) -> bool:
        return day > self.expires_on or (self.valid_to is not None and self.valid_to <= day)


class Organisation(Recorded):
    TOPIC = "organisation"

    class Created(Recorded.Created):
        TOPIC = "organisation.opened"
        class_version = 2
        kind: OrganisationKind
        municipality: MunicipalityNumber | None
        number: OrganisationNumber | None
        counties: list[CountyNumber]

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """The first organisations belonged to no county."""
            state["counties"] = []

    class Named(Recorded.Event):
        TOPIC = "organisation.named"
        name: TextRef

    class FunctionGranted(Recorded.Event):
        TOPIC = "organisation.function_granted"
        class_version = 2
        user: UUID
        function: Function
        valid_from: date
        valid_to: date | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """The first grants had no end."""
            state["valid_to"] = None

    class FunctionWithdrawn(Recorded.Event):
        TOPIC = "organisation.function_withdrawn"
        user: UUID
        function: Function
        valid_to: date

    class Invited(Recorded.Event):
        TOPIC = "organisation.invited"
        invitation: UUID
        functions: list[Function]
        valid_from: date
        valid_to: date | None
        expires_on: date

    class InvitationTaken(Recorded.Event):
        TOPIC = "organisation.invitation_taken"
        invitation: UUID
        user: UUID

    class InvitationWithdrawn(Recorded.Event):
        TOPIC = "organisation.invitation_withdrawn"
        invitation: UUID

    @staticmethod
    def id_for(
        kind: OrganisationKind,
        municipality: MunicipalityNumber | None = None,
        number: OrganisationNumber | None = None,
    ) -> UUID:
        parts: list[str] = [part for part in (municipality, number) if part]
        return natural_id("organisation", kind.value, *(parts or [""]))

    @classmethod
    def open(
        cls,
        act: Act,
        kind: OrganisationKind,
        municipality: MunicipalityNumber | None = None,
        number: OrganisationNumber | None = None,
        counties: list[CountyNumber] | None = None,
    ) -> Organisation:
        """Take an organisation in. Nobody may do anything for it yet.

        A municipality's own units have its number; a county governor has its counties.
        """
        return cls._begin(
            cls.Created,
            act,
            cls.id_for(kind, municipality, number),
            kind=kind,
            municipality=municipality,
            number=number,
            counties=counties or [],
        )

    def call_it(self, act: Act, name: TextRef) -> None:
        """What it is called, where neither a municipality nor a supplier says so."""
        self._record(self.Named, act, name=name)

    def grant(
        self,
        act: Act,
        user: UUID,
        function: Function,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> None:
        """Let a person carry out a function from a day (today) until the day before `valid_to`.

        Who has it already gets the new end, and the new beginning where that is earlier. Raises
        OwnRole, LastOwner, BackDated or EndsBeforeItBegins.
        """
        if act.by == user:
            raise OwnRole
        begins = valid_from or act.day
        must_lie_ahead(act.day, begins, valid_to)
        held = self._held(act, user, function)
        period = Period(min([begins, *(its.valid_from for its in held)]), valid_to)
        if held == [period]:
            return
        if held and valid_to is not None:
            self._must_keep_an_owner(act, user, function)
        if not all(period.covers(its) or its.valid_from == period.valid_from for its in held):
            self._end(act, user, function)
        self._grant(act, user, function, period)

    def withdraw(self, act: Act, user: UUID, function: Function) -> None:
        """A person no longer carries out a function, from this moment. Raises LastOwner.

        What was to begin later does not begin either.
        """
        if self._held(act, user, function):
            self._must_keep_an_owner(act, user, function)
            self._end(act, user, function)

    def invite(
        self,
        act: Act,
        invitation: UUID,
        functions: list[Function],
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> None:
        """Let whoever shows the code of the invitation carry out some functions."""
        begins = valid_from or act.day
        must_lie_ahead(act.day, begins, valid_to)
        self._record(
            self.Invited,
            act,
            invitation=invitation,
            functions=functions,
            valid_from=begins,
            valid_to=valid_to,
            expires_on=act.day + timedelta(days=INVITED_DAYS),
        )

    def take_invitation(self, act: Act, invitation: UUID) -> None:
        """Whoever has shown the code gets what it was for. Raises InvitationOver or OwnRole.

        Nothing she has already becomes shorter.
        """
        offered = self.invitations.get(str(invitation))
        if offered is None or offered.is_over(act.day):
            raise InvitationOver
        if offered.by == act.by:
            raise OwnRole
        owners = self.owners(act.day)
        if owners and offered.by not in owners:
            raise InvitationOver
        self._record(self.InvitationTaken, act, invitation=invitation, user=act.by)
        for function in offered.functions:
            period = Period(max(offered.valid_from, act.day), offered.valid_to)
            held = self._held(act, act.by, function)
            if not any(its.covers(period) for its in held):
                meets = next((its for its in held if its.runs(period.valid_from)), period)
                self._grant(act, act.by, function, replace(period, valid_from=meets.valid_from))

    def withdraw_invitation(self, act: Act, invitation: UUID) -> None:
        """Its code no longer works."""
        if str(invitation) in self.invitations:
            self._record(self.InvitationWithdrawn, act, invitation=invitation)

    def _held(self, act: Act, user: UUID, function: Function) -> list[Period]:
        """When a person carries out a function, from now on."""
        return [
            held
            for holder, held in _holders(self.granted, function)
            if holder == user and not held.is_over(act.day)
        ]

    def _end(self, act: Act, user: UUID, function: Function) -> None:
        self._record(self.FunctionWithdrawn, act, user=user, function=function, valid_to=act.day)

    def _grant(self, act: Act, user: UUID, function: Function, period: Period) -> None:
        self._record(
            self.FunctionGranted,
            act,
            user=user,
            function=function,
            valid_from=period.valid_from,
            valid_to=period.valid_to,
        )

    def owners(self, day: date) -> set[UUID]:
        """Those who decide here who has which role."""
        return {
            user for user, held in _holders(self.granted, Function.MANAGE_PEOPLE) if held.runs(day)
        }

    def _must_keep_an_owner(self, act: Act, leaving: UUID, function: Function) -> None:
        """Somebody else must decide already, and without an end."""
        if function is not Function.MANAGE_PEOPLE:
            return
        for user, held in _holders(self.granted, Function.MANAGE_PEOPLE):
            if user != leaving and held.runs(act.day) and held.valid_to is None:
                return
        raise LastOwner

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(
        self,
        kind: OrganisationKind,
        municipality: MunicipalityNumber | None,
        number: OrganisationNumber | None,
        counties: list[CountyNumber],
    ) -> None:
        self.kind = kind
        self.municipality = municipality
        self.number = number
        self.counties = counties
        self.granted: dict[str, Period] = {}
        """By the first day, the person and the function, as the read model has them."""
        self.invitations: dict[str, Invitation] = {}

    @event(FunctionGranted)
    def _function_granted(
        self, user: UUID, function: Function, valid_from: date, valid_to: date | None
    ) -> None:
        its, period = _key(user, function), Period(valid_from, valid_to)
        self.granted = {
            key: held
            for key, held in self.granted.items()
            if not (key.endswith(its) and period.covers(held))
        }
        self.granted[f"{valid_from}{its}"] = period

    @event(FunctionWithdrawn)
    def _function_withdrawn(self, user: UUID, function: Function) -> None:
        its = _key(user, function)
        self.granted = {key: held for key, held in self.granted.items() if not key.endswith(its)}

    @event(Invited)
    def _invited(
        self,
        by: UUID,
        invitation: UUID,
        functions: list[Function],
        valid_from: date,
        valid_to: date | None,
        expires_on: date,
    ) -> None:
        offered = Invitation(by, functions, valid_from, valid_to, expires_on)
        self.invitations[str(invitation)] = offered

    @event(InvitationTaken)
    def _invitation_taken(self, invitation: UUID) -> None:
        self.invitations.pop(str(invitation), None)

    @event(InvitationWithdrawn)
    def _invitation_withdrawn(self, invitation: UUID) -> None:
        self.invitations.pop(str(invitation), None)


def _key(user: UUID, function: Function) -> str:
    """A person and a function, after the first day, as a snapshot can hold them."""
    return f"/{user}/{function.value}"


def _holders(granted: dict[str, Period], function: Function) -> list[tuple[UUID, Period]]:
    """Everybody who has been given a function, and from when to when; somebody may be there twice."""
    end = f"/{function.value}"
    return [
        (UUID(key.removesuffix(end).partition("/")[2]), held)
        for key, held in granted.items()
        if key.endswith(end)
    ]
