"""How fast a concession's document is folded and compared, and a new version tried on them all."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from statistics import quantiles

from bench.rows import QUICK, Row, under
from registry.domain.deviation import Change, Way, fold
from registry.domain.node import Lock, Node
from registry.domain.values import NodeId, OfficialText
from registry.house import House
from registry.queries.clock import today
from registry.queries.concessions import concessions
from registry.queries.live import Live, dry_run, live
from registry.reference.template import nodes
from tests.live import Site

CHANGES, CONCESSIONS, CHANGED = 40, 400, 30
ASKED = 40 if QUICK else 300


def measure(site: Site, house: House) -> list[Row]:
    """Folding, the page of deviations over every live concession, and a dry run over 400."""
    day = today(house.pool)
    return [
        under(
            f"a document of {len(nodes())} points with {CHANGES} changes folded", _fold(), 5, "ms"
        ),
        under("page of deviations, p95, not cached", _pages(site, house, day), 100, "ms"),
        under(f"a new version tried on {CONCESSIONS} concessions", _dry_run(house, day), 2, "s"),
    ]


def _fold() -> float:
    its = nodes()
    by_id = {node.node: node for node in its}
    changes = [
        Change(node.node, Way.SET, [], [node.options[-1].option])
        for node in its
        if node.options and not node.many and node.lock is not Lock.LOCKED
    ][:CHANGES]
    assert len(changes) == CHANGES
    return 1000 * _best(lambda: fold(by_id, changes))


def _pages(site: Site, house: House, day: date) -> float:
    found = [each for each in concessions(house.pool, day) if each.figures]
    times = []
    for number in range(ASKED):
        address = f"{site.base}/konsesjoner/{found[number % len(found)].id}/avvik"
        start = time.perf_counter()
        with urllib.request.urlopen(address, timeout=10) as answer:
            answer.read()
        times.append(1000 * (time.perf_counter() - start))
    return quantiles(times, n=20)[-1]


def _dry_run(house: House, day: date) -> float:
    """The nation's concessions, repeated until there are enough, and a version that changes thirty."""

    def run() -> object:
        those: list[Live] = live(house.pool, day)
        many = (those * (CONCESSIONS // len(those) + 1))[:CONCESSIONS]
        return dry_run(many, _changed(dict(many[0].basis.nodes)))

    return _best(run, 3)


def _changed(its: dict[NodeId, Node]) -> dict[NodeId, Node]:
    for node in list(its.values())[:CHANGED]:
        its[node.node] = replace(node, text_nb=OfficialText(f"{node.text_nb} Endret."))
    return its


def _best(work: Callable[[], object], times: int = 20) -> float:
    """Seconds of the quickest of some tries."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
