"""The dated figures: each has a source, and what was not found is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from registry.domain.sources import Mark
from registry.domain.thresholds import NOTICES, Regime
from registry.domain.wage_floor import Week
from registry.reference import rules
from tests.registry.domain.drafted import NODES


def sources(raw: Any) -> Iterator[dict[str, str]]:
    """Every source in a file, wherever it stands."""
    if isinstance(raw, dict):
        if "source" in raw:
            yield raw["source"]
        for each in raw.values():
            yield from sources(each)
    elif isinstance(raw, list):
        for each in raw:
            yield from sources(each)


@pytest.mark.parametrize("file", sorted(rules.FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_figure_names_its_source_and_how_sure_it_is(file: Any) -> None:
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = [
        *sources(raw),
        *(each for row in raw.get("deadlines", []) for each in row["announced"]),
    ]
    assert found
    for source in found:
        assert source.get("name") or source.get("by")
        assert source["address"] == "" or source["address"].startswith("https://")
        assert source.get("mark") in (None, *(mark.value for mark in Mark))


def test_the_wages_of_the_day() -> None:
    """The general addition of 2024 holds from 1 April, the ladder from 1 September."""
    april, autumn = rules.wage_rules(date(2024, 8, 31)), rules.wage_rules(date(2024, 9, 1))
    assert april is not None
    assert autumn is not None
    assert april.wages.lowest(Week.H375, 9) == 20_638
    assert autumn.wages.lowest(Week.H375, 9) == 22_689
    assert autumn.wages.lowest(Week.H355, 3) == 22_342
    assert rules.wage_rules(date(2022, 7, 31)) is None


def test_the_zones_are_from_none_to_fourteen_per_cent() -> None:
    found = rules.wage_rules(date(2026, 11, 22))
    assert found is not None
    assert found.zones.since == date(2026, 1, 1)
    assert (found.zones.shares["V"], found.zones.shares["I"]) == (0, 1_410)
    assert min(found.zones.shares.values()) == 0


def test_the_grant_is_known_for_some_years_only() -> None:
    found = rules.grant_rules()
    assert found[2024].threshold == 160_800_000
    assert found[2024].share == 8_000
    assert {2018, 2019, 2022, 2026} & set(found) == set()
    assert found[2025].source.mark is Mark.UNSURE
    assert found[2025].other_share == 9_000


def test_thresholds_are_found_until_the_end_of_2026() -> None:
    found = rules.thresholds(date(2026, 12, 31))
    assert found is not None
    assert found.concession == 5_780_000_000
    assert rules.thresholds(date(2027, 1, 1)) is None
    earlier = rules.thresholds(date(2024, 3, 13))
    assert earlier is not None
    assert earlier.concession == 5_600_000_000


def test_every_day_of_a_year_has_the_next_deadline_of_each_grant() -> None:
    for count in range(366):
        day = date(2026, 11, 22) + timedelta(days=count)
        found = rules.deadlines(day)
        assert len(found) == 4
        assert all(day <= each.day <= day + timedelta(days=366) for each in found)
        assert found == sorted(found, key=lambda each: each.day)


def test_the_rules_have_the_names_of_the_templates_options() -> None:
    regimes = {each.option for each in NODES["bpa.admission.regime"].options}
    channels = {each.option for each in NODES["bpa.admission.notice_channel"].options}
    assert {regime.value for regime in Regime if regime is not Regime.BELOW_ACT} <= regimes
    assert {its.channel.value for its in NOTICES.values() if its.channel.value} <= channels


def test_claims_are_marked_as_what_they_are() -> None:
    facing = rules.face_to_face()
    assert (facing.low, facing.high) == (5_000, 7_000)
    assert facing.source.mark is rules.hours_claim().source.mark is Mark.UNSURE
    assert rules.active_suppliers().source.mark is Mark.UNSURE
    assert rules.users_per_1000().source.mark is Mark.DERIVED
