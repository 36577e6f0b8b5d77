"""The invented nation, drawn once for all tests of it."""

from __future__ import annotations

import pytest

from registry.demo.nation import Nation
from registry.demo.plan import plan


@pytest.fixture(scope="session")
def nation() -> Nation:
    return plan()
