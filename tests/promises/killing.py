"""Kill -9, at whatever moment, of one thing the product is made of; and starting it again."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress

import psycopg

from registry.store import embedded
from tests.conftest import Database
from tests.live import Site
from tests.promises.town import workers_of


def worker(site: Site, draw: random.Random) -> None:
    """One worker of the website; its master starts another."""
    kill(draw.choice(workers_of(site)))


def website(site: Site, _: random.Random) -> None:
    """The website's whole group."""
    site.kill("serve")
    site.start("serve")


def projector(site: Site, _: random.Random) -> None:
    site.kill("project")
    site.start("project")


def backend(site: Site, draw: random.Random) -> None:
    """One of the database's processes that serve a connection; the server then recovers by itself."""
    with psycopg.connect(site.database.server.url("postgres", "postgres")) as admin:
        rows = admin.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s", (site.database.name,)
        ).fetchall()
    if rows:
        kill(draw.choice(rows)[0])


def postmaster(site: Site, _: random.Random) -> None:
    kill_server(site.database)


VICTIMS: list[Callable[[Site, random.Random], None]] = [
    worker,
    website,
    projector,
    backend,
    postmaster,
]


def kill_server(database: Database) -> None:
    """The database's first process, and a new one in its place."""
    pid = embedded.postmaster_pid(database.server)
    assert pid is not None
    kill(pid)
    embedded.start(database.server)


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
