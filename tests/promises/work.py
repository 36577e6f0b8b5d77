"""Many events: past the commands, or by commands without end and what was acknowledged of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from threading import Event
from typing import Any
from uuid import UUID, uuid4

from bench.rebuilding import copy_in
from registry.application import cases, municipalities
from registry.application.desk import Command, Registrar
from registry.domain.admission import Admission
from registry.domain.places import Places
from registry.domain.values import Accepting
from registry.house import House
from tests.conftest import Database, Projections
from tests.promises.load import UNAVAILABLE
from tests.promises.program import until
from tests.promises.together import together
from tests.promises.town import Town
from tests.scenario import act
from tests.story import FJELLRYPE, HAMAR, LOCAL, command

PAUSE = 0.05
EVENTS_A_STREAM, PLACES = 100, 20


@dataclass
class Work:
    """`acknowledged` holds each command that was answered, and when (monotonic seconds)."""

    registrar: Registrar
    town: Town
    acknowledged: dict[UUID, float] = field(default_factory=dict)

    def going_on(self) -> AbstractContextManager[None]:
        """Everybody who waits chooses and regrets, again and again, until the block is over."""
        waiting = self.town.waiting.values()
        return together(partial(self._work_on, self._acts(case)) for case in waiting)

    def wait_for(self, more: int) -> None:
        """Until so many more commands were acknowledged."""
        enough = len(self.acknowledged) + more
        until(lambda: len(self.acknowledged) >= enough, "nothing was acknowledged")

    def _acts(self, case: UUID) -> Iterator[Callable[[Command], object]]:
        its, admission = self.registrar, self.town.story.admissions[FJELLRYPE]
        while True:
            yield lambda c: cases.choose_supplier(its, c, case, admission)
            yield lambda c: cases.regret_choice(its, c, case)
            yield lambda c: municipalities.give_contact(its, c, HAMAR, "00 12 34 56", "a@b.example")

    def _work_on(self, acts: Iterator[Callable[[Command], object]], over: Event) -> None:
        for do in acts:
            same = command()
            while not over.is_set():
                try:
                    do(same)
                except UNAVAILABLE:
                    time.sleep(PAUSE)
                else:
                    self.acknowledged[same.id] = time.monotonic()
                    break
            else:
                return


def fill(database: Database, house: House, events: int) -> None:
    """So many events past the commands, half in each log, shown in the read models."""
    for log, stream in ((house.cases, places), (house.registry, admission)):
        streams = (stream() for _ in range(events // 2 // EVENTS_A_STREAM))
        its = map(log.mapper.to_stored_event, chain.from_iterable(streams))
        copy_in(database, log.name, its)
    Projections(database, house).catch_up()


def places() -> Iterator[Any]:
    its = Places.open(act(), uuid4(), PLACES)
    for which in range(EVENTS_A_STREAM - 1):
        if which % 2:
            its.release(act(), next(iter(its.taken)))
        else:
            its.take(act(), uuid4())
    yield from its.collect_events()


def admission() -> Iterator[Any]:
    its = Admission.apply_for(act(by=UUID(int=1)), uuid4(), uuid4())
    its.grant(act(by=UUID(int=2)))
    its.confirm_local(act(), LOCAL)
    for which in range(EVENTS_A_STREAM - 3):
        its.declare(act(), (Accepting.YES, Accepting.LIMITED)[which % 2])
    yield from its.collect_events()
