"""A concession's effective document: the template folded with what the municipality changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from registry.domain.conformance import Figures, measure
from registry.domain.deadlines import working_day_from
from registry.domain.deviation import Clause, fold
from registry.domain.node import Basis, Node
from registry.domain.recall import Recall, replaced
from registry.domain.values import Hash, NodeId
from registry.queries import template
from registry.queries.terms import changes_from

ROW = """
SELECT template_version, template_hash, changes FROM read.documents
WHERE concession = %s AND number = %s
"""
REASONS = """
SELECT r.node, why.body, law.body FROM read.document_reasons r
LEFT JOIN vault.texts why ON why.ref = r.reason_ref
LEFT JOIN vault.texts law ON law.ref = r.law_ref
WHERE r.concession = %s AND r.number = %s
"""
WORDS = "SELECT ref, body FROM vault.texts WHERE ref = ANY(%s)"

HISTORY = """
SELECT number, d.status, template_version, template_hash, sent_by, sent_on, effective_from, apply_by,
       material, published_on, document_hash, back.body AS sent_back_because
FROM read.documents d LEFT JOIN vault.texts back ON back.ref = d.back_ref
WHERE concession = %s ORDER BY number
"""

_kept: dict[Hash, Mapping[NodeId, Node]] = {}
"""A published version never changes, so each is read once in a process. By hash: they are few."""


@dataclass(frozen=True)
class Why:
    """A reason as it was typed; None where it was redacted. `law` is for locked nodes only."""

    text: str | None
    law: str | None


@dataclass(frozen=True)
class Document:
    """The effective document with the texts that stand outside the log.

    `words` holds what a municipality wrote itself, by node; a redacted text is not there.
    """

    basis: Basis
    clauses: list[Clause]
    reasons: Mapping[NodeId, Why]
    words: Mapping[NodeId, str]
    recalled: Mapping[NodeId, tuple[Recall, Node]] = field(default_factory=dict)
    """The nodes that were wrong in law, and the words that hold instead."""

    @property
    def deviations(self) -> list[Clause]:
        return [clause for clause in self.clauses if clause.is_deviation and clause.applies]

    @property
    def figures(self) -> Figures:
        return measure(self.clauses)


@dataclass(frozen=True)
class Version:
    """One document of a concession: number 0 is the first, the others are amendments."""

    number: int
    status: str
    template_version: int
    template_hash: str
    sent_by: UUID
    sent_on: date
    effective_from: date
    apply_by: date | None
    material: bool
    published_on: date | None
    document_hash: str | None
    sent_back_because: str | None

    @property
    def deadline(self) -> date | None:
        """The last day to apply that it gives suppliers; the next working day when it is none."""
        return working_day_from(self.apply_by) if self.apply_by else None


def history(pool: ConnectionPool, concession_id: UUID) -> list[Version]:
    """Every document of a concession, published or not, the first one first."""
    with pool.connection() as connection, connection.cursor(row_factory=class_row(Version)) as its:
        return its.execute(HISTORY, (concession_id,)).fetchall()


def newest(versions: Iterable[Version]) -> Version | None:
    """The last one that was published, whether it holds yet or not."""
    published = [each for each in versions if each.status == "published"]
    return published[-1] if published else None


def document(pool: ConnectionPool, concession_id: UUID, number: int = 0) -> Document | None:
    """A concession's first document or an amended one, published or not; None where there is none."""
    with pool.connection() as connection:
        row = connection.execute(ROW, (concession_id, number)).fetchone()
        if row is None:
            return None
        reasons = connection.execute(REASONS, (concession_id, number)).fetchall()
        changes = changes_from(row[2])
        refs = [change.text for change in changes if change.text]
        texts: dict[str, str] = dict(connection.execute(WORDS, (refs,)).fetchall())
    basis = basis_of(pool, row[0], Hash(row[1]))
    return Document(
        basis,
        fold(basis.nodes, changes),
        {NodeId(node): Why(why, law) for node, why, law in reasons},
        {each.node: texts[each.text] for each in changes if each.text and texts.get(each.text)},
    )


def with_recalls(pool: ConnectionPool, whole: Document, day: date) -> Document:
    """The document as it is to be read on a day: what was recalled since has its right words."""
    recalls, basis = template.recalls(pool, day), whole.basis
    return replace(whole, recalled=replaced(basis.nodes, basis.version, recalls, day))


def basis_of(pool: ConnectionPool, version: int, content_hash: Hash) -> Basis:
    """A published version of the template, whole."""
    if content_hash not in _kept:
        _kept[content_hash] = template.by_id(pool, version)
    return Basis(version, content_hash, _kept[content_hash])


def by_chapter(clauses: list[Clause]) -> dict[int, list[Clause]]:
    """The clauses of each chapter, in order."""
    found: dict[int, list[Clause]] = {}
    for clause in clauses:
        found.setdefault(clause.chapter, []).append(clause)
    return found
