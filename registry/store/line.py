"""Those who wait for their events to be stored go to the database together.

The first to come leads: it takes everybody who waits, stores, hands out the answers, and lets the
next one lead. So one round trip and one flush of the disk serve many, without a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from eventsourcing.persistence import OperationalError, StoredEvent

MOST_TOGETHER = 100


def _closed_lock() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(eq=False)
class Waiting:
    """One command's events, and its answer when it has come: positions or a failure."""

    command_id: UUID
    events: Sequence[StoredEvent]
    positions: list[int] | None = None
    failure: Exception | None = None
    woken: Lock = field(default_factory=_closed_lock)

    @property
    def is_answered(self) -> bool:
        return self.positions is not None or self.failure is not None

    def answer(self) -> list[int]:
        """The positions. Raises the failure."""
        if self.positions is None:
            assert self.failure is not None
            raise self.failure
        return self.positions


class Line:
    """`store` answers every one of a group, and raises nothing that it can answer with."""

    def __init__(self, store: Callable[[list[Waiting]], None]) -> None:
        self._store = store
        self._lock = Lock()
        self._waiting: list[Waiting] = []
        self._led = False

    def stand_in(self, mine: Waiting) -> list[int]:
        """Wait until my events are stored; returns their positions or raises why not."""
        with self._lock:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.woken.acquire()
        if not mine.is_answered:
            self._lead(mine)
        return mine.answer()

    def _lead(self, mine: Waiting) -> None:
        with self._lock:
            group = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
        try:
            self._store(group)
        finally:
            for one in group:
                if not one.is_answered:
                    one.failure = OperationalError("storing was broken off")
                if one is not mine:
                    one.woken.release()
            self._let_the_next_lead()

    def _let_the_next_lead(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting[0].woken.release()
            else:
                self._led = False
