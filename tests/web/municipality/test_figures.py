"""Yearly figures: filled in from what is known, kept, submitted, and shown without showing anybody."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from registry.application import cases
from registry.application.desk import Command
from registry.application.figures import import_figures, submit_figures
from registry.domain.organisation import Function
from registry.domain.values import OSLO, HoursBand, LeadRole
from registry.domain.yearly import FigureSource, YearlyFigures, YearlyNumbers
from registry.queries.figures import given
from tests.registry.domain.test_yearly import NOTHING, NUMBERS
from tests.web.workplaces import HAMAR, RINGSAKER, Town, Worker

LAST = date.today().year - 1
PAGE = f"/for-kommuner/tall/{LAST}"
TYPED = {
    "users": "40", "under_15": "10", "from_15_to_35": "12", "over_35": "18",
    "applications": "14", "decisions": "12", "days_to_decision": "31", "days_to_start": "",
    "fast_track": "3", "complaints": "0", "own_provision": "38", "next_of_kin": "8",
}  # fmt: skip
FEW = "for få til å vises"


@pytest.fixture
def worker(town: Town) -> Worker:
    return town.in_town(Function.ISSUE_CODES)


def posted(worker: Worker, path: str, **changes: str) -> Any:
    return worker.post(path, TYPED | {"version": "0"} | changes)


def given_on(town: Town, year: int, numbers: YearlyNumbers, day: date, of: str = HAMAR) -> None:
    """A municipality gave its figures on some day that has been."""
    command = Command(uuid4(), uuid4(), at=datetime(day.year, day.month, day.day, 9, tzinfo=OSLO))
    submit_figures(town.house.registrar, command, of, year, numbers)  # type: ignore[arg-type]
    town.projections.catch_up()


def fact(page: str, title: str) -> str:
    """What stands beside a heading."""
    found = re.search(rf"<dt>{re.escape(title)}</dt><dd>([^<]*)", page)
    assert found, title
    return found[1].replace("\N{NO-BREAK SPACE}", " ")


def test_a_draft_is_kept_as_it_was_typed_and_submitted_once_it_is_right(
    town: Town, worker: Worker
) -> None:
    assert posted(worker, PAGE, over_35="19").status_code == 303
    assert 'value="19"' in worker.get(PAGE).text
    assert "Utkast er lagret." in worker.get("/for-kommuner/tall").text
    refused = posted(worker, f"{PAGE}/send", over_35="19")
    assert refused.status_code == 422
    assert "Tallene går ikke opp." in refused.text
    assert 'id="over_35-error"' in refused.text
    assert posted(worker, f"{PAGE}/send", version="1").status_code == 303
    page = worker.get("/for-kommuner/tall").text
    assert "Levert" in page
    assert "Utkast er lagret." not in page
    said = town.house.registrar.registry.get(YearlyFigures, YearlyFigures.id_for(HAMAR, LAST)).said
    assert said["municipality"].own_provision == 38
    assert said["municipality"].days_to_start is None


def test_correcting_is_saying_it_again_and_the_last_word_holds(town: Town, worker: Worker) -> None:
    posted(worker, f"{PAGE}/send")
    assert 'value="40"' in worker.get(PAGE).text
    assert "Levert" in worker.get(PAGE).text
    assert posted(worker, f"{PAGE}/send", complaints="6").status_code == 303
    found = given(town.house.pool, HAMAR)[LAST, FigureSource.MUNICIPALITY]
    assert found.numbers.complaints == 6


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("users", "mange"),
        ("users", "-1"),
        ("complaints", "7,5"),
        ("days_to_start", "99999"),
        ("own_provision", "41"),
        ("fast_track", "15"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    worker: Worker, field: str, typed: str
) -> None:
    refused = posted(worker, f"{PAGE}/send", **{field: typed})
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert 'value="31"' in refused.text
    assert "Levert" not in worker.get("/for-kommuner/tall").text


def test_all_may_be_left_out_but_not_all_at_once(worker: Worker) -> None:
    refused = posted(worker, f"{PAGE}/send", **dict.fromkeys(TYPED, ""))
    assert refused.status_code == 422
    assert "Skriv minst ett tall." in refused.text


@pytest.mark.parametrize("year", [date.today().year, LAST - 4, 1999, 99999])
def test_only_the_last_years_can_be_told(worker: Worker, year: int) -> None:
    assert worker.get(f"/for-kommuner/tall/{year}").status_code == 404
    assert posted(worker, f"/for-kommuner/tall/{year}/send").status_code == 404


def test_last_year_is_filled_in_and_said_to_be_last_year_s(town: Town, worker: Worker) -> None:
    given_on(town, LAST - 1, NUMBERS, date(LAST, 2, 1))
    page = worker.get(PAGE).text
    assert re.search(r'name="own_provision" type="text" value="20"', page)
    assert f"I {LAST - 1}: 20." in page
    assert "noe kan være fra i fjor" in page


def test_what_the_registry_itself_knows_is_filled_in_and_said_to_be_the_registry_s(
    town: Town, worker: Worker
) -> None:
    concession = town.published()
    opened = datetime(LAST, 3, 1, 9, tzinfo=OSLO)
    for hours in (HoursBand.OVER_35, HoursBand.OVER_35, HoursBand.UNDER_15):
        cases.open_case(
            town.house.registrar, Command(uuid4(), uuid4(), at=opened), HAMAR, concession, hours,
            LeadRole.SELF,
        )  # fmt: skip
    town.projections.catch_up()
    page = worker.get(PAGE).text
    assert re.search(r'name="users" type="text" value="3"', page)
    assert re.search(r'name="over_35" type="text" value="2"', page)
    assert re.search(r'name="decisions" type="text" value="3"', page)
    assert "Med kode i registeret per" in page
    assert re.search(r'name="complaints" type="text" value=""', page)
    other = town.in_town(Function.ISSUE_CODES, of=RINGSAKER)
    assert "Med kode i registeret" not in other.get(PAGE).text


def test_who_is_second_sees_both_and_overwrites_only_knowingly(town: Town, worker: Worker) -> None:
    second = town.in_town(Function.ISSUE_CODES)
    posted(worker, PAGE)
    lost = posted(second, PAGE, users="41", over_35="19")
    assert lost.status_code == 409
    assert "En annen lagret mens du skrev." in lost.text
    assert "Har BPA: 40" in lost.text
    assert 'value="41"' in lost.text
    version = re.search(r'name="version" value="(\d+)"', lost.text)
    assert version
    knowingly = posted(second, PAGE, users="41", over_35="19", version=version[1])
    assert knowingly.status_code == 303


def test_sending_twice_submits_once(town: Town, worker: Worker) -> None:
    same = str(uuid4())
    for _ in range(2):
        posted(worker, f"{PAGE}/send", command_id=same)
    with town.house.pool.connection() as connection:
        row = connection.execute(
            "SELECT count(*) FROM log.registry_events WHERE topic LIKE 'figures.%'"
        ).fetchone()
    assert row == (1,)


def test_nobody_sees_them_before_the_next_half_year(town: Town, worker: Worker) -> None:
    posted(worker, f"{PAGE}/send")
    path = f"/kommuner/{HAMAR}/tall"
    assert "Ingen har gitt tall" in town.app.test_client().get(path).text
    assert FEW in worker.get(PAGE).text, "the municipality sees what everybody will see"


def test_everybody_sees_rounded_numbers_with_their_source_and_day(town: Town) -> None:
    given_on(town, 2024, NUMBERS, date(2025, 2, 3))
    client: FlaskClient = town.app.test_client()
    page = client.get(f"/kommuner/{HAMAR}/tall").text
    assert fact(page, "Har BPA") == "40"
    assert fact(page, "15 til 35 timer i uka") == "10", "twelve"
    assert fact(page, "Fra søknad til vedtak") == "30 dager"
    assert fact(page, "Hastesaker") == "5", "six"
    assert "Kilde: kommunen selv, 3. februar 2025." in page
    assert "Ingen har gitt tall" in client.get(f"/kommuner/{HAMAR}/tall?dato=2025-06-30").text
    assert "2024" in client.get(f"/kommuner/{HAMAR}/tall?dato=2025-07-01").text
    assert f"/kommuner/{HAMAR}/tall" in client.get(f"/kommuner/{HAMAR}").text


@pytest.mark.parametrize(
    ("language", "few", "not_said"),
    [
        ("", FEW, "ikke oppgitt"),
        ("/nn", "for få til å bli viste", "ikkje oppgitt"),
        ("/en", "too few to be shown", "not stated"),
    ],
)
def test_what_may_not_be_shown_says_so_in_words(
    town: Town, language: str, few: str, not_said: str
) -> None:
    numbers = YearlyNumbers(14, 1, 2, 11, 12, 9, 30, 45, None, 0, 14, 3)
    given_on(town, 2024, numbers, date(2025, 2, 3))
    page = town.app.test_client().get(f"{language}/kommuner/{HAMAR}/tall").text
    assert page.count(f"<dd>{few}</dd>") == 9
    assert page.count(f"<dd>{not_said}</dd>") == 1
    for exact in (">1<", ">2<", ">11<", ">9<", ">14<", ">0<", ">3<"):
        assert f"<dd{exact}/dd>" not in page


def test_the_country_is_the_sum_of_what_is_shown(town: Town) -> None:
    given_on(town, 2024, NUMBERS, date(2025, 2, 3))
    other = YearlyNumbers(23, *[None] * 3, 8, 11, 44, 50, 3, 1, 11, 4)
    given_on(town, 2024, other, date(2025, 2, 3), RINGSAKER)
    page = town.app.test_client().get("/statistikk").text
    row = re.search(r'<th scope="row">Har BPA</th>(.*?)</tr>', page, re.S)
    assert row
    assert re.findall(r">(\d+)<", row[1]) == ["65", "2"], "40 and 25, not 63"
    assert "BPA i kommunene i 2024" in page
    assert '<th scope="row">Har pårørende som assistent</th>' not in page, "only one is shown"


def test_official_statistics_are_shown_where_the_municipality_says_nothing(town: Town) -> None:
    at = datetime(2025, 3, 1, 9, tzinfo=OSLO)
    rows = {
        (HAMAR, 2024): YearlyNumbers(62, *[None] * 11),
        (RINGSAKER, 2024): YearlyNumbers(33, *[None] * 11),
    }
    import_figures(
        town.house.registrar, Command(uuid4(), uuid4(), at=at), rows, "Oppdiktet statistikk 1"
    )
    given_on(town, 2024, NUMBERS, date(2025, 4, 1))
    client = town.app.test_client()
    own, official = (client.get(f"/kommuner/{it}/tall").text for it in (HAMAR, RINGSAKER))
    assert fact(own, "Har BPA") == "40"
    assert "kommunen selv" in own
    assert fact(official, "Har BPA") == "35"
    assert "Kilde: Oppdiktet statistikk 1, lest inn 1. mars 2025." in official
    assert fact(official, "Klager") == "ikke oppgitt"


def test_a_correction_within_the_half_year_leaves_no_trace_to_read(town: Town) -> None:
    given_on(town, 2024, NUMBERS, date(2025, 2, 3))
    second = Command(uuid4(), uuid4(), at=datetime(2025, 3, 3, 9, tzinfo=OSLO))
    submit_figures(town.house.registrar, second, HAMAR, 2024, YearlyNumbers(62, *[None] * 11))
    town.projections.catch_up()
    page = town.app.test_client().get(f"/kommuner/{HAMAR}/tall").text
    assert fact(page, "Har BPA") == "60"


def test_another_function_or_municipality_does_not_see_what_was_given(town: Town) -> None:
    given_on(town, LAST, NUMBERS, date.today())
    assert town.in_town(Function.DRAFT_CONCESSION).get(PAGE).status_code == 403
    assert town.in_town(Function.DRAFT_CONCESSION).get("/for-kommuner/tall").status_code == 403
    theirs = town.in_town(Function.ISSUE_CODES, of=RINGSAKER)
    assert 'value="40"' not in theirs.get(PAGE).text
    assert NOTHING.users is None


def test_who_submits_figures_that_a_colleague_has_changed_sees_both(
    town: Town, worker: Worker
) -> None:
    colleague = town.in_town(Function.ISSUE_CODES)
    posted(worker, PAGE)
    posted(colleague, PAGE, version="1", complaints="6")
    refused = posted(worker, f"{PAGE}/send", version="1", complaints="5")
    assert refused.status_code == 409
    assert "En annen lagret mens du skrev. Den andre skrev: Klager: 6." in refused.text
    assert 'value="5"' in refused.text
    assert "Levert" not in worker.get("/for-kommuner/tall").text
    assert posted(worker, f"{PAGE}/send", version="2", complaints="5").status_code == 303


def test_saving_or_submitting_the_same_figures_twice_accuses_nobody(
    town: Town, worker: Worker
) -> None:
    same = str(uuid4())
    for _ in range(2):
        assert posted(worker, PAGE).status_code == 303
    for _ in range(2):
        assert posted(worker, f"{PAGE}/send", version="1", command_id=same).status_code == 303
    late = posted(town.in_town(Function.ISSUE_CODES), PAGE, version="1", complaints="9")
    assert late.status_code == 409
    assert "En annen har levert eller slettet utkastet mens du skrev." in late.text
    assert 'value="9"' in late.text
