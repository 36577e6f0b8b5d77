"""Hearing: a proposed version of the template, open to what everybody thinks of it until a day.

Who signs in answers for a municipality or a supplier, and is heard at once. Everybody else is read by
a steward first, so that nothing that describes a person becomes public.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.node import Node
from registry.domain.recorded import Recorded
from registry.domain.values import Act, NodeId, TextRef


class Audience(Enum):
    """Who a remark is from, in their own words."""

    MUNICIPALITY = "municipality"
    SUPPLIER = "supplier"
    HAS_BPA = "has_bpa"
    RELATIVE = "relative"
    ORGANISATION = "organisation"
    OTHER = "other"


OFFICES = (Audience.MUNICIPALITY, Audience.SUPPLIER)
"""These sign in, and stand for an organisation. The others need no account and say nothing more."""
ANYBODY = tuple(each for each in Audience if each not in OFFICES)


class AsideGround(Enum):
    """Why a remark is not made public."""

    DESCRIBES_A_PERSON = "describes_a_person"
    ABOUT_SOMETHING_ELSE = "about_something_else"
    ABUSIVE = "abusive"


class HearingClosed(RuleBroken):
    """The last day has passed, or the proposal was withdrawn."""

    code = "hearing-closed"


class NotInHearing(RuleBroken):
    """The node is not among those that were put forward."""

    code = "not-in-hearing"


class RemarkSettled(RuleBroken):
    """Somebody has already made the remark public or set it aside."""

    code = "remark-settled"


class RemarkNotPublic(RuleBroken):
    """Only what everybody can read is answered."""

    code = "remark-not-public"


class Hearing(Recorded):
    TOPIC = "hearing"

    class Created(Recorded.Created):
        TOPIC = "hearing.opened"
        version: int
        closes_on: date

    class NodeProposed(Recorded.Event):
        TOPIC = "hearing.node_proposed"
        node: Node

    class RetirementProposed(Recorded.Event):
        TOPIC = "hearing.retirement_proposed"
        node: NodeId

    class RemarkReceived(Recorded.Event):
        TOPIC = "hearing.remark_received"
        remark: UUID
        audience: Audience
        node: NodeId | None
        text: TextRef

    class RemarkPublished(Recorded.Event):
        TOPIC = "hearing.remark_published"
        remark: UUID

    class RemarkSetAside(Recorded.Event):
        TOPIC = "hearing.remark_set_aside"
        remark: UUID
        ground: AsideGround

    class RemarkAnswered(Recorded.Event):
        TOPIC = "hearing.remark_answered"
        remark: UUID
        text: TextRef

    class Withdrawn(Recorded.Event):
        TOPIC = "hearing.withdrawn"

    @classmethod
    def open(
        cls,
        act: Act,
        hearing: UUID,
        version: int,
        nodes: Iterable[Node],
        retired: Iterable[NodeId],
        closes_on: date,
    ) -> Hearing:
        """Put the changed nodes and those that are to go before everybody, up to and with a day."""
        its = cls._begin(cls.Created, act, hearing, version=version, closes_on=closes_on)
        for node in nodes:
            its._record(cls.NodeProposed, act, node=node)
        for gone in retired:
            its._record(cls.RetirementProposed, act, node=gone)
        return its

    def receive(
        self, act: Act, remark: UUID, audience: Audience, node: NodeId | None, text: TextRef
    ) -> None:
        """Somebody says what they think, of one node or of the whole. An organisation stands for
        what it says and is published at once."""
        if self.is_withdrawn or act.day > self.closes_on:
            raise HearingClosed
        if node is not None and node not in self.nodes:
            raise NotInHearing
        self._record(
            self.RemarkReceived, act, remark=remark, audience=audience, node=node, text=text
        )
        if audience in OFFICES:
            self.publish(act, remark)

    def publish(self, act: Act, remark: UUID) -> None:
        """A steward has read that it describes no person: everybody may read it."""
        if remark not in self.waiting:
            raise RemarkSettled
        self._record(self.RemarkPublished, act, remark=remark)

    def set_aside(self, act: Act, remark: UUID, ground: AsideGround) -> None:
        """A steward keeps it back, or takes back what was public."""
        if remark not in self.waiting and remark not in self.public:
            raise RemarkSettled
        self._record(self.RemarkSetAside, act, remark=remark, ground=ground)

    def answer(self, act: Act, remark: UUID, text: TextRef) -> None:
        """The stewards' public answer; a later one replaces it."""
        if remark not in self.public:
            raise RemarkNotPublic
        self._record(self.RemarkAnswered, act, remark=remark, text=text)

    def withdraw(self, act: Act) -> None:
        """The proposal is withdrawn: nobody is asked any more."""
        if self.is_withdrawn:
            raise HearingClosed
        self._record(self.Withdrawn, act)

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, version: int, closes_on: date) -> None:
        self.version_number = version
        self.closes_on = closes_on
        self.is_withdrawn = False
        self.nodes: set[NodeId] = set()
        self.waiting: set[UUID] = set()
        self.public: set[UUID] = set()
        self.texts: dict[str, TextRef] = {}
        """What was typed, by the remark's id."""

    @event(NodeProposed)
    def _node_proposed(self, node: Node) -> None:
        self.nodes.add(node.node)

    @event(RetirementProposed)
    def _retirement_proposed(self, node: NodeId) -> None:
        self.nodes.add(node)

    @event(RemarkReceived)
    def _remark_received(self, remark: UUID, text: TextRef) -> None:
        self.waiting.add(remark)
        self.texts[str(remark)] = text

    @event(RemarkPublished)
    def _remark_published(self, remark: UUID) -> None:
        self.waiting.discard(remark)
        self.public.add(remark)

    @event(RemarkSetAside)
    def _remark_set_aside(self, remark: UUID) -> None:
        self.waiting.discard(remark)
        self.public.discard(remark)

    @event(RemarkAnswered)
    def _remark_answered(self) -> None:
        """Nothing is decided by an answer."""

    @event(Withdrawn)
    def _withdrawn(self) -> None:
        self.is_withdrawn = True
