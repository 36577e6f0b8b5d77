"""The comparison's rows and columns. Everything is made ready here, so that a cell is only printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from registry.domain.facts import Local
from registry.queries.choices import Cell, Offer
from registry.words import ROWS, TOPICS, pick, say
from web.languages import current, short_day
from web.languages import gettext as _


@dataclass(frozen=True)
class Column:
    """One supplier in the head of the table."""

    offer: Offer
    who: str
    kind: str
    accepting: str


@dataclass(frozen=True)
class Answer:
    """One cell. `confirmed` is empty where the answer is too old or missing."""

    text: str
    confirmed: str


@dataclass(frozen=True)
class Line:
    label: str
    answers: list[Answer]


@dataclass(frozen=True)
class Topic:
    name: str
    lines: list[Line]


def columns(chosen: list[Offer]) -> list[Column]:
    """The heads; the whole name where two begin with the same word."""
    short = [_("Kommunen") if offer.municipality else offer.short_name for offer in chosen]
    names = short if len(set(short)) == len(short) else [offer.name for offer in chosen]
    return [
        Column(offer, who, say(offer.kind, current()), _accepting(offer))
        for offer, who in zip(chosen, names, strict=True)
    ]


def topics(chosen: list[Offer], *, everything: bool) -> tuple[list[Topic], int]:
    """(topics, how many rows differ): the rows that differ, or all of them."""
    language = current()
    found: dict[str, list[Line]] = {key: [] for key in TOPICS}
    differing = 0
    for row in ROWS:
        answers = [_answer(offer.cells.get(row.key), language) for offer in chosen]
        differs = len({answer.text for answer in answers}) > 1
        differing += differs
        if differs or everything:
            found[row.topic].append(Line(pick(row.label, language), answers))
    return _named(found, language), differing


def facts(cells: dict[str, Cell]) -> list[Topic]:
    """What one supplier has said for the whole country, in the same rows."""
    language = current()
    found: dict[str, list[Line]] = {key: [] for key in TOPICS}
    for row in ROWS:
        if row.of is not Local:
            answer = _answer(cells.get(row.key), language)
            found[row.topic].append(Line(pick(row.label, language), [answer]))
    return _named(found, language)


def _named(found: dict[str, list[Line]], language: str) -> list[Topic]:
    return [Topic(pick(TOPICS[key], language), lines) for key, lines in found.items() if lines]


def _answer(cell: Cell | None, language: str) -> Answer:
    if cell is None:
        return Answer(_silent(language), "")
    if cell.stale or cell.confirmed_on is None:
        return Answer(cell.text, "")
    return Answer(cell.text, confirmed(cell.confirmed_on, language))


@cache
def _silent(language: str) -> str:
    return _("Har ikke svart")


@cache
def confirmed(day: date, language: str) -> str:
    """When something was confirmed, put into words once a day and language."""
    return _("bekreftet %(day)s", day=short_day(day))


def _accepting(offer: Offer) -> str:
    if offer.accepting is None:
        return _("Har ikke sagt om de tar imot nye")
    return say(offer.accepting, current())
