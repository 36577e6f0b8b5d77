"""A small load client: some threads with a kept connection each, counting answers."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from urllib.parse import urlsplit

THREADS = 4


def requests_a_second(base: str, path: str, seconds: float) -> float:
    """Answers a second for one page, all of them 200."""
    deadline = time.monotonic() + seconds
    with ThreadPoolExecutor(THREADS) as pool:
        counts = list(pool.map(lambda _: _ask(base, path, deadline), range(THREADS)))
    return sum(counts) / seconds


def _ask(base: str, path: str, deadline: float) -> int:
    where = urlsplit(base)
    connection = http.client.HTTPConnection(where.hostname or "", where.port or 80)
    answered = 0
    while time.monotonic() < deadline:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        answered += 1
    connection.close()
    return answered


def percentile(values: list[float], which: int) -> float:
    """The value below which so many per cent lie."""
    return quantiles(values, n=100)[which - 1]
