"""Kill -9 of website, projector and database while people choose: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from uuid import UUID

import psycopg
import pytest
import requests

from registry.application import cases
from registry.domain.case import Case
from registry.domain.places import Places
from registry.house import open_house
from registry.projections import MODELS
from registry.store import embedded, migrate
from registry.store.rebuild import rebuild
from registry.vault import MasterKey
from tests.conftest import Database, Projections
from tests.live import Site, running
from tests.story import FJELLRYPE, Story, open_case, tell
from tests.visitor import Visitor, patiently

KILLS = int(os.environ.get("FRITTVALG_KILLS", "30"))
SEED = int(os.environ.get("FRITTVALG_SEED", "2026"))
CHOOSERS = 4
PATIENCE = 40
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_nothing_acknowledged_is_lost_or_doubled_by_thirty_kills(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="frittvalg-kills-") as folder:
        Path(folder).chmod(0o711)
        its = embedded.server(Path(folder))
        embedded.start(its)
        try:
            embedded.prepare(its)
            migrate.migrate(its.url("frittvalg_owner"))
            _try(Database(its, "frittvalg"), tmp_path)
        finally:
            embedded.stop(its)


def _try(database: Database, folder: Path) -> None:
    key_file = folder / "master.key"
    house = open_house(database.url(), MasterKey.from_file(key_file, create=True))
    story = tell(house.registrar, places=10_000)
    waiting = {
        cases.issue_code(house.registrar, case): case
        for case in (open_case(house.registrar, story) for _ in range(KILLS * 30))
    }
    Projections(database, house).catch_up()
    house.close()
    with running(database, folder, key_file) as site:
        acknowledged = _choose_while_killing(site, waiting)
    assert len(acknowledged) > KILLS, "the load was too small to show anything"
    _nothing_is_lost_or_doubled(database, key_file, story, acknowledged)


def _choose_while_killing(site: Site, waiting: dict[str, UUID]) -> dict[UUID, int]:
    """The cases whose choice was acknowledged, and how often the form had to be sent."""
    stop, acknowledged, codes = Event(), {}, iter(list(waiting))
    path = f"/min-sak/velg/{FJELLRYPE}"

    def chooser() -> None:
        while not stop.is_set() and (code := next(codes, None)):
            visitor = Visitor(site.base)
            _sign_in(visitor, code)
            form = _form(visitor, path)
            sent = []

            def send() -> requests.Response:
                sent.append(1)  # noqa: B023
                return visitor.post(path, **form)  # noqa: B023

            if patiently(send).status_code == 303:
                acknowledged[waiting[code]] = len(sent)

    with ThreadPoolExecutor(CHOOSERS) as pool:
        running_choosers = [pool.submit(chooser) for _ in range(CHOOSERS)]
        try:
            _kill_and_start(site)
        finally:
            stop.set()
        for one in running_choosers:
            one.result()
    return acknowledged


def _sign_in(visitor: Visitor, code: str) -> None:
    """Type the code until the case is open: pages in between may be those of a restart."""
    deadline = time.monotonic() + PATIENCE
    while patiently(lambda: visitor.get("/min-sak")).status_code != 200:
        assert time.monotonic() < deadline
        with suppress(requests.RequestException):
            visitor.use_code(code)


def _form(visitor: Visitor, path: str) -> dict[str, str]:
    """The form of the page, once it is there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(requests.RequestException):
            if "command_id" in (found := visitor.form(path)):
                return found
        time.sleep(0.1)
    raise AssertionError("the page never had its form")


def _kill_and_start(site: Site) -> None:
    draw = random.Random(SEED)
    for _ in range(KILLS):
        time.sleep(draw.uniform(0.3, 0.9))
        victim = draw.choice(["serve", "project", "database"])
        if victim == "database":
            _kill_database(site)
        else:
            site.kill(victim)
            site.start(victim)
        assert site.processes["project"].poll() is None, "the projector did not begin again"
        site.wait_until_ready()


def _kill_database(site: Site) -> None:
    pid = embedded.postmaster_pid(site.database.server)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    embedded.start(site.database.server)


def _nothing_is_lost_or_doubled(
    database: Database, key_file: Path, story: Story, acknowledged: dict[UUID, int]
) -> None:
    house = open_house(database.url(), MasterKey.from_file(key_file))
    try:
        admission = story.admissions[FJELLRYPE]
        places = house.registrar.cases.get(Places, Places.id_for(admission))
        with psycopg.connect(database.url()) as connection:
            ids = connection.execute("SELECT id FROM read.cases").fetchall()
        chosen = [its for (i,) in ids if (its := house.registrar.cases.get(Case, i)).chosen]
        lost = [case for case in acknowledged if case not in {its.id for its in chosen}]
        assert lost == []
        assert len(places.taken) == len(chosen), "a place was taken twice for one choice"
        assert {its.place for its in chosen} == places.taken
        assert all(its.version == 2 for its in chosen), "one choice was stored twice"
        Projections(database, house).catch_up()
        with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
            assert rebuild(owner, [house.registry, house.cases], MODELS).same
    finally:
        house.close()
