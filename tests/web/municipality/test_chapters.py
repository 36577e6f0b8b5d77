"""A chapter as a form: no text disappears, every message is seen, every text has its language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from registry import drafts
from registry.domain.organisation import Function, OrganisationKind
from registry.domain.organisation import Organisation as Its
from registry.domain.values import NodeId
from tests.web.workplaces import FILLED, HAMAR, Town, Worker
from web import languages
from web.municipality import amending
from web.municipality.drafting import KIND
from web.municipality.work import newest_basis

HEARD = "bpa-purpose-heard"
OWN = "local-9-1"


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


def details_around(page: str, field: str) -> str:
    """The tag of the box that a field stands in."""
    before = page[: page.index(f'id="{field}"')]
    return before[before.rindex("<details") :].partition(">")[0]


def test_a_text_of_ones_own_is_not_dropped_when_nothing_says_what_to_do_with_it(
    town: Town, drafter: Worker
) -> None:
    address = town.drafted(drafter)
    chapter = f"{address}/kapittel/2"
    typed = {f"{HEARD}--way": "", f"{HEARD}--text": "Rådet blir orientert."}
    refused = drafter.post(chapter, typed, version="1")
    assert refused.status_code == 422
    assert f'id="{HEARD}--way-error"' in refused.text
    for page in (refused.text, drafter.get(chapter).text):
        assert "Rådet blir orientert.</textarea>" in page
        assert details_around(page, f"{HEARD}--text").count(" open")
    stopped = drafter.post(f"{address}/send", FILLED, version="2")
    assert stopped.status_code == 422
    assert f"#{HEARD}--way" in stopped.text
    drafter.post(chapter, {f"{HEARD}--way": "", f"{HEARD}--text": ""}, version="3")
    assert drafter.post(f"{address}/send", FILLED, version="4").status_code == 303


@pytest.mark.parametrize(
    ("chapter", "typed", "field"),
    [
        (2, {f"{HEARD}--way": "added_to", f"{HEARD}--text": ""}, f"{HEARD}--text"),
        (2, {f"{HEARD}--minutes": "mange"}, f"{HEARD}--minutes"),
        (2, {f"{HEARD}--text": "x" * 3001}, f"{HEARD}--text"),
        (9, {f"{OWN}--why": "01019912345"}, f"{OWN}--why"),
        (9, {f"{OWN}--text": "Busskort", f"{OWN}--minutes": "1000"}, f"{OWN}--minutes"),
        (16, {"bpa-switch-notice--why": "01019912345"}, "bpa-switch-notice--why"),
    ],
)
def test_a_message_never_stands_in_a_closed_box(
    town: Town, drafter: Worker, chapter: int, typed: dict[str, str], field: str
) -> None:
    way = {f"{HEARD}--way": "added_to"} if "minutes" in field and chapter == 2 else {}
    refused = drafter.post(f"{town.drafted(drafter)}/kapittel/{chapter}", typed | way, version="1")
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert details_around(refused.text, field).count(" open")


def test_minutes_typed_with_a_space_are_a_number_and_such_drafts_open(
    town: Town, drafter: Worker
) -> None:
    typed = {f"{OWN}--text": "Busskort til alle.", f"{OWN}--why": "Lange veier"}
    address = town.drafted(drafter, k9=typed | {f"{OWN}--minutes": "1 0"})
    for path in ("", "/kapittel/9"):
        assert drafter.get(f"{address}{path}").status_code == 200
    done = drafter.post(f"{address}/send", FILLED, version="2")
    public = done.location.replace("/for-kommuner", "")
    town.in_town(Function.APPROVE_CONCESSION).post(f"{done.location}/kunngjor", about_nobody="1")
    assert "10 minutter" in drafter.get(f"{public}/avvik").text


def test_a_draft_that_was_kept_with_such_a_number_opens(town: Town, drafter: Worker) -> None:
    """As it was stored before anything read it rightly."""
    draft = drafter.post("/for-kommuner/utkast").location
    body: dict[str, Any] = {"form": "full", f"{OWN}--text": "Kort", f"{OWN}--documents": "1 0"}
    place = Its.id_for(OrganisationKind.MUNICIPALITY, HAMAR)
    drafts.save(town.house.pool, place, KIND, draft.rpartition("/")[2], 1, body)
    assert drafter.get("/for-kommuner").status_code == 200
    assert drafter.get(draft).status_code == 200


def test_the_summary_of_what_is_wrong_names_each_field(town: Town, drafter: Worker) -> None:
    address = town.drafted(drafter)
    refused = drafter.post(f"{address}/send", FILLED, heard_on="", **{"bpa-rates-hourly": "mye"})
    summary = refused.text.partition("ds-error-summary")[2].partition("</div>")[0]
    assert "Rådet for personer med funksjonsnedsettelse ble hørt: Skriv en dag" in summary
    chapter = drafter.post(f"{address}/kapittel/16", {"bpa-switch-notice": "tre"}, version="2")
    assert re.search(r'href="#bpa-switch-notice">16\.\d+ [^:<]+: Skriv et helt tall', chapter.text)
    drafter.post(f"{address}/kapittel/9", {f"{OWN}--text": "Busskort"}, version="3")
    refused = drafter.post(f"{address}/send", FILLED, version="4")
    assert re.search(r"16\.\d+ [^:<]+: Skriv et helt tall", refused.text)
    assert "Eget punkt 9.A: Skriv hvorfor" in refused.text


def test_no_english_value_stands_in_a_norwegian_sentence(town: Town, drafter: Worker) -> None:
    address = town.drafted(drafter)
    page = drafter.get(f"/en{address}/kapittel/13").text
    sentences = re.findall(r"<p[^>]*>Timepris: [^<]*</p>", page)
    assert sentences
    assert all('lang="nb"' in each for each in sentences)


def test_what_somebody_typed_says_its_language_where_the_page_has_another(
    town: Town, drafter: Worker
) -> None:
    why = {"bpa-switch-notice": "3", "bpa-switch-notice--why": "Fordi vi må"}
    address = town.drafted(drafter, k16=why)
    chapter = drafter.get(f"/en{address}/kapittel/16").text
    assert re.search(r'<textarea[^>]* lang="nb"[^>]*>\s*Fordi vi må', chapter)
    assert re.search(r'<span lang="nb">[^<]*loven', chapter)
    sent = drafter.post(f"{address}/send", FILLED, version="2").location
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert '<p lang="nb">Fordi vi må' in approver.get(f"/en{sent}").text
    approver.post(f"{sent}/send-tilbake", reason="Se på fristen")
    assert '<p lang="nb">Se på fristen' in drafter.get(f"/nn{sent}").text
    assert 'lang="nb">Se på fristen' in drafter.get("/en/for-kommuner").text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "Oppsigelsesfrist ved bytte: én måned"),
        ("en", "One month."),
    ],
)
def test_a_new_version_is_told_in_one_language_at_a_time(
    town: Town, language: str, told: str
) -> None:
    where = {"SCRIPT_NAME": f"/{language}", languages.KEY: language}
    with town.app.test_request_context("/", environ_overrides=where):
        node = newest_basis(town.today()).nodes[NodeId("bpa.switch.notice")]
        said = amending._said(node)
        assert told in said
        assert (node.plain("en") in said) is (language == "en")
        assert ("Oppsigelsesfrist" in said) is (language == "nb")
