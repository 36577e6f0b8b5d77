"""The promises in their quick form: each is kept, and each is broken without its protection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.promises.every import EVERY
from tests.promises.program import CannotBeShown, Outcome, Promise, Stage, Trial, run, staged

pytestmark = pytest.mark.slow
every_promise = pytest.mark.parametrize("promise", EVERY, ids=lambda promise: promise.id)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with staged() as its:
        yield its


@every_promise
def test_the_promise_is_kept(promise: Promise, stage: Stage) -> None:
    try:
        outcome = promise.kept(stage, promise.seeds[0], quick=True)
    except CannotBeShown as why:
        pytest.skip(str(why))
    assert outcome.kept, outcome.figure


@every_promise
def test_without_its_protection_it_is_broken(promise: Promise, stage: Stage) -> None:
    try:
        outcome = promise.power(stage, promise.seeds[0], quick=True)
    except CannotBeShown as why:
        pytest.skip(str(why))
    assert not outcome.kept, f"{promise.without}: {outcome.figure}"


def promised(protected: bool, unprotected: bool) -> Promise:
    """A promise whose two trials end as told."""

    def attempt(trial: Trial) -> Outcome:
        return Outcome("counted", protected if trial.protected else unprotected)

    return Promise("P0", "Something holds.", attempt, "without it", n=2, quick=1)


@pytest.mark.parametrize(
    ("protected", "unprotected", "kept"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_a_promise_counts_only_when_its_power_check_finds_something(
    protected: bool, unprotected: bool, kept: bool, stage: Stage
) -> None:
    assert run(promised(protected, unprotected), stage, 1, quick=True).kept is kept
