"""P3: a slow, cut or silent network to the database makes the website say so, and loses nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import uuid4

from tests.promises.crowd import Crowd, Ledger, ledger
from tests.promises.program import Outcome, Promise, Trial, until
from tests.promises.proxy import Network, between
from tests.promises.town import settle, website, workers_of

AT_ONCE = 3
AT_MOST_SECONDS = 10.0
LATENCY_SECONDS = 1.0
PEOPLE, PEOPLE_A_SECOND = 100, 25
TRIED_AGAIN = 6
ON_ITS_WAY = 0.3
"""What was asked so shortly before the silence was caught by it."""
SHORT = 12
"""A silence shorter than this needs a website less patient than the real one to be noticed."""


@dataclass
class Told:
    """What the crowd was told while nothing came through, and how soon it could choose again."""

    recovery: float
    while_silent: int = 0


def attempt(trial: Trial) -> Outcome:
    with trial.stage.fresh() as database:
        town = settle(trial.stage, database, PEOPLE + trial.n * PEOPLE_A_SECOND)
        with (
            between(database, trial.stage.folder / uuid4().hex, trial.seed) as network,
            website(trial.stage, network.database, **patience(trial)) as site,
        ):
            crowd, before = Crowd(site, town), workers_of(site)
            with crowd.choosing(AT_ONCE):
                told = make_trouble(network, crowd, trial)
            same = before == workers_of(site)
        return counted(crowd, told, ledger(database, crowd.acknowledged), same)


def patience(trial: Trial) -> dict[str, str]:
    """How long the website waits for the database: as in production, less in short, or for ever."""
    if not trial.protected:
        return {"FRITTVALG_TEST_PATIENCE": "600"}
    return {"FRITTVALG_TEST_PATIENCE": "0.25"} if trial.n < SHORT else {}


def make_trouble(network: Network, crowd: Crowd, trial: Trial) -> Told:
    """Slow, silent for n seconds, and cut; after each the crowd must be able to choose again."""
    told = Told(until_well_again(crowd))
    network.delay = LATENCY_SECONDS
    time.sleep(trial.n / 2)
    network.delay = 0.0
    told.recovery = max(told.recovery, until_well_again(crowd))
    network.open.clear()
    silent_from = time.monotonic()
    time.sleep(trial.n)
    asked = [answer for answer in crowd.answers if answer.begun > silent_from - ON_ITS_WAY]
    told.while_silent = sum(answer.come_back for answer in asked)
    network.open.set()
    told.recovery = max(told.recovery, until_well_again(crowd))
    network.cut = 0.5
    network.cut_all()
    time.sleep(trial.n / 2)
    network.cut = 0.0
    told.recovery = max(told.recovery, until_well_again(crowd))
    return told


def until_well_again(crowd: Crowd) -> float:
    """Seconds until so many more have chosen that every connection has been tried again."""
    enough = len(crowd.acknowledged) + TRIED_AGAIN
    return until(lambda: len(crowd.acknowledged) >= enough, "nobody could choose any more")


def counted(crowd: Crowd, told: Told, stored: Ledger, same: bool) -> Outcome:
    late = sum(answer.seconds > AT_MOST_SECONDS for answer in crowd.answers)
    wrong = sum(
        answer.status == 0 or (answer.status >= 500 and not answer.come_back)
        for answer in crowd.answers
    )
    longest = max(answer.seconds for answer in crowd.answers)
    figure = (
        f"{len(crowd.answers):,} requests, longest {longest:.1f} s, {late} late, {wrong} without a"
        f" proper answer, {told.while_silent} told to come back in the silence;"
        f" {len(crowd.acknowledged):,} choices confirmed, {stored.lost} lost, {stored.doubled} doubled;"
        f" choosing again after {told.recovery:.1f} s{'' if same else ', restarted'}"
    )
    kept = late == wrong == 0 and told.while_silent > 0 and stored.is_right and same
    return Outcome(figure, kept)


P3 = Promise(
    "P3",
    "A slow, cut or silent network to the database: an answer within ten seconds, and nothing lost.",
    attempt,
    without="a website that waits for ever",
    n=30,
    quick=1,
    slow=True,
)
