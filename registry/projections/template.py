"""Read model: the national template, version by version."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg.types.json import Jsonb

from registry.domain.template import Template
from registry.plain import plain
from registry.projections.model import ReadModel, Statement, day_of

model = ReadModel("template", "registry", "template_nodes", "template_versions")


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


@model.on(Template.VersionPublished)
def version_published(event: Template.VersionPublished) -> Iterable[Statement]:
    return [
        (
            "UPDATE template_versions SET published_on = %(day)s WHERE version = %(version)s",
            {"day": day_of(event), "version": event.version},
        )
    ]
