"""Finishes acts in both logs that were broken off: does them again, with their own command id."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import Any
from uuid import UUID

from registry.application.admissions import close_admission, declare_capacity, decline_amendment
from registry.application.concessions import end_concession, finish_ending
from registry.application.desk import Command, Registrar
from registry.begun import BegunAct
from registry.domain.errors import NotFound, RuleBroken
from registry.domain.values import Accepting, ClosingGround

log = logging.getLogger("frittvalg.processes")
BROKEN_OFF_AFTER_SECONDS = 5.0
LOOK_EVERY_SECONDS = 2.0


def _declare(registrar: Registrar, command: Command, admission: str, **its: Any) -> None:
    accepting = Accepting(its["accepting"])
    declare_capacity(registrar, command, UUID(admission), accepting, its["ceiling"])


def _close(registrar: Registrar, command: Command, admission: str, ground: str) -> None:
    close_admission(registrar, command, UUID(admission), ClosingGround(ground))


def _end(registrar: Registrar, command: Command, concession: str) -> None:
    finish_ending(registrar, command, UUID(concession))


def _decline(registrar: Registrar, command: Command, admission: str, number: int) -> None:
    decline_amendment(registrar, command, UUID(admission), number)


ACTS: dict[str, Callable[..., None]] = {
    declare_capacity.__name__: _declare,
    close_admission.__name__: _close,
    decline_amendment.__name__: _decline,
    end_concession.__name__: _end,
}


def finish(registrar: Registrar, after_seconds: float = BROKEN_OFF_AFTER_SECONDS) -> int:
    """Finish what was broken off; returns how many acts.

    An act that a rule now refuses is struck out: what it wanted is no longer so.
    """
    found = registrar.begun.broken_off(after_seconds)
    for its in found:
        try:
            _finish(registrar, its)
        except Exception:
            log.exception("%s %s kunne ikke gjøres ferdig nå.", its.act, its.command_id)
    return len(found)


def _finish(registrar: Registrar, its: BegunAct) -> None:
    command = Command(its.command_id, its.by, its.on_behalf_of)
    try:
        ACTS[its.act](registrar, command, **its.arguments)
    except (RuleBroken, NotFound) as refused:
        log.warning("%s %s: %s", its.act, its.command_id, type(refused).__name__)
        registrar.begun.strike_out(its.command_id)
    else:
        log.warning("%s %s var avbrutt og er gjort ferdig.", its.act, its.command_id)


def run(registrar: Registrar, stopped: Event) -> None:
    """Look for broken-off acts until stopped."""
    while not stopped.wait(LOOK_EVERY_SECONDS):
        try:
            finish(registrar)
        except Exception:
            log.exception("Avbrutte handlinger kunne ikke gjøres ferdig nå.")
