"""Keeps the read models, the chain and the snapshots up to date while the logs grow.

One process is active; a second waits for its lock. LISTEN is a hint, a slow poll the truth.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.projections.model import ReadModel
from registry.store import chain, projector, snapshots
from registry.store.logs import Log

POLL_SECONDS = 1.0
GONE_SILENT: dict[str, Any] = {
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
    "options": "-c lock_timeout=0",
}
"""A network that died without a word is found out in a quarter of a minute; a lock is waited for."""
LOCK = 7003


def run(
    database_url: str,
    logs: Iterable[Log],
    models: list[ReadModel],
    signer: Ed25519PrivateKey,
    beside: Callable[[threading.Event], None] | None = None,
) -> None:
    """Follow the logs until something fails; the caller then begins again.

    `beside` works too while this projector is the active one, until the event is set.

    Raises what made it stop. Waits first for another projector, if one is active.
    """
    with ExitStack() as stack:
        guard = stack.enter_context(psycopg.connect(database_url, autocommit=True, **GONE_SILENT))
        guard.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        following = Following(database_url)
        stack.callback(following.end)
        for log in logs:
            following.start(_project, log, models)
            following.start(_prove, log, signer)
        if beside:
            following.start(lambda its: beside(its.stopped))
        while not following.stopped.wait(0.2):
            guard.execute("SELECT 1")
        raise following.failures[0]


class Following:
    """The threads at work, each with a connection of its own. When one fails, all stop."""

    def __init__(self, database_url: str) -> None:
        self.stopped = threading.Event()
        self.failures: list[BaseException] = []
        self._url = database_url
        self._threads: list[threading.Thread] = []

    def start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=self._guarded, args=(work, *arguments), daemon=True)
        self._threads.append(thread)
        thread.start()

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self._url, autocommit=True, **GONE_SILENT)

    def end(self) -> None:
        """Let every thread finish its batch."""
        self.stopped.set()
        for thread in self._threads:
            thread.join()

    def _guarded(self, work: Callable[..., None], *arguments: object) -> None:
        try:
            work(self, *arguments)
        except BaseException as failure:
            self.failures.append(failure)
            self.stopped.set()


def _project(following: Following, log: Log, models: list[ReadModel]) -> None:
    beat = 0.0
    with following.connect() as listener, following.connect() as writer:
        listener.execute(f"LISTEN {log.name}_events")
        while not following.stopped.is_set():
            projector.catch_up(writer, log, models)
            if time.monotonic() - beat > POLL_SECONDS:
                _tell_pulse(writer, log)
                beat = time.monotonic()
            for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                pass


def _tell_pulse(connection: psycopg.Connection, log: Log) -> None:
    connection.execute(
        "INSERT INTO engine.pulse VALUES (%s, now())"
        " ON CONFLICT (follower) DO UPDATE SET at = excluded.at",
        (log.name,),
    )


def _prove(following: Following, log: Log, signer: Ed25519PrivateKey) -> None:
    """Seal what is new, sign the day's head, take snapshots: about once a second."""
    after = 0
    with following.connect() as connection:
        while not following.stopped.wait(POLL_SECONDS):
            chain.seal_and_sign(connection, log.name, signer)
            after = snapshots.take(connection, log, after)
