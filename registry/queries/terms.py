"""Terms, changes and figures from a read model's row back to the domain's own types."""

from __future__ import annotations

from typing import Any

from registry.domain.conformance import Counted, Figures, Formula
from registry.domain.deviation import Change, Way
from registry.domain.node import Effects, Measured
from registry.domain.terms import KINDS, Terms


def terms_from(row: dict[str, Any]) -> Terms:
    """The terms a concession's row holds."""
    said: dict[str, Any] = {
        name: KINDS[name](value) if name in KINDS else value for name, value in row.items()
    }
    return Terms(**said)


def changes_from(rows: list[dict[str, Any]]) -> list[Change]:
    """What a concession changes in the template, as its row holds it."""
    return [
        Change(
            **row
            | {
                "way": Way(row["way"]),
                "effects": Effects(**row["effects"]),
                "measured": Measured(row["measured"]),
            }
        )
        for row in rows
    ]


def figures_from(row: dict[str, Any] | None) -> Figures | None:
    """The figures a concession was published with; the first ones had none."""
    if row is None:
        return None
    parties = {name: Counted(**row[name]) for name in ("user", "supplier", "municipality")}
    return Figures(**row | parties | {"formula": Formula(row["formula"])})
