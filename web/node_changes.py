"""Two versions of the template beside each other: node by node, the words that differ marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.domain.merging import same
from registry.domain.node import Node, in_order
from registry.domain.values import NodeId
from web.diff import Piece, words_changed
from web.languages import gettext as _
from web.node_about import facts

TITLES = [f"title_{language}" for language in ("nb", "nn", "en")]
TEXTS = [f"text_{language}" for language in ("nb", "nn")]
PLAINS = [f"plain_{language}" for language in ("nb", "nn", "en")]


@dataclass(frozen=True)
class Part:
    """One thing that a node says, before and after, in pieces. `language` is empty for facts."""

    label: str
    language: str
    old: list[Piece]
    new: list[Piece]


@dataclass(frozen=True)
class NodeChange:
    """A node that is new, gone, or says something else."""

    before: Node | None
    after: Node | None
    parts: list[Part]

    @property
    def node(self) -> Node:
        found = self.after or self.before
        assert found is not None
        return found


def node_changes(before: Mapping[NodeId, Node], after: Mapping[NodeId, Node]) -> list[NodeChange]:
    """Every node that says something else in another version, in the order of the document."""
    found = [
        compared(before.get(node), after.get(node))
        for node in before.keys() | after.keys()
        if not _same(before.get(node), after.get(node))
    ]
    return sorted(found, key=lambda change: in_order(change.node))


def looked_up_again(before: Mapping[NodeId, Node], after: Mapping[NodeId, Node]) -> list[Node]:
    """The nodes that say the same as before, but whose law was looked up since."""
    found = [
        its
        for node, its in after.items()
        if its != before.get(node) and _same(before.get(node), its)
    ]
    return sorted(found, key=in_order)


def _same(before: Node | None, after: Node | None) -> bool:
    return after is not None and same(before, after)


def compared(before: Node | None, after: Node | None) -> NodeChange:
    """One node, in the parts that differ."""
    parts = [*_words(before, after), *_facts(before, after)]
    return NodeChange(before, after, [part for part in parts if part.old != part.new])


def _words(before: Node | None, after: Node | None) -> Iterable[Part]:
    named = [(_("Tittel"), TITLES), (_("Tekst"), TEXTS), (_("Kort sagt"), PLAINS)]
    for label, names in named:
        for name in names:
            old, new = (
                str(getattr(node, name, "")).replace("{value}", _("[verdien]"))
                for node in (before, after)
            )
            yield Part(label, name[-2:], *words_changed(old, new))


def _facts(before: Node | None, after: Node | None) -> Iterable[Part]:
    old, new = (dict(facts(node)) if node else {} for node in (before, after))
    for label in {**old, **new}:
        yield Part(label, "", *words_changed(old.get(label, ""), new.get(label, "")))
