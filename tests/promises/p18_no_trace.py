"""P18: when a rule says no, both logs and the vault are as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg

from registry.application.desk import A, Command, Decision, LogDesk
from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded
from registry.house import House
from registry.store.rebuild import content_hash
from tests.promises.program import Outcome, Promise, Trial
from tests.promises.refusals import every_rule, refusals

KEPT = ("log", "vault", "engine")
"""The logs, what people typed, keys and codes, and what has begun and is not yet done."""


class HastyDesk(LogDesk):
    """Saves everything it has loaded, also when a rule then said no."""

    loaded: list[Recorded]

    def find(self, kind: type[A], aggregate_id: UUID) -> A | None:
        found = super().find(kind, aggregate_id)
        if found is not None:
            self.loaded.append(found)
        return found

    def carry_out(self, command: Command, decide: Decision, *more: Any, **how: Any) -> int:
        self.loaded = []
        try:
            return super().carry_out(command, decide, *more, **how)
        except RuleBroken:
            self.log.save(*self.loaded, command_id=uuid4())
            raise


def attempt(trial: Trial) -> Outcome:
    tried, traces, unseen = 0, set(), every_rule()
    with trial.stage.fresh() as database, trial.stage.house(database) as house:
        registrar = house.registrar if trial.protected else hasty(house)
        with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
            for rule, act in refusals(registrar):
                before = state(owner)
                must_refuse(rule, act)
                tried += 1
                unseen.discard(rule)
                if state(owner) != before:
                    traces.add(rule.__name__)
    figure = f"{tried} refusals by {len(every_rule())} rules, {len(traces)} rules left a trace"
    if trial.protected and (traces or unseen):
        figure += f" (traces: {sorted(traces)}, never tried: {sorted(r.__name__ for r in unseen)})"
    return Outcome(figure, not traces and not unseen)


def must_refuse(rule: type[RuleBroken], act: Callable[[], object]) -> None:
    try:
        act()
    except rule:
        return
    raise AssertionError(f"{rule.__name__} did not say no")


def hasty(house: House) -> Any:
    """The same registrar, with desks that save before they know the answer."""
    registry, cases = (HastyDesk(log, house.pool) for log in (house.registry, house.cases))
    registry.loaded, cases.loaded = [], []
    return replace(house.registrar, registry=registry, cases=cases)


def state(owner: psycopg.Connection) -> list[str]:
    return [content_hash(owner, schema) for schema in KEPT]


P18 = Promise(
    "P18",
    "When a rule says no, nothing is left behind: not in the logs, not in the vault.",
    attempt,
    without="a desk that saves before the rules have spoken",
    n=len(every_rule()),
    quick=len(every_rule()),
)
