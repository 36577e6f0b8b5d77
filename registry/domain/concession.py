"""Concession: one or more municipalities let qualified suppliers in, on terms from the national template.

One person sends it for approval, another publishes it. What is published is frozen by its hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded
from registry.domain.terms import Terms, check, deviations
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


class ReasonMissing(RuleBroken):
    """A deviation from the template has no reason. `node` says which."""

    code = "reason-missing"

    def __init__(self, node: NodeId) -> None:
        super().__init__(node)
        self.node = node


class Concession(Recorded):
    TOPIC = "concession"

    class Created(Recorded.Created):
        TOPIC = "concession.sent_for_approval"
        members: list[MunicipalityNumber]
        template_version: int
        template_hash: Hash
        short_form: bool
        terms: Terms
        starts_on: date

    class Reasoned(Recorded.Event):
        TOPIC = "concession.deviation_reasoned"
        node: NodeId
        reason: TextRef

    class SentBack(Recorded.Event):
        TOPIC = "concession.sent_back"
        reason: TextRef

    class Published(Recorded.Event):
        TOPIC = "concession.published"
        document_hash: Hash

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
        template_version: int,
        template_hash: Hash,
        national: Mapping[NodeId, Any],
        terms: Terms,
        reasons: Mapping[NodeId, TextRef],
        starts_on: date,
        short_form: bool,
    ) -> Concession:
        """A finished draft, for another person to approve. The first member leads.

        Raises TermOutOfRange or ReasonMissing with the node that is wrong.
        """
        check(terms)
        for node in deviations(terms, national):
            if node not in reasons:
                raise ReasonMissing(node)
        concession = cls._begin(
            cls.Created,
            act,
            concession_id,
            members=members,
            template_version=template_version,
            template_hash=template_hash,
            short_form=short_form,
            terms=terms,
            starts_on=starts_on,
        )
        for node, reason in reasons.items():
            concession._record(cls.Reasoned, act, node=node, reason=reason)
        return concession

    def send_back(self, act: Act, reason: TextRef) -> None:
        """Say what must be changed before it can be published."""
        if not self.is_waiting:
            raise NotWaitingForApproval
        self._record(self.SentBack, act, reason=reason)

    def publish(self, act: Act) -> None:
        """Approve and publish. From now on suppliers may apply."""
        if not self.is_waiting:
            raise NotWaitingForApproval
        if act.by == self.sent_by:
            raise OwnConcession
        self._record(self.Published, act, document_hash=self.document_hash())

    def admit(self, act: Act, admission: UUID, *, counts: bool) -> None:
        """Give one supplier a place. A municipality's own provision does not count against the cap."""
        self.must_be_open()
        if counts and 0 < self.terms.cap <= len(self.counted):
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

    def document_hash(self) -> Hash:
        """SHA-256 over the template's hash, the terms and the reasons: what was published."""
        content = [self.template_hash, asdict(self.terms), self.reasons, str(self.starts_on)]
        text = json.dumps(content, sort_keys=True, default=lambda value: value.value)
        return Hash(sha256(text.encode()).hexdigest())

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(
        self,
        members: list[MunicipalityNumber],
        template_hash: Hash,
        terms: Terms,
        starts_on: date,
        by: UUID,
    ) -> None:
        self.members = members
        self.template_hash = template_hash
        self.terms = terms
        self.starts_on = starts_on
        self.sent_by = by
        self.reasons: dict[NodeId, TextRef] = {}
        self.is_waiting = True
        self.is_published = False
        self.is_ended = False
        self.admitted: set[UUID] = set()
        self.counted: set[UUID] = set()

    @event(Reasoned)
    def _reasoned(self, node: NodeId, reason: TextRef) -> None:
        self.reasons[node] = reason

    @event(SentBack)
    def _sent_back(self) -> None:
        self.is_waiting = False

    @event(Published)
    def _published(self) -> None:
        self.is_waiting = False
        self.is_published = True

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
