"""Concession: one or more municipalities let qualified suppliers in, on terms from the national template.

One person sends it for approval, another publishes it. What is published is frozen by its hash.
What changes later is an amendment, with the same two people and a hash of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.conformance import Figures, measure
from registry.domain.deviation import Change, fold
from registry.domain.documents import (
    Held,
    Reason,
    checked,
    differing,
    fingerprint,
    is_material,
    notice_days,
)
from registry.domain.errors import RuleBroken
from registry.domain.node import Basis
from registry.domain.recorded import Recorded
from registry.domain.terms import Terms, changes_from, terms_of
from registry.domain.values import Act, Hash, MunicipalityNumber, NodeId, TextRef


class NotWaitingForApproval(RuleBroken):
    code = "not-waiting-for-approval"


class OwnConcession(RuleBroken):
    """Nobody approves their own work."""

    code = "own-work"


class NotPublished(RuleBroken):
    code = "concession-not-published"


class ConcessionEnded(RuleBroken):
    code = "concession-ended"


class CapReached(RuleBroken):
    """The concession has as many suppliers as its cap allows."""

    code = "cap-reached"


class CouncilNotHeard(RuleBroken):
    """The council for persons with disabilities is heard before, on a day that has been."""

    code = "council-not-heard"


class AmendmentUnderWay(RuleBroken):
    code = "amendment-under-way"


class NoAmendment(RuleBroken):
    code = "no-amendment"


class NothingAmended(RuleBroken):
    """The amendment says the same as what holds."""

    code = "nothing-amended"


class AmendedTooSoon(RuleBroken):
    """An amendment is made known some days before it holds. `earliest` is the first day it may."""

    code = "amended-too-soon"

    def __init__(self, earliest: date) -> None:
        super().__init__(earliest)
        self.earliest = earliest


class DeadlineMissing(RuleBroken):
    """A material amendment gives suppliers a new deadline, before it holds and after today."""

    code = "deadline-missing"


@dataclass(frozen=True)
class Amendment:
    """A document that waits for approval."""

    held: Held
    apply_by: date | None
    material: bool


class Concession(Recorded):
    TOPIC = "concession"

    class Created(Recorded.Created):
        TOPIC = "concession.sent_for_approval"
        class_version = 2
        members: list[MunicipalityNumber]
        template_version: int
        template_hash: Hash
        short_form: bool
        terms: Terms
        changes: list[Change]
        starts_on: date
        heard_on: date | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """The first concessions held their terms alone."""
            state["changes"] = changes_from(state["terms"])
            state["heard_on"] = None

    class Reasoned(Recorded.Event):
        TOPIC = "concession.deviation_reasoned"
        class_version = 2
        node: NodeId
        reason: TextRef
        law: TextRef | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["law"] = None

    class SentBack(Recorded.Event):
        TOPIC = "concession.sent_back"
        reason: TextRef

    class Published(Recorded.Event):
        TOPIC = "concession.published"
        class_version = 2
        document_hash: Hash
        figures: Figures | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """The first concessions were published without figures."""
            state["figures"] = None

    class AmendmentSent(Recorded.Event):
        TOPIC = "concession.amendment_sent"
        number: int
        template_version: int
        template_hash: Hash
        terms: Terms
        changes: list[Change]
        effective_from: date
        apply_by: date | None
        material: bool

    class AmendmentReasoned(Recorded.Event):
        TOPIC = "concession.amendment_reasoned"
        number: int
        node: NodeId
        reason: TextRef
        law: TextRef | None

    class AmendmentSentBack(Recorded.Event):
        TOPIC = "concession.amendment_sent_back"
        number: int
        reason: TextRef

    class Amended(Recorded.Event):
        TOPIC = "concession.amended"
        number: int
        effective_from: date
        apply_by: date | None
        material: bool
        document_hash: Hash
        figures: Figures

    class SupplierAdmitted(Recorded.Event):
        TOPIC = "concession.supplier_admitted"
        admission: UUID
        counts: bool

    class SupplierLeft(Recorded.Event):
        TOPIC = "concession.supplier_left"
        admission: UUID

    class Ended(Recorded.Event):
        TOPIC = "concession.ended"

    @classmethod
    def send_for_approval(
        cls,
        act: Act,
        concession_id: UUID,
        members: list[MunicipalityNumber],
        basis: Basis,
        changes: list[Change],
        reasons: Mapping[NodeId, Reason],
        starts_on: date,
        heard_on: date,
        *,
        short_form: bool,
    ) -> Concession:
        """A finished draft, for another person to approve. The first member leads.

        Raises CouncilNotHeard, or with the node that is wrong: UnknownNode, ChangeNotAllowed,
        OutsideRange, ValueMissing, ReasonMissing, LawMissing.
        """
        if heard_on > act.day:
            raise CouncilNotHeard
        clauses = checked(basis, changes, reasons)
        concession = cls._begin(
            cls.Created,
            act,
            concession_id,
            members=members,
            template_version=basis.version,
            template_hash=basis.hash,
            short_form=short_form,
            terms=terms_of(clauses),
            changes=changes,
            starts_on=starts_on,
            heard_on=heard_on,
        )
        for node, reason in reasons.items():
            concession._record(cls.Reasoned, act, node=node, reason=reason.why, law=reason.law)
        return concession

    def send_back(self, act: Act, reason: TextRef) -> None:
        """Say what must be changed before it can be published."""
        if not self.is_waiting:
            raise NotWaitingForApproval
        self._record(self.SentBack, act, reason=reason)

    def publish(self, act: Act, basis: Basis) -> None:
        """Approve and publish. From now on suppliers may apply."""
        if not self.is_waiting:
            raise NotWaitingForApproval
        if act.by == self.first.by:
            raise OwnConcession
        figures = measure(fold(basis.nodes, self.first.changes))
        self._record(self.Published, act, document_hash=self.document_hash(), figures=figures)

    def send_amendment(
        self,
        act: Act,
        before: Basis,
        after: Basis,
        changes: list[Change],
        reasons: Mapping[NodeId, Reason],
        effective_from: date,
        apply_by: date | None,
    ) -> None:
        """Put forward another document, on the same version of the template or a later one.

        `before` is what the newest document stands on. Raises as `send_for_approval`, and
        AmendmentUnderWay, NothingAmended, AmendedTooSoon, DeadlineMissing.
        """
        self.must_be_open()
        if self.amendment is not None:
            raise AmendmentUnderWay
        holds, will_hold = fold(before.nodes, self.newest.changes), checked(after, changes, reasons)
        if not differing(holds, will_hold):
            raise NothingAmended
        earliest = act.day + timedelta(days=notice_days(holds))
        if effective_from < max(earliest, self.newest.effective_from):
            raise AmendedTooSoon(max(earliest, self.newest.effective_from))
        material = is_material(holds, will_hold)
        if material and not (apply_by and act.day < apply_by <= effective_from):
            raise DeadlineMissing
        number = self.sent + 1
        self._record(
            self.AmendmentSent,
            act,
            number=number,
            template_version=after.version,
            template_hash=after.hash,
            terms=terms_of(will_hold),
            changes=changes,
            effective_from=effective_from,
            apply_by=apply_by,
            material=material,
        )
        for node, reason in reasons.items():
            self._record(
                self.AmendmentReasoned,
                act,
                number=number,
                node=node,
                reason=reason.why,
                law=reason.law,
            )

    def send_amendment_back(self, act: Act, reason: TextRef) -> None:
        """Say what must be changed before it can be published. What holds goes on holding."""
        pending = self._pending()
        self._record(self.AmendmentSentBack, act, number=pending.held.number, reason=reason)

    def publish_amendment(self, act: Act, basis: Basis) -> None:
        """Approve and publish. It holds from its day; until then the one before does."""
        self.must_be_open()
        pending = self._pending()
        if act.by == pending.held.by:
            raise OwnConcession
        self._record(
            self.Amended,
            act,
            number=pending.held.number,
            effective_from=max(pending.held.effective_from, act.day),
            apply_by=pending.apply_by,
            material=pending.material,
            document_hash=fingerprint(
                pending.held, self.amendment_reasons, self.members, self.starts_on
            ),
            figures=measure(fold(basis.nodes, pending.held.changes)),
        )

    def admit(self, act: Act, admission: UUID, *, counts: bool) -> None:
        """Give one supplier a place. A municipality's own provision does not count against the cap."""
        self.must_be_open()
        if counts and 0 < self.terms_on(act.day).cap <= len(self.counted):
            raise CapReached
        if admission not in self.admitted:
            self._record(self.SupplierAdmitted, act, admission=admission, counts=counts)

    def let_go(self, act: Act, admission: UUID) -> None:
        """A supplier's admission has ended; its place under the cap is free."""
        if admission in self.admitted:
            self._record(self.SupplierLeft, act, admission=admission)

    def end(self, act: Act) -> None:
        """No one is admitted or chosen under it any more."""
        self.must_be_open()
        self._record(self.Ended, act)

    def must_be_open(self) -> None:
        if self.is_ended:
            raise ConcessionEnded
        if not self.is_published:
            raise NotPublished

    @property
    def first(self) -> Held:
        return self.documents[0]

    @property
    def newest(self) -> Held:
        """The last one that was published, whether it holds yet or not."""
        return self.documents[-1]

    def terms_on(self, day: date) -> Terms:
        """The terms that hold on a day."""
        holding = [each for each in self.documents if each.effective_from <= day]
        return (holding or self.documents)[-1 if holding else 0].terms

    def document_hash(self) -> Hash:
        """The fingerprint of the first document."""
        return fingerprint(self.first, self.reasons, self.members, self.starts_on)

    def _pending(self) -> Amendment:
        if self.amendment is None:
            raise NoAmendment
        return self.amendment

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(
        self,
        members: list[MunicipalityNumber],
        template_version: int,
        template_hash: Hash,
        terms: Terms,
        changes: list[Change],
        starts_on: date,
        by: UUID,
    ) -> None:
        self.members = members
        self.starts_on = starts_on
        first = Held(0, starts_on, template_version, template_hash, terms, changes, by)
        self.documents: list[Held] = [first]
        self.amendment: Amendment | None = None
        self.amendment_reasons: dict[NodeId, Reason] = {}
        self.sent = 0
        self.reasons: dict[NodeId, Reason] = {}
        self.is_waiting = True
        self.is_published = False
        self.is_ended = False
        self.admitted: set[UUID] = set()
        self.counted: set[UUID] = set()

    @event(Reasoned)
    def _reasoned(self, node: NodeId, reason: TextRef, law: TextRef | None) -> None:
        self.reasons[node] = Reason(reason, law)

    @event(SentBack)
    def _sent_back(self) -> None:
        self.is_waiting = False

    @event(Published)
    def _published(self) -> None:
        self.is_waiting = False
        self.is_published = True

    @event(AmendmentSent)
    def _amendment_sent(
        self,
        number: int,
        template_version: int,
        template_hash: Hash,
        terms: Terms,
        changes: list[Change],
        effective_from: date,
        apply_by: date | None,
        material: bool,
        by: UUID,
    ) -> None:
        held = Held(number, effective_from, template_version, template_hash, terms, changes, by)
        self.amendment = Amendment(held, apply_by, material)
        self.amendment_reasons = {}
        self.sent = number

    @event(AmendmentReasoned)
    def _amendment_reasoned(self, node: NodeId, reason: TextRef, law: TextRef | None) -> None:
        self.amendment_reasons[node] = Reason(reason, law)

    @event(AmendmentSentBack)
    def _amendment_sent_back(self) -> None:
        self.amendment = None

    @event(Amended)
    def _amended(self, effective_from: date) -> None:
        assert self.amendment is not None
        self.documents.append(replace(self.amendment.held, effective_from=effective_from))
        self.reasons = self.amendment_reasons
        self.amendment = None

    @event(SupplierAdmitted)
    def _supplier_admitted(self, admission: UUID, counts: bool) -> None:
        self.admitted.add(admission)
        if counts:
            self.counted.add(admission)

    @event(SupplierLeft)
    def _supplier_left(self, admission: UUID) -> None:
        self.admitted.discard(admission)
        self.counted.discard(admission)

    @event(Ended)
    def _ended(self) -> None:
        self.is_ended = True
