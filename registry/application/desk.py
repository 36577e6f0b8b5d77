"""How every command is carried out: load, decide, save, once for each command id."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.persistence import IntegrityError
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from registry.begun import Begun
from registry.domain.errors import Busy, NotFound
from registry.domain.recorded import Recorded
from registry.domain.values import Act, TextRef
from registry.store.logs import Log
from registry.store.memory import Memory
from registry.store.recorder import CommandRepeated
from registry.texts import Texts, new_salt, reference
from registry.vault import Codes, Invitations

A = TypeVar("A", bound=Recorded)
Decision = Callable[[Act], Iterable[Recorded]]

ATTEMPTS = 16
"""So many may lose the race for the same place before one is asked to try again."""
TURN_SECONDS = 2
TURNS = 64
"""What is scarce shares this many turns; two that share one wait a little for each other."""


@dataclass(frozen=True)
class Command:
    """Who asks, on behalf of whom, and the id that makes asking twice the same as asking once.

    `at` is set only where the past is told (the invented nation); else the database's clock rules.
    """

    id: UUID
    by: UUID
    on_behalf_of: UUID | None = None
    at: datetime | None = None

    def new_id(self, *what: str) -> UUID:
        """Id of something that this command makes: the same when the command is repeated."""
        return uuid5(self.id, "/".join(what))

    def second_half(self, what: str) -> Command:
        """The same command in the other log, with an id of its own that follows from this one."""
        return Command(self.new_id(what), self.by, self.on_behalf_of, self.at)


class LogDesk:
    """Carries out commands against one log."""

    def __init__(self, log: Log, pool: ConnectionPool) -> None:
        self.log = log
        self._pool = pool
        self._memory = Memory(log, pool)
        self._turns = [Lock() for _ in range(TURNS)]
        self._start = SQL(
            "SELECT log.registry_now(), (SELECT position FROM log.{} WHERE command_id = %s)"
        ).format(Identifier(f"{log.name}_commands"))

    def find(self, kind: type[A], aggregate_id: UUID) -> A | None:
        """The aggregate as it stands, or None."""
        found = self._memory.get(aggregate_id)
        return found if isinstance(found, kind) else None

    def get(self, kind: type[A], aggregate_id: UUID) -> A:
        """The aggregate as it stands. Raises NotFound."""
        found = self.find(kind, aggregate_id)
        if found is None:
            raise NotFound(aggregate_id)
        return found

    def carry_out(self, command: Command, decide: Decision, scarce: UUID | None = None) -> int:
        """Decide and save in one transaction; returns the log position to wait for (0: nothing).

        `decide` loads what it needs, lets it decide and returns what changed. When another was
        faster it is called again. A repeated command returns its first position.
        `scarce` names what many may want at once: in this process they take turns, so that only
        other processes can be faster.
        """
        now, earlier = self._begin(command)
        if earlier is not None:
            return earlier
        act = Act(command.by, command.at or now, command.on_behalf_of)
        with self._turn(scarce) if scarce else nullcontext():
            for _ in range(ATTEMPTS):
                changed = list(decide(act))
                try:
                    return self._save(command, changed)
                except CommandRepeated as done:
                    return done.position
                except IntegrityError:
                    self._memory.forget(changed)
                    time.sleep(random.uniform(0.002, 0.02))  # noqa: S311  only spreads the waiting
        raise Busy

    @contextmanager
    def _turn(self, scarce: UUID) -> Iterator[None]:
        """Wait for the turn, but no longer than somebody waits for a page. Raises Busy."""
        turn = self._turns[hash(scarce) % TURNS]
        if not turn.acquire(timeout=TURN_SECONDS):
            raise Busy
        try:
            yield
        finally:
            turn.release()

    def _save(self, command: Command, changed: list[Recorded]) -> int:
        recordings = self.log.save(*changed, command_id=command.id)
        for aggregate in changed:
            self._memory.keep(aggregate)
        return recordings[-1].notification.id if recordings else 0

    def _begin(self, command: Command) -> tuple[datetime, int | None]:
        with self._pool.connection() as connection:
            row = connection.execute(self._start, (command.id,)).fetchone()
        assert row is not None
        return row[0], row[1]


@dataclass(frozen=True)
class Registrar:
    """Everything a command may touch: both logs, the texts, the codes, and what was begun."""

    registry: LogDesk
    cases: LogDesk
    texts: Texts
    codes: Codes
    begun: Begun
    invitations: Invitations

    def change(
        self, command: Command, kind: type[A], aggregate_id: UUID, rule: Callable[[A, Act], None]
    ) -> int:
        """A command that changes one aggregate of the registry log by one of its rules."""

        def decide(act: Act) -> list[Recorded]:
            its = self.registry.get(kind, aggregate_id)
            rule(its, act)
            return [its]

        return self.registry.carry_out(command, decide)

    def say(
        self,
        command: Command,
        kind: type[A],
        aggregate_id: UUID,
        text: str,
        rule: Callable[[A, Act, TextRef], None],
    ) -> int:
        """The same with typed words, which are kept when the rule has said yes to their reference."""
        salt = new_salt()

        def said(its: A, act: Act) -> None:
            rule(its, act, reference(text, salt))
            self.texts.keep(text, salt)

        return self.change(command, kind, aggregate_id, said)


SYSTEM = uuid5(NAMESPACE_URL, "frittvalg:/user/system")
"""The actor of what nobody in particular does, such as loading a reference."""
