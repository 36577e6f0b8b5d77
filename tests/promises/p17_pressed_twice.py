"""P17: double click, two tabs, the back button and a saved form have one effect and a friendly answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import psycopg
import requests

from tests.conftest import Database
from tests.live import Site
from tests.promises.program import Outcome, Promise, Trial, forget_commands
from tests.promises.town import settle, website, with_code
from tests.story import FJELLRYPE
from tests.visitor import Visitor

PATH = f"/min-sak/velg/{FJELLRYPE}"
PEOPLE_AT_ONCE = 4
Way = Callable[[Visitor], list[requests.Response]]


def double_click(visitor: Visitor) -> list[requests.Response]:
    form = visitor.form(PATH)
    with ThreadPoolExecutor(2) as both:
        return list(both.map(lambda _: visitor.post(PATH, **form), range(2)))


def two_tabs(visitor: Visitor) -> list[requests.Response]:
    tabs = [visitor.form(PATH), visitor.form(PATH)]
    return [visitor.post(PATH, **form) for form in tabs]


def back_button(visitor: Visitor) -> list[requests.Response]:
    form = visitor.form(PATH)
    first = visitor.post(PATH, **form)
    visitor.get("/min-sak")
    return [first, visitor.post(PATH, **form)]


def saved_form(visitor: Visitor) -> list[requests.Response]:
    """Chosen, regretted, and then the old form is sent once more: the regret stands."""
    form = visitor.form(PATH)
    first = visitor.post(PATH, **form)
    regretted = visitor.post("/min-sak/angre", **visitor.form("/min-sak"))
    return [first, regretted, visitor.post(PATH, **form)]


WAYS: dict[Way, int] = {double_click: 1, two_tabs: 1, back_button: 1, saved_form: 2}
"""Each way, and how many events it should leave behind in the case."""


def attempt(trial: Trial) -> Outcome:
    with trial.stage.fresh() as database:
        if not trial.protected:
            forget_commands(database)
        town = settle(trial.stage, database, trial.n)
        pressed = list(zip(town.waiting, cycle(WAYS), strict=False))
        with (
            website(trial.stage, database) as site,
            ThreadPoolExecutor(PEOPLE_AT_ONCE) as pool,
        ):
            friendly = sum(pool.map(lambda one: is_answered_kindly(site, *one), pressed))
        once = sum(events_of(database, town.waiting[code]) == WAYS[way] for code, way in pressed)
        places = places_taken(database)
    figure = f"one effect {once} of {trial.n}, friendly answer {friendly} of {trial.n}"
    return Outcome(figure, once == friendly == places == trial.n)


def is_answered_kindly(site: Site, code: str, way: Way) -> bool:
    """Every press leads on to a page that is there."""
    visitor = with_code(site, code)
    answers = way(visitor)
    led_on = all(answer.status_code == 303 for answer in answers)
    return led_on and visitor.get("/min-sak").status_code == 200


def events_of(database: Database, case: object) -> int:
    """What has happened to a case since it was opened."""
    return counted(database, "originator_id = %s", case) - 1


def places_taken(database: Database) -> int:
    return counted(database, "topic = %s", "places.taken")


def counted(database: Database, condition: str, value: object) -> int:
    with psycopg.connect(database.url("frittvalg_owner")) as owner:
        row = owner.execute(
            f"SELECT count(*) FROM log.case_events WHERE {condition}", (value,)
        ).fetchone()
    assert row is not None
    return int(row[0])


P17 = Promise(
    "P17",
    "Pressed twice, in two tabs, after going back or from a saved form: one effect, friendly answer.",
    attempt,
    without="appending without recognising commands",
    n=100,
    quick=6,
)
