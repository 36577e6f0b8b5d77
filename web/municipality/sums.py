"""Sums as pages show them: each line with its formula, its amount and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from registry.domain.sources import Mark, Source
from registry.domain.wage_floor import WHOLE, Cost, Line, total
from web.languages import gettext as _
from web.languages import kroner, number


@dataclass(frozen=True)
class Cited:
    """A source as a page names it; `mark` is empty where the figure is simply read in it."""

    name: str
    address: str
    mark: str


@dataclass(frozen=True)
class Row:
    """One line of a sum. `value` is ready to be read; `about` says how it was made."""

    name: str
    value: str
    about: str = ""
    source: Cited | None = None
    is_sum: bool = False


def floor_rows(lines: Iterable[Line], *, typed: bool = False) -> list[Row]:
    """What an hour costs at the least; `typed` where the municipality said the shares itself."""
    its = list(lines)
    if not its:
        return []
    rows = [
        Row(
            cost_name(line.cost),
            kroner(line.amount),
            _formula(line, typed),
            _source_of(line, typed),
        )
        for line in its
    ]
    return [*rows, Row(_("Til sammen i timen"), kroner(total(its)), is_sum=True)]


def cited(source: Source) -> Cited:
    """A source with how sure its figure is."""
    marks = {
        Mark.FOUND: "",
        Mark.DERIVED: _("regnet ut"),
        Mark.UNSURE: _("usikkert, kontroller det"),
        Mark.ASSUMED: _("vår antakelse"),
    }
    return Cited(source.name, source.address, marks[source.mark])


def cost_name(cost: Cost) -> str:
    return {
        Cost.WAGE: _("Timelønn"),
        Cost.EVENING: _("Tillegg for kveld og natt"),
        Cost.WEEKEND: _("Tillegg for helg"),
        Cost.SICK_PAY: _("Sykelønn fra arbeidsgiveren"),
        Cost.HOLIDAY_PAY: _("Feriepenger"),
        Cost.PENSION: _("Pensjon"),
        Cost.CONTRIBUTION: _("Arbeidsgiveravgift"),
        Cost.ADMINISTRATION: _("Administrasjon, rådgiver og kurs"),
    }[cost]


def per_cent(share: int) -> str:
    """Basis points as "14,1 %"."""
    return f"{number(Decimal(share) / 100)}\u00a0%"


def whole(ore: int) -> str:
    """An amount in whole kroner: estimates have no øre."""
    return kroner((ore + 50) // 100 * 100)


def hundredths(number_of: int) -> str:
    """75 as "0,75"."""
    return number(Decimal(number_of) / 100)


def _formula(line: Line, typed: bool) -> str:
    if line.share == WHOLE:
        return ""
    said = _("%(share)s av %(amount)s", share=per_cent(line.share), amount=kroner(line.of))
    if line.cost in (Cost.EVENING, Cost.WEEKEND) and not typed:
        return _("%(sum)s (andelen er vår antakelse)", sum=said)
    return said


def _source_of(line: Line, typed: bool) -> Cited | None:
    return None if typed and line.source.mark is Mark.ASSUMED else cited(line.source)
