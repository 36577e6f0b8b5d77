"""What a node of the template is, beside its words: what may be done with it, and how it counts."""

from __future__ import annotations

from datetime import date

from registry.domain.deviation import ALLOWED, Way
from registry.domain.node import Lock, Measured, Node
from registry.words import say
from web.languages import current, day, ngettext
from web.languages import gettext as _
from web.node_words import capital, counted, listed, national, said, word

Fact = tuple[str, str]
"""What it is called, and what it says."""


def facts(node: Node) -> list[Fact]:
    """Everything there is to know of a node, in the reader's language; nothing that says nothing."""
    found = [
        (_("Kommunen kan"), may(node)),
        (_("Malens verdi"), capital(national(node)) if node.has_national_value else ""),
        (_("Å velge mellom"), listed(word(each.words) for each in node.options)),
        (_("Grenser"), _between(node, node.least, node.most)),
        (_("Malen anbefaler"), _between(node, node.usual_least, node.usual_most)),
        (_("Slik følges det opp"), followed_up(node)),
        (_("Arbeid for en leverandør som søker"), burden(node)),
        (_("Lov"), listed(node.law) if node.law else ""),
        (_("Loven er kontrollert"), looked_up(node.law_checked) if node.law else ""),
        (_("Tema i NS 8435:2017"), node.ns8435 or ""),
        (_("Vekt"), _("%(weight)s av 5", weight=node.weight)),
    ]
    return [(name, text) for name, text in found if text]


def may(node: Node) -> str:
    """What a municipality may do with it."""
    if node.lock is Lock.LOCKED:
        return _("bare fravike det med en begrunnelse og en lov som gir rett til det")
    ways = {
        Way.LEFT_OUT: _("ta bort punktet"),
        Way.ADDED_TO: _("legge til egen tekst"),
        Way.REPLACED: _("bytte ut teksten"),
    }
    found = [_("sette verdien")] if node.holds_value else []
    found += [text for way, text in ways.items() if way in ALLOWED[node.lock]]
    return listed(found) if found else _("ikke endre punktet")


def followed_up(node: Node) -> str:
    """How it is seen to that suppliers do what it asks."""
    if node.measured is Measured.NOTHING_ASKED:
        return ""
    how = say(node.measured, current())
    if not node.measured_months:
        return how
    often = ngettext("hver måned", "hver %(num)s. måned", node.measured_months)
    return f"{how}, {often}"


def burden(node: Node) -> str:
    """What it costs a supplier to meet when applying."""
    found = []
    if node.minutes:
        found.append(ngettext("ett minutt", "%(num)s minutter", node.minutes))
    if node.documents:
        found.append(ngettext("ett dokument", "%(num)s dokumenter", node.documents))
    return listed(found) if found else ""


def looked_up(checked: date | None) -> str:
    """The day the law was last held against what is in force."""
    return day(checked) if checked else _("ikke ennå")


def _between(node: Node, low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return _("fra %(low)s til %(high)s", low=_bound(node, low), high=_bound(node, high))
    if low is not None:
        return _("minst %(low)s", low=_bound(node, low))
    return _("høyst %(high)s", high=_bound(node, high)) if high is not None else ""


def _bound(node: Node, number: int) -> str:
    return said(node, [number], []) if number == 0 else counted(node.unit, number)
