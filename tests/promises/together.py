"""Many who do something at the same time, for as long as something else goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

Doing = Callable[[Event], None]
"""What one of them does until the event is set."""


@contextmanager
def together(everybody: Iterable[Doing]) -> Iterator[None]:
    """Everybody at once, until the block is over. Raises what stopped one of them."""
    over, everybody = Event(), list(everybody)
    with ThreadPoolExecutor(len(everybody)) as pool:
        at_work = [pool.submit(one, over) for one in everybody]
        try:
            yield
        finally:
            over.set()
        for one in at_work:
            one.result()
