"""Acts in both logs that have begun: written down first, struck out when both halves are done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

from registry.domain.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class BegunAct:
    """An act as it was asked for. `arguments` are ids, enumerations' values and whole numbers."""

    command_id: UUID
    act: str
    arguments: dict[str, Any]
    by: UUID
    on_behalf_of: UUID | None


class Begun:
    """Remembers what was begun, so that a crash between the halves is found and finished."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    @contextmanager
    def until_done(self, its: BegunAct) -> Iterator[None]:
        """Both halves are done inside. A rule's refusal ends it; anything else leaves the note.

        What was broken off before, with the same admission, is not finished any more: this act is
        newer and sets both halves.
        """
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(
                "DELETE FROM engine.begun WHERE arguments ->> 'admission' = %s AND command_id <> %s",
                (its.arguments.get("admission"), its.command_id),
            )
            connection.execute(
                "INSERT INTO engine.begun VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (its.command_id, its.act, Jsonb(its.arguments), its.by, its.on_behalf_of),
            )
        try:
            yield
        except (RuleBroken, NotFound):
            self.strike_out(its.command_id)
            raise
        self.strike_out(its.command_id)

    def strike_out(self, command_id: UUID) -> None:
        """The act needs no more."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM engine.begun WHERE command_id = %s", (command_id,))

    def broken_off(self, seconds: float) -> list[BegunAct]:
        """What began more than so many seconds ago and was not done."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT command_id, act, arguments, by_user, on_behalf_of FROM engine.begun"
                " WHERE begun_at < now() - make_interval(secs => %s) ORDER BY begun_at",
                (seconds,),
            ).fetchall()
        return [BegunAct(*row) for row in rows]
