"""A second kind of personal assistance is one more entry in a file: the forms ask, and pages say it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.domain.organisation import Function
from registry.reference import services
from tests.web.workplaces import FILLED, FIRM, Town

ANOTHER = """
- id: assistance
  nb: Personlig assistanse
  nn: Personleg assistanse
  en: Personal assistance
"""
NAME = "Personlig assistanse"


@pytest.fixture
def two_kinds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    file = tmp_path / "services.yaml"
    file.write_text(services.FILE.read_text() + ANOTHER)
    monkeypatch.setattr(services, "FILE", file)
    services.services.cache_clear()
    yield
    services.services.cache_clear()


@pytest.mark.usefixtures("two_kinds")
def test_a_concession_is_about_the_kind_that_was_chosen(town: Town) -> None:
    town.firm()
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    approver = town.in_town(Function.APPROVE_CONCESSION)
    address = town.drafted(drafter)
    assert NAME in drafter.get(address).text
    refused = drafter.post(f"{address}/send", FILLED, service="")
    assert refused.status_code == 422
    assert 'id="service-error"' in refused.text
    refused = drafter.post(f"{address}/send", FILLED, version="2", service="cleaning")
    assert refused.status_code == 422
    sent = drafter.post(f"{address}/send", FILLED, version="3", service="assistance").location
    approver.post(f"{sent}/kunngjor", about_nobody="1")
    anybody = town.app.test_client()
    assert NAME in anybody.get("/konsesjoner").text
    assert NAME in anybody.get(f"/konsesjoner/{sent.rpartition('/')[2]}").text
    assert NAME in town.at_firm(Function.APPLY, of=str(FIRM)).get("/for-leverandorer/sok").text
    assert "Personal assistance" in anybody.get("/en/konsesjoner").text


@pytest.mark.usefixtures("two_kinds")
def test_what_was_there_before_is_about_what_it_always_was(town: Town) -> None:
    town.published()
    page = town.app.test_client().get("/konsesjoner").text
    assert "Brukerstyrt personlig assistanse (BPA)</span>" in page


def test_while_there_is_one_kind_nobody_is_asked(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert 'name="service"' not in drafter.get(town.drafted(drafter)).text
    town.published()
    assert "(BPA)</span>" not in town.app.test_client().get("/konsesjoner").text
