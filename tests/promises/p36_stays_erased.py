"""P36: whoever was erased after the backup stays erased when it is restored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from unittest.mock import patch
from uuid import UUID

import psycopg

from registry.application import cases
from registry.application.desk import Registrar
from registry.application.erasure import erase_case
from registry.store import archive, backup, embedded
from registry.store.erasure import ErasedList
from registry.store.lending import lend
from tests.conftest import Database
from tests.promises.archived import Archived, archived
from tests.promises.program import Outcome, Promise, Stage, Trial
from tests.promises.town import settle
from tests.story import FJELLRYPE, KREKLING, command

OTHERS = 2


@dataclass(frozen=True)
class Lived:
    """A server that was backed up, a moment after that, and those who were erased after the moment.

    `canaries` are by person what would show them in a dump.
    """

    its: Archived
    moment: datetime
    canaries: list[set[str]]
    others: list[UUID]


def attempt(trial: Trial) -> Outcome:
    """Go back to when everybody was there."""
    lived = live(trial.stage, trial.n)
    listed = ErasedList.cases if trial.protected else lambda _: []
    with (
        patch.object(ErasedList, "cases", listed),
        lived.its.restored(lived.moment) as (_, database),
    ):
        text = dump(lived.its, database)
    found = [sum(canary in text for canary in person) for person in lived.canaries]
    intact = sum(str(case) in text for case in lived.others)
    figure = (
        f"{trial.n} persons erased after the backup: {sum(found)} canaries found, of"
        f" {sum(map(bool, found))} persons; {intact} of {OTHERS} others are there"
    )
    return Outcome(figure, not any(found) and intact == OTHERS)


@lru_cache(maxsize=1)
def live(stage: Stage, n: int) -> Lived:
    """Everybody chooses before the copy and half of them again after it; then some are erased."""
    with (
        archived(stage) as its,
        its.stage.house(its.database) as house,
        its.following(),
        psycopg.connect(its.database.url("frittvalg_retention"), autocommit=True) as retention,
        archive.superuser(its.stage.server, its.database.name) as owner,
    ):
        registrar, town = house.registrar, settle(its.stage, its.database, n + OTHERS)
        everybody, admissions = list(town.waiting.values()), town.story.admissions
        choose(registrar, everybody, admissions[FJELLRYPE])
        backup.take(its.stage.server, its.backups)
        choose(registrar, everybody[::2], admissions[KREKLING])
        moment, _ = archive.moment_and_system(owner)
        canaries = [canaries_of(owner, case) for case in everybody[:n]]
        for case in everybody[:n]:
            erase_case(registrar, retention, its.backups.erased, case)
    return Lived(its, moment, canaries, everybody[n:])


def choose(registrar: Registrar, everybody: list[UUID], admission: UUID) -> None:
    for case in everybody:
        cases.choose_supplier(registrar, command(case), case, admission)


def canaries_of(owner: psycopg.Connection, case: UUID) -> set[str]:
    """The id as it may be written, in text and in bytes; the wrapped key; the hash of the code."""
    row = owner.execute(
        "SELECT wrapped_key, code_hash FROM vault.case_keys JOIN vault.codes USING (case_id)"
        " WHERE case_id = %s",
        (case,),
    ).fetchone()
    assert row is not None
    written = {str(case), case.hex}
    return written | {its.encode().hex() for its in written} | {its.hex() for its in row}


def dump(its: Archived, database: Database) -> str:
    """Every row there is, but for the counts of removed cases: they alone say that there was one."""
    out = its.backups.folder.with_name("dumped")
    out.mkdir(exist_ok=True)
    lend(out)
    embedded.run(database.server, "pg_dump", f"--file={out / 'sql'}", database.url("postgres"))
    lines = (out / "sql").read_text().splitlines()
    return "\n".join(line for line in lines if "totals.case_removed" not in line)


P36 = Promise(
    "P36",
    "Whoever was erased after the backup stays erased when it is restored.",
    attempt,
    without="without the list of the erased",
    n=50,
    quick=3,
    slow=True,
)
