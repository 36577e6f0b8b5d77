"""Keeping a draft: nothing is overwritten unknowingly, nothing typed is lost, nobody is accused."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from registry.domain.organisation import Function
from tests.web.workplaces import FILLED, Town, Worker
from web.municipality.drafting import unstorable

NOTICE, WHY, RATE = "bpa-switch-notice", "bpa-switch-notice--why", "bpa-rates-hourly"
VERSION = re.compile(r'name="version"[^>]* value="(\d+)"')
ELSE = "Noen andre har lagret"
GONE = "En annen har sendt inn eller slettet utkastet."


@pytest.fixture
def drafter(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


@pytest.fixture
def colleague(town: Town) -> Worker:
    return town.in_town(Function.DRAFT_CONCESSION)


def by_itself(worker: Worker, path: str, **fields: Any) -> TestResponse:
    """What a page that keeps what is typed by itself sends."""
    form = {"csrf": "word", "command_id": str(uuid4()), **fields}
    return worker.client.post(path, data=form, headers={"HX-Request": "true"})


def version(page: str) -> str:
    found = VERSION.search(page)
    assert found
    return found[1]


def test_what_is_kept_by_itself_never_overwrites_a_colleague(
    town: Town, drafter: Worker, colleague: Worker
) -> None:
    chapter = f"{town.drafted(drafter)}/kapittel/16"
    colleague.post(chapter, {NOTICE: "6", WHY: "Seks her"}, version="1")
    for typed in ("3", "4"):
        refused = by_itself(drafter, chapter, **{"version": "1", NOTICE: typed, WHY: "Fordi"})
        assert refused.status_code == 200
        assert "Ikke lagret." in refused.text
        assert "Seks her" in refused.text
        assert version(refused.text) == "1"
    assert "Seks her</textarea>" in colleague.get(chapter).text
    asked = drafter.post(chapter, {NOTICE: "4", WHY: "Fordi"}, version="1")
    assert asked.status_code == 409
    assert ELSE in asked.text
    knowingly = drafter.post(chapter, {NOTICE: "4", WHY: "Fordi"}, version=version(asked.text))
    assert knowingly.status_code == 303


def test_saving_the_same_twice_accuses_nobody(town: Town, drafter: Worker) -> None:
    address = town.drafted(drafter)
    for path, typed in ((address, FILLED), (f"{address}/kapittel/16", {NOTICE: "3", WHY: "Her"})):
        now = version(drafter.get(path).text)
        for _ in range(2):
            assert drafter.post(path, typed, version=now).status_code == 303
    now = version(drafter.get(address).text)
    for _ in range(2):
        kept = by_itself(drafter, f"{address}/kapittel/16", **{NOTICE: "4", "version": now})
        assert "Lagret." in kept.text
        assert "En annen" not in kept.text


@pytest.mark.parametrize(
    ("path", "typed"),
    [("", FILLED), ("/send", FILLED), ("/kapittel/16", {NOTICE: "3", WHY: "Her"})],
)
def test_what_was_typed_in_a_draft_that_is_gone_is_shown_with_kind_words(
    town: Town, drafter: Worker, colleague: Worker, path: str, typed: dict[str, str]
) -> None:
    address = town.drafted(drafter)
    colleague.post(f"{address}/slett")
    shown = drafter.post(f"{address}{path}", typed, version="1")
    assert shown.status_code == 409
    assert GONE in shown.text
    wanted = "482" if RATE in typed else "3"
    assert f'value="{wanted}"' in shown.text
    again = drafter.post(f"{address}{path}", typed, version=version(shown.text))
    assert again.status_code == 303
    assert drafter.get(again.location).status_code == 200


def test_nothing_is_begun_anew_by_itself(town: Town, drafter: Worker, colleague: Worker) -> None:
    address = town.drafted(drafter)
    colleague.post(f"{address}/slett")
    for read in ("1", "0"):
        told = by_itself(drafter, f"{address}/kapittel/16", **{NOTICE: "3", "version": read})
        assert told.status_code == 200
        assert GONE in told.text
    assert "Gjør ferdig" not in drafter.get("/for-kommuner").text


def test_an_amendment_that_is_gone_is_still_an_amendment(
    town: Town, drafter: Worker, colleague: Worker
) -> None:
    concession = str(town.published())
    address = drafter.post("/for-kommuner/utkast", amends=concession).location
    chapter = f"{address}/kapittel/16"
    assert f'name="amends" value="{concession}"' in drafter.get(chapter).text
    colleague.post(f"{address}/slett")
    shown = drafter.post(chapter, {NOTICE: "3", WHY: "Her"}, version="1", amends=concession)
    assert GONE in shown.text
    kept = drafter.post(chapter, {NOTICE: "3", WHY: "Her"}, version="0", amends=concession)
    assert "Endring av konsesjonen" in drafter.get(kept.location).text


def test_pressing_send_twice_leads_to_what_was_sent_the_first_time(
    town: Town, drafter: Worker, colleague: Worker
) -> None:
    address, same = town.drafted(drafter), str(uuid4())
    first, second = (
        drafter.post(f"{address}/send", FILLED, command_id=same).location for _ in range(2)
    )
    assert first == second
    assert drafter.get("/for-kommuner/konsesjoner").text.count("Venter på godkjenning") == 1
    other = colleague.post(f"{address}/send", FILLED)
    assert other.status_code == 409
    assert GONE in other.text


def test_pressing_send_twice_for_an_amendment_leads_to_its_concession(
    town: Town, drafter: Worker
) -> None:
    concession, same = str(town.published()), str(uuid4())
    address = drafter.post("/for-kommuner/utkast", amends=concession).location
    drafter.post(f"{address}/kapittel/16", {NOTICE: "3", WHY: "Her"}, version="1")
    days = re.search(r'name="effective_from"[^>]* value="([^"]+)"', drafter.get(address).text)
    assert days
    form = {"effective_from": days[1], "apply_by": days[1], "amends": concession}
    for _ in range(2):
        done = drafter.post(f"{address}/send", form, version="2", command_id=same)
        assert done.status_code == 303, done.text
        assert done.location == f"/for-kommuner/konsesjoner/{concession}"


def test_who_is_signed_out_is_told_in_the_chapter_and_goes_on_where_she_was(
    town: Town, drafter: Worker
) -> None:
    chapter = f"{town.drafted(drafter)}/kapittel/16"
    with drafter.client.session_transaction() as session:
        session.clear()
    told = by_itself(drafter, chapter, **{NOTICE: "3", "version": "1"})
    assert told.status_code == 200
    assert "Ikke lagret. Logg inn i en ny fane, og prøv igjen." in told.text
    assert told.headers["HX-Retarget"] == "#saved"
    with drafter.client.session_transaction() as session:
        session.update(user_id=str(drafter.user), name="Prøve Prøvesen", csrf="another word")
    told = by_itself(drafter, chapter, **{NOTICE: "3", "version": "1"})
    assert "Ikke lagret." in told.text
    assert 'value="another word"' in told.text
    assert told.headers["HX-Trigger-After-Settle"] == "again"
    kept = by_itself(drafter, chapter, **{NOTICE: "3", "version": "1", "csrf": "another word"})
    assert "Lagret." in kept.text


def test_whatever_else_hinders_it_is_a_sentence_in_the_chapter(town: Town, drafter: Worker) -> None:
    address = town.drafted(drafter)
    stranger = town.in_town(Function.ISSUE_CODES)
    for worker, path in ((stranger, f"{address}/kapittel/16"), (drafter, f"{address}/kapittel/99")):
        told = by_itself(worker, path, version="1")
        assert told.status_code == 200
        assert told.text.startswith('<p class="late" data-again>Ikke lagret.')
        assert "HX-Trigger-After-Settle" not in told.headers
    assert drafter.post(f"{address}/kapittel/99", version="1").status_code == 404


def test_only_a_chapter_runs_a_script_and_only_our_own(town: Town, drafter: Worker) -> None:
    address = town.drafted(drafter)
    assert "/static/autosave." in drafter.get(f"{address}/kapittel/16").text
    assert "<script" not in drafter.get(address).text


def test_going_back_and_answering_otherwise_makes_another_draft(
    town: Town, drafter: Worker
) -> None:
    concession, same = town.published(), str(uuid4())
    path = f"/for-kommuner/konsesjoner/{concession}/prisjustering"
    first, second, third = (
        drafter.post(path, percent=percent, command_id=same).location
        for percent in ("3,2", "5", "3,2")
    )
    assert first == third != second
    assert "<ins>497" in drafter.get(first).text
    assert "<ins>506" in drafter.get(second).text


def test_an_id_that_looks_like_somebodys_number_stops_nobody() -> None:
    """One in some thousand ids holds eleven digits that could be a person's."""
    body = {"amends": "8c1f2f6e-1d0a-4a5b-9c1d-a01019012345", "local-3-1--text": "Vi møtes."}
    assert unstorable(body) == {}
    assert unstorable(body | {"local-3-1--text": "Ring 01019012345"}).keys() == {"local-3-1--text"}
