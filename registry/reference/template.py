"""Version 1 of the national template as content: its chapters and nodes, read from template_v1.yaml.

The file seeds the first version only. Later versions are written by stewards, as events.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from registry.domain.template import Lock, Node

SOURCE = Path(__file__).with_name("template_v1.yaml")
FIELDS = {field.name for field in fields(Node)}


def nodes() -> list[Node]:
    """Every node of version 1, in the order of the document.

    Raises ValueError naming the node when a field is missing, empty or unknown.
    """
    return list(_nodes())


def chapters(language: str) -> dict[int, str]:
    """Chapter titles by number, in `nb`, `nn` or `en`; KeyError for any other language."""
    return {number: titles[language] for number, titles in _content()["chapters"].items()}


@cache
def _nodes() -> tuple[Node, ...]:
    read = [node_from(raw) for raw in _content()["nodes"]]
    return tuple(sorted(read, key=lambda node: (node.chapter, node.position)))


def node_from(raw: dict[str, Any]) -> Node:
    """One node as the file writes it; ValueError names the node and what is wrong with it."""
    if problem := _problem(raw):
        raise ValueError(f"{raw.get('node', 'a node without an id')}: {problem}")
    return Node(**{**raw, "lock": Lock(raw["lock"])})


def _problem(raw: dict[str, Any]) -> str | None:
    if wrong := FIELDS ^ raw.keys():
        return f"missing or unknown: {', '.join(sorted(wrong))}"
    empty = [name for name, value in raw.items() if value in ("", None) and name != "option"]
    if empty:
        return f"empty: {', '.join(empty)}"
    if raw["lock"] not in {lock.value for lock in Lock}:
        return f"no such lock: {raw['lock']}"
    if not isinstance(raw["option"], str | None):
        return "option must be text, in quotes if it is yes or no"
    return None


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return content
