"""Every question to a municipality with what is needed to answer it, and the tasks that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from uuid import UUID

from flask import url_for

from registry.queries.documents import history
from registry.queries.questions import Asked, Elsewhere, elsewhere, for_municipality
from registry.queries.rounds import rounds
from web.clock import today
from web.documents import Shown
from web.languages import gettext as _
from web.languages import ngettext
from web.questions import clauses_asked_about
from web.workplace import Task, pool

SHORT = 70
"""Letters of a question in a list to choose from."""


@dataclass(frozen=True)
class Row:
    """One question to a municipality, with what is needed to answer it."""

    asked: Asked
    clause: Shown | None
    answers_by: date | None
    same: list[tuple[str, str]]
    """(id, its first words) of those it may be the same as: answered, or asked before it."""
    elsewhere: list[Elsewhere]
    also: list[Asked]
    """Those that have the same answer."""
    to_amend: bool
    """Whether the answer promises an amendment that nobody has sent yet."""


def tasks(number: str) -> Iterator[Task]:
    """What there is to answer, and the amendments that were promised."""
    rows = rows_of(number)
    waiting = [row for row in rows if not row.asked.is_answered]
    if waiting:
        dues = [row.answers_by for row in waiting if row.answers_by]
        yield Task(
            ngettext("Svar på ett spørsmål", "Svar på %(num)s spørsmål", len(waiting)),
            _("Leverandører har spurt om konsesjonen. Alle får se svaret."),
            _("Se og svar"),
            url_for(".questions"),
            min(dues, default=None),
        )
    for row in rows:
        if row.to_amend:
            yield Task(
                _("Skriv endringen dere har varslet"),
                _("Svaret på et spørsmål sier at vilkårene blir endret."),
                _("Se svaret"),
                url_for(".questions", _anchor=f"q-{row.asked.id}"),
            )


def rows_of(number: str) -> list[Row]:
    """Every question that stands by itself, by the day it must be or was to be answered."""
    found = for_municipality(pool(), number, today())
    about = {each.concession for each in found}
    its_rounds = rounds(pool(), about, today())
    clauses = {
        its: clauses_asked_about(its, [e.node for e in found if e.concession == its], today())
        for its in about
    }
    others = elsewhere(pool(), {each.node for each in found}, number, today())
    amended = {its: _last_amended(its) for its in about}
    rows = [
        Row(
            asked=each,
            clause=clauses[each.concession].get(each.node) if each.node else None,
            answers_by=its_rounds[each.concession].answers_by(each.asked_on),
            same=_same(each, found),
            elsewhere=others.get(each.node, []) if each.node else [],
            also=[other for other in found if other.joined_to == each.id],
            to_amend=_is_promised(each, amended[each.concession]),
        )
        for each in found
        if each.joined_to is None
    ]
    return sorted(rows, key=lambda row: (row.answers_by or date.max, row.asked.asked_at))


def _last_amended(concession_id: UUID) -> date:
    """When the newest amendment was sent in that nobody has sent back."""
    found = [each for each in history(pool(), concession_id) if each.number > 0]
    return max((each.sent_on for each in found if each.status != "sent_back"), default=date.min)


def _same(asked: Asked, found: list[Asked]) -> list[tuple[str, str]]:
    return [
        (str(each.id), shorten(each.text or _("Teksten er tatt bort."), SHORT, placeholder=" …"))
        for each in found
        if each.concession == asked.concession
        and each.id != asked.id
        and not each.joined_to
        and (each.is_answered or (each.asked_at, each.id) < (asked.asked_at, asked.id))
    ]


def _is_promised(asked: Asked, last_amended: date) -> bool:
    """An amendment that was sent the same day or later is taken for the one."""
    return asked.amends and asked.answered_on is not None and last_amended < asked.answered_on
