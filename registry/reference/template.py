"""Version 1 of the national template as content: its chapters and nodes, one file a chapter.

The files seed the first version only. Later versions are written by stewards, as events.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from registry.domain.node import Node, node_from
from registry.domain.terms import NODE_OF

SOURCE = Path(__file__).with_name("template_v1")
SHORT_FORM, DECISIVE = {*range(1, 9), 13, 15, 16, 21}, 4
"""The short form spells out what weighs most in these chapters; the rest holds by reference."""
GIVEN = {"chapter", "position", "short_form", "law_checked"}
"""Fields that follow from where a node stands, or that somebody else says."""
KNOWN = {field.name for field in fields(Node)} - GIVEN
OPTIONAL = {
    field.name
    for field in fields(Node)
    if field.default is not MISSING or field.default_factory is not MISSING
} | {"law", "numbers"}


def nodes(law_checked: date | None = None) -> list[Node]:
    """Every node of version 1, in the order of the document.

    The files say nothing of when the law was last looked up: whoever publishes says it.
    Raises ValueError naming the node when a field is missing, empty or unknown.
    """
    return [
        read(raw, chapter, position, law_checked)
        for chapter, content in _content().items()
        for position, raw in enumerate(content["nodes"], 1)
    ]


def chapters(language: str) -> dict[int, str]:
    """Chapter titles by number, in `nb`, `nn` or `en`; KeyError for any other language."""
    return {number: content["title"][language] for number, content in _content().items()}


def read(raw: dict[str, Any], chapter: int, position: int, law_checked: date | None = None) -> Node:
    """One node as a file writes it; ValueError names the node and what is wrong with it."""
    if problem := _problem(raw):
        raise ValueError(f"{raw.get('node', 'a node without an id')}: {problem}")
    try:
        return node_from(
            {"law": [], "numbers": []}
            | raw
            | {
                "chapter": chapter,
                "position": position,
                "short_form": chapter in SHORT_FORM
                and (raw.get("weight", 0) >= DECISIVE or raw["node"] in NODE_OF.values()),
                "law_checked": law_checked.isoformat() if law_checked and "law" in raw else None,
            }
        )
    except (TypeError, ValueError, KeyError) as error:
        raise ValueError(f"{raw['node']}: {error}") from None


def _problem(raw: dict[str, Any]) -> str | None:
    missing, unknown = KNOWN - OPTIONAL - raw.keys(), raw.keys() - KNOWN
    if wrong := missing | unknown:
        return f"missing or unknown: {', '.join(sorted(wrong))}"
    if empty := [name for name, value in raw.items() if value in ("", None)]:
        return f"empty: {', '.join(empty)}"
    return None


@cache
def _content() -> dict[int, Any]:
    return {
        int(file.stem): yaml.load(file.read_text(encoding="utf-8"), Loader=Plain)  # noqa: S506
        for file in sorted(SOURCE.glob("*.yaml"))
    }


class Plain(yaml.SafeLoader):
    """Yes and no are words here: options are called that."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if first not in "yYnN"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
