"""What the nation does with the points that a municipality changes, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from registry.domain.node import Node, Unit
from registry.domain.values import NodeId
from registry.queries.live import live
from registry.queries.nation import Custom, customs
from web.documents import Row
from web.languages import gettext as _
from web.languages import ngettext
from web.node_words import said
from web.workplace import pool


def nation_on(rows: Iterable[Row], day: date) -> dict[NodeId, str]:
    """What the nation does with each deviation on a day; nothing for a municipality's own points."""
    nodes = [row.shown.clause.node for row in rows if row.shown.clause.node is not None]
    if not nodes:
        return {}
    found = customs(live(pool(), day, in_force=True), nodes)
    return {node.node: _in_words(node, found[node.node]) for node in nodes}


def _in_words(node: Node, its: Custom) -> str:
    if its.middle is None or not any(its.middle):
        return _counted(its)
    value = said(node, *its.middle)
    if node.unit in (Unit.NONE, Unit.DAYS_OF_YEAR):
        usual = _("Det vanligste er %(value)s.", value=value)
    else:
        usual = _("Midten av dem alle er %(value)s.", value=value)
    return f"{_counted(its)} {usual}"


def _counted(its: Custom) -> str:
    if its.having == 0:
        return _("Ingen konsesjoner har dette punktet ennå.")
    if its.having == 1:
        return _("Bare én konsesjon i landet har dette punktet.")
    if its.changed == 0:
        return _("Ingen av %(all)s konsesjoner endrer dette punktet.", all=its.having)
    return ngettext(
        "Én av %(all)s konsesjoner endrer dette punktet.",
        "%(num)s av %(all)s konsesjoner endrer dette punktet.",
        its.changed,
        all=its.having,
    )
