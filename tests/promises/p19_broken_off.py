"""P19: an act in both logs that is broken off anywhere is finished, or never was."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import psycopg

from registry.application.admissions import close_admission, declare_capacity, decline_amendment
from registry.application.desk import Registrar
from registry.domain.admission import Admission
from registry.domain.places import Places
from registry.domain.values import Accepting, ClosingGround, SupplierKind
from registry.house import open_house
from registry.processes import halves
from registry.vault import MasterKey
from tests.promises.acts import organisation_number
from tests.promises.amendment_acts import amended
from tests.promises.program import Outcome, Promise, Trial
from tests.story import admit, command, tell

Act = tuple[Callable[..., Any], tuple[Any, ...]]
ACTS: list[Act] = [
    (declare_capacity, (Accepting.NO, 3)),
    (declare_capacity, (Accepting.LIMITED, 20)),
    (close_admission, (ClosingGround.SUPPLIER_WITHDREW,)),
    (decline_amendment, (1,)),
]


def attempt(trial: Trial) -> Outcome:
    """Kill the process before each of its questions to the database, one after the other."""
    kills, half_done, numbers = 0, 0, count()
    with trial.stage.fresh() as database, trial.stage.house(database) as house:
        story = tell(house.registrar)
        amended(house.registrar, story.concession)
        for act, arguments in ACTS * trial.n:
            for dies_at in count():
                number = organisation_number(next(numbers))
                kind = SupplierKind.COMPANY
                its = admit(house.registrar, story.concession, number, "Tindved AS", kind, 10)
                before = state(house.registrar, its)
                survived = in_a_process(
                    database.url(), trial.stage.key_file, dies_at, act, its, *arguments
                )
                if survived:
                    after = state(house.registrar, its)
                    break
                kills += 1
                settle(house.registrar, trial.protected)
                half_done += not is_whole(house.registrar, its, before, arguments)
            assert after != before, "the act changes something when nothing stops it"
    told = f"{kills} kills between the steps of {len(ACTS)} acts in both logs:"
    return Outcome(f"{told} {half_done} left half done", half_done == 0)


def settle(registrar: Registrar, protected: bool) -> None:
    """What follows a crash: the process that finishes halves, or nobody."""
    if protected:
        halves.finish(registrar, after_seconds=0)
    for its in registrar.begun.broken_off(0):
        registrar.begun.strike_out(its.command_id)


def state(registrar: Registrar, its: UUID) -> tuple[bool, Accepting | None, bool, int]:
    """(admitted, what is said in public, places open, how many)."""
    said = registrar.registry.get(Admission, its)
    held = registrar.cases.get(Places, Places.id_for(its))
    return said.is_admitted, said.accepting, held.is_open, held.ceiling


def is_whole(registrar: Registrar, its: UUID, before: object, arguments: tuple[Any, ...]) -> bool:
    """Whether all of the act is there, or nothing of it."""
    if arguments == (1,):
        wanted: object = (True, Accepting.NO, False, 10)
    elif len(arguments) == 1:
        wanted = (False, None, False, 10)
    else:
        accepting, ceiling = arguments
        wanted = (True, accepting, accepting is not Accepting.NO, ceiling)
    return state(registrar, its) in (before, wanted)


def in_a_process(
    url: str, key_file: Path, dies_at: int, act: Callable[..., Any], its: UUID, *arguments: Any
) -> bool:
    """Carry the act out in a process that is killed at a question; whether it came through."""
    starting = multiprocessing.get_context("forkserver")
    starting.set_forkserver_preload([__name__])
    child = starting.Process(target=carry_out, args=(url, key_file, dies_at, act, its, *arguments))
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL), child.exitcode
    return child.exitcode == 0


def carry_out(
    url: str, key_file: Path, dies_at: int, act: Callable[..., Any], its: UUID, *arguments: Any
) -> None:
    house = open_house(url, MasterKey.from_file(key_file))
    asked, execute = count(), psycopg.Connection.execute

    def ask(connection: Any, *question: Any, **how: Any) -> Any:
        if next(asked) == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(connection, *question, **how)

    with patch.object(psycopg.Connection, "execute", ask):
        act(house.registrar, command(), its, *arguments)
    house.close()


P19 = Promise(
    "P19",
    "What touches two logs is done in both or in none, wherever the machine stops.",
    attempt,
    without="nobody finishes what was broken off",
    n=5,
    quick=1,
    slow=True,
)
