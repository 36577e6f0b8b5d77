"""A concession from the template: drafted by one, approved by another, kept when it is wrong."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from registry.domain.concession import Concession
from registry.domain.organisation import Function
from tests.web.workplaces import FILLED, HAMAR, RINGSAKER, Town

NEW = "/for-kommuner/konsesjoner/ny"
DRAFT = "/for-kommuner/konsesjoner/utkast"


def concession_of(town: Town, location: str) -> Concession:
    return town.house.registrar.registry.get(Concession, UUID(location.rpartition("/")[2]))


def test_only_the_rate_has_to_be_typed(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    page = drafter.get(NEW).text
    assert page.count('value=""') - page.count('type="hidden"') <= 3
    assert 'id="rate" name="rate" type="text" value=""' in page
    sent = drafter.post(NEW, FILLED)
    assert sent.status_code == 303
    assert concession_of(town, sent.location).is_waiting


def test_a_deviation_needs_a_reason_beside_its_field_and_everything_typed_is_kept(
    town: Town,
) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    typed = FILLED | {"notice_months": "3", "cap": "4", "reason_cap": "Få brukere her"}
    refused = drafter.post(NEW, typed)
    assert refused.status_code == 422
    assert 'href="#reason_notice_months"' in refused.text
    assert 'id="reason_notice_months-error"' in refused.text
    assert "Få brukere her</textarea>" in refused.text
    assert 'value="482"' in refused.text
    sent = drafter.post(NEW, typed | {"reason_notice_months": "Assistentene har tre måneder"})
    assert sent.status_code == 303
    assert len(concession_of(town, sent.location).reasons) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate", ""),
        ("rate", "12"),
        ("notice_months", "4"),
        ("windows", "31.2"),
        ("windows", "1.1"),
        ("starts_on", "2001-01-01"),
        ("starts_on", "i morgen"),
        ("policy", "windows"),
        ("policy", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(town: Town, field: str, value: str) -> None:
    refused = town.in_town(Function.DRAFT_CONCESSION).post(NEW, FILLED, **{field: value})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text or "error" in refused.text
    assert "Missing data" not in refused.text


def test_sending_twice_makes_one_concession(town: Town) -> None:
    drafter, same = town.in_town(Function.DRAFT_CONCESSION), str(uuid4())
    first = drafter.post(NEW, FILLED, command_id=same)
    assert drafter.post(NEW, FILLED, command_id=same).location == first.location


def test_a_draft_is_resumed_and_gone_when_sent(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert drafter.post(DRAFT, FILLED, rate="500", years="ti").status_code == 303
    page = drafter.get(NEW).text
    assert 'value="500"' in page
    assert 'value="ti"' in page
    assert "Gjør ferdig konsesjonen" in drafter.get("/for-kommuner").text
    assert drafter.post(NEW, FILLED, version="1").status_code == 303
    assert "Gjør ferdig konsesjonen" not in drafter.get("/for-kommuner").text


@pytest.mark.parametrize("path", [DRAFT, NEW])
def test_who_is_second_sees_both_and_overwrites_only_knowingly(town: Town, path: str) -> None:
    first = town.in_town(Function.DRAFT_CONCESSION)
    second = town.in_town(Function.DRAFT_CONCESSION)
    first.post(DRAFT, FILLED, rate="500")
    lost = second.post(path, FILLED, rate="600")
    assert lost.status_code == 409
    assert "Noen andre har lagret" in lost.text
    assert 'value="600"' in lost.text
    assert "500" in lost.text
    assert 'value="500"' in first.get(NEW).text
    assert second.post(path, FILLED, rate="600", version="1").status_code == 303


def test_a_draft_keeps_no_number_of_a_person(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert drafter.post(DRAFT, FILLED, reason_cap="Gjelder 01019912345").status_code == 422
    assert drafter.post(DRAFT, FILLED, years="5\x00").status_code == 422


def test_nobody_approves_their_own(town: Town) -> None:
    both = town.in_town(Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    address = both.post(NEW, FILLED).location
    assert "En annen må godkjenne" in both.get(address).text
    assert "Godkjenn konsesjonen" not in both.get("/for-kommuner").text
    refused = both.post(f"{address}/kunngjor")
    assert refused.status_code == 422
    assert "En annen må gjøre det" in refused.text
    assert not concession_of(town, address).is_published


def test_another_approves_after_seeing_the_terms_beside_the_template(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    approver = town.in_town(Function.APPROVE_CONCESSION)
    typed = FILLED | {"notice_months": "3", "reason_notice_months": "Fordi vi må"}
    address = drafter.post(NEW, typed).location
    assert "Godkjenn konsesjonen" in approver.get("/for-kommuner").text
    page = approver.get(address).text
    assert "Én måned" in page
    assert "3 måneder" in page
    assert "Fordi vi må" in page
    assert approver.post(f"{address}/kunngjor").status_code == 303
    assert concession_of(town, address).is_published


def test_what_came_back_is_mended_and_sent_again(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    approver = town.in_town(Function.APPROVE_CONCESSION)
    address = drafter.post(NEW, FILLED, rate="490").location
    assert approver.post(f"{address}/send-tilbake", reason=" ").status_code == 422
    assert approver.post(f"{address}/send-tilbake", reason="Se på prisen").status_code == 303
    assert "Se på prisen" in drafter.get("/for-kommuner").text
    assert 'value="490"' in drafter.get(f"{NEW}?fra={address.rpartition('/')[2]}").text
    drafter.post(NEW, FILLED, rate="495")
    assert "Se på prisen" not in drafter.get("/for-kommuner").text


def test_a_joint_concession_stays_joint_when_it_is_mended(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    before = town.waiting(HAMAR, joined=RINGSAKER)
    page = drafter.get(f"{NEW}?fra={before}").text
    assert f'name="again" value="{before}"' in page
    sent = drafter.post(NEW, FILLED, again=str(before))
    assert concession_of(town, sent.location).members == [HAMAR, RINGSAKER]
    other = town.in_town(Function.DRAFT_CONCESSION, of=RINGSAKER)
    assert other.post(NEW, FILLED, again=str(before)).status_code == 404


def test_another_municipalitys_concession_is_not_found(town: Town) -> None:
    theirs = town.waiting(RINGSAKER)
    ours = town.in_town(Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION)
    address = f"/for-kommuner/konsesjoner/{theirs}"
    missing = f"/for-kommuner/konsesjoner/{uuid4()}"
    for path in (address, missing, f"{NEW}?fra={theirs}"):
        assert ours.get(path).status_code == 404
    for act in ("kunngjor", "send-tilbake"):
        assert ours.post(f"{address}/{act}", reason="Nei").status_code == 404


def test_without_the_function_nobody_gets_in(town: Town) -> None:
    approver = town.in_town(Function.APPROVE_CONCESSION)
    assert approver.get(NEW).status_code == 403
    assert approver.post(NEW, FILLED).status_code == 403


def test_a_municipality_says_what_it_offers(town: Town) -> None:
    drafter = town.in_town(Function.DRAFT_CONCESSION)
    assert "Si hva dere tilbyr" in drafter.get("/for-kommuner").text
    assert drafter.post("/for-kommuner/tilbud", kind="free").status_code == 422
    assert drafter.post("/for-kommuner/tilbud", kind="own_only").status_code == 303
    assert "Si hva dere tilbyr" not in drafter.get("/for-kommuner").text
