"""A desk that saves many aggregates at a time: the same commands, for loading and importing."""

from __future__ import annotations

from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.application.desk import A, Command, Decision, LogDesk
from registry.domain.recorded import Recorded
from registry.domain.values import Act
from registry.store.logs import Log

SAVED_AT_ONCE = 300


class BulkDesk(LogDesk):
    """Holds what it loads in memory and saves some hundred aggregates in one transaction.

    For one process alone with the log. Every command says its time; `flush` saves the rest.
    """

    def __init__(self, log: Log, pool: ConnectionPool) -> None:
        super().__init__(log, pool)
        self._known: dict[UUID, Recorded] = {}
        self._waiting: dict[UUID, Recorded] = {}
        self._last: UUID | None = None

    def find(self, kind: type[A], aggregate_id: UUID) -> A | None:
        known = self._known.get(aggregate_id)
        return known if isinstance(known, kind) else None

    def carry_out(self, command: Command, decide: Decision, scarce: UUID | None = None) -> int:
        assert command.at is not None, "what is loaded says when it happened"
        for aggregate in decide(Act(command.by, command.at, command.on_behalf_of)):
            self._known[aggregate.id] = self._waiting[aggregate.id] = aggregate
        self._last = command.id
        if len(self._waiting) >= SAVED_AT_ONCE:
            self.flush()
        return 0

    def flush(self) -> None:
        """Save what waits, under the last command's id."""
        if self._waiting and self._last:
            self.log.save(*self._waiting.values(), command_id=self._last)
            self._waiting.clear()
