"""Questions and answers at their clauses: who has the same answer stands together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from registry.domain.deviation import Clause
from registry.domain.values import NodeId
from registry.queries.concessions import concession
from registry.queries.documents import document
from registry.queries.questions import Asked
from web.documents import Shown, one
from web.languages import current
from web.workplace import pool


@dataclass(frozen=True)
class Thread:
    """Questions about one clause that have one answer, the oldest first."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def first(self) -> Asked:
        return self.asked[0]


Threads = Mapping[NodeId | None, list[Thread]]
"""By clause; None for the whole."""


def threads(found: Iterable[Asked]) -> Threads:
    """What is asked, clause by clause."""
    together: dict[tuple[NodeId | None, UUID], Thread] = {}
    for each in found:
        together.setdefault((each.node, each.joined_to or each.id), Thread()).asked.append(each)
    by_clause: dict[NodeId | None, list[Thread]] = {}
    for (node, _same), thread in together.items():
        by_clause.setdefault(node, []).append(thread)
    return by_clause


def in_order(found: Threads, clauses: Iterable[Clause]) -> list[NodeId | None]:
    """The clauses that are asked about: the whole first, then as the document has them.

    What no longer stands in the document comes last.
    """
    there = [clause.id for clause in clauses if clause.applies]
    gone = [node for node in found if node is not None and node not in there]
    return [node for node in [None, *there, *gone] if node in found]


def clauses_asked_about(
    concession_id: UUID, nodes: Iterable[NodeId | None], day: date
) -> dict[NodeId, Shown]:
    """Some clauses as the document says them on a day; what does not stand in it is left out."""
    its = concession(pool(), concession_id, day)
    whole = document(pool(), concession_id, its.amendment) if its and not its.running else None
    if whole is None:
        return {}
    wanted = set(nodes)
    return {
        clause.id: one(clause, whole, current())
        for clause in whole.clauses
        if clause.applies and clause.id in wanted
    }
