"""The national template as it was published, version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.template import Lock, Node


@dataclass(frozen=True)
class Version:
    """A published version of the template."""

    version: int
    content_hash: str
    effective_from: date
    published_on: date


def versions(pool: ConnectionPool, day: date) -> list[Version]:
    """Every version that was published on a day, the newest first."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Version)) as cursor,
    ):
        return cursor.execute(
            "SELECT version, content_hash, effective_from, published_on"
            " FROM read.template_versions WHERE published_on <= %s ORDER BY version DESC",
            (day,),
        ).fetchall()


def nodes(pool: ConnectionPool, version: int) -> list[Node]:
    """Every node as a version has it, in the order of the document."""
    with pool.connection() as connection:
        rows = connection.execute(
            "SELECT DISTINCT ON (node) content FROM read.template_nodes"
            " WHERE version <= %s ORDER BY node, version DESC",
            (version,),
        ).fetchall()
    found = [Node(**content | {"lock": Lock(content["lock"])}) for (content,) in rows]
    return sorted(found, key=lambda node: (node.chapter, node.position, node.node))
