"""Template: the one national template, version by version, that every concession starts from.

A version is proposed by one steward and published by another. Its nodes keep their ids for ever;
a new version holds the nodes that changed, and everything else as it stood.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import Act, Hash, NodeId, OfficialText, OptionId, ServiceType


class Lock(Enum):
    """What a municipality may do with a node."""

    LOCKED = "locked"
    PARAMETER = "parameter"
    CHOICE = "choice"
    OPTIONAL = "optional"
    APPENDABLE = "appendable"
    REPLACEABLE = "replaceable"


@dataclass(frozen=True)
class Node:
    """One point of the template. `numbers` and `option` hold the template's own value, if any."""

    node: NodeId
    chapter: int
    position: int
    lock: Lock
    short_form: bool
    title_nb: OfficialText
    title_nn: OfficialText
    title_en: OfficialText
    text_nb: OfficialText
    text_nn: OfficialText
    plain_nb: OfficialText
    plain_nn: OfficialText
    plain_en: OfficialText
    law: list[OfficialText]
    numbers: list[int]
    option: OptionId | None


class NothingChanged(RuleBroken):
    code = "nothing-changed"


class LockedWithoutLaw(RuleBroken):
    """A node is locked only where it cites law in force."""

    code = "locked-without-law"


class VersionUnderWay(RuleBroken):
    code = "version-under-way"


class NoVersionProposed(RuleBroken):
    code = "no-version-proposed"


class OwnProposal(RuleBroken):
    """Nobody approves their own work."""

    code = "own-work"


class Template(Recorded):
    TOPIC = "template"

    class Created(Recorded.Created):
        TOPIC = "template.started"
        service: ServiceType

    class NodeWritten(Recorded.Event):
        TOPIC = "template.node_written"
        version: int
        node: Node

    class VersionProposed(Recorded.Event):
        TOPIC = "template.version_proposed"
        version: int
        content_hash: Hash
        effective_from: date

    class VersionPublished(Recorded.Event):
        TOPIC = "template.version_published"
        version: int
        content_hash: Hash
        effective_from: date

    @staticmethod
    def id_for(service: ServiceType) -> UUID:
        return natural_id("template", service.value)

    @classmethod
    def start(cls, act: Act, service: ServiceType) -> Template:
        """Begin the template of a kind of service. It has no version yet."""
        return cls._begin(cls.Created, act, cls.id_for(service), service=service)

    def propose(self, act: Act, nodes: Iterable[Node], effective_from: date) -> None:
        """Put forward the next version: the nodes that differ from the published one."""
        if self.proposed:
            raise VersionUnderWay
        changed = [node for node in nodes if self.nodes.get(node.node) != node]
        if not changed:
            raise NothingChanged
        if any(node.lock is Lock.LOCKED and not node.law for node in changed):
            raise LockedWithoutLaw
        version = self.version_number + 1
        for node in changed:
            self._record(self.NodeWritten, act, version=version, node=node)
        self._record(
            self.VersionProposed,
            act,
            version=version,
            content_hash=content_hash(self.draft),
            effective_from=effective_from,
        )

    def publish(self, act: Act) -> None:
        """Make the proposed version the national template. Someone else than the proposer does it."""
        if self.proposed is None:
            raise NoVersionProposed
        if act.by == self.proposed.by:
            raise OwnProposal
        self._record(
            self.VersionPublished,
            act,
            version=self.proposed.version,
            content_hash=self.proposed.content_hash,
            effective_from=self.proposed.effective_from,
        )

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, service: ServiceType) -> None:
        self.service = service
        self.nodes: dict[NodeId, Node] = {}
        self.draft: dict[NodeId, Node] = {}
        self.version_number = 0
        self.content_hash: Hash | None = None
        self.proposed: Proposal | None = None

    @event(NodeWritten)
    def _node_written(self, node: Node) -> None:
        self.draft[node.node] = node

    @event(VersionProposed)
    def _version_proposed(
        self, version: int, content_hash: Hash, effective_from: date, by: UUID
    ) -> None:
        self.proposed = Proposal(version, content_hash, effective_from, by)

    @event(VersionPublished)
    def _version_published(self, version: int, content_hash: Hash) -> None:
        self.version_number = version
        self.content_hash = content_hash
        self.nodes = dict(self.draft)
        self.proposed = None


@dataclass(frozen=True)
class Proposal:
    version: int
    content_hash: Hash
    effective_from: date
    by: UUID


def content_hash(nodes: Mapping[NodeId, Node]) -> Hash:
    """SHA-256 over the nodes in their order, as canonical JSON."""
    ordered = sorted(nodes.values(), key=lambda node: (node.chapter, node.position, node.node))
    text = json.dumps(
        [asdict(node) for node in ordered],
        sort_keys=True,
        ensure_ascii=False,
        default=lambda value: value.value,
    )
    return Hash(sha256(text.encode()).hexdigest())


def national_values(nodes: Mapping[NodeId, Node]) -> dict[NodeId, object]:
    """The template's own value for each node that has one, as `terms.deviations` compares it."""
    values: dict[NodeId, object] = {}
    for node in nodes.values():
        if node.option is not None:
            values[node.node] = {"yes": True, "no": False}.get(node.option, node.option)
        elif node.node.endswith(".windows"):
            values[node.node] = node.numbers
        elif node.numbers:
            values[node.node] = node.numbers[0]
    return values
