"""People who choose without a website, straight through the desk, whatever happens to the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from uuid import UUID

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg_pool import PoolTimeout

from registry.application import cases
from registry.application.desk import Registrar
from registry.domain.errors import Busy
from tests.promises.together import together
from tests.promises.town import Town
from tests.story import FJELLRYPE, command

UNAVAILABLE = (PersistenceError, psycopg.OperationalError, PoolTimeout, Busy)
PAUSE = 0.02


@dataclass
class Load:
    """`acknowledged` holds the cases whose choice was stored, by the desk's own word."""

    registrar: Registrar
    town: Town
    acknowledged: set[UUID] = field(default_factory=set)
    refused: int = 0

    def choosing(self, at_once: int) -> AbstractContextManager[None]:
        """So many choose at once, one after another, until the block is over."""
        waiting = iter(list(self.town.waiting.values()))
        return together([partial(self._choose_on, waiting)] * at_once)

    def _choose_on(self, waiting: Iterator[UUID], over: Event) -> None:
        while not over.is_set() and (case := next(waiting, None)):
            time.sleep(PAUSE)
            self._choose(case, over)

    def _choose(self, case: UUID, over: Event) -> None:
        """The same command until it is stored, or everything is over."""
        same, admission = command(), self.town.story.admissions[FJELLRYPE]
        while not over.is_set():
            try:
                cases.choose_supplier(self.registrar, same, case, admission)
            except UNAVAILABLE:
                self.refused += 1
                time.sleep(PAUSE)
            else:
                self.acknowledged.add(case)
                return
