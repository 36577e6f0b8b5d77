"""An effective document in the reader's language: clause by clause, and beside the template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from registry.domain.conformance import effects_of
from registry.domain.deviation import Clause, Way, number_of, usual
from registry.domain.documents import differing
from registry.domain.node import Effects, Node
from registry.domain.recall import Recall
from registry.domain.values import TextRef
from registry.queries.documents import Document, Why, by_chapter
from registry.reference.template import chapters
from web.diff import Piece, words_changed
from web.languages import gettext as _
from web.node_words import capital, clause_text, national, said


@dataclass(frozen=True)
class Shown:
    """One clause as a page shows it. `text` is the nation's words with the value in; `own` what the
    municipality wrote, None where it wrote nothing or it was redacted."""

    clause: Clause
    number: str
    title: str
    text: str
    plain: str
    value: str
    own: str | None
    left_out: bool
    replaced: bool
    recall: Recall | None = None
    """Why the nation's words here are wrong in law; `wrong` and `right` are the words in pieces."""
    wrong: list[Piece] = field(default_factory=list)
    right: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One deviation: what the nation says, what holds here, for whom, and why."""

    shown: Shown
    national: str
    here: str
    effects: Effects
    breaks_lock: bool
    outside_usual: bool
    why: Why | None


@dataclass(frozen=True)
class Changed:
    """One point that says something else than before: the old and the new in pieces, and why."""

    shown: Shown
    before: list[Piece]
    after: list[Piece]
    why: Why | None


def changed_rows(before: Document, after: Document, language: str) -> list[Changed]:
    """Every point that differs between two documents, in the later one's order."""
    earlier = {clause.id: clause for clause in before.clauses}
    later = {clause.id: clause for clause in after.clauses}
    found = []
    for node in differing(_in_words(before), _in_words(after)):
        old = _says(earlier.get(node), before, language)
        new = _says(later.get(node), after, language)
        stands, where = (later[node], after) if node in later else (earlier[node], before)
        pieces = words_changed(old, new)
        found.append(Changed(one(stands, where, language), *pieces, after.reasons.get(node)))
    return found


def _in_words(document: Document) -> list[Clause]:
    """The clauses with the municipality's words in place of references: a draft has none yet."""
    return [
        replace(
            clause, change=replace(clause.change, text=TextRef(document.words.get(clause.id, "")))
        )
        if clause.change is not None and clause.change.text is not None
        else clause
        for clause in document.clauses
    ]


def _says(clause: Clause | None, document: Document, language: str) -> str:
    """Everything a clause says, as one text."""
    if clause is None or not clause.applies:
        return ""
    its = one(clause, document, language)
    if its.left_out:
        return here(its)
    national = "" if its.replaced else (its.text if language != "en" else its.plain)
    value = capital(its.value) + "." if language == "en" and its.value else ""
    return " ".join(part for part in (national, value, its.own) if part)


def shown(clauses: Iterable[Clause], document: Document, language: str) -> dict[str, list[Shown]]:
    """Chapter by chapter, by title; what does not apply is left out."""
    titles = chapters(language)
    return {
        f"{number}. {titles[number]}": [one(each, document, language) for each in its]
        for number, its in by_chapter([each for each in clauses if each.applies]).items()
    }


def rows(document: Document, language: str) -> list[Row]:
    """Every deviation: what breaks the template first, then what is worse for people, then the rest."""
    found = [_row(clause, document, language) for clause in document.deviations]
    return sorted(found, key=lambda row: (not row.breaks_lock, row.effects.user, row.shown.number))


def _row(clause: Clause, document: Document, language: str) -> Row:
    its = one(clause, document, language)
    return Row(
        shown=its,
        national=_national(clause, language),
        here=here(its),
        effects=effects_of(clause),
        breaks_lock=clause.breaks_lock,
        outside_usual=_outside_usual(clause),
        why=document.reasons.get(clause.id),
    )


def one(clause: Clause, document: Document, language: str) -> Shown:
    """One clause in words."""
    node, change = clause.node, clause.change
    own = document.words.get(clause.id)
    if change is not None and change.text and own is None:
        own = _("Teksten er tatt bort.")
    value = said(node, clause.numbers, clause.options) if node and node.holds_value else ""
    recall, mended = document.recalled.get(clause.id, (None, None))
    wrong, right = _recalled(node, mended, value, language)
    return Shown(
        recall=recall,
        wrong=wrong,
        right=right,
        clause=clause,
        number=_number(clause),
        title=node.title(language) if node else _("Kommunens eget punkt"),
        text=clause_text(node, value, language) if node else "",
        plain=node.plain(language) if node else "",
        value=value,
        own=own,
        left_out=change is not None and change.way is Way.LEFT_OUT,
        replaced=change is not None and change.way is Way.REPLACED,
    )


def _recalled(
    node: Node | None, mended: Node | None, value: str, language: str
) -> tuple[list[Piece], list[Piece]]:
    """The published words beside those that hold instead; none where nothing was recalled."""
    if node is None or mended is None:
        return [], []
    if language == "en":
        return words_changed(node.plain(language), mended.plain(language))
    return words_changed(clause_text(node, value, language), clause_text(mended, value, language))


def here(its: Shown) -> str:
    """What holds instead of the nation's words."""
    if its.left_out:
        return _("Punktet er tatt bort.")
    return its.own or capital(its.value)


def _number(clause: Clause) -> str:
    """Chapter and position; a municipality's own points have letters: 4.A."""
    if clause.node is None:
        return f"{clause.chapter}.{chr(ord('A') + number_of(clause.id) - 1)}"
    return f"{clause.node.chapter}.{clause.node.position}"


def national_text(node: Node, language: str) -> str:
    """The clause with the nation's own value in it; in English the plain line, and the value."""
    if language == "en":
        value = capital(national(node))
        return " ".join(filter(None, (node.plain(language), f"{value}." if value else "")))
    return clause_text(node, national(node), language)


def _national(clause: Clause, language: str) -> str:
    node = clause.node
    if node is None:
        return _("Malen sier ingenting om dette.")
    if clause.change is not None and clause.change.way is Way.SET:
        return capital(national(node))
    return national_text(node, language)


def _outside_usual(clause: Clause) -> bool:
    node: Node | None = clause.node
    return node is not None and any(not usual(node, number) for number in clause.numbers)
