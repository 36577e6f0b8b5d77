"""What an effective document says, asked node by node."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.deviation import Clause
from registry.domain.values import NodeId


class Said:
    """Values by node. What does not apply, or is not filled in yet, says nothing."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._clauses = {clause.id: clause for clause in clauses if clause.applies}

    def number(self, node: NodeId) -> int | None:
        """The node's one number; None where it has none."""
        found = self.numbers(node)
        return found[0] if len(found) == 1 else None

    def numbers(self, node: NodeId) -> list[int]:
        clause = self._clauses.get(node)
        return list(clause.numbers) if clause else []

    def option(self, node: NodeId) -> str:
        """The node's one option; empty where it has none."""
        found = self.options(node)
        return found[0] if len(found) == 1 else ""

    def options(self, node: NodeId) -> list[str]:
        clause = self._clauses.get(node)
        return [str(each) for each in clause.options] if clause else []
