"""Concession: one or more municipalities let qualified suppliers in, on terms from the national template.

One person sends it for approval, another publishes it. What is published is frozen by its hash.
What changes later is an amendment, with the same two people and a hash of its own. That it ends or
goes on takes two people too. What ran before it came here is stated instead: it has no template, no
document and no amendments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.concession_refusals import (
    AlreadyOver,
    AmendedTooSoon,
    AmendmentReplaced,
    AmendmentUnderWay,
    CapReached,
    ConcessionEnded,
    CouncilNotHeard,
    DayNotCome,
    DeadlineMissing,
    EndingReasonMissing,
    MembersMissing,
    NoAmendment,
    NoProlongationLeft,
    NoProposal,
    NotAnnounced,
    NotFromTemplate,
    NothingAmended,
    NothingOffered,
    NotInvited,
    NotOpenHere,
    NotPublished,
    NotWaitingForApproval,
    OwnConcession,
    ProlongationOutdated,
    ProlongedTooLate,
    ProposalUnderWay,
    QuestionsClosed,
    RoundClosed,
    StartHasPassed,
)
from registry.domain.conformance import Figures, measure
from registry.domain.deviation import Change, Clause, fold
from registry.domain.documents import (
    Held,
    Reason,
    checked,
    differing,
    fingerprint,
    is_material,
    number_in,
)
from registry.domain.lasting import Ending, Prolongation, prolong_by
from registry.domain.node import Basis
from registry.domain.notice import NoticeChannel, needs_notice, stood_since
from registry.domain.recorded import Recorded
from registry.domain.rounds import Round
from registry.domain.running import Running, fingerprint_of_running, terms_of_running
from registry.domain.terms import Terms, add_months, changes_from, terms_of
from registry.domain.values import (
    OSLO,
    Act,
    AdmissionPolicy,
    EndingGround,
    Hash,
    MunicipalityNumber,
    NodeId,
    ServiceId,
    TextRef,
)

PROLONG_TIMES = NodeId("bpa.admission.prolong_times")
PROLONG_MONTHS = NodeId("bpa.admission.prolong_months")
BPA = ServiceId("bpa")
"""What a concession is about where nothing else is said."""
NO_TEMPLATE, NO_HASH = 0, Hash("")
"""What a concession that was stated stands on."""


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
        class_version = 3
        service: ServiceId
        members: list[MunicipalityNumber]
        template_version: int
        template_hash: Hash
        short_form: bool
        terms: Terms
        changes: list[Change]
        starts_on: date
        heard_on: date | None
        practice: bool

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """The first concessions held their terms alone, and none was for practice."""
            state["changes"] = changes_from(state["terms"])
            state["heard_on"] = None
            state["practice"] = False

        @staticmethod
        def upcast_v2_v3(state: dict[str, Any]) -> None:
            """There was one kind of service."""
            state["service"] = BPA

    class MemberJoined(Recorded.Event):
        TOPIC = "concession.member_joined"
        member: MunicipalityNumber
        annex: TextRef | None

    class ProlongationSent(Recorded.Event):
        TOPIC = "concession.prolongation_sent"
        number: int
        until: date

    class EndingSent(Recorded.Event):
        TOPIC = "concession.ending_sent"
        number: int
        ground: EndingGround
        reason: TextRef | None

    class ProposalSentBack(Recorded.Event):
        """It does not end, or go on, as was put forward; also when who did takes it back."""

        TOPIC = "concession.proposal_sent_back"
        number: int
        reason: TextRef

    class Prolonged(Recorded.Event):
        TOPIC = "concession.prolonged"
        until: date

    class Stated(Recorded.Created):
        """It ran before it came here. `starts_on` is the day it was stated."""

        TOPIC = "concession.stated"
        members: list[MunicipalityNumber]
        running: Running
        terms: Terms
        starts_on: date

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

    class MemberAgreed(Recorded.Event):
        """A municipality that does not lead says yes to a material amendment."""

        TOPIC = "concession.member_agreed"
        number: int
        member: MunicipalityNumber

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

    class NoticeRequired(Recorded.Event):
        """What was published asks for a notice elsewhere; None: no longer."""

        TOPIC = "concession.notice_required"
        channel: NoticeChannel | None

    class NoticeReferenced(Recorded.Event):
        TOPIC = "concession.notice_referenced"
        channel: NoticeChannel
        day: date
        reference: TextRef

    class DeadlineMoved(Recorded.Event):
        """A question was answered too late for the deadline that was promised."""

        TOPIC = "concession.deadline_moved"
        apply_by: date

    class SupplierAdmitted(Recorded.Event):
        TOPIC = "concession.supplier_admitted"
        admission: UUID
        counts: bool

    class SupplierLeft(Recorded.Event):
        TOPIC = "concession.supplier_left"
        admission: UUID

    class Ended(Recorded.Event):
        TOPIC = "concession.ended"
        class_version = 2
        ground: EndingGround
        reason: TextRef | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """The first ones ended when their time was up."""
            state["ground"] = EndingGround.TIME_IS_UP
            state["reason"] = None

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
        practice: bool = False,
        service: ServiceId = BPA,
    ) -> Concession:
        """A finished draft, for another person to approve. The first member leads.

        For practice everything is the same, but nobody else ever sees it.

        Raises CouncilNotHeard, StartHasPassed, or with the node that is wrong: UnknownNode,
        ChangeNotAllowed, OutsideRange, ValueMissing, ReasonMissing, LawMissing.
        """
        if heard_on > act.day:
            raise CouncilNotHeard
        if starts_on < act.day:
            raise StartHasPassed
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
            practice=practice,
            service=service,
        )
        for node, reason in reasons.items():
            concession._record(cls.Reasoned, act, node=node, reason=reason.why, law=reason.law)
        return concession

    @classmethod
    def state(
        cls, act: Act, concession_id: UUID, members: list[MunicipalityNumber], running: Running
    ) -> Concession:
        """What runs today, for another person to approve. Raises AlreadyOver, DayNotCome."""
        if running.ends_on is not None and running.ends_on < act.day:
            raise AlreadyOver
        if running.stated_on > act.day:
            raise DayNotCome
        terms, day = terms_of_running(running), act.day
        return cls._begin(
            cls.Stated,
            act,
            concession_id,
            members=members,
            running=running,
            terms=terms,
            starts_on=day,
        )

    def send_back(self, act: Act, reason: TextRef) -> None:
        """Say what must be changed before it can be published."""
        if not self.is_waiting:
            raise NotWaitingForApproval
        self._record(self.SentBack, act, reason=reason)

    def publish(self, act: Act, basis: Basis | None) -> None:
        """Approve and publish. `basis` is None where there is no template, and so no figures.

        From now on suppliers may apply, if no notice has to come first.
        """
        if not self.is_waiting:
            raise NotWaitingForApproval
        if act.by == self.first.by:
            raise OwnConcession
        if set(self.members[1:]) - self.joined.keys():
            raise MembersMissing
        if basis and self.starts_on < act.day:
            raise StartHasPassed
        clauses = fold(basis.nodes, self.first.changes) if basis else None
        self._record(
            self.Published,
            act,
            document_hash=self.document_hash(),
            figures=measure(clauses) if clauses else None,
        )
        self._require_notice(act, clauses or [])

    def join(self, act: Act, member: MunicipalityNumber, annex: TextRef | None) -> None:
        """A municipality that the draft names says yes, with words of its own where it needs any."""
        if not self.is_waiting or member not in self.members[1:] or member in self.joined:
            raise NotInvited
        self._record(self.MemberJoined, act, member=member, annex=annex)

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

        `before` is what the newest document stands on. `apply_by` counts only where the amendment
        is material and suppliers may apply. Raises as `send_for_approval`, and AmendmentUnderWay,
        NothingAmended, AmendedTooSoon, DeadlineMissing.
        """
        self.must_go_on(act.day)
        if self.running is not None:
            raise NotFromTemplate
        if self.amendment is not None:
            raise AmendmentUnderWay
        holds, will_hold = fold(before.nodes, self.newest.changes), checked(after, changes, reasons)
        if not differing(holds, will_hold):
            raise NothingAmended
        earliest = self.first_amended(act.day)
        if effective_from < earliest:
            raise AmendedTooSoon(earliest)
        material = is_material(holds, will_hold)
        gives_deadline = material and self.round_on(act.day).is_open(act.day)
        if gives_deadline and not (apply_by and act.day < apply_by <= effective_from):
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
            apply_by=apply_by if gives_deadline else None,
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

    def agree(self, act: Act, member: MunicipalityNumber, number: int) -> None:
        """A municipality that does not lead says yes to the material amendment of a number."""
        pending = self._pending()
        if pending.held.number != number:
            raise NoAmendment
        if not pending.material or member not in self.members[1:] or member in self.agreed:
            raise NotInvited
        self._record(self.MemberAgreed, act, number=number, member=member)

    def publish_amendment(self, act: Act, basis: Basis, number: int | None = None) -> None:
        """Approve and publish. It holds from its day, later where it was approved too late to be made
        known in time; until then the one before does. Raises DeadlineMissing when that has passed,
        and AmendmentReplaced where another than `number`, the one that was read, waits.
        """
        self.must_go_on(act.day)
        pending = self._pending()
        if number not in (None, pending.held.number):
            raise AmendmentReplaced
        if act.by == pending.held.by:
            raise OwnConcession
        if pending.material and set(self.members[1:]) - self.agreed:
            raise MembersMissing
        if pending.apply_by and pending.apply_by <= act.day:
            raise DeadlineMissing
        clauses = fold(basis.nodes, pending.held.changes)
        begins = max(pending.held.effective_from, self.first_amended(act.day))
        held = replace(pending.held, effective_from=begins)
        # A deadline that was promised before is never cut short by a later one.
        promised = (
            max(pending.apply_by, self.apply_by or pending.apply_by) if pending.apply_by else None
        )
        self._record(
            self.Amended,
            act,
            number=held.number,
            effective_from=begins,
            apply_by=promised,
            material=pending.material,
            document_hash=self._fingerprint(held, self.amendment_reasons),
            figures=measure(clauses),
        )
        self._require_notice(act, clauses)

    def offered(self, number: int, day: date) -> Held:
        """A material amendment that is published and does not hold yet: suppliers that are in say yes,
        or leave. Raises NothingOffered."""
        for held in self.documents:
            if held.number == number and held.material and day < held.effective_from:
                return held
        raise NothingOffered

    def answered(self, act: Act, asked_on: date) -> None:
        """A question of a day is answered. Suppliers have as many days left as was promised, so an
        answer that comes later moves the deadline of a closed round."""
        if self.terms_on(act.day).policy is not AdmissionPolicy.CLOSED_ROUND:
            return
        its = self.round_on(act.day)
        promised = its.deadline(asked_on)
        needed = act.day + timedelta(days=its.terms.answer_days_before)
        if promised is not None and needed > promised:
            self._record(self.DeadlineMoved, act, apply_by=needed)

    def reference_notice(
        self, act: Act, channel: NoticeChannel, day: date, reference: TextRef
    ) -> None:
        """Say under which number and since which day it is announced. The latest word holds."""
        self.must_be_open()
        if self.running is not None:
            raise NotFromTemplate
        if day > act.day:
            raise DayNotCome
        self._record(self.NoticeReferenced, act, channel=channel, day=day, reference=reference)

    def admit(self, act: Act, admission: UUID, *, counts: bool) -> None:
        """Give one supplier a place. A municipality's own provision does not count against the cap."""
        self.must_be_for_real(act.day)
        if counts and 0 < self.terms_on(act.day).cap <= len(self.counted):
            raise CapReached
        if admission not in self.admitted:
            self._record(self.SupplierAdmitted, act, admission=admission, counts=counts)

    def let_go(self, act: Act, admission: UUID) -> None:
        """A supplier's admission has ended; its place under the cap is free."""
        if admission in self.admitted:
            self._record(self.SupplierLeft, act, admission=admission)

    def send_prolongation(self, act: Act, basis: Basis) -> None:
        """Put forward that it goes on for one more of the periods that the document speaks of.

        Raises NotFromTemplate, NoProlongationLeft, ProlongedTooLate, ProposalUnderWay.
        """
        until = self._prolonged_until(act.day, basis)
        number = self._next_proposal()
        self._record(self.ProlongationSent, act, number=number, until=until)

    def prolong(self, act: Act, basis: Basis, number: int) -> None:
        """Another confirms that it goes on. Raises as when it was put forward, and NoProposal,
        OwnConcession, ProlongationOutdated."""
        proposal = self._to_confirm(act, number)
        if not isinstance(proposal, Prolongation):
            raise NoProposal
        if proposal.until != self._prolonged_until(act.day, basis):
            raise ProlongationOutdated
        self._record(self.Prolonged, act, until=proposal.until)

    def send_ending(self, act: Act, ground: EndingGround, reason: TextRef | None) -> None:
        """Put forward that it ends. Before its time only with a reason."""
        self.must_be_open()
        if reason is None and not (ground is EndingGround.TIME_IS_UP and self.is_over(act.day)):
            raise EndingReasonMissing
        number = self._next_proposal()
        self._record(self.EndingSent, act, number=number, ground=ground, reason=reason)

    def end(self, act: Act, number: int) -> None:
        """Another confirms: no one is admitted or chosen under it any more. Raises NoProposal,
        OwnConcession."""
        self.must_be_open()
        proposal = self._to_confirm(act, number)
        if not isinstance(proposal, Ending):
            raise NoProposal
        self._record(self.Ended, act, ground=proposal.ground, reason=proposal.reason)

    def send_proposal_back(self, act: Act, number: int, reason: TextRef) -> None:
        """Say why it does not end, or go on, as was put forward."""
        self._record(
            self.ProposalSentBack, act, number=self._proposed(number).number, reason=reason
        )

    @property
    def ends_on(self) -> date | None:
        """The first day after it, prolongations counted; None for one without an end."""
        if self.running is not None:
            last = self.running.ends_on
            return last + timedelta(days=1) if last else None
        if self.prolonged:
            return self.prolonged[-1]
        years = self.newest.terms.years
        return add_months(self.starts_on, 12 * years) if years else None

    def is_over(self, day: date) -> bool:
        """Whether its time is up on a day, whether somebody has ended it or not."""
        return self.ends_on is not None and day >= self.ends_on

    def first_amended(self, day: date) -> date:
        """The first day that an amendment published on a day may hold: with the notice that holds
        now, or a longer one that is to hold, and never before the newest document does."""
        notice = max(self.terms_on(day).amended_after, self.newest.terms.amended_after)
        return max(day + timedelta(days=notice), self.newest.effective_from)

    def must_be_open(self) -> None:
        if self.is_ended:
            raise ConcessionEnded
        if not self.is_published:
            raise NotPublished

    def must_go_on(self, day: date) -> None:
        """It is open, and its time is not up."""
        self.must_be_open()
        if self.is_over(day):
            raise ConcessionEnded

    def must_be_for_real(self, day: date) -> None:
        """It goes on, and is not only for practice."""
        self.must_go_on(day)
        if self.is_practice:
            raise NotPublished

    def must_take_applications(self, day: date, *, counts: bool) -> None:
        """Raises ConcessionEnded, NotPublished, NotOpenHere, NotAnnounced or RoundClosed.

        A municipality's own provision, which does not count against the cap, is not one of a round.
        """
        self.must_be_for_real(day)
        if self.running is not None:
            raise NotOpenHere
        if self.announced_on(day) is None:
            raise NotAnnounced
        if counts and not self.round_on(day).is_open(day):
            raise RoundClosed

    def must_take_questions(self, day: date) -> None:
        """Raises ConcessionEnded, NotPublished, NotFromTemplate or QuestionsClosed."""
        self.must_be_for_real(day)
        if self.running is not None:
            raise NotFromTemplate
        if not self.round_on(day).takes_questions(day):
            raise QuestionsClosed

    def _require_notice(self, act: Act, clauses: list[Clause]) -> None:
        channel = needs_notice(clauses)
        if channel is not self.newest.notice:
            self._record(self.NoticeRequired, act, channel=channel)

    def _prolonged_until(self, day: date, basis: Basis) -> date:
        """The first day after one more period, when it may be prolonged on a day."""
        self.must_go_on(day)
        if self.running is not None:
            raise NotFromTemplate
        clauses = fold(basis.nodes, self.newest.changes)
        times, months = number_in(clauses, PROLONG_TIMES), number_in(clauses, PROLONG_MONTHS)
        if self.ends_on is None or len(self.prolonged) >= times:
            raise NoProlongationLeft
        if day > prolong_by(self.ends_on):
            raise ProlongedTooLate
        return add_months(self.ends_on, months)

    def _next_proposal(self) -> int:
        if self.proposal is not None:
            raise ProposalUnderWay
        return self.proposed + 1

    def _proposed(self, number: int) -> Ending | Prolongation:
        """What waits, when it is what somebody has read."""
        if self.proposal is None or self.proposal.number != number:
            raise NoProposal
        return self.proposal

    def _to_confirm(self, act: Act, number: int) -> Ending | Prolongation:
        proposal = self._proposed(number)
        if act.by == proposal.by:
            raise OwnConcession
        return proposal

    @property
    def first(self) -> Held:
        return self.documents[0]

    @property
    def newest(self) -> Held:
        """The last one that was published, whether it holds yet or not."""
        return self.documents[-1]

    def newest_texts(self) -> list[TextRef]:
        """Everything typed in the newest document: words of its own, reasons, laws."""
        words = [change.text for change in self.newest.changes]
        whys = [ref for reason in self.reasons.values() for ref in (reason.why, reason.law)]
        return [ref for ref in (*words, *whys) if ref]

    def held_on(self, day: date) -> Held:
        """The document that holds on a day; before it begins, the first."""
        holding = [each for each in self.documents if each.effective_from <= day]
        return (holding or self.documents)[-1 if holding else 0]

    def terms_on(self, day: date) -> Terms:
        """The terms that hold on a day."""
        return self.held_on(day).terms

    def announced_on(self, day: date) -> date | None:
        """Since when one may apply: published, and announced as the document of a day asks for. None:
        it is not announced."""
        assert self.published_on is not None
        return stood_since(self.held_on(day).notice, self.noticed, self.published_on)

    def round_on(self, day: date) -> Round:
        """How it lets suppliers in, by the terms that hold on a day. It is published. What is not
        announced is shown as if it were announced on that day."""
        begins = self.announced_on(day) or day
        return Round(self.terms_on(day), begins, self.starts_on, self.apply_by, len(self.counted))

    def document_hash(self) -> Hash:
        """The fingerprint of the first document, or of what was stated."""
        if self.running is not None:
            return fingerprint_of_running(self.running, self.members)
        return self._fingerprint(self.first, self.reasons)

    def _fingerprint(self, held: Held, reasons: Mapping[NodeId, Reason]) -> Hash:
        annexes = {member: annex for member, annex in self.joined.items() if annex}
        return fingerprint(held, reasons, self.members, self.starts_on, annexes)

    def _pending(self) -> Amendment:
        if self.amendment is None:
            raise NoAmendment
        return self.amendment

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(
        self,
        members: list[MunicipalityNumber],
        terms: Terms,
        starts_on: date,
        by: UUID,
        template_version: int = NO_TEMPLATE,
        template_hash: Hash = NO_HASH,
        changes: list[Change] | None = None,
        running: Running | None = None,
        practice: bool = False,
        service: ServiceId = BPA,
    ) -> None:
        """Also what begins a stated one, which says `running` and nothing about a template."""
        self.members = members
        self.service = service
        self.starts_on = starts_on
        self.running = running
        first = Held(0, starts_on, template_version, template_hash, terms, changes or [], by)
        self.documents: list[Held] = [first]
        self.amendment: Amendment | None = None
        self.amendment_reasons: dict[NodeId, Reason] = {}
        self.agreed: set[MunicipalityNumber] = set()
        """Who has said yes to the amendment that waits."""
        self.sent = 0
        self.reasons: dict[NodeId, Reason] = {}
        self.joined: dict[MunicipalityNumber, TextRef | None] = {}
        self.prolonged: list[date] = []
        self.proposal: Ending | Prolongation | None = None
        self.proposed = 0
        """How often an ending or a prolongation was put forward."""
        self.is_practice = practice
        self.is_waiting = True
        self.is_published = False
        self.published_on: date | None = None
        self.apply_by: date | None = None
        self.is_ended = False
        self.admitted: set[UUID] = set()
        self.counted: set[UUID] = set()
        self.noticed: dict[str, date] = {}
        """Since when each notice is known to stand, by its channel's name."""

    @event(Reasoned)
    def _reasoned(self, node: NodeId, reason: TextRef, law: TextRef | None) -> None:
        self.reasons[node] = Reason(reason, law)

    @event(MemberJoined)
    def _member_joined(self, member: MunicipalityNumber, annex: TextRef | None) -> None:
        self.joined[member] = annex

    @event(ProlongationSent)
    def _prolongation_sent(self, number: int, until: date, by: UUID) -> None:
        self.proposal, self.proposed = Prolongation(number, by, until), number

    @event(EndingSent)
    def _ending_sent(
        self, number: int, ground: EndingGround, reason: TextRef | None, by: UUID
    ) -> None:
        self.proposal, self.proposed = Ending(number, by, ground, reason), number

    @event(ProposalSentBack)
    def _proposal_sent_back(self) -> None:
        self.proposal = None

    @event(Prolonged)
    def _prolonged(self, until: date) -> None:
        self.prolonged.append(until)
        self.proposal = None

    @event(SentBack)
    def _sent_back(self) -> None:
        self.is_waiting = False

    @event(Published)
    def _published(self, timestamp: datetime) -> None:
        self.is_waiting = False
        self.is_published = True
        self.published_on = timestamp.astimezone(OSLO).date()

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
        self.agreed = set()
        self.sent = number

    @event(AmendmentReasoned)
    def _amendment_reasoned(self, node: NodeId, reason: TextRef, law: TextRef | None) -> None:
        self.amendment_reasons[node] = Reason(reason, law)

    @event(MemberAgreed)
    def _member_agreed(self, member: MunicipalityNumber) -> None:
        self.agreed.add(member)

    @event(AmendmentSentBack)
    def _amendment_sent_back(self) -> None:
        self.amendment = None

    @event(Amended)
    def _amended(self, effective_from: date, apply_by: date | None, material: bool) -> None:
        assert self.amendment is not None
        self.apply_by = apply_by or self.apply_by
        self.documents.append(
            replace(
                self.amendment.held,
                effective_from=effective_from,
                notice=self.newest.notice,
                material=material,
            )
        )
        self.reasons = self.amendment_reasons
        self.amendment = None

    @event(NoticeRequired)
    def _notice_required(self, channel: NoticeChannel | None) -> None:
        self.documents[-1] = replace(self.newest, notice=channel)

    @event(NoticeReferenced)
    def _notice_referenced(self, channel: NoticeChannel, timestamp: datetime) -> None:
        self.noticed.setdefault(channel.value, timestamp.astimezone(OSLO).date())

    @event(DeadlineMoved)
    def _deadline_moved(self, apply_by: date) -> None:
        self.apply_by = apply_by

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
        self.proposal = None
