"""The small registry the workplaces are tested on."""

from __future__ import annotations

import pytest

from registry.house import House
from tests.conftest import Projections
from tests.web.workplaces import Town


@pytest.fixture
def town(house: House, projections: Projections) -> Town:
    return Town(house, projections)
