"""Codes: shown once, never for who is protected, never seen by those who run the own provision."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.application import admissions, cases
from registry.domain.organisation import Function
from registry.domain.values import Accepting, HoursBand, LeadRole
from tests.web.workplaces import HAMAR, OWN, RINGSAKER, Town

CODES, NEW, AGAIN = "/for-kommuner/koder", "/for-kommuner/koder/ny", "/for-kommuner/koder/ny-kode"
CODE = re.compile(r'class="codes">([0-9A-Z-]{12})<')


def filled(concession: UUID, /, **fields: str) -> dict[str, str]:
    return {
        "concession": str(concession),
        "hours": "over_35",
        "lead": "self",
        "not_protected": "1",
        "command_id": str(uuid4()),
    } | fields


def counted(town: Town, table: str) -> int:
    with town.house.pool.connection() as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_a_code_is_shown_once_and_opens_its_case(town: Town) -> None:
    concession = town.published()
    worker, form = town.in_town(Function.ISSUE_CODES), filled(concession)
    answer = worker.post(NEW, form)
    found = CODE.search(answer.text)
    assert answer.status_code == 200
    assert found
    assert answer.headers["Cache-Control"] == "no-store"
    assert "/velg" in answer.text
    assert "00" in answer.text
    again = worker.post(NEW, form)
    assert again.status_code == 200
    assert not CODE.search(again.text)
    assert "alt vist" in again.text
    assert counted(town, "read.cases") == counted(town, "vault.codes") == 1
    opened = {"kode": found[1], "command_id": str(uuid4())}
    assert town.app.test_client().post("/velg", data=opened).status_code == 303
    assert found[1] not in worker.get(CODES).text


def test_a_lost_letter_gets_a_new_code_to_the_same_case(town: Town) -> None:
    worker = town.in_town(Function.ISSUE_CODES)
    worker.post(NEW, filled(town.published()))
    page = worker.get(CODES).text
    case = re.search(r'name="case" value="([^"]+)"', page)
    assert case
    form = {"case": case[1], "command_id": str(uuid4())}
    assert CODE.search(worker.post(AGAIN, form).text)
    assert not CODE.search(worker.post(AGAIN, form).text)
    assert counted(town, "read.cases") == 1
    assert counted(town, "vault.codes") == 1, "the code in the lost letter still works"


@pytest.mark.parametrize(
    ("field", "value"),
    [("not_protected", ""), ("hours", ""), ("lead", "friend"), ("concession", "x")],
)
def test_nothing_is_made_when_something_is_missing(town: Town, field: str, value: str) -> None:
    concession = town.published()
    worker = town.in_town(Function.ISSUE_CODES)
    refused = worker.post(NEW, filled(concession, **{field: value}))
    assert refused.status_code == 422
    assert not CODE.search(refused.text)
    assert 'value="over_35" checked' in refused.text or field == "hours"
    assert counted(town, "read.cases") == 0


def test_an_unticked_box_is_said_in_the_readers_language(town: Town) -> None:
    worker, form = town.in_town(Function.ISSUE_CODES), filled(town.published())
    del form["not_protected"]
    assert "Kryss av når du har sett etter" in worker.post(NEW, form).text
    assert "no code is to be made" in worker.post(f"/en{NEW}", form).text


def test_another_municipalitys_concession_and_case_are_not_found(town: Town) -> None:
    theirs = town.published(RINGSAKER)
    worker = town.in_town(Function.ISSUE_CODES)
    assert worker.post(NEW, filled(theirs)).status_code == 404
    case, _, _ = cases.open_case(
        town.house.registrar, town.command(), RINGSAKER, theirs, HoursBand.OVER_35, LeadRole.SELF
    )
    town.projections.catch_up()
    assert worker.post(AGAIN, case=str(case)).status_code == 404
    assert counted(town, "vault.codes") == 0


def test_who_runs_the_own_provision_never_sees_cases_or_applications(town: Town) -> None:
    town.published()
    everything = list(Function)
    own = town.at_firm(*everything, of=OWN)
    for path in (CODES, NEW, "/for-kommuner/soknader", "/for-kommuner"):
        assert own.get(path).status_code == 403, path


def test_whoever_lacks_the_function_sees_no_cases(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert drafter.get(CODES).status_code == 403
    assert CODES not in drafter.get("/for-kommuner").text


def test_those_past_the_last_day_are_a_task(town: Town, fresh: object) -> None:
    worker, concession = town.in_town(Function.ISSUE_CODES), town.published()
    worker.post(NEW, filled(concession))
    assert "ikke valgt innen fristen" not in worker.get("/for-kommuner").text
    url = town.projections.database.url("frittvalg_projector")
    with psycopg.connect(url) as writer:
        writer.execute("UPDATE read.cases SET choose_by = choose_by - 40")
    assert "Én person har ikke valgt innen fristen" in worker.get("/for-kommuner").text
    assert "Fristen var" in worker.get(f"{CODES}?vis=over-fristen").text
    assert HAMAR not in worker.get("/for-kommuner").text


def test_every_choice_can_be_followed_by_a_letter_with_a_number_to_stop_it(town: Town) -> None:
    worker = town.in_town(Function.ISSUE_CODES)
    worker.post(NEW, filled(town.published()))
    case = re.search(r'name="case" value="([^"]+)"', worker.get(CODES).text)
    assert case
    asked = {"case": case[1], "command_id": str(uuid4())}
    assert worker.post("/for-kommuner/koder/brev", asked).status_code == 404, "nothing is chosen"
    other = town.in_town(Function.ISSUE_CODES, of=RINGSAKER)
    assert other.post("/for-kommuner/koder/brev", asked).status_code == 404


def test_a_choice_is_stopped_when_somebody_calls_and_says_it_was_not_her(town: Town) -> None:
    worker = town.in_town(Function.ISSUE_CODES)
    concession = town.published()
    admission = town.granted(concession, town.firm())
    admissions.declare_capacity(town.house.registrar, town.command(), admission, Accepting.YES, 5)
    worker.post(NEW, filled(concession))
    found = re.search(r'name="case" value="([^"]+)"', worker.get(CODES).text)
    assert found
    case = UUID(found[1])
    cases.choose_supplier(town.house.registrar, town.command(case), case, admission)
    town.projections.catch_up()
    page = worker.post("/for-kommuner/koder/brev", {"case": str(case)}).text
    assert "Var det ikke du som valgte?" in page
    other = town.in_town(Function.ISSUE_CODES, of=RINGSAKER)
    assert other.post("/for-kommuner/koder/stopp", {"case": str(case)}).status_code == 404
    assert worker.post("/for-kommuner/koder/stopp", {"case": str(case)}).status_code == 303
    assert "Har ikke valgt." in worker.get(CODES).text


def test_a_joint_concession_can_be_looked_at_by_every_member(town: Town) -> None:
    concession = town.waiting(joined=RINGSAKER)
    for number in (HAMAR, RINGSAKER):
        worker = town.in_town(Function.DRAFT_CONCESSION, of=number)
        assert worker.get("/for-kommuner/konsesjoner").status_code == 200
        page = worker.get(f"/for-kommuner/konsesjoner/{concession}")
        assert page.status_code == 200
        assert "Ringsaker" in page.text
