"""A concession's terms in words, one by one, as they stand in a sentence or beside a heading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

from babel.dates import format_date
from babel.lists import format_list

from registry.domain.template import Node, national_values
from registry.domain.terms import NODE_OF
from registry.domain.values import AdmissionPolicy as Policy
from registry.domain.values import CountedFrom, DefaultRule, Ordering, PaymentTerms
from registry.words import say
from web.languages import LOCALES, current, kroner, ngettext
from web.languages import gettext as _

A_LEAP_YEAR = 2028
NAME_OF = {node: name for name, node in NODE_OF.items()}
ENUMS: dict[str, type[Enum]] = {
    "policy": Policy,
    "counted_from": CountedFrom,
    "default": DefaultRule,
    "ordering": Ordering,
    "payment": PaymentTerms,
}


def in_words(name: str, value: Any) -> str:
    """One term in the reader's language. `value` is the domain's or the template's plain one."""
    if name in ENUMS:
        return _small(say(ENUMS[name](value), current()))
    return SAID[name](value)


def windows(days: list[int]) -> str:
    """Admission dates, held as month * 100 + day: "1. januar, 1. mai og 1. september"."""
    if not days:
        return _("ingen")
    pattern = "d MMMM" if current() == "en" else "d. MMMM"
    said = [
        format_date(date(A_LEAP_YEAR, day // 100, day % 100), pattern, LOCALES[current()])
        for day in days
    ]
    return format_list(said, locale=LOCALES[current()])


SAID: dict[str, Callable[[Any], str]] = {
    "windows": windows,
    "cap": lambda count: str(count) if count else _("ingen øvre grense"),
    "years": lambda count: ngettext("%(num)s år", "%(num)s år", count),
    "rate": lambda ore: _("%(amount)s i timen", amount=kroner(ore)),
    "notice_months": lambda count: ngettext("én måned", "%(num)s måneder", count),
    "choose_within_days": lambda count: ngettext("én dag", "%(num)s dager", count),
    "regret_days": lambda count: ngettext("én dag", "%(num)s dager", count),
    "answer_days": lambda count: ngettext("én arbeidsdag", "%(num)s arbeidsdager", count),
    "own_provision_listed": lambda listed: _("ja") if listed else _("nei"),
}


def sentence(name: str, value: Any) -> str:
    """The same where it stands alone: with a capital letter."""
    return _capital(in_words(name, value))


def of_template(node: Node) -> str | None:
    """The template's own value of a node in words; None where the node has no value at all."""
    name = NAME_OF.get(node.node)
    if name is None:
        return None
    value = national_values({node.node: node}).get(node.node)
    return _("den kommunen setter") if value is None else in_words(name, value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
