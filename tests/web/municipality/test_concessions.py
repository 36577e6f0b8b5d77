"""A concession from the template: drafted by one, approved by another, kept when it is wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.domain.concession import Concession
from registry.domain.organisation import Function
from tests.web.workplaces import FILLED, HAMAR, RINGSAKER, Town, Worker

NOTICE, WHY = "bpa-switch-notice", "bpa-switch-notice--why"
HEARD = "bpa-purpose-heard"


def concession_of(town: Town, location: str) -> Concession:
    return town.house.registrar.registry.get(Concession, UUID(location.rpartition("/")[2]))


def sent(town: Town, drafter: Worker, typed: dict[str, Any] | None = None) -> str:
    """The address of a concession that SOME drafter sent, with a chapter 16 of her own."""
    address = town.drafted(drafter, **({"k16": typed} if typed else {}))
    answer = drafter.post(f"{address}/send", FILLED, version="2" if typed else "1")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_only_what_the_municipality_alone_knows_has_to_be_typed(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    page = drafter.get(address).text
    for name in ("bpa-rates-hourly", "heard_on"):
        assert re.search(rf'name="{name}"[^>]* value=""', page)
    done = drafter.post(f"{address}/send", FILLED)
    assert done.status_code == 303
    assert concession_of(town, done.location).is_waiting


def test_a_deviation_needs_a_reason_beside_its_field_and_everything_typed_is_kept(
    town: Town,
) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    refused = drafter.post(f"{address}/kapittel/16", {NOTICE: "3"}, version="1")
    assert refused.status_code == 422
    assert f'href="#{WHY}"' in refused.text
    assert f'id="{WHY}-error"' in refused.text
    assert 'value="3"' in refused.text
    stopped = drafter.post(f"{address}/send", FILLED, version="2")
    assert stopped.status_code == 422
    assert f"{address}/kapittel/16#{WHY}" in stopped.text
    assert 'value="482"' in stopped.text
    mended = drafter.post(f"{address}/kapittel/16", {NOTICE: "3", WHY: "Tre måneder"}, version="3")
    assert mended.status_code == 303
    done = drafter.post(f"{address}/send", FILLED, version="4")
    assert len(concession_of(town, done.location).reasons) == 1


@pytest.mark.parametrize(
    ("chapter", "field", "value"),
    [
        (13, "bpa-rates-hourly", ""),
        (13, "bpa-rates-hourly", "1 000 000"),
        (16, NOTICE, "99"),
        (16, NOTICE, "tre"),
        (4, "bpa-admission-windows", "31.2"),
        (4, "bpa-admission-policy", "windows"),
        (4, "bpa-admission-policy", "raffle"),
        (16, f"{HEARD}--minutes", "mange"),
    ],
)
def test_what_is_wrong_stops_the_draft_and_is_said_with_the_way_to_it(
    town: Town, chapter: int, field: str, value: str
) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    way = {f"{HEARD}--way": "added_to"} if "minutes" in field else {}
    number = 2 if way else chapter
    typed = {field: value, f"{field}--why": "Fordi"} | way
    drafter.post(f"{address}/kapittel/{number}", typed, version="1")
    # The rate stands on the first page too, as it was typed last.
    first = FILLED | ({field: value} if field in FILLED else {})
    refused = drafter.post(f"{address}/send", first, version="2")
    assert refused.status_code == 422
    assert f'#{field}"' in refused.text or f'id="{field}-error"' in refused.text
    assert "Missing data" not in refused.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("starts_on", "2001-01-01"), ("starts_on", "i morgen"), ("heard_on", "2099-01-01"),
     ("heard_on", "")],
)  # fmt: skip
def test_a_day_that_cannot_be_is_said_beside_its_field(town: Town, field: str, value: str) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    refused = drafter.post(f"{address}/send", FILLED, **{field: value})
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text


def test_a_locked_point_is_left_only_with_a_reason_and_a_law(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    left = {f"{HEARD}--way": "replaced", f"{HEARD}--text": "Rådet blir orientert."}
    refused = drafter.post(f"{address}/kapittel/2", left, version="1")
    assert f'id="{HEARD}--why-error"' in refused.text
    assert f'id="{HEARD}--law-error"' in refused.text
    both = left | {f"{HEARD}--why": "Ny lov", f"{HEARD}--law": "kommuneloven § 5-12"}
    assert drafter.post(f"{address}/kapittel/2", both, version="2").status_code == 303
    assert "ikke i samsvar" in drafter.get(address).text
    done = drafter.post(f"{address}/send", FILLED, version="3")
    approver = town.in_town(Function.APPROVE_CONCESSION)
    approver.post(f"{done.location}/kunngjor", about_nobody="1")
    page = approver.get(f"{done.location.replace('/for-kommuner', '')}/avvik").text
    assert "Ikke i samsvar" in page
    assert "kommuneloven § 5-12" in page


def test_words_of_ones_own_are_in_the_document_with_who_they_are_better_for(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    own = {"local-9-1--text": "Assistentene får busskort.", "local-9-1--why": "Lange avstander",
           "local-9-1--user": "1", "local-9-1--minutes": "15"}  # fmt: skip
    address = town.drafted(drafter, k9=own)
    done = drafter.post(f"{address}/send", FILLED, version="2")
    town.in_town(Function.APPROVE_CONCESSION).post(f"{done.location}/kunngjor", about_nobody="1")
    public = done.location.replace("/for-kommuner", "")
    assert "9.A" in drafter.get(f"{public}/dokument").text
    assert "Assistentene får busskort." in drafter.get(f"{public}/dokument").text
    page = drafter.get(f"{public}/avvik").text
    assert "For deg som har BPA: bedre" in page
    assert "15 minutter" in page


def test_the_short_form_says_nothing_of_the_other_chapters(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    drafter.post(address, FILLED, form="short")
    assert "/kapittel/9" not in drafter.get(address).text
    assert drafter.get(f"{address}/kapittel/9").status_code == 404
    assert drafter.get(f"{address}/kapittel/4").status_code == 200


def test_a_draft_is_resumed_and_gone_when_sent(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    typed = {"bpa-admission-years": "ti"}
    assert drafter.post(f"{address}/kapittel/4", typed, version="1").status_code == 422
    assert 'value="ti"' in drafter.get(f"{address}/kapittel/4").text
    assert "Gjør ferdig konsesjonen" in drafter.get("/for-kommuner").text
    drafter.post(f"{address}/kapittel/4", {"bpa-admission-years": "5"}, version="2")
    assert drafter.post(f"{address}/send", FILLED, version="3").status_code == 303
    assert "Gjør ferdig konsesjonen" not in drafter.get("/for-kommuner").text


@pytest.mark.parametrize("path", ["", "/send"])
def test_who_is_second_sees_both_and_overwrites_only_knowingly(town: Town, path: str) -> None:
    first = town.in_town(Function.DRAFT_CONCESSION)
    second = town.in_town(Function.DRAFT_CONCESSION)
    address, rate = town.drafted(first), "bpa-rates-hourly"
    first.post(address, FILLED, **{rate: "500"})
    lost = second.post(f"{address}{path}", FILLED, **{rate: "600"})
    assert lost.status_code == 409
    assert "Noen andre har lagret" in lost.text
    assert 'value="600"' in lost.text
    assert "500" in lost.text
    assert 'value="500"' in first.get(address).text
    knowingly = second.post(f"{address}{path}", FILLED, **{rate: "600"}, version="2")
    assert knowingly.status_code == 303


def test_what_is_kept_by_itself_answers_with_the_account_beside_it(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    form = {"csrf": "word", "command_id": str(uuid4()), "version": "1", NOTICE: "3"}
    answer = drafter.client.post(
        f"{address}/kapittel/16", data=form, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "mangler begrunnelse" in answer.text
    assert 'name="version" form="chapter" value="2"' in answer.text
    late = drafter.client.post(
        f"{address}/kapittel/16", data=form | {NOTICE: "4"}, headers={"HX-Request": "true"}
    )
    assert "Ikke lagret" in late.text


def test_a_draft_keeps_no_number_of_a_person(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    for typed in ({WHY: "Gjelder 01019912345"}, {NOTICE: "3\x00"}):
        assert drafter.post(f"{address}/kapittel/16", typed, version="1").status_code == 422
    assert "01019912345" not in drafter.get(f"{address}/kapittel/16").text


def test_another_municipalitys_draft_is_not_found(town: Town) -> None:
    address = town.drafted(town.in_town(Function.DRAFT_CONCESSION))
    neighbour = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert neighbour.get(address).status_code == 404
    assert neighbour.post(f"{address}/slett").status_code == 303
    assert town.in_town(Function.DRAFT_CONCESSION).get(address).status_code == 200


def test_nobody_approves_their_own(town: Town) -> None:
    both = town.in_town(Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    address = sent(town, both)
    assert "En annen må godkjenne" in both.get(address).text
    assert "Godkjenn konsesjonen" not in both.get("/for-kommuner").text
    refused = both.post(f"{address}/kunngjor", about_nobody="1")
    assert refused.status_code == 422
    assert "En annen må gjøre det" in refused.text
    assert not concession_of(town, address).is_published


def test_another_approves_after_seeing_the_terms_beside_the_template(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    approver = town.in_town(Function.APPROVE_CONCESSION)
    address = sent(town, drafter, {NOTICE: "3", WHY: "Fordi vi må"})
    assert "Godkjenn konsesjonen" in approver.get("/for-kommuner").text
    page = approver.get(address).text
    for said in ("Én måned", "3 måneder", "Fordi vi må"):
        assert said in page
    unread = approver.post(f"{address}/kunngjor")
    assert unread.status_code == 422
    assert 'id="about_nobody-error"' in unread.text
    assert approver.post(f"{address}/kunngjor", about_nobody="1").status_code == 303
    assert concession_of(town, address).is_published


def test_what_came_back_is_mended_and_sent_again(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    approver = town.in_town(Function.APPROVE_CONCESSION)
    address = sent(town, drafter, {NOTICE: "3", WHY: "Fordi vi må"})
    assert approver.post(f"{address}/send-tilbake", reason=" ").status_code == 422
    assert approver.post(f"{address}/send-tilbake", reason="Se på fristen").status_code == 303
    assert "Se på fristen" in drafter.get("/for-kommuner").text
    again = drafter.post("/for-kommuner/utkast", again=address.rpartition("/")[2]).location
    assert 'value="482"' in drafter.get(again).text
    chapter = drafter.get(f"{again}/kapittel/16").text
    assert "Fordi vi må</textarea>" in chapter
    drafter.post(f"{again}/kapittel/16", {NOTICE: "1"}, version="1")
    done = drafter.post(f"{again}/send", FILLED, version="2")
    assert concession_of(town, done.location).reasons == {}
    assert "Se på fristen" not in drafter.get("/for-kommuner").text


def test_a_joint_concession_stays_joint_when_it_is_mended(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    before = town.waiting(HAMAR, joined=RINGSAKER)
    address = drafter.post("/for-kommuner/utkast", again=str(before)).location
    done = drafter.post(f"{address}/send", FILLED)
    assert concession_of(town, done.location).members == [HAMAR, RINGSAKER]
    other = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert other.post("/for-kommuner/utkast", again=str(before)).status_code == 404


def test_another_municipalitys_concession_is_not_found(town: Town) -> None:
    theirs = town.waiting(RINGSAKER)
    ours = town.in_town(Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    address = f"/for-kommuner/konsesjoner/{theirs}"
    missing = f"/for-kommuner/konsesjoner/{uuid4()}"
    for path in (address, missing, f"{address}/ny-versjon"):
        assert ours.get(path).status_code == 404
    for act in ("kunngjor", "send-tilbake", "endring/kunngjor", "endring/send-tilbake"):
        answer = ours.post(f"{address}/{act}", reason="Nei", about_nobody="1")
        assert answer.status_code == 404
    for what in ("again", "amends"):
        assert ours.post("/for-kommuner/utkast", {what: str(theirs)}).status_code == 404


def test_without_the_function_nobody_gets_in(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    address = town.drafted(drafter)
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert approver.post("/for-kommuner/utkast").status_code == 403
    assert approver.get(address).status_code == 403
    assert approver.post(f"{address}/send", FILLED).status_code == 403


def test_a_municipality_says_what_it_offers(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert "Si hva dere tilbyr" in drafter.get("/for-kommuner").text
    assert drafter.post("/for-kommuner/tilbud", kind="free").status_code == 422
    assert drafter.post("/for-kommuner/tilbud", kind="own_only").status_code == 303
    assert "Si hva dere tilbyr" not in drafter.get("/for-kommuner").text


@pytest.mark.parametrize("typed", ["9999-12-31", "0001-01-01", "6"])
@pytest.mark.parametrize("field", ["starts_on", "heard_on"])
def test_a_day_that_no_calendar_of_ours_has_is_never_recorded(
    town: Town, field: str, typed: str
) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    day = town.today() + timedelta(days=6 * 366) if typed == "6" else typed
    address = town.drafted(drafter)
    refused = drafter.post(f"{address}/send", FILLED, **{field: str(day)})
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert drafter.get("/for-kommuner").status_code == 200
    assert "Venter på godkjenning" not in drafter.get("/for-kommuner/konsesjoner").text


def test_drafts_are_told_apart(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    concession = town.published()
    drafter.post("/for-kommuner/utkast", amends=str(concession))
    practice = town.drafted(drafter, k16={NOTICE: "3", WHY: "Her"})
    drafter.post(practice, FILLED, version="2", practice="1", starts_on="2027-03-01")
    unsure = town.drafted(drafter)
    drafter.post(unsure, FILLED, starts_on="i morgen")
    page, tasks = (
        drafter.get(path).text for path in ("/for-kommuner/konsesjoner", "/for-kommuner")
    )
    for told in ("Utkast til endring av konsesjonen fra ", "Utkast til konsesjon fra 1. mars 2027",
                 ">Utkast til konsesjon<", '<span class="tag">øvelse</span>'):  # fmt: skip
        assert told in page, told
    for told in ("Gjør ferdig endringen av konsesjonen fra ", "Gjør ferdig konsesjonen<",
                 "Øvelse: Gjør ferdig konsesjonen fra 1. mars 2027", "Avvik i ett kapittel."):  # fmt: skip
        assert told in tasks, told
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert "Utkast til" not in approver.get("/for-kommuner/konsesjoner").text
