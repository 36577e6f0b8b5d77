"""A town with a website: people with codes in their letters, and suppliers to choose."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from uuid import UUID, uuid4

from registry.application import cases
from tests.conftest import Database, Projections
from tests.live import Site, running
from tests.promises.program import Stage
from tests.story import Story, open_case, tell
from tests.visitor import Visitor


@dataclass(frozen=True)
class Town:
    """What was told, and the case that each code opens."""

    story: Story
    waiting: dict[str, UUID]


def settle(stage: Stage, database: Database, people: int) -> Town:
    """Let some people wait to choose. There are places for all of them."""
    with stage.house(database) as house:
        story = tell(house.registrar, places=people + 1)
        opened = [open_case(house.registrar, story) for _ in range(people)]
        waiting = {cases.issue_code(house.registrar, case): case for case in opened}
        Projections(database, house).catch_up()
    return Town(story, waiting)


@contextmanager
def website(
    stage: Stage, database: Database, workers: int = 1, **environment: str
) -> Iterator[Site]:
    """The whole product running on a database, with some settings of its own."""
    folder = stage.folder / uuid4().hex
    folder.mkdir()
    with (
        patch.dict(os.environ, environment),
        running(database, folder, stage.key_file, workers=workers) as site,
    ):
        yield site


def with_code(site: Site, code: str) -> Visitor:
    """Somebody who has typed the code."""
    visitor = Visitor(site.base)
    assert visitor.use_code(code).status_code == 303
    return visitor


def workers_of(site: Site) -> list[int]:
    """The process ids of the website's workers."""
    master = site.processes["serve"].pid
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
