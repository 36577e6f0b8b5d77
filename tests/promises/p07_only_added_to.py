"""P7: the log can only be added to, and whoever changes it past the program is found out."""

from __future__ import annotations

import random

import psycopg

from registry.application import cases
from registry.store.audit import verify
from registry.store.chain import seal, seal_and_sign
from registry.vault import MasterKey
from tests.conftest import Database
from tests.promises.program import Outcome, Promise, Trial
from tests.story import FJELLRYPE, command, open_case, tell

LOGS = ("registry", "case")
ROLES = ("frittvalg_app", "frittvalg_projector", "frittvalg_retention")
CHANGES = ("UPDATE log.{} SET topic = 'x'", "DELETE FROM log.{}", "TRUNCATE log.{}")


def attempt(trial: Trial) -> Outcome:
    """Every role tries to change the logs; then the server's master flips bytes, one at a time."""
    signer = MasterKey.from_file(trial.stage.key_file).signing_key()
    with trial.stage.fresh() as database, trial.stage.house(database) as house:
        story = tell(house.registrar)
        for _ in range(10):
            case = open_case(house.registrar, story)
            cases.choose_supplier(house.registrar, command(case), case, story.admissions[FJELLRYPE])
        with psycopg.connect(database.url("frittvalg_projector"), autocommit=True) as connection:
            for log in LOGS:
                seal_and_sign(connection, log, signer)
        tried, refused = changes(database)
        with psycopg.connect(database.url("postgres"), autocommit=True) as master:
            if not trial.protected:
                master.execute("DELETE FROM engine.heads")
            draw = trial.draw
            found = [flipped_is_found(master, draw, trial, which) for which in range(trial.n)]
    told = f"{refused} of {tried} changes by the program's roles refused;"
    told += f" {sum(found)} of {trial.n} flipped bytes found"
    return Outcome(told, refused == tried and all(found))


def changes(database: Database) -> tuple[int, int]:
    """(changes tried, changes refused)."""
    statements = [change.format(f"{log}_events") for log in LOGS for change in CHANGES]
    refused = 0
    for role in ROLES:
        with psycopg.connect(database.url(role), autocommit=True) as connection:
            for statement in statements:
                try:
                    connection.execute(statement)
                except psycopg.errors.InsufficientPrivilege:
                    refused += 1
    return len(ROLES) * len(statements), refused


def flipped_is_found(
    master: psycopg.Connection, draw: random.Random, trial: Trial, which: int
) -> bool:
    """Flip one bit of one event; every other time the whole chain is computed again to hide it."""
    log, public_key = draw.choice(LOGS), MasterKey.from_file(trial.stage.key_file).signing_key()
    events = master.execute(
        f"SELECT notification_id, length(state) FROM log.{log}_events ORDER BY 1"
    ).fetchall()
    position, length = draw.choice(events)
    flip = (
        f"UPDATE log.{log}_events SET state = set_bit(state, %s, 1 - get_bit(state, %s))"
        " WHERE notification_id = %s"
    )
    bit = draw.randrange(length * 8)
    with master.transaction(force_rollback=True):
        master.execute(flip, (bit, bit, position))
        if which % 2 or not trial.protected:
            master.execute(f"DELETE FROM engine.{log}_chain")
            seal(master, log)
        return bool(verify(master, log, public_key.public_key()))


P7 = Promise(
    "P7",
    "The log can only be added to, and a change behind the program's back is found.",
    attempt,
    without="the chain without signed heads",
    n=100,
    quick=10,
)
