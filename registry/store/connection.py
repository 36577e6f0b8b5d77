"""A connection that does not wait for ever: a network that went silent becomes an error."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

PATIENCE_SECONDS = float(os.environ.get("FRITTVALG_TEST_PATIENCE", "4"))
"""A page or a command waits this long for one answer. Only tests set the variable."""
CONNECT_SECONDS = 2
ALTOGETHER = 1.5
"""All the answers of one request may take so many times the patience for one."""
_over_at: ContextVar[float] = ContextVar("over_at", default=inf)


class OutOfTime(psycopg.OperationalError):
    """The request's time for all its answers is used up. The connection is as good as before."""


@contextmanager
def in_time() -> Iterator[None]:
    """Bounds the waiting for all answers in the block together; then raises OutOfTime."""
    kept = _over_at.set(time.monotonic() + ALTOGETHER * PATIENCE_SECONDS)
    try:
        yield
    finally:
        _over_at.reset(kept)


class Patient(psycopg.Connection[Any]):
    """Waits a bounded time for each answer, then closes itself and raises OperationalError."""

    patience = PATIENCE_SECONDS
    of_one_request = True
    """False where one answer serves many requests: one's time must not stop the others."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        left = _over_at.get() - time.monotonic() if self.of_one_request else inf
        if left <= 0:
            raise OutOfTime
        if timeout is None:
            timeout = min(self.patience, left)
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()  # the question was sent and never answered
            raise
