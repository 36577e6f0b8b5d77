"""The small registry the pages are tested on: settled once, and a copy of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from registry.house import House, open_house
from registry.store import embedded, migrate
from tests.conftest import KEY, Database, Projections, cloned
from tests.web.workplaces import Town, settle


@pytest.fixture(scope="session")
def settled(server: embedded.Server) -> Database:
    """The database that tests of pages copy."""
    database = Database(server, "settled")
    embedded.prepare(server, database.name)
    migrate.migrate(database.url("frittvalg_owner"))
    house = open_house(database.url(), KEY)
    settle(house, Projections(database, house))
    house.close()
    return database


@pytest.fixture
def fresh(settled: Database) -> Iterator[Database]:
    """A copy of the small registry."""
    with cloned(settled.server, settled.name) as database:
        yield database


@pytest.fixture
def town(house: House, projections: Projections) -> Town:
    """The small registry, and the way to do things in it."""
    return Town(house, projections)
