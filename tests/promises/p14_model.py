"""P14: whatever happens in whatever order, the registry agrees with a small model of the rules."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from unittest.mock import patch
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from registry.application import admissions, cases, concessions
from registry.application.desk import Command, Registrar
from registry.domain.case import Case
from registry.domain.errors import RuleBroken
from registry.domain.places import Places
from registry.domain.supplier import Supplier
from registry.domain.values import Accepting, ClosingGround, HoursBand, LeadRole
from registry.house import House
from registry.queries.clock import wait_for
from tests.conftest import Projections
from tests.promises.program import Outcome, Promise, Trial, until
from tests.promises.town import website
from tests.scenario import NOW, SOLVEIG, TORE, terms
from tests.story import FJELLRYPE, HAMAR, HEARD, KREKLING, OWN, STARTS, announce, tell, written
from tests.visitor import Visitor

SUPPLIERS = [FJELLRYPE, KREKLING, OWN]
STEPS, REGRET_DAYS, WEB_STEPS = 50, 14, 8
WHO = st.sampled_from(range(len(SUPPLIERS)))


@dataclass
class Offered:
    """What the model knows of a supplier in the concession."""

    admitted: bool = True
    open: bool = True
    ceiling: int = 2


@dataclass
class Model:
    """The rules of choosing in thirty lines: who holds which supplier, since when."""

    offered: list[Offered] = field(default_factory=lambda: [Offered() for _ in SUPPLIERS])
    chosen: dict[int, tuple[int, date]] = field(default_factory=dict)

    def taken(self, which: int) -> int:
        return sum(its == which for its, _ in self.chosen.values())

    def choose(self, case: int, which: int, today: date) -> str:
        its, now = self.offered[which], self.chosen.get(case)
        if not its.admitted:
            return "not-admitted"
        if now and now[0] == which:
            return "supplier-already-chosen"
        if now and today > now[1] + timedelta(days=REGRET_DAYS):
            return "regret-is-over"
        if not its.open:
            return "places-closed"
        if self.taken(which) >= its.ceiling:
            return "places-full"
        self.chosen[case] = (which, today)
        return "done"

    def regret(self, case: int, today: date) -> str:
        if case not in self.chosen:
            return "nothing-chosen"
        if today > self.chosen[case][1] + timedelta(days=REGRET_DAYS):
            return "regret-is-over"
        del self.chosen[case]
        return "done"

    def declare(self, which: int, accepting: Accepting, ceiling: int) -> str:
        its = self.offered[which]
        if not its.admitted:
            return "not-admitted"
        its.open, its.ceiling = accepting is not Accepting.NO, ceiling
        return "done"

    def close(self, which: int) -> str:
        its = self.offered[which]
        if not its.admitted:
            return "not-admitted"
        its.admitted = its.open = False
        return "done"

    def grant(self, which: int) -> str:
        its = self.offered[which]
        if its.admitted:
            return "already-applied"
        its.admitted = True
        return "done"


class Real:
    """The same acts as commands, in a concession of its own."""

    def __init__(self, registrar: Registrar) -> None:
        self.registrar = registrar
        self.day, self.cases = NOW, []  # type: tuple[datetime, list[UUID]]
        self.reached = (0, 0)
        sent = self.command()
        own = written(terms(regret_days=REGRET_DAYS), regret_days="Kort tid.")
        self.concession, _ = concessions.send_concession_for_approval(
            registrar, sent, [HAMAR], own, STARTS, HEARD, short_form=False
        )
        concessions.publish_concession(registrar, self.command(TORE), self.concession)
        announce(registrar, self.command(), self.concession)
        self.admissions = [self._admit(Supplier.id_for(number)) for number in SUPPLIERS]
        for which in range(len(SUPPLIERS)):
            self.declare(which, Accepting.YES, 2)

    def command(self, by: UUID = SOLVEIG) -> Command:
        return Command(uuid4(), by, at=self.day)

    def open_case(self) -> None:
        case, _, position = cases.open_case(
            self.registrar,
            self.command(),
            HAMAR,
            self.concession,
            HoursBand.OVER_35,
            LeadRole.SELF,
        )
        self.cases.append(case)
        self.reached = (self.reached[0], position)

    def choose(self, case: int, which: int) -> None:
        of, admission = self.cases[case], self.admissions[which]
        cases.choose_supplier(self.registrar, self.command(), of, admission)

    def regret(self, case: int) -> None:
        cases.regret_choice(self.registrar, self.command(), self.cases[case])

    def declare(self, which: int, accepting: Accepting, ceiling: int) -> None:
        its = self.admissions[which]
        self.reached = admissions.declare_capacity(
            self.registrar, self.command(), its, accepting, ceiling
        )

    def close(self, which: int) -> None:
        ground = ClosingGround.SUPPLIER_WITHDREW
        admissions.close_admission(self.registrar, self.command(), self.admissions[which], ground)

    def grant(self, which: int) -> None:
        self._admit(Supplier.id_for(SUPPLIERS[which]))

    def _admit(self, supplier: UUID) -> UUID:
        its, _ = admissions.apply_for_admission(
            self.registrar, self.command(), self.concession, supplier
        )
        admissions.grant_admission(self.registrar, self.command(TORE), its)
        return its

    def shown(self) -> tuple[dict[int, int], list[int]]:
        """Who has chosen whom, and how many places each supplier has given away."""
        desk, chosen = self.registrar.cases, {}
        for number, case in enumerate(self.cases):
            its = desk.get(Case, case).chosen
            if its:
                chosen[number] = self.admissions.index(its)
        taken = [len(desk.get(Places, Places.id_for(its)).taken) for its in self.admissions]
        return chosen, taken


def outcome(act: Callable[[], None]) -> str:
    """Done, or the code of the rule that said no."""
    try:
        act()
    except RuleBroken as refused:
        return refused.code
    return "done"


def machine(house: House) -> type[RuleBasedStateMachine]:
    """The acts that hypothesis puts together, each compared with the model."""

    class Life(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.model, self.real = Model(), Real(house.registrar)
            for _ in range(4):
                self.real.open_case()

        def both(self, expected: str, act: Callable[[], None]) -> None:
            assert outcome(act) == expected

        @rule(case=st.integers(0, 3), which=WHO)
        def choose(self, case: int, which: int) -> None:
            expected = self.model.choose(case, which, self.real.day.date())
            self.both(expected, lambda: self.real.choose(case, which))

        @rule(case=st.integers(0, 3))
        def regret(self, case: int) -> None:
            expected = self.model.regret(case, self.real.day.date())
            self.both(expected, lambda: self.real.regret(case))

        @rule(which=WHO, accepting=st.sampled_from(Accepting), ceiling=st.integers(0, 3))
        def declare(self, which: int, accepting: Accepting, ceiling: int) -> None:
            expected = self.model.declare(which, accepting, ceiling)
            self.both(expected, lambda: self.real.declare(which, accepting, ceiling))

        @rule(which=WHO)
        def close(self, which: int) -> None:
            self.both(self.model.close(which), lambda: self.real.close(which))

        @rule(which=WHO)
        def grant(self, which: int) -> None:
            self.both(self.model.grant(which), lambda: self.real.grant(which))

        @rule(days=st.sampled_from([1, 7, REGRET_DAYS]))
        def days_pass(self, days: int) -> None:
            self.real.day += timedelta(days=days)

        def teardown(self) -> None:
            chosen = {case: which for case, (which, _) in self.model.chosen.items()}
            taken = [self.model.taken(which) for which in range(len(SUPPLIERS))]
            assert self.real.shown() == (chosen, taken)

    return Life


def attempt(trial: Trial) -> Outcome:
    """Sequences of acts through the commands, and a tenth as many through the website."""
    unlimited = patch.object(Places, "take", _take_without_a_ceiling)
    how = settings(
        max_examples=trial.n,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with trial.stage.fresh() as database, trial.stage.house(database) as house:
        tell(house.registrar)
        try:
            with nullcontext() if trial.protected else unlimited:
                run_state_machine_as_test(seed(trial.seed)(machine(house)), settings=how)
        except AssertionError:
            return Outcome(f"a difference within {trial.n:,} sequences", kept=False)
        different, draw = 0, trial.draw
        Projections(database, house).catch_up()
        with website(trial.stage, database) as site:
            for _ in range(visits := max(trial.n // 10, 1)):
                different += not by_the_website(house, site.base, draw)
    told = f"{trial.n:,} sequences of up to {STEPS} acts, {visits:,} through the website:"
    return Outcome(f"{told} {different} differences", not different)


def _take_without_a_ceiling(places: Places, act: object, place: UUID) -> None:
    places._record(Places.Taken, act, place=place)  # type: ignore[arg-type]


def by_the_website(house: House, base: str, draw: random.Random) -> bool:
    """One person chooses and regrets in a browser; whether the model says the same afterwards."""
    model, real, visitor = Model(), Real(house.registrar), Visitor(base)
    real.day = datetime.now(NOW.tzinfo)
    real.open_case()
    shown_to_all(house, real)
    visitor.use_code(cases.issue_code(house.registrar, real.cases[0]))
    for _ in range(WEB_STEPS):
        which = draw.randrange(len(SUPPLIERS))
        if draw.random() < 0.3:
            model.regret(0, real.day.date())
            visitor.post("/min-sak/angre", **visitor.form("/min-sak"))
        elif draw.random() < 0.3:
            accepting, ceiling = draw.choice(list(Accepting)), draw.randrange(3)
            model.declare(which, accepting, ceiling)
            real.declare(which, accepting, ceiling)
            shown_to_all(house, real)
        else:
            model.choose(0, which, real.day.date())
            path = f"/min-sak/velg/{SUPPLIERS[which]}"
            visitor.post(path, **(visitor.form(path) or visitor.form("/min-sak")))
    return real.shown()[0] == {case: which for case, (which, _) in model.chosen.items()}


def shown_to_all(house: House, real: Real) -> None:
    """Pages show what others did; a person acts on what she sees."""
    for log, position in zip(("registry", "case"), real.reached, strict=True):
        until(lambda: wait_for(house.pool, log, position), "the projector is behind")  # noqa: B023


P14 = Promise(
    "P14",
    "In whatever order people and suppliers act, what happens follows the rules.",
    attempt,
    without="places without a ceiling",
    n=2_000,
    quick=10,
    power_n=200,
    power_quick=20,
    slow=True,
)
