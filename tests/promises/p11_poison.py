"""P11: an event that a read model cannot take is set aside, and nobody else waits for it."""

from __future__ import annotations

from unittest.mock import patch

import psycopg

from registry.application import municipalities
from registry.domain.municipality import Municipality
from registry.domain.values import ChoiceKind, Language, MunicipalityNumber
from registry.house import House
from registry.projections import MODELS
from registry.store import projector
from registry.store.parking import everything_parked
from registry.store.rebuild import rebuild
from registry.store.release import release
from tests.conftest import Database, Projections
from tests.promises.program import Outcome, Promise, Trial
from tests.story import command

POISONED = 10


def attempt(trial: Trial) -> Outcome:
    """Many municipalities state something; the read model cannot take it from ten of them."""
    numbers = [MunicipalityNumber(str(1000 + which)) for which in range(trial.n)]
    poisoned = {Municipality.id_for(one) for one in trial.draw.sample(numbers, POISONED)}
    model = next(model for model in MODELS if model.name == "municipalities")
    registered = model._handlers[Municipality.Created]

    def cannot_take_all(event):  # type: ignore[no-untyped-def]
        if event.originator_id in poisoned:
            return [("INSERT INTO municipalities (number) VALUES (%(no)s)", {"no": "x\0"})]
        return registered(event)

    with trial.stage.fresh() as database, trial.stage.house(database) as house:
        for number in numbers:
            municipalities.register_municipality(house.registrar, command(), number, Language.NB)
            municipalities.state_choice(house.registrar, command(), number, ChoiceKind.OWN_ONLY)
        with patch.dict(model._handlers, {Municipality.Created: cannot_take_all}):
            stops = project(database, house, trial.protected)
        shown, parked = count(database)
        after, same = mend(database, house)
    told = f"{POISONED} poisoned among {trial.n}: {shown} shown, {parked} set aside, {stops} stops;"
    told += f" mended: {after} shown, a clean build is {'equal' if same else 'different'}"
    kept = (shown, parked, stops) == (trial.n - POISONED, POISONED, 0)
    return Outcome(told, kept and after == trial.n and same)


def project(database: Database, house: House, protected: bool) -> int:
    """Bring the read models up to date; how often the projector stopped (at most once here)."""
    with patch.object(
        projector, "is_poison", projector.is_poison if protected else lambda _: False
    ):
        try:
            Projections(database, house).catch_up()
        except psycopg.Error:
            return 1
    return 0


def count(database: Database) -> tuple[int, int]:
    with psycopg.connect(database.url()) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM read.municipalities WHERE stated = 'own_only'),"
            " (SELECT count(*) FROM read.parked)"
        ).fetchone()
    assert row is not None
    return row


def mend(database: Database, house: House) -> tuple[int, bool]:
    """Release what stands aside; how many are shown then, and whether a clean build is equal."""
    logs = [house.registry, house.cases]
    with psycopg.connect(database.url("frittvalg_projector"), autocommit=True) as connection:
        connection.execute("SET search_path TO read")
        for its in everything_parked(connection):
            release(connection, logs, MODELS, its)
    Projections(database, house).catch_up()
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        same = rebuild(owner, logs, MODELS).same
    return count(database)[0], same


P11 = Promise(
    "P11",
    "An event that cannot be shown is set aside with an alarm, and everything else is shown.",
    attempt,
    without="nothing is set aside",
    n=1_000,
    quick=100,
)
