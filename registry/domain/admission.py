"""Admission: one supplier in one concession, one stream for ever, from application to the end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.facts import Local
from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import Accepting, Act, ClosingGround, RejectionGround


class AlreadyApplied(RuleBroken):
    code = "already-applied"


class NotUnderReview(RuleBroken):
    code = "not-under-review"


class NotAdmitted(RuleBroken):
    code = "not-admitted"


class Leaving(RuleBroken):
    """Who has said no to new terms takes no new people on the old ones."""

    code = "leaving"


class NotLeavingYet(RuleBroken):
    """Who has said no to new terms is in until the day it leaves."""

    code = "not-leaving-yet"


class OwnApplication(RuleBroken):
    """Who applied does not decide."""

    code = "own-work"


class Admission(Recorded):
    TOPIC = "admission"

    class Created(Recorded.Created):
        TOPIC = "admission.applied"
        concession: UUID
        supplier: UUID

    class Stated(Recorded.Created):
        """It was in before the concession came here: nobody applied, and nobody decided."""

        TOPIC = "admission.stated"
        concession: UUID
        supplier: UUID

        def apply(self, aggregate: Any) -> None:
            aggregate.is_under_review = False
            aggregate.is_admitted = True

    class AppliedAgain(Recorded.Event):
        TOPIC = "admission.applied_again"

    class Granted(Recorded.Event):
        TOPIC = "admission.granted"

    class Rejected(Recorded.Event):
        TOPIC = "admission.rejected"
        ground: RejectionGround

    class LocalConfirmed(Recorded.Event):
        TOPIC = "admission.local_confirmed"
        local: Local

    class AcceptingDeclared(Recorded.Event):
        TOPIC = "admission.accepting_declared"
        accepting: Accepting

    class AmendmentAccepted(Recorded.Event):
        """The terms of an amendment are accepted before they hold."""

        TOPIC = "admission.amendment_accepted"
        number: int

    class AmendmentDeclined(Recorded.Event):
        """The supplier leaves instead. Until `leaves_on` the old terms hold for it."""

        TOPIC = "admission.amendment_declined"
        number: int
        leaves_on: date

    class Closed(Recorded.Event):
        TOPIC = "admission.closed"
        ground: ClosingGround

    @staticmethod
    def id_for(concession: UUID, supplier: UUID) -> UUID:
        return natural_id("admission", concession, supplier)

    @classmethod
    def apply_for(cls, act: Act, concession: UUID, supplier: UUID) -> Admission:
        """A supplier asks to be let into a concession."""
        return cls._begin(
            cls.Created,
            act,
            cls.id_for(concession, supplier),
            concession=concession,
            supplier=supplier,
        )

    @classmethod
    def state(cls, act: Act, concession: UUID, supplier: UUID) -> Admission:
        """A supplier that was at work already in what a municipality has stated."""
        admission_id = cls.id_for(concession, supplier)
        return cls._begin(cls.Stated, act, admission_id, concession=concession, supplier=supplier)

    def apply_again(self, act: Act) -> None:
        """Ask once more after a rejection or an end."""
        if self.is_under_review or self.is_admitted:
            raise AlreadyApplied
        self._record(self.AppliedAgain, act)

    def grant(self, act: Act) -> None:
        """Let the supplier in."""
        if not self.is_under_review:
            raise NotUnderReview
        if act.by == self.applied_by:
            raise OwnApplication
        self._record(self.Granted, act)

    def reject(self, act: Act, ground: RejectionGround) -> None:
        """Say no, on an objective ground."""
        if not self.is_under_review:
            raise NotUnderReview
        self._record(self.Rejected, act, ground=ground)

    def confirm_local(self, act: Act, local: Local) -> None:
        """Say when you can begin here and what else holds in this municipality, today."""
        self.must_be_admitted()
        self._record(self.LocalConfirmed, act, local=local)

    def declare(self, act: Act, accepting: Accepting) -> None:
        """Say whether you take new people here: yes, limited or no."""
        self.must_be_admitted()
        if self.leaves_on is not None and accepting is not Accepting.NO:
            raise Leaving
        if accepting is not self.accepting:
            self._record(self.AcceptingDeclared, act, accepting=accepting)

    def accept(self, act: Act, number: int) -> None:
        """Say yes to an amendment that is offered, also after a no."""
        self.must_be_admitted()
        if number not in self.accepted:
            self._record(self.AmendmentAccepted, act, number=number)

    def decline(self, act: Act, number: int, leaves_on: date) -> None:
        """Leave rather than say yes. From now on no new people; those who are here have until then."""
        self.must_be_admitted()
        if self.declined != number:
            self._record(self.AmendmentDeclined, act, number=number, leaves_on=leaves_on)
        self.declare(act, Accepting.NO)

    def close(self, act: Act, ground: ClosingGround) -> None:
        """The admission ends. Its places were closed first. Raises NotLeavingYet."""
        self.must_end(act.day, ground)
        self._record(self.Closed, act, ground=ground)

    def must_end(self, day: date, ground: ClosingGround) -> None:
        """It is one that may end on a day. Asked also before its places are closed."""
        self.must_be_admitted()
        over = self.leaves_on is not None and day >= self.leaves_on
        if ground is ClosingGround.TERMS_DECLINED and not over:
            raise NotLeavingYet

    def must_be_admitted(self) -> None:
        if not self.is_admitted:
            raise NotAdmitted

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, concession: UUID, supplier: UUID, by: UUID) -> None:
        self.concession = concession
        self.supplier = supplier
        self.applied_by = by
        self.is_under_review = True
        self.is_admitted = False
        self.accepting: Accepting | None = None
        self.local: Local | None = None
        self.accepted: set[int] = set()
        self.declined: int | None = None
        self.leaves_on: date | None = None

    @event(AppliedAgain)
    def _applied_again(self, by: UUID) -> None:
        self.applied_by = by
        self.is_under_review = True

    @event(Granted)
    def _granted(self) -> None:
        self.is_under_review = False
        self.is_admitted = True

    @event(Rejected)
    def _rejected(self) -> None:
        self.is_under_review = False

    @event(LocalConfirmed)
    def _local_confirmed(self, local: Local) -> None:
        self.local = local

    @event(AcceptingDeclared)
    def _accepting_declared(self, accepting: Accepting) -> None:
        self.accepting = accepting

    @event(AmendmentAccepted)
    def _amendment_accepted(self, number: int) -> None:
        self.accepted.add(number)
        if self.declined == number:
            self.declined = self.leaves_on = None

    @event(AmendmentDeclined)
    def _amendment_declined(self, number: int, leaves_on: date) -> None:
        self.accepted.discard(number)
        self.declined, self.leaves_on = number, leaves_on

    @event(Closed)
    def _closed(self) -> None:
        self.is_admitted = False
        self.accepting = None
        self.declined = self.leaves_on = None
