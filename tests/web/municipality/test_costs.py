"""The page that says what schemes cost: sums with formula and source, and nothing left behind."""

from __future__ import annotations

import logging

import psycopg
import pytest

from registry.domain.organisation import Function
from tests.conftest import Database
from tests.web.workplaces import Town, Worker

COSTS = "/for-kommuner/kostnad"
TYPED = {
    "hours_1": "38", "schemes_1": "5", "hours_2": "120", "schemes_2": "2", "over_age_2": "1",
    "rate": "482", "evening": "", "evening_share": "15", "weekend": "", "weekend_share": "15",
    "years": "7", "risk": "yes", "zone": "I", "week": "37.5", "seniority": "0", "sick": "1",
    "administration": "0", "claim_year": "2024", "wage": "315", "replaced_hours": "10",
    "replaced_price": "400", "low": "50", "high": "70",
}  # fmt: skip


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


def counted(drafter: Worker, **typed: str) -> str:
    """The page with its sums, no-break spaces as plain ones."""
    answer = drafter.post(COSTS, TYPED, **typed)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def test_the_whole_sum(drafter: Worker) -> None:
    """38 x 5 x 52 x 482 = 4 762 160; 120 x 2 x 52 x 482 = 6 015 360: gross 10 777 520.

    Grant: 120 x 52 x 315 = 1 965 600, less 1 608 000 = 357 600, 80 % = 286 080, for the one who is
    not over 67. Net 10 491 440. Replaced: 10 x 52 x 400 = 208 000, over 0.7 = 297 143 and over 0.5
    = 416 000. Net of them 10 075 440 to 10 194 297.
    """
    page = counted(drafter)
    for amount in (
        "4 762 160 kr", "6 015 360 kr", "10 777 520 kr", "286 080 kr", "10 491 440 kr",
        "297 143 kr til 416 000 kr", "10 075 440 kr til 10 194 297 kr",
    ):  # fmt: skip
        assert amount in page, amount
    assert "(1 965 600 kr − 1 608 000 kr) × 80 % × 1" in page
    assert "622 440 kr, er ikke over 1 608 000 kr" in page
    assert "rundskriv IS-4/2024" in page


def test_fifty_hours_are_shown_as_a_claim_that_does_not_match_the_rule(drafter: Worker) -> None:
    """At 315 kr: 50 x 52 x 315 = 819 000 kr; the grant begins at 99 hours a week."""
    page = counted(drafter)
    assert "80 prosent fra time 51 i uken. Det stemmer ikke med regelen vi fant" in page
    assert "50 timer en lønn på 819 000 kr i året" in page
    assert "begynner tilskuddet ved 99 timer i uken" in page


@pytest.mark.parametrize("year", ["2022", "2026"])
def test_a_year_that_was_not_found_says_so_and_gives_no_grant(drafter: Worker, year: str) -> None:
    page = counted(drafter, claim_year=year)
    assert f"Innslagspunktet for {year} er ikke funnet" in page
    assert page.count("10 777 520 kr</td>") == 3


def test_an_unsure_year_is_marked_and_both_shares_are_named(drafter: Worker) -> None:
    page = counted(drafter, claim_year="2025")
    assert "usikkert, kontroller det" in page
    assert "skriver at andelen er 90 %. Vi har regnet med 80 %" in page


def test_without_a_wage_the_least_cost_is_used(drafter: Worker) -> None:
    """294.18 kr in zone I (test_wage_floor), without the 40 kr of administration beside it."""
    page = counted(drafter, wage="", administration="40")
    assert "Her er lønnen regnet til 294,18 kr i timen" in page
    assert "334,18 kr" in page


@pytest.mark.parametrize(
    ("years", "risk", "rules", "form"),
    [
        ("7", "yes", "konsesjonskontraktforskriften del 1 og 3", "Skjema 14"),
        ("5", "yes", "konsesjonskontraktforskriften del 1</td>", "Skjema E3"),
        ("5", "no", "anskaffelsesforskriften del 1 og 4", "Skjema 20"),
    ],
)
def test_the_value_points_at_rules_and_a_lawyer_decides(
    drafter: Worker, years: str, risk: str, rules: str, form: str
) -> None:
    """10 777 520 kr x 7 = 75.4 million is above 57.8; x 5 = 53.9 million is below it, but above the
    7.8 million of a contract."""
    page = counted(drafter, years=years, risk=risk)
    assert rules in page
    assert form in page
    assert "En jurist må avgjøre" in page


def rows_in(database: Database) -> int:
    """How many rows there are in all tables together."""
    with psycopg.connect(database.url("frittvalg_owner")) as owner:
        tables = owner.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        counts = [owner.execute(f"SELECT count(*) FROM {name}").fetchone() for (name,) in tables]
        return sum(count[0] for count in counts if count)


def test_nothing_of_what_is_typed_is_kept_logged_or_in_an_address(
    drafter: Worker, fresh: Database, caplog: pytest.LogCaptureFixture
) -> None:
    drafter.get(COSTS)
    before = rows_in(fresh)
    with caplog.at_level(logging.DEBUG):
        answer = drafter.post(COSTS, TYPED, hours_1="377")
    assert answer.status_code == 200
    assert rows_in(fresh) == before > 0
    assert "377" not in caplog.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "location" not in answer.headers
    assert f'action="{COSTS}"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hours_1", ""),
        ("schemes_1", "0"),
        ("rate", "mye"),
        ("zone", ""),
        ("zone", "VI"),
        ("evening_share", "101"),
        ("low", "0"),
        ("years", "0"),
        ("over_age_2", "-1"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(
    drafter: Worker, field: str, value: str
) -> None:
    answer = drafter.post(COSTS, TYPED, **{field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Regnestykket" not in answer.text
    assert answer.text.count('value="120"') == (0 if field == "hours_2" else 1)


def test_the_next_deadlines_of_grants_are_shown_to_be_checked(drafter: Worker) -> None:
    page = drafter.get(COSTS).text
    assert "Særlig ressurskrevende tjenester: send skjemaet til revisor" in page
    assert "kontroller hos Statsforvalteren" in page
    assert "Kontroller hos Helsedirektoratet" in page


@pytest.mark.parametrize(
    ("language", "number"), [("", "10 777 520 kr"), ("/nn", "10 777 520 kr"), ("/en", "NOK 10,777,520")]
)  # fmt: skip
def test_numbers_are_written_as_the_reader_does(
    drafter: Worker, language: str, number: str
) -> None:
    page = drafter.post(f"{language}{COSTS}", TYPED).text.replace("\u00a0", " ")
    assert number in page


def test_only_who_writes_concessions_counts(town: Town) -> None:
    other = town.in_town(Function.ISSUE_CODES)
    assert other.get(COSTS).status_code == 403
    assert other.post(COSTS, TYPED).status_code == 403


@pytest.mark.parametrize(
    ("typed", "empty"),
    [
        ({"hours_3": "10"}, "schemes_3"),
        ({"schemes_3": "2", "hours_3": "0"}, "hours_3"),
        ({"supplement_3": "20"}, "hours_3"),
        ({"over_age_4": "1"}, "schemes_4"),
        ({"replaced_price": ""}, "replaced_price"),
        ({"replaced_hours": ""}, "replaced_hours"),
    ],
)
def test_half_a_group_is_not_left_out_of_the_sum(
    drafter: Worker, typed: dict[str, str], empty: str
) -> None:
    answer = drafter.post(COSTS, TYPED | typed)
    assert answer.status_code == 422
    assert f'id="{empty}-error"' in answer.text
    assert "Regnestykket" not in answer.text


def test_a_group_or_another_service_may_be_left_out_altogether(drafter: Worker) -> None:
    empty = {
        "hours_2": "",
        "schemes_2": "0",
        "over_age_2": "",
        "replaced_hours": "",
        "replaced_price": "",
    }
    assert "4 762 160 kr" in counted(drafter, **empty)
