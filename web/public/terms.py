"""A concession's terms in words, one by one, as they stand in a sentence or beside a heading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from registry.domain.node import Unit
from registry.domain.terms import KINDS, Terms
from registry.words import say
from web.languages import current, kroner
from web.languages import gettext as _
from web.node_words import capital, counted, days_of_year, listed


def in_words(name: str, value: Any) -> str:
    """One term in the reader's language. `value` is the domain's or the template's plain one."""
    if name in KINDS:
        return _small(say(KINDS[name](value), current()))
    return SAID[name](value)


def notice(terms: Terms) -> str:
    """How long before a switch one says so: "3 måneder", "én måned og 14 dager"."""
    parts = [(Unit.MONTHS, terms.notice), (Unit.DAYS, terms.notice_days)]
    said = [counted(unit, count) for unit, count in parts if count]
    return listed(said) if said else _("ingen frist")


def months(count: int) -> str:
    """A notice in whole months: "3 måneder"; none is said too."""
    return counted(Unit.MONTHS, count) if count else _("ingen frist")


SAID: dict[str, Callable[[Any], str]] = {
    "windows": days_of_year,
    "cap": lambda count: str(count) if count else _("ingen øvre grense"),
    "years": lambda count: counted(Unit.YEARS, count) if count else _("uten sluttdato"),
    "rate": lambda ore: (
        _("%(amount)s i timen", amount=kroner(ore)) if ore else _("leverandøren tilbyr prisen")
    ),
    "choose_within_days": lambda count: counted(Unit.DAYS, count),
    "regret_days": lambda count: counted(Unit.DAYS, count),
    "answer_days": lambda count: counted(Unit.WORKING_DAYS, count),
    "own_provision_listed": lambda listed: _("ja") if listed else _("nei"),
}


def sentence(name: str, value: Any) -> str:
    """The same where it stands alone: with a capital letter."""
    return capital(in_words(name, value))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
