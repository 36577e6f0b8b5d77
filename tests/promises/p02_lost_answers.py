"""P2: the answer to an append is lost on its way back; the command is still carried out exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import PersistenceError

from registry.application.desk import Command
from registry.domain.errors import Busy, RuleBroken
from registry.house import House
from tests.conftest import Database
from tests.promises import acts
from tests.promises.program import Outcome, Promise, Trial, forget_commands
from tests.promises.proxy import Network, between

ASKED_AGAIN = 5


@dataclass
class Client:
    """Carries out commands over a network that loses the answers, and asks again with the same id."""

    network: Network
    trouble: bool
    commands: int = 0
    told_wrongly: int = 0

    def do(self, by: UUID, act: Callable[[Command], object]) -> Command:
        command = Command(uuid4(), by)
        self.commands += 1
        self.network.swallow = int(self.trouble)
        if not self._is_told_success(lambda: act(command)):
            self.told_wrongly += 1
        return command

    def _is_told_success(self, ask: Callable[[], object]) -> bool:
        for _ in range(ASKED_AGAIN):
            try:
                ask()
            except (PersistenceError, psycopg.OperationalError):
                continue
            except (RuleBroken, Busy):
                return False
            return True
        return False


def attempt(trial: Trial) -> Outcome:
    expected = carried_out(replace(trial, protected=True), trouble=False)[0]
    stored, client = carried_out(trial, trouble=True)
    lost, twice = (expected - stored).total(), (stored - expected).total()
    figure = (
        f"{client.commands} commands, {client.network.swallowed} answers lost on the way:"
        f" {lost} events missing, {twice} stored twice, {client.told_wrongly} told no"
    )
    assert client.network.swallowed >= client.commands or not trial.protected
    return Outcome(figure, lost + twice + client.told_wrongly == 0)


def carried_out(trial: Trial, *, trouble: bool) -> tuple[Counter[str], Client]:
    """What stands in the logs when at least n commands of every kind have been asked for."""
    with trial.stage.fresh() as database:
        if not trial.protected:
            forget_commands(database)
        with (
            between(database, trial.stage.folder / uuid4().hex, trial.seed) as network,
            trial.stage.house(network.database) as house,
        ):
            client = Client(network, trouble)
            do_all(house, client, trial.n)
        return topics(database), client


def do_all(house: House, client: Client, n: int) -> None:
    acts.begin(house.registrar, client.do)
    which = 0
    while client.commands < n:
        acts.one_round(house.registrar, client.do, which)
        which += 1


def topics(database: Database) -> Counter[str]:
    """How many events of each kind both logs hold."""
    with psycopg.connect(database.url("frittvalg_owner")) as owner:
        rows = owner.execute(
            "SELECT topic FROM log.registry_events UNION ALL SELECT topic FROM log.case_events"
        )
        return Counter(topic for (topic,) in rows)


P2 = Promise(
    "P2",
    "A command whose answer is lost on the way is carried out once, and the user is told so.",
    attempt,
    without="appending without recognising commands",
    n=500,
    quick=15,
)
