"""Complaints are counted exactly, corrected when wrong, and shown only where they tell of nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from registry.application.complaints import count_complaints
from registry.application.desk import Command
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.values import ComplaintOutcome, CountyNumber, OrganisationNumber
from tests.conftest import Database
from tests.web.workplaces import HAMAR, RINGSAKER, Town, Worker

GOVERNOR = OrganisationNumber("310000035")
INNLANDET, FRONT = CountyNumber("34"), "/for-statsforvaltere"
WINTER, SPRING = datetime(2027, 1, 20, 12, tzinfo=UTC), datetime(2027, 4, 20, 12, tzinfo=UTC)
PUBLIC, TITLE = f"/kommuner/{HAMAR}", "Klager på vedtak om BPA"


@pytest.fixture
def counter(town: Town, fresh: Database) -> Worker:
    """Somebody who counts for Innlandet, in the summer after the year that is counted."""
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        owner.execute(
            "UPDATE log.clock SET ahead = %s::timestamptz - now()", ("2027-07-02 12:00+02",)
        )
    governor = town.organisation(
        OrganisationKind.COUNTY_GOVERNOR,
        GOVERNOR,
        name="Statsforvalteren i Innlandet",
        counties=[INNLANDET],
    )
    return town.hire(governor, Function.COUNT_COMPLAINTS)


def form_of(numbers: tuple[int, ...], quarter: str) -> dict[str, str]:
    names = [outcome.value for outcome in ComplaintOutcome]
    return dict(zip(names, map(str, numbers), strict=True)) | {"kvartal": quarter}


def counts(counter: Worker, quarter: str, *numbers: int, of: str = HAMAR) -> int:
    """Counted on the page, today."""
    return counter.post(f"{FRONT}/{of}", form_of(numbers, quarter)).status_code


def counted(counter: Worker, quarter: int, *numbers: int, on: datetime = WINTER) -> None:
    """Counted in Hamar for 2026, some time ago."""
    town = counter.town
    count_complaints(
        town.house.registrar,
        Command(uuid4(), counter.user, at=on),
        Organisation.id_for(OrganisationKind.COUNTY_GOVERNOR, number=GOVERNOR),
        HAMAR,
        2026,
        quarter,
        dict(zip(ComplaintOutcome, numbers, strict=True)),
    )
    town.projections.catch_up()


def public(town: Town, query: str = "") -> str:
    return town.app.test_client().get(PUBLIC + query).text


def test_a_governor_counts_in_its_own_counties_only(counter: Worker) -> None:
    page = counter.get(FRONT).text
    assert "Statsforvalteren i Innlandet" in page
    assert "Hamar" in page and "Drammen" not in page
    assert "4. kvartal 2026" in page
    assert counter.get(f"{FRONT}/3301").status_code == 404
    assert counts(counter, "2026-4", 1, 1, 1, 1, of="3301") == 404


def test_what_is_counted_can_be_corrected(counter: Worker) -> None:
    assert "kommuner mangler" in counter.get(FRONT).text
    assert counts(counter, "2026-4", 3, 2, 1, 0) == 303
    assert f"{FRONT}/{HAMAR}?kvartal=2026-4" in counter.get(f"{FRONT}?kvartal=2026-4").text
    page = counter.get(f"{FRONT}/{HAMAR}?kvartal=2026-4").text
    assert 'name="upheld" type="text" value="3"' in page
    assert 'name="dismissed" type="text" value="0"' in page
    assert counts(counter, "2026-4", 4, 2, 1, 0) == 303
    page = counter.get(f"{FRONT}/{HAMAR}?kvartal=2026-4").text
    assert 'name="upheld" type="text" value="4"' in page
    assert 'value=""' in counter.get(f"{FRONT}/{HAMAR}?kvartal=2026-3").text


@pytest.mark.parametrize("number", ["", "-1", "10 000", "3,5", "mange"])
def test_only_whole_numbers_are_taken(counter: Worker, number: str) -> None:
    form = {outcome.value: "1" for outcome in ComplaintOutcome} | {"kvartal": "2026-4"}
    refused = counter.post(f"{FRONT}/{HAMAR}", form, upheld=number)
    assert refused.status_code == 422
    assert 'id="upheld-error"' in refused.text


@pytest.mark.parametrize("quarter", ["2027-3", "2019-1", "x", ""])
def test_a_quarter_that_is_not_over_or_long_past_is_not_counted(
    counter: Worker, quarter: str
) -> None:
    assert counts(counter, quarter, 1, 1, 1, 1) in (404, 422)
    if quarter:
        assert counter.get(f"{FRONT}?kvartal={quarter}").status_code == 404


def test_the_public_sees_rounded_half_years_with_enough_in_them(
    town: Town, counter: Worker
) -> None:
    counted(counter, 3, 8, 5, 1, 0)
    assert TITLE not in public(town), "half of a half year"
    counted(counter, 4, 5, 4, 1, 0)
    page = public(town)
    assert TITLE in page
    assert "Omtrent 25 klager" in page
    for shown in ("Vedtaket ble stående", "omtrent 15", "omtrent 10", "færre enn fem"):
        assert shown in page, shown
    assert page.count("færre enn fem") == 2, "two and none look the same"


def test_fewer_than_ten_are_not_told(town: Town, counter: Worker) -> None:
    counted(counter, 3, 4, 1, 0, 0)
    counted(counter, 4, 3, 1, 0, 0)
    page = public(town)
    assert "Færre enn ti klager" in page
    assert "Omtrent" not in page
    for outcome in ("Vedtaket ble stående", "Vedtaket ble endret"):
        assert outcome not in page


def test_none_at_all_looks_like_few(town: Town, counter: Worker) -> None:
    for quarter in (3, 4):
        counted(counter, quarter, 0, 0, 0, 0)
    assert "Færre enn ti klager" in public(town)


def test_no_outcome_tells_how_all_of_them_ended(town: Town, counter: Worker) -> None:
    counted(counter, 3, 10, 0, 0, 0)
    counted(counter, 4, 12, 0, 0, 0)
    page = public(town)
    assert "Omtrent 20 klager" in page
    assert "Vedtaket ble stående" not in page


def test_what_is_counted_or_corrected_shows_from_the_next_half_year(
    town: Town, counter: Worker
) -> None:
    for quarter in (3, 4):
        counted(counter, quarter, 8, 5, 0, 0)
    counted(counter, 4, 38, 5, 0, 0, on=SPRING)
    assert "Omtrent 55 klager" in public(town)
    for day in ("2027-01-21", "2027-05-01", "2027-06-30"):
        assert TITLE not in public(town, f"?dato={day}")
    counts(counter, "2026-4", 8, 5, 0, 0)
    assert "Omtrent 55 klager" in public(town), "corrected today, seen after New Year"


def test_the_numbers_stand_in_the_log_that_is_never_public(town: Town, counter: Worker) -> None:
    counts(counter, "2026-4", 7, 7, 7, 7)
    with town.house.pool.connection() as connection:
        rows = connection.execute(
            "SELECT 'registry' FROM log.registry_events WHERE topic LIKE 'complaints.%'"
            " UNION ALL SELECT 'case' FROM log.case_events WHERE topic = 'complaints.counted'"
        ).fetchall()
    assert rows == [("case",)] * 4


def test_nobody_else_sees_or_counts(town: Town, counter: Worker) -> None:
    counts(counter, "2026-4", 7, 7, 7, 7)
    for other in (
        town.in_town(Function.MANAGE_PEOPLE, Function.ISSUE_CODES),
        town.steward(Function.EDIT_TEMPLATE),
    ):
        assert other.get(FRONT).status_code == 403
        assert other.get(f"{FRONT}/{HAMAR}").status_code == 403
    assert counts(counter, "2026-4", 1, 1, 1, 1, of=RINGSAKER) == 303
