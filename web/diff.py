"""What was taken away and what was added between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    """Some words. `changed` ones are gone from the old text, or new in the new one."""

    text: str
    changed: bool


def words_changed(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """The old and the new text in pieces, with what differs marked."""
    before, after = _words(old), _words(new)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if i < j:
            left.append(Piece("".join(before[i:j]), kind != "equal"))
        if k < m:
            right.append(Piece("".join(after[k:m]), kind != "equal"))
    return left, right


def _words(text: str) -> list[str]:
    """Words, each with the space after it, so that joining them gives the text back."""
    return re.findall(r"\S+\s*", text)
