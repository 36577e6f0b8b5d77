"""The live concessions beside the template: what a new version would do, and what many change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.deviation import Change, Clause, Way, fold
from registry.domain.merging import Meeting, merge
from registry.domain.node import Basis, Node, in_order
from registry.domain.values import Hash, NodeId, OptionId
from registry.queries.documents import basis_of
from registry.queries.terms import changes_from
from registry.reference.municipalities import places, sort_key

LIVE = """
SELECT DISTINCT ON (c.id) c.id, c.members[1], d.template_version, d.template_hash, d.changes
FROM read.concessions c JOIN read.documents d ON d.concession = c.id
WHERE c.status = 'published' AND c.valid_from <= %(day)s AND c.valid_to > %(day)s
    AND c.running IS NULL
    AND d.status = 'published'
ORDER BY c.id, d.number DESC
"""
OFTEN = 3_000
"""Basis points: what more municipalities than this change, is the template's own matter."""
WHOLE = 10_000


@dataclass(frozen=True)
class Live:
    """A live concession: who leads it, what it stands on, and what it changes."""

    id: UUID
    lead: str
    basis: Basis
    changes: list[Change]


@dataclass(frozen=True)
class Concerned:
    """A concession by the name of the municipality that leads it."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Effect:
    """What happens to one node: how its change meets each concession. `lost` are those that cannot
    keep what they have there."""

    node: Node
    met: dict[Meeting, list[Concerned]] = field(default_factory=dict)
    lost: list[Concerned] = field(default_factory=list)


@dataclass(frozen=True)
class DryRun:
    """What a version would do: how many concessions there are, how many must answer something, and
    node by node."""

    concessions: int
    untouched: int
    must_answer: int
    effects: list[Effect]


@dataclass(frozen=True)
class Often:
    """A node that many change. `share` is in basis points of those that have it; the median and the
    most used options are over all of them, also those that left it as it was."""

    node: Node
    share: int
    changed: int
    ways: Mapping[Way, int]
    median: int | None
    most_used: list[OptionId]


def live(pool: ConnectionPool, day: date) -> list[Live]:
    """Every concession that is in force on a day, as it was last published; by the lead's name."""
    with pool.connection() as connection:
        rows = connection.execute(LIVE, {"day": day}).fetchall()
    found = [
        Live(id_, lead, basis_of(pool, version, Hash(hash_)), changes_from(changes))
        for id_, lead, version, hash_, changes in rows
    ]
    return sorted(found, key=lambda each: sort_key(places()[each.lead].short_name))


def dry_run(concessions: Iterable[Live], new: Mapping[NodeId, Node]) -> DryRun:
    """What a version would do to concessions that are live. Only nodes that differ are looked at."""
    touched: dict[Hash, set[NodeId]] = {}
    effects: dict[NodeId, Effect] = {}
    count = untouched = must_answer = 0
    for its in concessions:
        if its.basis.hash not in touched:
            touched[its.basis.hash] = {met.node for met in merge(its.basis.nodes, [], new)}
        ids = touched[its.basis.hash]
        before, after = _only(its.basis.nodes, ids), _only(new, ids)
        found = merge(before, [change for change in its.changes if change.node in ids], after)
        who = Concerned(its.id, places()[its.lead].short_name)
        for met in found:
            shown = met.after or met.before
            assert shown is not None
            effect = effects.setdefault(met.node, Effect(shown))
            effect.met.setdefault(met.how, []).append(who)
            if met.how is Meeting.BOTH and not met.keepable:
                effect.lost.append(who)
        count += 1
        untouched += not found
        must_answer += any(met.how in (Meeting.BOTH, Meeting.TO_FILL_IN) for met in found)
    in_document = sorted(effects.values(), key=lambda effect: in_order(effect.node))
    return DryRun(count, untouched, must_answer, in_document)


def often_changed(concessions: Iterable[Live]) -> list[Often]:
    """The nodes that more than 30 per cent of them change, the most changed first."""
    its = list(concessions)
    deviating: dict[NodeId, list[Clause]] = {}
    for each in its:
        for clause in _changed(each):
            deviating.setdefault(clause.id, []).append(clause)
    found = [
        _often(clauses, [each for each in its if node in each.basis.nodes])
        for node, clauses in deviating.items()
    ]
    many = [each for each in found if each.share > OFTEN]
    return sorted(many, key=lambda each: (-each.share, in_order(each.node)))


def _changed(its: Live) -> list[Clause]:
    """The deviations of a concession from the template, folded only where something is changed."""
    nodes, ids = its.basis.nodes, {change.node for change in its.changes}
    deciding = {nodes[node].depends_on for node in ids if node in nodes}
    clauses = fold(_only(nodes, ids | {each for each in deciding if each}), its.changes)
    return [each for each in clauses if each.node and each.is_deviation and each.applies]


def _often(clauses: list[Clause], having: list[Live]) -> Often:
    node = clauses[-1].node
    assert node is not None
    newest = max(having, key=lambda each: each.basis.version).basis.nodes[node.node]
    values = [_value(each, node.node) for each in having]
    numbers = [numbers[0] for numbers, _ in values if len(numbers) == 1]
    chosen = Counter(option for _, options in values for option in options)
    return Often(
        node=newest,
        share=WHOLE * len(clauses) // len(having),
        changed=len(clauses),
        ways=Counter(clause.change.way for clause in clauses if clause.change),
        median=_median(newest, numbers) if numbers else None,
        most_used=[option for option, _ in chosen.most_common(1)],
    )


def _median(node: Node, numbers: list[int]) -> int:
    """The middle one, the lower of two; "no upper limit" stands above every limit."""
    return sorted(numbers, key=node.amount)[(len(numbers) - 1) // 2]


def _value(its: Live, node: NodeId) -> tuple[list[int], list[OptionId]]:
    """What holds for a node in a concession; left out it holds nothing."""
    change = next((each for each in its.changes if each.node == node), None)
    if change is None:
        return its.basis.nodes[node].numbers, its.basis.nodes[node].chosen
    return change.numbers, change.options


def _only(nodes: Mapping[NodeId, Node], ids: set[NodeId]) -> dict[NodeId, Node]:
    return {node: nodes[node] for node in ids if node in nodes}
