"""The queue: jobs are put in by the transaction they belong to, and run by one process."""

from __future__ import annotations

from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector

SCHEMA = "jobs"
_queue = App(connector=SyncPsycopgConnector())
"""Never opened: it only writes on connections that are given to it."""


def put(connection: psycopg.Connection[Any], task: str, **arguments: Any) -> None:
    """Queue a job in the connection's transaction. `arguments` hold ids, days and positions only."""
    connection.execute(f"SET LOCAL search_path TO {SCHEMA}")
    _queue.configure_task(task, connection=connection).defer(**arguments)
    connection.execute("SET LOCAL search_path TO DEFAULT")


def app(database_url: str) -> App:
    """The queue for whoever runs its jobs."""
    within = {"options": f"-c search_path={SCHEMA}"}
    return App(connector=PsycopgConnector(conninfo=database_url, kwargs=within, max_size=4))


def put_back(connection: psycopg.Connection[Any]) -> int:
    """Queue again what a process was doing when it was killed; returns how many jobs.

    Only for whoever holds the lock of the one process that runs jobs.
    """
    with connection.transaction():
        connection.execute(f"SET LOCAL search_path TO {SCHEMA}")
        found = connection.execute(
            "SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)"
            " FROM procrastinate_jobs WHERE status = 'doing'"
        ).fetchall()
        connection.execute("SET LOCAL search_path TO DEFAULT")
    return len(found)
