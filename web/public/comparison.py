"""The comparison's rows and columns. All is made ready here, so that a cell is only printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from registry.domain.facts import Local
from registry.queries.choices import Cell, Offer
from registry.words import ROWS, TOPICS, pick, say
from web.frame import drawn
from web.languages import current, short_day
from web.languages import gettext as _


@dataclass(frozen=True)
class Column:
    """One supplier in the head of the table."""

    offer: Offer
    who: str
    kind: str
    accepting: str


class Answer(NamedTuple):
    """One cell. `confirmed` is empty where the answer is too old or missing."""

    who: str
    text: str
    confirmed: str


@dataclass(frozen=True)
class Line:
    label: str
    answers: list[Answer]

    @property
    def cells(self) -> Markup:
        """The answers as cells of the table."""
        language = current()
        cells = [drawn("public/_cell.html", "cell", language, *answer) for answer in self.answers]
        return Markup("".join(cells))  # noqa: S704  each is drawn by a template


@dataclass(frozen=True)
class Topic:
    name: str
    lines: list[Line]


def columns(chosen: list[Offer]) -> list[Column]:
    """The heads of the table."""
    return [
        Column(offer, who, say(offer.kind, current()), _accepting(offer))
        for offer, who in zip(chosen, short_names(chosen), strict=True)
    ]


def short_names(chosen: list[Offer]) -> list[str]:
    """What each is called in a narrow cell: the whole name where two begin with the same word."""
    short = [_("Kommunen") if offer.municipality else offer.short_name for offer in chosen]
    return short if len(set(short)) == len(short) else [offer.name for offer in chosen]


def topics(chosen: list[Offer], *, everything: bool) -> tuple[list[Topic], int]:
    """(topics, how many rows differ): the rows that differ, or all of them."""
    language, names = current(), short_names(chosen)
    found: dict[str, list[Line]] = {key: [] for key in TOPICS}
    differing = 0
    for row in ROWS:
        answers = [
            _answer(who, offer.cells.get(row.key), language)
            for who, offer in zip(names, chosen, strict=True)
        ]
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
            answer = _answer("", cells.get(row.key), language)
            found[row.topic].append(Line(pick(row.label, language), [answer]))
    return _named(found, language)


def _named(found: dict[str, list[Line]], language: str) -> list[Topic]:
    return [Topic(pick(TOPICS[key], language), lines) for key, lines in found.items() if lines]


def _answer(who: str, cell: Cell | None, language: str) -> Answer:
    if cell is None:
        return Answer(who, _silent(language), "")
    if cell.stale or cell.confirmed_on is None:
        return Answer(who, cell.text, "")
    return Answer(who, cell.text, confirmed(cell.confirmed_on, language))


@cache
def _silent(_language: str) -> str:
    return _("Har ikke svart")


@cache
def confirmed(day: date, _language: str) -> str:
    """When something was confirmed, put into words once a day and language."""
    return _("bekreftet %(day)s", day=short_day(day))


def _accepting(offer: Offer) -> str:
    if offer.accepting is None:
        return _("Har ikke sagt om de tar imot nye")
    return say(offer.accepting, current())
