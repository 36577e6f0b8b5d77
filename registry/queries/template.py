"""The national template as it was published, version by version, and what was recalled in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.node import Node, in_order, node_from
from registry.domain.recall import Recall, RecallGround, Wording
from registry.domain.values import NodeId

RECALLS = (
    "SELECT id, node, versions, ground, wording, effective_from, proposed_by, recalled_at"
    " FROM read.template_recalls"
)


@dataclass(frozen=True)
class Version:
    """A published version of the template."""

    version: int
    content_hash: str
    effective_from: date
    published_on: date


def versions(pool: ConnectionPool, day: date) -> list[Version]:
    """Every version that was published on a day, the newest first; some hold from a later day."""
    with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(Version)) as cursor,
    ):
        return cursor.execute(
            "SELECT version, content_hash, effective_from, published_on"
            " FROM read.template_versions WHERE published_on <= %s ORDER BY version DESC",
            (day,),
        ).fetchall()


def by_id(pool: ConnectionPool, version: int) -> dict[NodeId, Node]:
    """The same, each by its id."""
    return {node.node: node for node in nodes(pool, version)}


def nodes(pool: ConnectionPool, version: int) -> list[Node]:
    """Every node as a version has it, in the order of the document."""
    with pool.connection() as connection:
        rows = connection.execute(
            "SELECT DISTINCT ON (node) content FROM read.template_nodes"
            " WHERE version <= %s ORDER BY node, version DESC",
            (version,),
        ).fetchall()
    standing = [content for (content,) in rows if content is not None]
    return sorted((node_from(content) for content in standing), key=in_order)


def recalls(pool: ConnectionPool, day: date) -> list[Recall]:
    """What stewards had recalled on a day, the newest first; some hold from a later day."""
    with pool.connection() as connection:
        rows = connection.execute(
            f"{RECALLS} WHERE recalled_on <= %s ORDER BY effective_from DESC, recalled_at DESC",
            (day,),
        ).fetchall()
    return [recall_from(row) for row in rows]


def recall_from(row: Any) -> Recall:
    """A row of RECALLS."""
    said = dict(row[4])
    if said["law_checked"]:
        said["law_checked"] = date.fromisoformat(said["law_checked"])
    return Recall(row[0], row[1], row[2], RecallGround(row[3]), Wording(**said), *row[5:])
