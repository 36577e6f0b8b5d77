"""The estimate of what schemes cost, as tables a page can show and a printer can print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.domain.costs import Amount, Gross, Group, Prices, grant, gross, replaced
from registry.domain.thresholds import WEEKS
from registry.domain.wage_floor import Case, Cost, Line, WageRules, least_cost, total
from registry.reference import rules
from web.languages import gettext as _
from web.languages import kroner, number
from web.municipality.grant_rows import about_grant, grant_row, schemes_of
from web.municipality.regime_rows import about_regime, regime_rows
from web.municipality.sums import Row, cited, floor_rows, per_cent, whole

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Estimate:
    """Tables of rows, and what has to be said about them."""

    gross: list[Row]
    grant: list[Row]
    net: list[Row]
    floor: list[Row]
    regime: list[Row]
    about_grant: list[str]
    about_regime: list[str]


def estimate(values: Values, wage_rules: WageRules, day: date, groups: int) -> Estimate:
    """Every table, from what was typed. Nothing of it is kept."""
    its = [group for n in range(1, groups + 1) if (group := _group(values, n)).hours_a_year]
    lines = gross(its, _prices(values))
    spent = sum(line.amount for line in lines)
    floor = least_cost(wage_rules, _case(values))
    wage = values["wage"] or _direct_wage(floor)
    rule = rules.grant_rules().get(values["claim_year"])
    given = [grant(group, wage, rule) for group in its] if rule else []
    return Estimate(
        gross=[*map(_gross_row, lines), _sum(_("Brutto i året"), spent)],
        grant=[grant_row(each, rule) for each in given] if rule else [],
        net=_net_rows(values, spent, sum(each.amount for each in given)),
        floor=floor_rows(floor, typed=True),
        regime=regime_rows(spent, values["years"], day, concession=values["risk"] == "yes"),
        about_grant=about_grant(values["claim_year"], wage, rule),
        about_regime=about_regime(day),
    )


def _group(values: Values, which: int) -> Group:
    return Group(
        *(values[f"{name}_{which}"] for name in ("hours", "schemes", "supplement", "over_age"))
    )


def _prices(values: Values) -> Prices:
    names = ("rate", "evening", "evening_share", "weekend", "weekend_share")
    return Prices(*(values[name] for name in names))


def _case(values: Values) -> Case:
    return Case(
        values["zone"],
        values["week"],
        int(values["seniority"]),
        values["evening_share"],
        values["weekend_share"],
        values["sick"],
        values["administration"],
    )


def _direct_wage(floor: list[Line]) -> int:
    """Wages with what follows from them; administration is no direct wage."""
    return total(line for line in floor if line.cost is not Cost.ADMINISTRATION)


def _gross_row(line: Amount) -> Row:
    if line.group is None:
        name = (
            _("Tillegg for kveld og natt") if line.kind is Gross.EVENING else _("Tillegg for helg")
        )
        about = _(
            "%(share)s av %(hours)s timer i året × %(price)s",
            share=per_cent(line.share),
            hours=number(line.hours),
            price=kroner(line.price),
        )
        return Row(name, whole(line.amount), about)
    name = schemes_of(line.group)
    if line.kind is Gross.CATEGORY:
        name = _("%(schemes)s: tillegg for kategori", schemes=name)
    about = _(
        "%(hours)s timer × %(schemes)s × %(weeks)s uker × %(price)s",
        hours=number(line.group.hours),
        schemes=number(line.group.schemes),
        weeks=WEEKS,
        price=kroner(line.price),
    )
    return Row(name, whole(line.amount), about)


def _net_rows(values: Values, spent: int, given: int) -> list[Row]:
    net = spent - given
    rows = [
        Row(_("Brutto i året"), whole(spent)),
        Row(_("Tilskudd"), whole(given)),
        _sum(_("Netto i året"), net),
    ]
    hours, price = values["replaced_hours"], values["replaced_price"]
    if not hours or not price:
        return rows
    low, high = sorted((values["low"], values["high"]))
    least, most = replaced(hours, price, high), replaced(hours, price, low)
    about = _(
        "%(hours)s timer × %(weeks)s uker × %(price)s, delt på %(high)s til %(low)s",
        hours=number(hours),
        weeks=WEEKS,
        price=kroner(price),
        low=per_cent(low),
        high=per_cent(high),
    )
    return [
        *rows,
        Row(
            _("Andre tjenester som faller bort"),
            _between(least, most),
            about,
            cited(rules.face_to_face().source),
        ),
        Row(_("Netto når de er trukket fra"), _between(net - most, net - least), is_sum=True),
    ]


def _between(low: int, high: int) -> str:
    if whole(low) == whole(high):
        return whole(low)
    return _("%(low)s til %(high)s", low=whole(low), high=whole(high))


def _sum(name: str, ore: int) -> Row:
    return Row(name, whole(ore), is_sum=True)
