"""The small registry the workplaces are tested on, and its stewards."""

from __future__ import annotations

import pytest

from tests.web.steward.office import Office
from tests.web.workplaces import Town


@pytest.fixture
def office(town: Town) -> Office:
    return Office(town)
