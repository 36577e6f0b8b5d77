"""Starts the product on a nation of its own, measures, and prints the ratios in one table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench.client import percentile, requests_a_second
from registry.application import cases
from registry.domain.values import HoursBand, LeadRole
from registry.house import House
from registry.projections import MODELS
from registry.queries.choices import offers
from registry.queries.clock import today
from registry.store import embedded
from registry.store.rebuild import rebuild
from tests.conftest import Database, LoadedNation, Projections, load_nation
from tests.live import Site, free_ports, running
from tests.story import command
from tests.visitor import Visitor

QUICK = bool(os.environ.get("QUICK"))
SECONDS = 2.0 if QUICK else 5.0
ROUNDS = 2 if QUICK else 4
CHOICES = 60 if QUICK else 300
PLACE = "3403"
Row = dict[str, object]


def main() -> int:
    """Measure everything once; returns 0 when every goal is met."""
    with tempfile.TemporaryDirectory(prefix="frittvalg-bench-") as folder:
        Path(folder).chmod(0o711)
        its = embedded.server(Path(folder))
        embedded.start(its)
        try:
            loaded, house = load_nation(its, Path(folder))
            rows = _measure(loaded, house, Path(folder))
            house.close()
        finally:
            embedded.stop(its)
    _print(rows)
    Path("var").mkdir(exist_ok=True)
    Path("var/bench.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0 if all(row["met"] for row in rows) else 1


def _measure(loaded: LoadedNation, house: House, folder: Path) -> list[Row]:
    codes = _codes(house)
    with running(loaded.database, folder, loaded.key_file, loaded.nation, workers=2) as site:
        rows = _pages(site, house)
        rows.append(_choosing(site, house, codes))
    rows.append(_rebuilding(loaded.database, house))
    return rows


def _pages(site: Site, house: House) -> list[Row]:
    """Municipality and comparison page against bare Flask, in turns, uncached."""
    numbers = [offer.number for offer in offers(house.pool, PLACE, today(house.pool), "nb")][:3]
    compare = "&".join(f"leverandor={number}" for number in numbers)
    pages = {
        "kommuneside, svar/s": f"/kommuner/{PLACE}",
        "sammenligning av tre, svar/s": f"/kommuner/{PLACE}/sammenlign?{compare}",
    }
    best = dict.fromkeys([*pages, "hello"], 0.0)
    port = free_ports(1)[0]
    hello = _hello(port)
    try:
        for _ in range(ROUNDS):
            limit = requests_a_second(f"http://127.0.0.1:{port}", "/", SECONDS)
            best["hello"] = max(best["hello"], limit)
            for name, path in pages.items():
                best[name] = max(best[name], requests_a_second(site.base, path, SECONDS))
    finally:
        hello.terminate()
        hello.wait()
    return [_row(name, best[name], best["hello"], goal=0.2) for name in pages]


def _hello(port: int) -> subprocess.Popen[bytes]:
    command_line = [sys.executable, "-m", "gunicorn", "bench.hello:app"]
    command_line += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    command_line += ["--worker-class", "gthread", "--no-control-socket"]
    process = subprocess.Popen(command_line, stderr=subprocess.DEVNULL)
    time.sleep(2)
    return process


def _codes(house: House) -> list[str]:
    """New cases in the place that is measured, one for each choice."""
    concession = offers(house.pool, PLACE, today(house.pool), "nb")[0].concession
    opened = [
        cases.open_case(
            house.registrar, command(), PLACE, concession, HoursBand.OVER_35, LeadRole.SELF
        )
        for _ in range(CHOICES)
    ]
    return [cases.issue_code(house.registrar, case) for case, _, _ in opened]


def _choosing(site: Site, house: House, codes: list[str]) -> Row:
    """One user who chooses: from the form is posted until the answer is there."""
    from registry.application.admissions import declare_capacity
    from registry.domain.values import Accepting

    wanted = offers(house.pool, PLACE, today(house.pool), "nb")[0]
    declare_capacity(house.registrar, command(), wanted.admission, Accepting.YES, 100_000)
    time.sleep(0.5)
    path, taken = f"/min-sak/velg/{wanted.number}", []
    for code in codes:
        visitor = Visitor(site.base)
        visitor.use_code(code)
        form = visitor.form(path)
        started = time.perf_counter()
        assert visitor.post(path, **form).status_code == 303
        taken.append((time.perf_counter() - started) * 1000)
    p99 = percentile(taken, 99)
    return {
        "measure": f"et valg fra knapp til svar, p99 av {len(taken)}, ms",
        "value": round(p99, 1),
        "limit": 50,
        "ratio": round(p99 / 50, 2),
        "goal": "under 50 ms",
        "met": p99 < 50,
    }


def _rebuilding(database: Database, house: House) -> Row:
    Projections(database, house).catch_up()  # the projector was stopped with the website
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        started = time.perf_counter()
        done = rebuild(owner, [house.registry, house.cases], MODELS)
        speed = done.events / (time.perf_counter() - started)
    return {
        "measure": "bygge lesemodellene på nytt, hendelser/s",
        "value": round(speed),
        "limit": None,
        "ratio": None,
        "goal": "samme innhold",
        "met": done.same,
    }


def _row(measure: str, value: float, limit: float, goal: float) -> Row:
    ratio = value / limit
    return {
        "measure": measure,
        "value": round(value),
        "limit": round(limit),
        "ratio": round(ratio, 2),
        "goal": f"minst {goal} av bare Flask",
        "met": ratio >= goal,
    }


def _print(rows: list[Row]) -> None:
    print(f"{'mål':<52} {'verdi':>8} {'grense':>8} {'andel':>6}  mål")
    for row in rows:
        limit, ratio = row["limit"] or "", row["ratio"] or ""
        mark = "ja " if row["met"] else "NEI"
        print(f"{row['measure']:<52} {row['value']:>8} {limit:>8} {ratio:>6}  {mark} {row['goal']}")


if __name__ == "__main__":
    sys.exit(main())
