"""How many people can choose a second, and how soon each sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from uuid import UUID

from bench.client import percentile
from bench.rows import QUICK, Row, at_least, under
from registry.application import admissions, cases
from registry.domain.values import Accepting, HoursBand, LeadRole, SupplierKind
from registry.house import House
from registry.queries.choices import offers
from registry.queries.clock import today
from tests.live import Site
from tests.promises.acts import organisation_number
from tests.story import Story, admit, command, open_case, tell
from tests.visitor import Visitor

THREADS = 8
CHOICES = 160 if QUICK else 2_400
BY_BROWSER = 40 if QUICK else 300
PLACE = "3403"


def measure(house: House) -> list[Row]:
    """Choices as commands in one process: everybody the same supplier, and each another."""
    story = tell(house.registrar, places=100_000)
    mine = [
        admit(
            house.registrar,
            story.concession,
            organisation_number(which),
            f"Supplier {which}",
            SupplierKind.COMPANY,
            100_000,
        )
        for which in range(THREADS)
    ]
    return [
        at_least(
            "choices/s, 8 threads, all of the same supplier",
            choose(house, story, lambda _: mine[0]),
            150,
        ),
        at_least(
            "choices/s, 8 threads, each of its own supplier",
            choose(house, story, mine.__getitem__),
            600,
        ),
    ]


def choose(house: House, story: Story, wanted: Callable[[int], UUID]) -> float:
    waiting = [open_case(house.registrar, story) for _ in range(CHOICES)]

    def choose_some(which: int) -> None:
        for case in waiting[which::THREADS]:
            cases.choose_supplier(house.registrar, command(case), case, wanted(which))

    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(choose_some, range(THREADS)))
    return CHOICES / (time.perf_counter() - started)


def codes(house: House) -> list[str]:
    """New cases in the place that is measured, one for each choice in the browser."""
    concession = offers(house.pool, PLACE, today(house.pool), "nb")[0].concession
    opened = [
        cases.open_case(
            house.registrar, command(), PLACE, concession, HoursBand.OVER_35, LeadRole.SELF
        )
        for _ in range(BY_BROWSER)
    ]
    return [cases.issue_code(house.registrar, case) for case, _, _ in opened]


def by_browser(site: Site, house: House, codes: list[str]) -> list[Row]:
    """One user who chooses: until the answer is there, and from then until the page shows it."""
    wanted = offers(house.pool, PLACE, today(house.pool), "nb")[0]
    admissions.declare_capacity(
        house.registrar, command(), wanted.admission, Accepting.YES, 100_000
    )
    time.sleep(0.5)
    path, answered, shown = f"/min-sak/velg/{wanted.number}", [], []
    for code in codes:
        visitor = Visitor(site.base)
        visitor.use_code(code)
        form = visitor.form(path)
        started = time.perf_counter()
        assert visitor.post(path, **form).status_code == 303
        acknowledged = time.perf_counter()
        assert "Du har valgt" in visitor.get("/min-sak").text
        answered.append((acknowledged - started) * 1000)
        shown.append((time.perf_counter() - acknowledged) * 1000)
    return [
        under(
            f"a choice from button to answer, p99 of {len(codes)}",
            percentile(answered, 99),
            50,
            "ms",
        ),
        under("from the answer until the page shows it, p50", median(shown), 8, "ms"),
    ]
