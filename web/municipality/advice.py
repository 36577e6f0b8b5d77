"""Advice beside a draft: what its rate, cap, dates and rules may lead to, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from registry.domain.cap_hints import cap_hints
from registry.domain.date_hints import date_hints
from registry.domain.hints import Hint, Kind
from registry.domain.rate_hints import rate_hints
from registry.domain.regime_hints import regime_hints
from registry.domain.said import Said
from registry.domain.timetable import OPEN_DAYS, Timetable, timetable
from registry.domain.values import NodeId
from registry.reference import rules
from web.clock import today
from web.languages import current, kroner, number
from web.languages import day as written
from web.languages import gettext as _
from web.municipality import drafting
from web.municipality.advice_words import said as words_of
from web.municipality.costs import costs
from web.municipality.sums import Cited, Row, cited, floor_rows
from web.node_fields import name_of

if TYPE_CHECKING:
    from web.municipality.work import Work

IN_ORE = {"rate", "paid", "least", "dearest", "limit"}
COUNTED_OUT = {Kind.RATE_BELOW_LEAST, Kind.RATE_MAY_BE_LOW, Kind.LIMIT_IN_HOURS}


@dataclass(frozen=True)
class Advice:
    """One piece of advice about one point. `rows` are its sum or its dates, written out."""

    number: str
    title: str
    href: str
    warns: bool
    text: list[str]
    rows: list[Row] = field(default_factory=list)
    source: Cited | None = None
    counted_out: str = ""
    """The page that counts with the municipality's own numbers, where there is more to say."""


def advice_on(work: Work, chapter: int | None = None) -> list[Advice]:
    """Everything to think of in a draft or in one chapter of it: warnings first, dates last."""
    said, day = Said(work.reading.clauses(work.basis)), today()
    found = [(hint.node, _advice(work, hint)) for hint in _hints(work, said, day)]
    if not work.amends:
        found.append((OPEN_DAYS, _plan(work, timetable(said, day))))
    here = [each for node, each in found if chapter in (None, work.basis.nodes[node].chapter)]
    return sorted(here, key=lambda each: not each.warns)


def _hints(work: Work, said: Said, day: date) -> list[Hint]:
    """An amendment opens no new admission, so its dates are not asked about."""
    wage_rules = rules.wage_rules(day)
    found = list(rate_hints(said, wage_rules)) if wage_rules else []
    found += cap_hints(said, rules.active_suppliers())
    if not work.amends:
        days, _problems = drafting.read_days(work.body, day)
        found += date_hints(said, timetable(said, day), day, days.get("starts_on"))
    return [*found, *regime_hints(said, rules.thresholds(day), day)]


def _advice(work: Work, hint: Hint) -> Advice:
    return Advice(
        **_place(work, hint.node),
        warns=hint.warns,
        text=words_of(hint.kind, {name: _shown(name, its) for name, its in hint.facts.items()}),
        rows=floor_rows(hint.facts.get("lines", [])),
        source=cited(hint.facts["source"]) if "source" in hint.facts else None,
        counted_out=url_for(f".{costs.__name__}") if hint.kind in COUNTED_OUT else "",
    )


def _plan(work: Work, dates: Timetable) -> Advice:
    named = {
        _("Siste dag for spørsmål"): dates.questions_by,
        _("Siste dag for svar"): dates.answers_by,
        _("Søknadsfrist"): dates.deadline,
        _("Søknadene er avgjort"): dates.decided_by,
        _("Avtaler kan inngås"): dates.agreed_on,
        _("Første opptaksdato"): dates.admitted_on,
        _("Leverandøren er klar"): dates.ready_by,
    }
    return Advice(
        **_place(work, OPEN_DAYS),
        warns=False,
        text=[
            _(
                "Disse datoene følger av fristene i utkastet hvis dere kunngjør i dag. Helger og "
                "helligdager er hoppet over."
            )
        ],
        rows=[Row(name, written(each)) for name, each in named.items() if each is not None],
    )


def _place(work: Work, node: NodeId) -> Mapping[str, Any]:
    its = work.basis.nodes[node]
    address = url_for(".chapter", draft_id=work.draft.id, number=its.chapter, _anchor=name_of(node))
    return {
        "number": f"{its.chapter}.{its.position}",
        "title": its.title(current()),
        "href": address,
    }


def _shown(name: str, fact: Any) -> Any:
    """A fact as a sentence says it."""
    if isinstance(fact, date):
        return written(fact)
    if name in IN_ORE:
        return kroner(fact)
    return number(fact) if name == "hours" else fact
