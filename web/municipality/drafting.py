"""A draft concession: what is typed for each point of the template, and what it says when read.

A draft holds only what somebody typed otherwise than the nation, as it was typed: wrong values too,
so that nothing is lost before it is mended.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from marshmallow import ValidationError, fields

from registry.application.concessions import Written
from registry.domain.deviation import ALLOWED, LOCAL, Change, Clause, OutsideRange, Way, fold
from registry.domain.documents import number_in
from registry.domain.node import Basis, Effects, Lock, Measured, Node, in_order
from registry.domain.terms import NODE_OF, add_months, first_of_next_month, terms_of
from registry.domain.values import MunicipalityNumber, NodeId, TextRef
from registry.queries.documents import Document
from registry.reference.municipalities import search
from registry.words import say
from web.fields import Count
from web.languages import current
from web.languages import gettext as _
from web.node_fields import as_typed, name_of, national_typed, read_value
from web.workplace_fields import Day, MaybeText

KIND = "concession"
OWN_POINTS = 6
"""So many points of its own a municipality may add to a chapter."""
YEARS_AHEAD = 5
"""No draft begins to hold later than this."""
IDS = {"amends", "again"}
"""What a draft is of: ids that nobody types."""
PARTIES = ("user", "supplier", "municipality")
PARTS = ("way", "text", "why", "law", *PARTIES, "minutes", "documents", "measured")
"""What may be said of a node beside its value: each is a field named <node>--<part>."""
WORDS_OF = {"text": 3000, "why": 1000, "law": 300}
INDEXED = NodeId("bpa.rates.index_date")
UNNAMED = TextRef("")
"""Stands for a text that has no reference yet, while a draft is looked at."""


@dataclass
class Reading:
    """What a draft says: the changes, and what must be mended, by field."""

    written: list[Written] = field(default_factory=list)
    problems: dict[str, list[str]] = field(default_factory=dict)

    def clauses(self, basis: Basis) -> list[Clause]:
        return fold(basis.nodes, [each.change for each in self.written])


def part(node: NodeId, name: str) -> str:
    return f"{name_of(node)}--{name}"


def own_points(chapter: int) -> list[NodeId]:
    """The ids of the points a municipality may add to a chapter."""
    return [NodeId(f"{LOCAL}{chapter}.{number}") for number in range(1, OWN_POINTS + 1)]


def names_in(nodes: Iterable[Node], chapter: int | None = None) -> set[str]:
    """Every field of some nodes, and of a chapter's own points."""
    named = [node.node for node in nodes]
    own = own_points(chapter) if chapter else []
    found = {part(node, each) for node in named + own for each in PARTS}
    return found | {name_of(node) for node in named}


def asked_in(nodes: Iterable[Node], posted: Any, names: set[str]) -> set[str]:
    """The fields that the posted page asked about. Boxes that are not ticked are not sent at all."""
    many = {name_of(node.node) for node in nodes if node.many}
    return {name for name in names if (f"{name}--asked" if name in many else name) in posted}


def kept(nodes: Iterable[Node], posted: Any, names: set[str]) -> dict[str, Any]:
    """What of a posted form goes into the draft: only what is otherwise than the nation's."""
    many = {name_of(node.node) for node in nodes if node.many}
    said = {name: posted.getlist(name) if name in many else posted[name] for name in names}
    national = {name_of(node.node): national_typed(node) for node in nodes if node.holds_value}
    return {
        name: typed
        for name, typed in said.items()
        if (typed != national[name] if name in national else typed not in ("", "0", None))
    }


def unstorable(body: Mapping[str, Any]) -> dict[str, list[str]]:
    """Texts that may not be kept even in a draft, such as numbers of persons. An id is nobody's
    number, whatever its digits look like."""
    found = {}
    for name, typed in body.items():
        if name in IDS:
            continue
        _node, _sep, what = name.partition("--")
        most = WORDS_OF.get(what, 200)
        for each in typed if isinstance(typed, list) else [typed]:
            if wrong := _wrong(MaybeText(most=most, lines=what in WORDS_OF), each):
                found[name] = wrong
    return found


def read(body: Mapping[str, Any], basis: Basis) -> Reading:
    """The whole draft against its version of the template; of the short form only its own points."""
    reading = Reading()
    nodes = asked(body, basis)
    for node in nodes:
        _read_node(reading, body, node)
    for chapter in sorted({node.chapter for node in nodes}):
        for own in own_points(chapter):
            _read_own(reading, body, own)
    _read_reasons(reading, body, basis)
    if not reading.problems:
        _check_terms(reading, basis)
    return reading


def asked(body: Mapping[str, Any], basis: Basis) -> list[Node]:
    """The nodes that may be filled in: all of them, or the short form's."""
    nodes = sorted(basis.nodes.values(), key=in_order)
    return [node for node in nodes if node.short_form or body.get("form") != "short"]


def typed_of(written: Iterable[Written], basis: Basis) -> dict[str, Any]:
    """The way back: a draft that says what a concession says."""
    body: dict[str, Any] = {}
    for each in written:
        change, node = each.change, basis.nodes.get(each.change.node)
        if node is not None and node.holds_value and change.way is not Way.LEFT_OUT:
            body[name_of(change.node)] = as_typed(node, change.numbers, change.options)
        said = {
            "way": change.way.value if change.way not in (Way.SET, Way.NEW) else "",
            "text": each.words,
            "why": each.why,
            "law": each.law,
            "measured": change.measured.value if each.words else "",
        } | {name: _number(getattr(change, name)) for name in ("minutes", "documents")}
        said |= {party: _number(getattr(change.effects, party)) for party in PARTIES}
        body |= {part(change.node, name): text for name, text in said.items() if text}
    return body


def first_day(day: date) -> str:
    """When a concession begins unless somebody says otherwise: in time for suppliers to apply."""
    return first_of_next_month(first_of_next_month(day)).isoformat()


def read_members(body: Mapping[str, Any], lead: str) -> tuple[list[MunicipalityNumber], list[str]]:
    """(the lead and those it invites, what could not be understood), from names or numbers."""
    found, unknown = [MunicipalityNumber(lead)], []
    for typed in re.split(r"[,;\n]", str(body.get("members", ""))):
        if not typed.strip():
            continue
        meant = search(typed)
        if len(meant) != 1:
            unknown.append(typed.strip())
        elif meant[0].number not in found:
            found.append(MunicipalityNumber(meant[0].number))
    return found, unknown


def first_amended(holds: Document, day: date) -> date:
    """The first day an amendment may hold, as what holds now says; the first of a month."""
    earliest = _earliest(holds, day)
    return earliest if earliest.day == 1 else first_of_next_month(earliest)


def first_indexed(holds: Document, day: date) -> date:
    """The next of the days on which prices change that an amendment may hold from, if it says any."""
    earliest = _earliest(holds, day)
    every_year = [
        number
        for its in holds.clauses
        if its.id == INDEXED and its.applies
        for number in its.numbers
    ]
    days = [_in_year(number, earliest.year + later) for number in every_year for later in (0, 1)]
    return min((each for each in days if each >= earliest), default=first_amended(holds, day))


def _earliest(holds: Document, day: date) -> date:
    return day + timedelta(days=number_in(holds.clauses, NODE_OF["amended_after"]))


def _in_year(number: int, year: int) -> date:
    """A day of every year, held as month * 100 + day: the last of February where there is no 29th."""
    month, last = number // 100, monthrange(year, number // 100)[1]
    return date(year, month, min(number % 100, last))


def read_days(body: Mapping[str, Any], day: date) -> tuple[dict[str, date], dict[str, list[str]]]:
    """(days, problems): those a new concession has to give, or those of an amendment."""
    days: dict[str, date] = {}
    problems: dict[str, list[str]] = {}
    needed = ("effective_from",) if body.get("amends") else ("starts_on", "heard_on")
    for name in (*needed, *(["apply_by"] if body.get("apply_by") else [])):
        try:
            days[name] = Day().deserialize(body.get(name, ""))
        except ValidationError as error:
            problems[name] = [str(each) for each in error.messages]
        if days.get(name, day) > add_months(day, 12 * YEARS_AHEAD):
            problems[name] = [_("Velg en dag de neste %(years)s årene.", years=YEARS_AHEAD)]
    if days.get("starts_on", day) < day:
        problems["starts_on"] = [_("Velg en dag fra og med i dag.")]
    if days.get("heard_on", day) > day:
        problems["heard_on"] = [
            _("Rådet må være hørt før dere sender. Velg en dag til og med i dag.")
        ]
    return days, problems


def _read_node(reading: Reading, body: Mapping[str, Any], node: Node) -> None:
    way, value = body.get(part(node.node, "way"), ""), (node.numbers, node.chosen)
    if way == Way.LEFT_OUT.value:
        reading.written.append(_worded(reading, body, node.node, Way.LEFT_OUT))
        return
    worded = way in (Way.ADDED_TO.value, Way.REPLACED.value)
    if not worded and ALLOWED[node.lock] and _text(body, node.node, "text"):
        reading.problems[part(node.node, "way")] = [
            _("Si hva som skal gjøres med teksten dere har skrevet, eller ta den bort.")
        ]
    settable = node.holds_value and node.lock is not Lock.LOCKED
    if settable and (name_of(node.node) in body or node.required):
        found = read_value(node, body.get(name_of(node.node), ""))
        if found.problem:
            reading.problems[name_of(node.node)] = found.problem
            return
        value = found.value
    if worded:
        reading.written.append(_worded(reading, body, node.node, Way(way), *value))
    elif value != (node.numbers, node.chosen):
        change = Change(node.node, Way.SET, *value)
        reading.written.append(Written(change, None, _text(body, node.node, "why")))


def _read_own(reading: Reading, body: Mapping[str, Any], own: NodeId) -> None:
    if _text(body, own, "text"):
        reading.written.append(_worded(reading, body, own, Way.NEW))


def _worded(
    reading: Reading,
    body: Mapping[str, Any],
    node: NodeId,
    way: Way,
    numbers: list[int] | None = None,
    options: list[Any] | None = None,
) -> Written:
    words = _text(body, node, "text") if way is not Way.LEFT_OUT else None
    if way is not Way.LEFT_OUT and not words:
        reading.problems[part(node, "text")] = [_("Skriv teksten som skal gjelde.")]
    measured = body.get(part(node, "measured")) or Measured.NOTHING_ASKED.value
    change = Change(
        node,
        way,
        list(numbers or []),
        list(options or []),
        UNNAMED if words else None,
        effects=Effects(**{party: _sign(body.get(part(node, party))) for party in PARTIES}),
        minutes=_counted(reading, body, part(node, "minutes")),
        documents=_counted(reading, body, part(node, "documents")),
        measured=Measured(measured) if measured in MEASURED else Measured.NOTHING_ASKED,
    )
    return Written(change, words, _text(body, node, "why"), _text(body, node, "law"))


def _read_reasons(reading: Reading, body: Mapping[str, Any], basis: Basis) -> None:
    """Every deviation says why, and one from a locked node by which law."""
    by_node = {each.change.node: each for each in reading.written}
    for clause in reading.clauses(basis):
        if not clause.is_deviation or not clause.applies:
            continue
        if not by_node[clause.id].why:
            reading.problems[part(clause.id, "why")] = [
                _("Skriv hvorfor dere velger noe annet enn malen her.")
            ]
        if clause.breaks_lock and not by_node[clause.id].law:
            reading.problems[part(clause.id, "law")] = [
                _("Punktet bygger på lov. Skriv hvilken lov som gir dere rett til å fravike det.")
            ]


def _check_terms(reading: Reading, basis: Basis) -> None:
    try:
        terms_of(reading.clauses(basis))
    except OutsideRange as error:
        reading.problems[name_of(error.node)] = [
            _("Fyll inn datoene når opptaket har faste datoer, og ellers ingen.")
        ]


def measured() -> list[tuple[str, str]]:
    """(value, words) of the ways suppliers may be followed up."""
    return [(each.value, say(each, current())) for each in Measured]


MEASURED = {each.value for each in Measured}


def _text(body: Mapping[str, Any], node: NodeId, name: str) -> str | None:
    return str(body.get(part(node, name), "")).strip() or None


def _sign(typed: Any) -> int:
    return {"-1": -1, "1": 1}.get(str(typed), 0)


def _number(value: int) -> str:
    return str(value) if value else ""


def _counted(reading: Reading, body: Mapping[str, Any], name: str) -> int:
    try:
        return int(Count(most=999).deserialize(body.get(name) or "0"))
    except ValidationError as error:
        reading.problems[name] = [str(each) for each in error.messages]
        return 0


def _wrong(its: fields.Field[Any], typed: Any) -> list[str]:
    try:
        its.deserialize(typed)
    except ValidationError as error:
        return [str(each) for each in error.messages]
    return []
