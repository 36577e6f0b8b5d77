"""The live concessions beside the template: what a new version would do, and what many change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.domain.deviation import Change, Clause, Way, fold
from registry.domain.merging import Meeting, merge
from registry.domain.node import Basis, Node, Unit, in_order
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
    AND (NOT %(in_force)s OR d.valid_from <= %(day)s AND d.valid_to > %(day)s)
ORDER BY c.id, d.number DESC
"""
OFTEN = 3_000
"""Basis points: what more municipalities than this change, is the template's own matter."""
WHOLE = 10_000
Value = tuple[list[int], list[OptionId]]


@dataclass(frozen=True)
class Live:
    """A live concession: who leads it, what it stands on, and what it changes."""

    id: UUID
    lead: str
    basis: Basis
    changes: list[Change]

    @cached_property
    def by_node(self) -> Mapping[NodeId, Change]:
        return {change.node: change for change in self.changes}


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
    """A node that many change. `share` is in basis points of those that have it; the median or the
    most used options are over all of them, also those that left it as it was."""

    node: Node
    share: int
    changed: int
    ways: Mapping[Way, int]
    median: int | None
    most_used: list[OptionId]


def live(pool: ConnectionPool, day: date, *, in_force: bool = False) -> list[Live]:
    """Every concession that is live on a day, by the lead's name; never practice or what was stated.

    Each as it was last published, or with `in_force` as it holds on that day.
    """
    with pool.connection() as connection:
        rows = connection.execute(LIVE, {"day": day, "in_force": in_force}).fetchall()
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
        for clause in changed_in(each):
            deviating.setdefault(clause.id, []).append(clause)
    found = [
        _often(clauses, [each for each in its if node in each.basis.nodes])
        for node, clauses in deviating.items()
    ]
    many = [each for each in found if each.share > OFTEN]
    return sorted(many, key=lambda each: (-each.share, in_order(each.node)))


def changed_in(its: Live) -> list[Clause]:
    """Where a concession says something else than the template, its own points apart."""
    clauses = clauses_of(its, its.by_node.keys())
    return [each for each in clauses if each.node and each.is_deviation and each.applies]


def clauses_of(its: Live, ids: Iterable[NodeId]) -> list[Clause]:
    """Some points of a concession and its own ones: a whole document takes too long to fold."""
    nodes, wanted = its.basis.nodes, set(ids)
    deciding = {nodes[node].depends_on for node in wanted if node in nodes}
    return fold(_only(nodes, wanted | {each for each in deciding if each}), its.changes)


def middle(node: Node, having: Iterable[Live]) -> Value:
    """What lies in the middle of what concessions say at a node, also those that left it as it was.

    It is the median where each says one number, else what most of them say; of two that as many say,
    the template's own. Nothing where nobody says anything that the node can.
    """
    values = [said for each in having if (said := _value(each, node)) is not None]
    if node.unit not in (Unit.NONE, Unit.DAYS_OF_YEAR):
        numbers = [numbers[0] for numbers, _ in values if numbers]
        return ([_median(node, numbers)] if numbers else []), []
    counted = Counter((tuple(numbers), tuple(options)) for numbers, options in values)
    national = (tuple(node.numbers), tuple(node.chosen))
    most = max(sorted(counted), key=lambda its: (counted[its], its == national), default=((), ()))
    return list(most[0]), list(most[1])


def _often(clauses: list[Clause], having: list[Live]) -> Often:
    node = clauses[-1].node
    assert node is not None
    newest = max(having, key=lambda each: each.basis.version).basis.nodes[node.node]
    numbers, options = middle(newest, having)
    return Often(
        node=newest,
        share=WHOLE * len(clauses) // len(having),
        changed=len(clauses),
        ways=Counter(clause.change.way for clause in clauses if clause.change),
        median=numbers[0] if len(numbers) == 1 else None,
        most_used=options,
    )


def _median(node: Node, numbers: list[int]) -> int:
    """The middle one, the lower of two; "no upper limit" stands above every limit."""
    return sorted(numbers, key=node.amount)[(len(numbers) - 1) // 2]


def _value(its: Live, node: Node) -> Value | None:
    """What a concession says at a node; None where it left it out, or where its own version of the
    template asks something else there."""
    stands, change = its.basis.nodes[node.node], its.by_node.get(node.node)
    if stands.unit is not node.unit or (change and change.way is Way.LEFT_OUT):
        return None
    numbers, options = (
        (change.numbers, change.options) if change else (stands.numbers, stands.chosen)
    )
    known = {each.option for each in node.options}
    return (numbers, options) if known.issuperset(options) else None


def _only(nodes: Mapping[NodeId, Node], ids: set[NodeId]) -> dict[NodeId, Node]:
    return {node: nodes[node] for node in ids if node in nodes}
