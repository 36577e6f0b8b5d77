"""Parking: what a read model cannot take waits with its stream, and everything else goes on.

What is parked is stored among the read models, so a rebuild parks it again or takes it. The reason
names the kind of failure and never the values, which may be personal.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import UUID

import psycopg

log = logging.getLogger("frittvalg.projector")
NOT_THE_EVENTS_FAULT = ("42", "25")
"""Undefined table or column, no privilege, read-only: the installation is wrong, not the event."""


@dataclass(frozen=True)
class Parked:
    """A stream that a read model has not taken since a position."""

    model: str
    stream: UUID
    position: int
    topic: str
    reason: str


def is_poison(failure: Exception) -> bool:
    """Whether an event is to blame, and not the database, the network or the installation."""
    if not isinstance(failure, psycopg.Error):
        return True
    if isinstance(failure, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    about = (failure.sqlstate or "")[:2]
    return about not in NOT_THE_EVENTS_FAULT and not isinstance(failure, psycopg.InternalError)


def reason_of(failure: Exception) -> str:
    """What kind of failure, without the values in it."""
    kind = type(failure).__name__
    if isinstance(failure, psycopg.Error) and failure.diag.constraint_name:
        return f"{kind}: {failure.diag.constraint_name}"
    return kind


def park(connection: psycopg.Connection, parked: Parked) -> None:
    """Set a stream aside for one read model, and raise the alarm."""
    connection.execute(
        "INSERT INTO parked VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (parked.model, parked.stream, parked.position, parked.topic, parked.reason),
    )
    log.error(
        "Parkert: %s kan ikke ta %s i strøm %s ved %s (%s). Se frittvalg parked.",
        parked.model,
        parked.topic,
        parked.stream,
        parked.position,
        parked.reason,
    )


def everything_parked(connection: psycopg.Connection) -> list[Parked]:
    """What stands aside, oldest first."""
    rows = connection.execute(
        "SELECT model, stream, position, topic, reason FROM parked ORDER BY position, model"
    ).fetchall()
    return [Parked(*row) for row in rows]
