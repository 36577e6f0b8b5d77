"""Read model: the national template, version by version, and what was recalled in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from registry.domain.template import Template
from registry.plain import plain
from registry.projections.model import ReadModel, Statement, day_of

model = ReadModel(
    "template",
    "registry",
    "template_nodes",
    "template_versions",
    "template_withdrawals",
    "template_recalls",
)


@model.on(Template.NodeWritten)
def node_written(event: Template.NodeWritten) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO template_nodes"
            " VALUES (%(node)s, %(version)s, %(chapter)s, %(position)s, %(content)s)",
            {
                "node": event.node.node,
                "version": event.version,
                "chapter": event.node.chapter,
                "position": event.node.position,
                "content": Jsonb(plain(event.node)),
            },
        )
    ]


@model.on(Template.NodeRetired)
def node_retired(event: Template.NodeRetired) -> Iterable[Statement]:
    """A row without content: from this version on the node is gone."""
    return [
        (
            "INSERT INTO template_nodes VALUES (%(node)s, %(version)s, 0, 0, NULL)",
            {"node": event.node, "version": event.version},
        )
    ]


@model.on(Template.VersionProposed)
def version_proposed(event: Template.VersionProposed) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO template_versions"
            " VALUES (%(version)s, %(hash)s, %(effective_from)s, %(by)s, %(day)s)",
            {
                "version": event.version,
                "hash": event.content_hash,
                "effective_from": event.effective_from,
                "by": event.by,
                "day": day_of(event),
            },
        )
    ]


@model.on(Template.VersionApproved)
def version_approved(event: Template.VersionApproved) -> Iterable[Statement]:
    return [
        (
            "UPDATE template_versions SET approved_by = %(by)s, approved_on = %(day)s"
            " WHERE version = %(version)s",
            {"by": event.by, "day": day_of(event), "version": event.version},
        )
    ]


@model.on(Template.VersionPublished)
def version_published(event: Template.VersionPublished) -> Iterable[Statement]:
    return [
        (
            "UPDATE template_versions SET published_on = %(day)s, effective_from = %(from)s"
            " WHERE version = %(version)s",
            {"day": day_of(event), "from": event.effective_from, "version": event.version},
        )
    ]


@model.on(Template.VersionWithdrawn)
def version_withdrawn(event: Template.VersionWithdrawn) -> Iterable[Statement]:
    """Nothing is left of it but that it was there, and why it is not."""
    its: dict[str, Any] = {
        "version": event.version,
        "day": day_of(event),
        "reason": event.reason,
    }
    return [
        ("DELETE FROM template_nodes WHERE version = %(version)s", its),
        ("DELETE FROM template_versions WHERE version = %(version)s", its),
        ("INSERT INTO template_withdrawals VALUES (%(version)s, %(day)s, %(reason)s)", its),
    ]


@model.on(Template.RecallProposed)
def recall_proposed(event: Template.RecallProposed) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO template_recalls VALUES (%(id)s, %(node)s, %(versions)s, %(ground)s,"
            " %(wording)s, %(effective_from)s, %(by)s, %(day)s)",
            {
                "id": event.recall,
                "node": event.node,
                "versions": event.versions,
                "ground": event.ground.value,
                "wording": Jsonb(plain(event.wording)),
                "effective_from": event.effective_from,
                "by": event.by,
                "day": day_of(event),
            },
        )
    ]


@model.on(Template.RecallWithdrawn)
def recall_withdrawn(event: Template.RecallWithdrawn) -> Iterable[Statement]:
    return [("DELETE FROM template_recalls WHERE id = %(id)s", {"id": event.recall})]


@model.on(Template.NodeRecalled)
def node_recalled(event: Template.NodeRecalled) -> Iterable[Statement]:
    return [
        (
            "UPDATE template_recalls SET recalled_on = %(day)s, recalled_at = %(at)s,"
            " effective_from = %(from)s WHERE id = %(id)s",
            {
                "day": day_of(event),
                "at": event.timestamp,
                "from": event.effective_from,
                "id": event.recall,
            },
        )
    ]
