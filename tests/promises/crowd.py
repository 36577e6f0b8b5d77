"""A crowd that chooses through the website whatever happens to it, and notes what it was told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from uuid import UUID

import psycopg
import requests

from tests.conftest import Database
from tests.live import Site
from tests.promises.together import together
from tests.promises.town import Town
from tests.story import FJELLRYPE
from tests.visitor import Visitor

PATH = f"/min-sak/velg/{FJELLRYPE}"
PAUSE = 0.1


@dataclass(frozen=True)
class Answer:
    """What one request got, and when it began; `status` is 0 when there was no answer at all."""

    begun: float
    seconds: float
    status: int
    come_back: bool


@dataclass
class Crowd:
    """`acknowledged` holds the cases whose choice was confirmed, `answers` every answer there was."""

    site: Site
    town: Town
    acknowledged: set[UUID] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    asked_again: int = 0

    def choosing(self, at_once: int) -> AbstractContextManager[None]:
        """So many choose at once, one after another, until the block is over."""
        codes = iter(list(self.town.waiting))
        return together([partial(self._choose_on, codes)] * at_once)

    def _choose_on(self, codes: Iterator[str], over: Event) -> None:
        while not over.is_set() and (code := next(codes, None)):
            if self._chooses(code, over):
                self.acknowledged.add(self.town.waiting[code])

    def _chooses(self, code: str, over: Event) -> bool:
        """Whether it was confirmed. The form is sent again, as it is, until somebody answers."""
        time.sleep(PAUSE)
        visitor = Noting(self.site.base, self.answers)
        while not over.is_set():
            with suppress(requests.RequestException):
                if visitor.use_code(code).status_code == 303:
                    form = visitor.form(PATH)
                    if "command_id" in form:
                        return self._is_confirmed(visitor, form, over)
            time.sleep(PAUSE)
        return False

    def _is_confirmed(self, visitor: Visitor, form: dict[str, str], over: Event) -> bool:
        while not over.is_set():
            with suppress(requests.RequestException):
                if visitor.post(PATH, **form).status_code == 303:
                    return True
            self.asked_again += 1
            time.sleep(PAUSE)
        return False


class Noting(Visitor):
    """A visitor who notes how long every answer took and what it was."""

    def __init__(self, base: str, answers: list[Answer]) -> None:
        super().__init__(base)
        self._answers = answers

    def get(self, path: str) -> requests.Response:
        return self._noted(lambda: super(Noting, self).get(path))

    def post(self, path: str, **form: str) -> requests.Response:
        return self._noted(lambda: super(Noting, self).post(path, **form))

    def _noted(self, ask) -> requests.Response:  # type: ignore[no-untyped-def]
        started = time.monotonic()
        answer: requests.Response | None = None
        try:
            answer = ask()
            return answer
        finally:
            status = answer.status_code if answer is not None else 0
            come_back = answer is not None and "Retry-After" in answer.headers
            seconds = time.monotonic() - started
            self._answers.append(Answer(started, seconds, status, come_back))


@dataclass(frozen=True)
class Ledger:
    """What stands in the log, beside what was acknowledged."""

    lost: int
    doubled: int
    places_wrong: int

    @property
    def is_right(self) -> bool:
        return self.lost == self.doubled == self.places_wrong == 0


def ledger(database: Database, acknowledged: set[UUID]) -> Ledger:
    """A case has two events when its choice is stored once; each choice has one place."""
    with psycopg.connect(database.url("frittvalg_owner")) as owner:
        events = owner.execute(
            "SELECT originator_id, count(*) FROM log.case_events WHERE topic LIKE 'case.%'"
            " GROUP BY originator_id"
        ).fetchall()
        places = owner.execute("SELECT count(*) FROM log.case_events WHERE topic = 'places.taken'")
        row = places.fetchone()
    assert row is not None
    stored = dict(events)
    chosen = sum(count > 1 for count in stored.values())
    return Ledger(
        lost=sum(stored.get(case, 0) < 2 for case in acknowledged),
        doubled=sum(count > 2 for count in stored.values()),
        places_wrong=abs(row[0] - chosen),
    )
