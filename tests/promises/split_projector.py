"""The projector with its protection taken away: the position is written first, on its own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from unittest.mock import patch

import psycopg

from registry import cli
from registry.projections.model import ReadModel
from registry.store import projector

BETWEEN_SECONDS = 0.03
move_with_the_rows = projector._move


def move_alone(
    _: psycopg.Connection, models: Iterable[ReadModel], start: int, position: int
) -> None:
    """The new position in a transaction of its own; the rows follow a little later."""
    with psycopg.connect(os.environ["DATABASE_PROJECTOR_URL"]) as other:
        other.execute("SET search_path TO read")
        move_with_the_rows(other, list(models), start, position)
    time.sleep(BETWEEN_SECONDS)


if __name__ == "__main__":
    with patch.object(projector, "_move", move_alone):
        sys.argv = ["frittvalg", "project"]
        sys.exit(cli.main())
