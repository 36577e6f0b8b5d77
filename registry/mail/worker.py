"""One process follows the logs and runs the jobs. A second waits until the first is gone."""

from __future__ import annotations

import asyncio
import logging
import threading
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from registry.mail import alerts, jobs, outbox
from registry.mail.post import NotShownYet, Post
from registry.store.follower import GONE_SILENT

LOCK = 7006
POLL_SECONDS = 1.0
PAUSES = (10, 60, 300, 900, 3600, *[4 * 3600] * 17)
"""Seconds between the tries: nearly three days, and then it is given up and stands as failed."""
SOON = 2
log = logging.getLogger("frittvalg.mail")


class Growing(BaseRetryStrategy):
    """A mail server that does not answer is asked more and more seldom."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, NotShownYet):
            return RetryDecision(retry_in={"seconds": SOON})
        if job.attempts >= len(PAUSES):
            return None
        return RetryDecision(retry_in={"seconds": PAUSES[job.attempts]})


def app(database_url: str, post: Post) -> App:
    """The queue with its jobs. Only ids, days and positions are ever written to a log."""
    its = jobs.app(database_url)

    @its.task(name="tell", retry=Growing())
    def tell(log: str, position: int) -> None:
        post.tell(log, position)

    @its.task(name="send", retry=Growing())
    def send(alert: str) -> None:
        post.send(UUID(alert))

    @its.task(name="daily", retry=Growing())
    def daily(user: str, day: str) -> None:
        post.daily(UUID(user), date.fromisoformat(day))

    @its.task(name="confirm", retry=Growing())
    def confirm(request: str) -> None:
        post.confirm(UUID(request))

    return its


def run(database_url: str, post: Post) -> None:
    """Work until told to stop by a signal. Raises what made it stop otherwise."""
    with psycopg.connect(database_url, autocommit=True, **GONE_SILENT) as guard:
        guard.execute("SET statement_timeout = 0")
        guard.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        guard.execute("RESET statement_timeout")
        outbox.begin(guard)
        if found := jobs.put_back(guard):
            log.warning("%s avbrutte jobber tas opp igjen.", found)
        asyncio.run(_work(app(database_url, post), guard, post))


def run_what_waits(database_url: str, post: Post) -> None:
    """Follow the logs and run every job that is ready, once: as `run`, but it ends."""
    with psycopg.connect(database_url, autocommit=True) as guard:
        outbox.begin(guard)
        outbox.follow(guard)
        outbox.daily(guard)
    asyncio.run(_work_off(app(database_url, post)))


async def _work(its: App, guard: psycopg.Connection[Any], post: Post) -> None:
    stopped = threading.Event()
    async with its.open_async():
        working = asyncio.create_task(its.run_worker_async(delete_jobs="successful"))
        following = asyncio.create_task(asyncio.to_thread(_follow, guard, post, stopped))
        await asyncio.wait({working, following}, return_when=asyncio.FIRST_COMPLETED)
        stopped.set()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await following


async def _work_off(its: App) -> None:
    async with its.open_async():
        await its.run_worker_async(
            wait=False,
            listen_notify=False,
            install_signal_handlers=False,
            delete_jobs="successful",
        )


def _follow(guard: psycopg.Connection[Any], post: Post, stopped: threading.Event) -> None:
    """NOTIFY is a hint, a slow poll the truth."""
    for name in outbox.LOGS:
        guard.execute(f"LISTEN {name}_events")
    while not stopped.is_set():
        outbox.follow(guard)
        if outbox.daily(guard):
            alerts.sweep(post.pool)
        for _ in guard.notifies(timeout=POLL_SECONDS, stop_after=1):
            pass
