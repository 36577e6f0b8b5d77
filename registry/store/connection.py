"""A connection that does not wait for ever: a network that went silent becomes an error."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

PATIENCE_SECONDS = float(os.environ.get("FRITTVALG_TEST_PATIENCE", "4"))
"""A page or a command waits this long for one answer. Only tests set the variable."""
CONNECT_SECONDS = 2


class Patient(psycopg.Connection[Any]):
    """Waits a bounded time for each answer, then closes itself and raises OperationalError."""

    patience = PATIENCE_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()  # the question was sent and never answered
            raise
