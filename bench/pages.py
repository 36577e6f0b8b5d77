"""How fast the open pages are, uncached, against bare Flask on the same settings."""

from __future__ import annotations

import subprocess
import sys
import time

from bench.choosing import PLACE
from bench.client import requests_a_second
from bench.rows import ROUNDS, SECONDS, Row, against
from registry.house import House
from registry.queries.choices import offers
from registry.queries.clock import today
from tests.live import Site, free_ports


def measure(site: Site, house: House) -> list[Row]:
    """Municipality and comparison page against bare Flask, in turns."""
    numbers = [offer.number for offer in offers(house.pool, PLACE, today(house.pool), "nb")][:3]
    compare = "&".join(f"leverandor={number}" for number in numbers)
    pages = {
        "municipality page, answers/s, not cached": f"/kommuner/{PLACE}",
        "comparison of three, answers/s, not cached": f"/kommuner/{PLACE}/sammenlign?{compare}",
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
    return [against(name, best[name], best["hello"], 0.2, "bare Flask") for name in pages]


def _hello(port: int) -> subprocess.Popen[bytes]:
    command_line = [sys.executable, "-m", "gunicorn", "bench.hello:app"]
    command_line += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    command_line += ["--worker-class", "gthread", "--no-control-socket"]
    process = subprocess.Popen(command_line, stderr=subprocess.DEVNULL)
    time.sleep(2)
    return process
