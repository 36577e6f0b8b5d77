"""Advice beside a draft: warnings that hinder nothing, each with its sum and its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from registry.domain.hints import Kind
from registry.domain.organisation import Function
from tests.web.workplaces import Town, Worker
from web.municipality.advice_words import TEXTS

NEXT_YEAR = f"{date.today().year + 1}-01-01"


@dataclass
class Writing:
    """Somebody who writes a draft."""

    worker: Worker
    address: str

    def keep(self, path: str = "", **fields: str) -> None:
        page = self.worker.get(f"{self.address}{path}").text
        version = re.search(r'name="version"[^>]* value="(\d+)"', page)
        assert version is not None
        typed = {name.replace("_", "-", 2): value for name, value in fields.items()}
        answer = self.worker.post(f"{self.address}{path}", typed, version=version[1])
        assert answer.status_code in (303, 422)

    def page(self, path: str = "") -> str:
        return self.worker.get(f"{self.address}{path}").text.replace("\u00a0", " ")


@pytest.fixture
def draft(town: Town) -> Writing:
    worker = town.in_town(Function.DRAFT_CONCESSION)
    return Writing(worker, worker.post("/for-kommuner/utkast").location)


def test_every_hint_has_words() -> None:
    assert set(TEXTS) == set(Kind)


def test_a_rate_below_the_least_cost_is_said_with_the_sum_line_by_line(draft: Writing) -> None:
    """257.83 kr at the least, of which the wage is 206.38 (test_wage_floor)."""
    draft.keep(form="full", bpa_rates_hourly="257")
    page = draft.page()
    assert "Timeprisen er lavere enn det en time minst koster leverandøren: 257,83 kr" in page
    for amount in ("206,38 kr", "8,55 kr", "27,14 kr", "4,52 kr"):
        assert amount in page, amount
    assert "vår antakelse" in page
    assert "tariffavtalen fra 1. september 2024" in page
    assert "Se på dette" in page
    assert 'href="/for-kommuner/kostnad"' in page
    assert "Timeprisen er lavere" in draft.page("/kapittel/13")


def test_advice_hinders_nothing(draft: Writing) -> None:
    draft.keep(form="full", bpa_rates_hourly="200", starts_on=NEXT_YEAR, heard_on="2025-01-01")
    page = draft.page()
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    sent = draft.worker.post(
        f"{draft.address}/send",
        {"bpa-rates-hourly": "200", "starts_on": NEXT_YEAR, "heard_on": "2025-01-01"},
        version=version[1],
        form="full",
    )
    assert sent.status_code == 303
    assert "/konsesjoner/" in sent.location


def test_a_good_rate_needs_no_advice(draft: Writing) -> None:
    draft.keep(form="full", bpa_rates_hourly="482")
    page = draft.page()
    assert "Timeprisen" not in page.split("Råd om utkastet")[1].split("4.13")[0].split("4.11")[0]
    assert "om lag 330 timer i uken i 84 måneder" in page


def test_a_chapter_shows_its_own_advice_only(draft: Writing) -> None:
    draft.keep(form="full", bpa_rates_hourly="257")
    draft.keep("/kapittel/4", **{"bpa_admission_cap": "2"})
    four, thirteen = draft.page("/kapittel/4"), draft.page("/kapittel/13")
    assert "Med tak 2 og én leverandør som slutter" in four
    assert "0,75 personer med BPA per 1 000 innbyggere" in four
    assert "Med tak 2" not in thirteen
    assert "Timeprisen er lavere" not in four
    assert "Siste dag" not in thirteen


def test_the_dates_of_a_closed_round_are_shown(draft: Writing) -> None:
    draft.keep("/kapittel/4", bpa_admission_policy="closed_round")
    page = draft.page()
    for name in ("Siste dag for spørsmål", "Siste dag for svar", "Avtaler kan inngås"):
        assert name in page, name
    assert "Første opptaksdato" not in page


def test_an_amendment_has_no_new_admission_to_plan(town: Town) -> None:
    concession = town.published()
    worker = town.in_town(Function.DRAFT_CONCESSION)
    begun = worker.post("/for-kommuner/utkast", amends=str(concession)).location
    page = worker.get(begun).text
    assert "Avtaler kan inngås" not in page
    assert "Råd om utkastet" in page


@pytest.mark.parametrize("language", ["/nn", "/en"])
def test_advice_in_other_languages(draft: Writing, language: str) -> None:
    draft.keep(form="full", bpa_rates_hourly="257")
    draft.keep("/kapittel/4", bpa_admission_cap="2", bpa_admission_regime="kkf_3")
    page = draft.worker.get(f"{language}{draft.address}").text.replace("\u00a0", " ")
    assert {"/nn": "Råd om utkastet", "/en": "Advice on the draft"}[language] in page
    assert {"/nn": "257,83 kr", "/en": "NOK 257.83"}[language] in page
