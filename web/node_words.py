"""A node of the template and its value in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from registry.domain.node import Node, Unit, Words
from registry.domain.values import OptionId
from web.languages import LOCALES, current, kroner, ngettext
from web.languages import gettext as _

A_LEAP_YEAR = 2028


def said(node: Node, numbers: list[int], options: list[OptionId]) -> str:
    """The value of a node as it stands in the middle of a sentence."""
    if options:
        return listed(word(node.option(each).words) for each in options)
    if node.unit is Unit.DAYS_OF_YEAR:
        return days_of_year(numbers)
    if not numbers:
        return _("det kommunen setter") if node.required else _("ingen")
    if numbers[0] == 0 and node.zero:
        return word(node.zero)
    return counted(node.unit, numbers[0])


def national(node: Node) -> str:
    """The nation's own value in words; empty where a node holds none."""
    return said(node, node.numbers, node.chosen) if node.holds_value else ""


def clause_text(node: Node, value: str, language: str) -> str:
    """The clause in nb or nn, which is what binds, with a value in it."""
    return node.text(language).replace("{value}", value)


def counted(unit: Unit, number: int) -> str:
    """A number with what it counts: "3 måneder", "482 kr i timen", "2,5 %"."""
    if unit is Unit.SHARE:
        return f"{format_decimal(number / 100, locale=LOCALES[current()])}\u00a0%"
    if unit in MONEY:
        return MONEY[unit](kroner(number))
    if unit in COUNTED:
        return COUNTED[unit](number)
    return format_decimal(number, locale=LOCALES[current()])


def word(words: Words) -> str:
    return str(getattr(words, current()))


def listed(parts: Iterable[str]) -> str:
    """ "a, b og c" """
    return format_list(list(parts), locale=LOCALES[current()])


def days_of_year(days: list[int]) -> str:
    """Days held as month * 100 + day: "1. januar, 1. mai og 1. september"."""
    if not days:
        return _("ingen")
    pattern = "d MMMM" if current() == "en" else "d. MMMM"
    return listed(
        format_date(date(A_LEAP_YEAR, day // 100, day % 100), pattern, LOCALES[current()])
        for day in days
    )


MONEY: dict[Unit, Callable[[str], str]] = {
    Unit.ORE: lambda amount: amount,
    Unit.ORE_AN_HOUR: lambda amount: _("%(amount)s i timen", amount=amount),
    Unit.ORE_A_MONTH: lambda amount: _("%(amount)s i måneden", amount=amount),
    Unit.ORE_A_YEAR: lambda amount: _("%(amount)s i året", amount=amount),
}
COUNTED: dict[Unit, Callable[[int], str]] = {
    Unit.HOURS: lambda count: ngettext("én time", "%(num)s timer", count),
    Unit.DAYS: lambda count: ngettext("én dag", "%(num)s dager", count),
    Unit.WORKING_DAYS: lambda count: ngettext("én arbeidsdag", "%(num)s arbeidsdager", count),
    Unit.WEEKS: lambda count: ngettext("én uke", "%(num)s uker", count),
    Unit.MONTHS: lambda count: ngettext("én måned", "%(num)s måneder", count),
    Unit.YEARS: lambda count: ngettext("%(num)s år", "%(num)s år", count),
    Unit.TIMES: lambda count: ngettext("én gang", "%(num)s ganger", count),
}


def unit_name(unit: Unit) -> str:
    """What is counted, beside a field."""
    return {
        Unit.ORE: _("kroner"),
        Unit.ORE_AN_HOUR: _("kroner i timen"),
        Unit.ORE_A_MONTH: _("kroner i måneden"),
        Unit.ORE_A_YEAR: _("kroner i året"),
        Unit.SHARE: _("prosent"),
        Unit.HOURS: _("timer"),
        Unit.DAYS: _("dager"),
        Unit.WORKING_DAYS: _("arbeidsdager"),
        Unit.WEEKS: _("uker"),
        Unit.MONTHS: _("måneder"),
        Unit.YEARS: _("år"),
        Unit.TIMES: _("ganger"),
    }.get(unit, "")


def capital(text: str) -> str:
    """As it stands alone."""
    return text[:1].upper() + text[1:]
