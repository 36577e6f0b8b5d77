"""Template: the one national template, version by version, that every concession starts from.

A version is heard, proposed by one steward, approved by another and published by a third. Its nodes keep
their ids for ever; a new version holds the nodes that changed, and everything else as it stood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.deviation import UnknownNode
from registry.domain.gates import problems
from registry.domain.merging import same
from registry.domain.node import Basis, Lock, Node, in_order
from registry.domain.recall import Recall, RecallGround, Wording, says
from registry.domain.recorded import Recorded, natural_id
from registry.domain.template_refusals import (
    AlreadyApproved,
    HearingOpen,
    HearingTooShort,
    IdUsedBefore,
    LockedWithoutLaw,
    NoRecallProposed,
    NotApproved,
    NotHeard,
    NothingChanged,
    NotReady,
    NotRecallable,
    NoVersionProposed,
    NoVersionPublished,
    OwnProposal,
    RecallTooLate,
    SameApprover,
    VersionUnderWay,
    WordsMissing,
)
from registry.domain.values import Act, Hash, NodeId, ServiceType, TextRef

LEAST_HEARING = timedelta(days=42)
"""Six weeks: the shortest that a public hearing may be (utredningsinstruksen § 3-3)."""
WORDS = (
    *("title_nb", "title_nn", "title_en"),
    *("text_nb", "text_nn", "plain_nb", "plain_nn", "plain_en"),
)
IDS = re.compile(r"bpa\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Proposal:
    """A version that waits; `approved_by` is None until the first of the two has said yes."""

    version: int
    content_hash: Hash
    effective_from: date
    by: UUID
    approved_by: UUID | None = None


@dataclass(frozen=True)
class Heard:
    """The hearing of the next version."""

    hearing: UUID
    closes_on: date


class Template(Recorded):
    TOPIC = "template"

    class Created(Recorded.Created):
        TOPIC = "template.started"
        service: ServiceType

    class HearingOpened(Recorded.Event):
        TOPIC = "template.hearing_opened"
        version: int
        hearing: UUID
        content_hash: Hash
        closes_on: date

    class NodeWritten(Recorded.Event):
        TOPIC = "template.node_written"
        version: int
        node: Node

    class NodeRetired(Recorded.Event):
        TOPIC = "template.node_retired"
        version: int
        node: NodeId

    class VersionProposed(Recorded.Event):
        TOPIC = "template.version_proposed"
        version: int
        content_hash: Hash
        effective_from: date

    class VersionApproved(Recorded.Event):
        TOPIC = "template.version_approved"
        version: int
        content_hash: Hash

    class VersionPublished(Recorded.Event):
        TOPIC = "template.version_published"
        version: int
        content_hash: Hash
        effective_from: date

    class VersionWithdrawn(Recorded.Event):
        TOPIC = "template.version_withdrawn"
        version: int
        reason: TextRef

    class RecallProposed(Recorded.Event):
        TOPIC = "template.recall_proposed"
        recall: UUID
        node: NodeId
        versions: list[int]
        ground: RecallGround
        wording: Wording
        effective_from: date

    class RecallWithdrawn(Recorded.Event):
        TOPIC = "template.recall_withdrawn"
        recall: UUID
        reason: TextRef

    class NodeRecalled(Recorded.Event):
        TOPIC = "template.node_recalled"
        recall: UUID
        node: NodeId
        versions: list[int]
        ground: RecallGround
        wording: Wording
        effective_from: date

    @staticmethod
    def id_for(service: ServiceType) -> UUID:
        return natural_id("template", service.value)

    @classmethod
    def start(cls, act: Act, service: ServiceType) -> Template:
        """Begin the template of a kind of service. It has no version yet."""
        return cls._begin(cls.Created, act, cls.id_for(service), service=service)

    def open_hearing(
        self,
        act: Act,
        hearing: UUID,
        nodes: Iterable[Node],
        retired: Iterable[NodeId],
        closes_on: date,
    ) -> int:
        """Ask everybody about the next version, up to and with a day; returns the version."""
        if self.proposed or (self.heard and act.day <= self.heard.closes_on):
            raise VersionUnderWay
        whole = self._next(nodes, retired)
        if closes_on < act.day + LEAST_HEARING:
            raise HearingTooShort
        self._record(
            self.HearingOpened,
            act,
            version=self.version_number + 1,
            hearing=hearing,
            content_hash=content_hash(whole),
            closes_on=closes_on,
        )
        return self.version_number + 1

    def propose(
        self,
        act: Act,
        nodes: Iterable[Node],
        effective_from: date,
        retired: Iterable[NodeId] = (),
        asked_about: Collection[NodeId] = (),
    ) -> None:
        """Put forward the next version: the nodes that differ from the published one.

        `asked_about` are the nodes of its hearing. What they say may be mended by what people said;
        other nodes are not touched. Raises NotHeard or HearingOpen, unless nothing is new but the
        dates the law was looked up.
        """
        if self.proposed:
            raise VersionUnderWay
        whole = self._next(nodes, retired)
        self._must_be_heard(act, whole, asked_about)
        version = self.version_number + 1
        for node in whole.values():
            if self.nodes.get(node.node) != node:
                self._record(self.NodeWritten, act, version=version, node=node)
        for gone in sorted(self.nodes.keys() - whole.keys()):
            self._record(self.NodeRetired, act, version=version, node=gone)
        self._record(
            self.VersionProposed,
            act,
            version=version,
            content_hash=content_hash(whole),
            effective_from=effective_from,
        )

    def approve(self, act: Act) -> None:
        """Say yes as the first of two. Raises NotReady with what must be mended."""
        proposed = self._ready(act)
        if proposed.approved_by is not None:
            raise AlreadyApproved
        self._record(
            self.VersionApproved,
            act,
            version=proposed.version,
            content_hash=proposed.content_hash,
        )

    def publish(self, act: Act) -> None:
        """Make the proposed version the national template. A third person does it.

        It holds from its day on, at the earliest from today.
        """
        proposed = self._ready(act)
        if proposed.approved_by is None:
            raise NotApproved
        if act.by == proposed.approved_by:
            raise SameApprover
        self._record(
            self.VersionPublished,
            act,
            version=proposed.version,
            content_hash=proposed.content_hash,
            effective_from=max(proposed.effective_from, act.day),
        )

    def withdraw(self, act: Act, reason: TextRef) -> UUID | None:
        """Take back what waits for approval, or else the hearing, which is returned: it ends.

        What was heard once need not be heard again when the version is put forward anew.
        """
        ends = self.heard.hearing if self.heard and self.proposed is None else None
        if self.proposed is None and ends is None:
            raise NoVersionProposed
        self._record(self.VersionWithdrawn, act, version=self.version_number + 1, reason=reason)
        return ends

    def propose_recall(
        self,
        act: Act,
        recall: UUID,
        node: NodeId,
        versions: list[int],
        ground: RecallGround,
        wording: Wording,
        effective_from: date,
    ) -> None:
        """Say that a node of published versions is wrong in law, and what holds instead."""
        if effective_from < act.day:
            raise RecallTooLate
        known = {basis.version: basis.nodes.get(node) for basis in self.versions}
        wrong = [known.get(version) for version in versions]
        if not wrong or any(each is None or says(each, wording) for each in wrong):
            raise NotRecallable
        if any(each.node == node for each in self.recalling):
            raise NotRecallable
        if not wording.law and any(each and each.lock is Lock.LOCKED for each in wrong):
            raise LockedWithoutLaw
        self._record(
            self.RecallProposed,
            act,
            recall=recall,
            node=node,
            versions=versions,
            ground=ground,
            wording=wording,
            effective_from=effective_from,
        )

    def recall(self, act: Act, recall: UUID) -> None:
        """Another steward agrees: the words hold from their day on, at the earliest today."""
        its = self._recalling(recall)
        if act.by == its.by:
            raise OwnProposal
        self._record(
            self.NodeRecalled,
            act,
            recall=recall,
            node=its.node,
            versions=its.versions,
            ground=its.ground,
            wording=its.wording,
            effective_from=max(its.effective_from, act.day),
        )

    def withdraw_recall(self, act: Act, recall: UUID, reason: TextRef) -> None:
        """It was no error, or the words are not right yet."""
        self._record(
            self.RecallWithdrawn, act, recall=self._recalling(recall).recall, reason=reason
        )

    def basis(self, version: int | None = None) -> Basis:
        """A published version, whole; the newest, whether it holds yet or not, unless one is named.

        Raises NoVersionPublished.
        """
        if not self.versions:
            raise NoVersionPublished
        return self.versions[(version or self.version_number) - 1]

    def in_force(self, day: date) -> Basis:
        """The version that concessions start from on a day: the newest that holds by then. Raises
        NoVersionPublished."""
        for its, begins in zip(reversed(self.versions), reversed(self.begin), strict=True):
            if begins <= day:
                return its
        raise NoVersionPublished

    def _next(self, nodes: Iterable[Node], retired: Iterable[NodeId]) -> dict[NodeId, Node]:
        """The next version, whole. Raises what is wrong with the nodes, or NothingChanged."""
        changed, gone = list(nodes), set(retired)
        if any(node.lock is Lock.LOCKED and not node.law for node in changed):
            raise LockedWithoutLaw
        if not all(getattr(node, name) for node in changed for name in WORDS):
            raise WordsMissing
        if unknown := gone - self.nodes.keys():
            raise UnknownNode(min(unknown))
        for node in changed:
            if node.node in self.retired or not IDS.fullmatch(node.node):
                raise IdUsedBefore
        whole = {**self.nodes, **{node.node: node for node in changed}}
        whole = {node: its for node, its in whole.items() if node not in gone}
        if whole == self.nodes:
            raise NothingChanged
        return whole

    def _must_be_heard(
        self, act: Act, whole: Mapping[NodeId, Node], asked_about: Collection[NodeId]
    ) -> None:
        """The first version has nobody to hear: it comes with the registry."""
        touched = self.nodes.keys() - whole.keys()
        touched |= {node for node, its in whole.items() if not same(self.nodes.get(node), its)}
        if not self.versions or not touched:
            return
        if self.heard is None or touched.difference(asked_about):
            raise NotHeard
        if act.day <= self.heard.closes_on:
            raise HearingOpen

    def _ready(self, act: Act) -> Proposal:
        if self.proposed is None:
            raise NoVersionProposed
        if act.by == self.proposed.by:
            raise OwnProposal
        if found := problems(self.draft, act.day, self.recalled_now()):
            raise NotReady(found)
        return self.proposed

    def recalled_now(self) -> dict[NodeId, Node]:
        """The nodes of the version in force that were recalled, as they wrongly stand."""
        wrong = {each.node for each in self.recalls if self.version_number in each.versions}
        return {node: self.nodes[node] for node in sorted(wrong) if node in self.nodes}

    def _recalling(self, recall: UUID) -> Recall:
        for each in self.recalling:
            if each.recall == recall:
                return each
        raise NoRecallProposed

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, service: ServiceType) -> None:
        self.service = service
        self.nodes: dict[NodeId, Node] = {}
        self.draft: dict[NodeId, Node] = {}
        self.retired: set[NodeId] = set()
        self.version_number = 0
        self.versions: list[Basis] = []
        self.begin: list[date] = []
        """From which day each of them holds."""
        self.content_hash: Hash | None = None
        self.heard: Heard | None = None
        self.proposed: Proposal | None = None
        self.recalling: list[Recall] = []
        self.recalls: list[Recall] = []

    @event(HearingOpened)
    def _hearing_opened(self, hearing: UUID, closes_on: date) -> None:
        self.heard = Heard(hearing, closes_on)

    @event(NodeWritten)
    def _node_written(self, node: Node) -> None:
        self.draft[node.node] = node

    @event(NodeRetired)
    def _node_retired(self, node: NodeId) -> None:
        self.draft.pop(node)

    @event(VersionProposed)
    def _version_proposed(
        self, version: int, content_hash: Hash, effective_from: date, by: UUID
    ) -> None:
        self.proposed = Proposal(version, content_hash, effective_from, by)

    @event(VersionApproved)
    def _version_approved(self, by: UUID) -> None:
        assert self.proposed is not None
        self.proposed = replace(self.proposed, approved_by=by)

    @event(VersionPublished)
    def _version_published(self, version: int, content_hash: Hash, effective_from: date) -> None:
        self.version_number = version
        self.content_hash = content_hash
        self.retired |= self.nodes.keys() - self.draft.keys()
        self.nodes = dict(self.draft)
        self.versions.append(Basis(version, content_hash, self.nodes))
        self.begin.append(effective_from)
        self.proposed = None
        self.heard = None

    @event(VersionWithdrawn)
    def _version_withdrawn(self) -> None:
        if self.proposed is None:
            self.heard = None
        self.draft = dict(self.nodes)
        self.proposed = None

    @event(RecallProposed)
    def _recall_proposed(
        self,
        recall: UUID,
        node: NodeId,
        versions: list[int],
        ground: RecallGround,
        wording: Wording,
        effective_from: date,
        by: UUID,
    ) -> None:
        self.recalling.append(Recall(recall, node, versions, ground, wording, effective_from, by))

    @event(RecallWithdrawn)
    def _recall_withdrawn(self, recall: UUID) -> None:
        self.recalling = [each for each in self.recalling if each.recall != recall]

    @event(NodeRecalled)
    def _node_recalled(self, recall: UUID, effective_from: date, timestamp: datetime) -> None:
        its = self._recalling(recall)
        self.recalling = [each for each in self.recalling if each.recall != recall]
        self.recalls.append(replace(its, effective_from=effective_from, agreed_at=timestamp))


def content_hash(nodes: Mapping[NodeId, Node]) -> Hash:
    """SHA-256 over the nodes in their order, as canonical JSON."""
    ordered = sorted(nodes.values(), key=in_order)
    text = json.dumps(
        [asdict(node) for node in ordered],
        sort_keys=True,
        ensure_ascii=False,
        default=_as_text,
    )
    return Hash(sha256(text.encode()).hexdigest())


def _as_text(value: object) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
