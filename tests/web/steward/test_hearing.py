"""A hearing: three kinds of people say what they think, a steward reads, answers or sets aside."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.application import hearings
from registry.application.desk import Command
from registry.domain.hearing import AsideGround, Audience
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.roles import Duty
from registry.domain.values import OSLO, MunicipalityNumber
from tests.web.steward.office import CHANGES, REGRET, REMARKS, Office, in_six_weeks, plainly
from tests.web.workplaces import HAMAR, RINGSAKER, Worker
from web.public.hearing import REMARKS as LIMIT

HEARING, SAY = "/mal/horing", "/mal/horing/innspill"
FOR_US = f"{SAY}/organisasjon"


@pytest.fixture
def heard(office: Office) -> Office:
    """An open hearing of one changed point."""
    office.write()
    office.editor.post(f"{CHANGES}/horing", closes_on=in_six_weeks(1))
    return office


def say(office: Office, client: FlaskClient | None = None, **fields: Any) -> TestResponse:
    """Somebody without an account says something."""
    visitor = client or office.town.app.test_client()
    page = visitor.get(SAY).text
    csrf = re.search(r'name="csrf" value="([^"]*)"', page)
    form = {"node": "whole", "audience": "has_bpa", "text": "Det er bra."} | fields
    form |= {"command_id": str(uuid4()), "csrf": csrf[1] if csrf else ""}
    answer = visitor.post(SAY, data=form)
    office.town.projections.catch_up()
    return answer


def the_remark(office: Office) -> str:
    found = re.search(r'name="remark" value="([^"]+)"', office.editor.get(REMARKS).text)
    assert found
    return found[1]


def public(office: Office) -> str:
    return office.town.app.test_client().get(HEARING).text


def test_the_changed_points_stand_old_beside_new_and_nothing_else(heard: Office) -> None:
    page = public(heard)
    assert "Høring av versjon 2" in page
    assert "Ett punkt endres" in page
    assert "<del>" in page
    assert "21 dager" in plainly(page)
    assert "En ny versjon er på høring" in heard.town.app.test_client().get("/mal").text


def test_what_anybody_says_is_read_by_a_steward_first(heard: Office) -> None:
    taken = say(heard, text="Tre uker er bedre.", node=REGRET)
    assert taken.status_code == 303
    assert "Tre uker er bedre." not in public(heard)
    assert "Les ett innspill" in heard.editor.get("/for-forvaltere").text
    page = heard.editor.get(REMARKS).text
    assert "Tre uker er bedre." in page
    assert "Har BPA" in page
    heard.editor.post(f"{REMARKS}/publiser", remark=the_remark(heard))
    assert "Tre uker er bedre." in public(heard)
    answered = heard.editor.post(f"{REMARKS}/svar", remark=the_remark(heard), answer="Vi er enige.")
    assert answered.status_code == 303
    assert "Vi er enige." in public(heard)


@pytest.mark.parametrize("kind", ["municipality", "supplier"])
def test_an_organisation_is_heard_at_once_under_its_own_name(heard: Office, kind: str) -> None:
    if kind == "municipality":
        worker, name = heard.town.in_town(Function.ISSUE_CODES), "Hamar kommune"
    else:
        heard.town.firm()
        worker, name = heard.town.at_firm(Function.KEEP_FACTS), "Fjellrype BPA AS"
    assert name.removesuffix(" kommune") in worker.get(f"{FOR_US}?punkt={REGRET}").text
    sent = worker.post(FOR_US, node=REGRET, text="Vi støtter dette.")
    assert sent.status_code == 303
    page = public(heard)
    assert name in page
    assert "Vi støtter dette." in page


def test_who_works_for_neither_has_no_organisations_answer(heard: Office) -> None:
    assert heard.editor.get(FOR_US).status_code == 403
    assert heard.editor.post(FOR_US, node="whole", text="Vi mener.").status_code == 403
    assert heard.town.app.test_client().get(FOR_US).status_code == 303


def in_two_towns(office: Office) -> Worker:
    """Somebody who works in Hamar and in Ringsaker."""
    worker = office.town.in_town(Function.ISSUE_CODES)
    office.town.in_town(Function.ADMIT_SUPPLIERS, of=RINGSAKER)
    other = Organisation.id_for(OrganisationKind.MUNICIPALITY, RINGSAKER)
    return office.town.hire(other, Function.ISSUE_CODES, worker=worker)


def key(number: MunicipalityNumber) -> str:
    its = Organisation.id_for(OrganisationKind.MUNICIPALITY, number)
    return f"{its}/{its}"


def test_whoever_works_in_several_places_is_asked_which_one_answers(heard: Office) -> None:
    worker = in_two_towns(heard)
    asked = worker.get(FOR_US).text
    assert "Hvor vil du arbeide?" in asked
    assert f'name="next" value="{FOR_US}"' in asked
    refused = worker.post(FOR_US, node="whole", text="Hvem er vi?", place=key(HAMAR))
    assert refused.status_code == 409
    worker.post("/arbeidsplass", place=key(RINGSAKER), next=FOR_US)
    form = worker.get(FOR_US).text
    assert "Du svarer for Ringsaker" in form
    assert f'name="place" value="{key(RINGSAKER)}"' in form
    sent = worker.post(FOR_US, node="whole", text="Vi er enige.", place=key(RINGSAKER))
    assert sent.status_code == 303
    assert "Ringsaker kommune" in public(heard)
    assert "Hvem er vi?" not in public(heard)


def test_what_was_written_for_one_is_never_sent_for_another(heard: Office) -> None:
    worker = in_two_towns(heard)
    worker.post("/arbeidsplass", place=key(HAMAR))
    worker.post("/arbeidsplass", place=key(RINGSAKER))  # in the other tab
    refused = worker.post(FOR_US, node="whole", text="Vi i Hamar.", place=key(HAMAR))
    assert refused.status_code == 409
    assert "Vi i Hamar." not in public(heard)


def test_a_mandate_from_another_municipality_answers_for_nobody_else(heard: Office) -> None:
    worker = heard.town.in_town(Function.ISSUE_CODES)
    ours = Organisation.id_for(OrganisationKind.MUNICIPALITY, HAMAR)
    heard.town.mandate(RINGSAKER, Duty.DECIDES, ours)
    assert "Du svarer for Hamar." in worker.get(FOR_US).text


def test_whoever_only_looks_on_does_not_answer(heard: Office) -> None:
    heard.town.firm()
    reader = heard.town.at_firm(Function.READ)
    assert reader.get(FOR_US).status_code == 403
    assert reader.post(FOR_US, node="whole", text="Jeg ser på.").status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "Jeg er 01019012345."),
        ("text", "å" * 3001),
        ("audience", ""),
        ("audience", "municipality"),
        ("node", "bpa.no.such"),
        ("node", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    heard: Office, field: str, value: str
) -> None:
    refused = say(heard, **{"text": "Dette skal stå.", field: value})
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert value in refused.text or field != "text"
    assert "Dette skal stå." in refused.text or field == "text"
    assert "Ingen har sagt noe ennå" in heard.editor.get(REMARKS).text


def test_after_the_last_day_nothing_is_taken_in_and_nothing_typed_is_lost(office: Office) -> None:
    office.write()
    office.hear()
    late = say(office, text="Jeg kom for sent.")
    assert late.status_code == 422
    assert 'id="text-error"' in late.text
    assert "Fristen for å si noe er ute" in late.text
    assert "Jeg kom for sent." in late.text
    worker = office.town.in_town(Function.ISSUE_CODES)
    refused = worker.post(FOR_US, node="whole", text="Vi kom også for sent.")
    assert refused.status_code == 422
    assert "Vi kom også for sent." in refused.text
    page = public(office)
    assert "Fristen gikk ut" in page
    assert SAY not in page


def test_without_a_hearing_there_is_nothing_to_say(office: Office) -> None:
    visitor = office.town.app.test_client()
    assert "Ingenting er på høring nå" in visitor.get(HEARING).text
    assert visitor.get(SAY).status_code == 404
    assert visitor.post(SAY, data={"command_id": str(uuid4())}).status_code == 404
    assert office.editor.post(f"{REMARKS}/publiser", remark=str(uuid4())).status_code == 404


def test_what_describes_a_person_is_never_public_and_is_taken_away(
    heard: Office, database: str
) -> None:
    say(heard, text="Naboen min i nummer fire får for lite.")
    aside = heard.editor.post(
        f"{REMARKS}/hold-tilbake", remark=the_remark(heard), ground="describes_a_person"
    )
    assert aside.status_code == 303
    assert "Naboen" not in public(heard)
    page = heard.editor.get(REMARKS).text
    assert "Naboen" not in page
    assert "Beskriver en person" in page
    with psycopg.connect(database) as connection:
        bodies = connection.execute("SELECT body FROM vault.texts").fetchall()
    assert not any("Naboen" in (body or "") for (body,) in bodies)


def test_what_was_set_aside_for_another_reason_is_only_not_public(heard: Office) -> None:
    say(heard, text="Kjøp billige dekk.")
    remark = the_remark(heard)
    heard.editor.post(f"{REMARKS}/publiser", remark=remark)
    assert "dekk" in public(heard)
    heard.editor.post(f"{REMARKS}/hold-tilbake", remark=remark, ground="about_something_else")
    assert "dekk" not in public(heard)
    assert "dekk" in heard.editor.get(REMARKS).text
    settled = heard.editor.post(f"{REMARKS}/publiser", remark=remark)
    assert settled.status_code == 422
    assert "En annen har alt tatt stilling" in settled.text


def test_an_answer_that_cannot_be_taken_stands_where_it_was_typed(heard: Office) -> None:
    say(heard)
    remark = the_remark(heard)
    early = heard.editor.post(f"{REMARKS}/svar", remark=remark, answer="Takk for det.")
    assert early.status_code == 422
    heard.editor.post(f"{REMARKS}/publiser", remark=remark)
    long = heard.editor.post(f"{REMARKS}/svar", remark=remark, answer="å" * 2001)
    assert long.status_code == 422
    assert 'id="answer-error"' in long.text
    assert "å" * 2001 in long.text
    assert heard.editor.post(f"{REMARKS}/svar", remark=str(uuid4()), answer="x").status_code == 404


def test_the_same_visitor_waits_after_some_remarks_and_loses_nothing(heard: Office) -> None:
    visitor = heard.town.app.test_client()
    for _ in range(LIMIT.by_session):
        assert say(heard, visitor).status_code == 303
    stopped = say(heard, visitor, text="Enda en ting.")
    assert stopped.status_code == 429
    assert "Enda en ting." in stopped.text
    assert say(heard).status_code == 303, "another visitor from the same house"


def test_pressed_twice_is_said_once(heard: Office) -> None:
    visitor = heard.town.app.test_client()
    form = {"node": "whole", "audience": "other", "text": "Én gang.", "command_id": str(uuid4())}
    assert visitor.post(SAY, data=form).status_code == 303
    csrf = re.search(r'name="csrf" value="([^"]*)"', visitor.get(SAY).text)
    visitor.post(SAY, data=form | {"csrf": csrf[1] if csrf else ""})
    heard.town.projections.catch_up()
    assert heard.editor.get(REMARKS).text.count("Én gang.") == 1


def test_no_event_holds_what_was_typed(heard: Office, database: str) -> None:
    say(heard, text="Hemmeligheten min.")
    heard.editor.post(f"{REMARKS}/publiser", remark=the_remark(heard))
    heard.editor.post(f"{REMARKS}/svar", remark=the_remark(heard), answer="Svaret vårt.")
    with psycopg.connect(database) as connection:
        states = connection.execute("SELECT state FROM log.registry_events").fetchall()
    whole = b"".join(bytes(state) for (state,) in states)
    assert b"Hemmeligheten" not in whole
    assert "Svaret vårt".encode() not in whole


def on(office: Office, days_ago: int) -> Command:
    return replace(office.town.command(uuid4()), at=datetime.now(OSLO) - timedelta(days=days_ago))


def test_what_was_taken_down_is_not_found_by_asking_for_an_earlier_day(office: Office) -> None:
    office.write()
    desk, hearing = office.town.house.registrar, office.hear()
    for text, taken_down in (("Dette står.", False), ("Dette ble tatt ned.", True)):
        its, _ = hearings.receive_remark(
            desk, on(office, 20), hearing, Audience.HAS_BPA, None, text
        )
        hearings.publish_remark(desk, on(office, 15), hearing, its)
        if taken_down:
            hearings.set_remark_aside(desk, on(office, 5), hearing, its, AsideGround.ABUSIVE)
        else:
            hearings.answer_remark(desk, on(office, 5), hearing, its, "Svaret kom siden.")
    office.town.projections.catch_up()

    def page(days_ago: int) -> str:
        day = on(office, days_ago).at
        assert day is not None
        return office.town.app.test_client().get(f"{HEARING}?dato={day:%Y-%m-%d}").text

    for days_ago in (18, 10, 0):
        assert "Dette ble tatt ned." not in page(days_ago)
    assert ["Dette står." in page(days_ago) for days_ago in (18, 10, 0)] == [False, True, True]
    assert ["Svaret kom siden." in page(days_ago) for days_ago in (10, 0)] == [False, True]


def test_a_remark_is_kept_back_for_a_reason_that_somebody_chose(heard: Office) -> None:
    """The first of the reasons takes the words away for good: it is nobody's by chance."""
    say(heard, text="Tre uker er bedre.", node=REGRET)
    remark = the_remark(heard)
    refused = heard.editor.post(f"{REMARKS}/hold-tilbake", remark=remark, ground="")
    assert refused.status_code == 422
    assert f'id="ground-{remark}-error"' in refused.text
    assert "Tre uker er bedre." in heard.editor.get(REMARKS).text


def test_what_another_steward_did_first_is_not_a_fault_of_the_answer(heard: Office) -> None:
    say(heard, text="Tre uker er bedre.", node=REGRET)
    remark = the_remark(heard)
    heard.editor.post(f"{REMARKS}/publiser", remark=remark)
    again = heard.editor.post(f"{REMARKS}/publiser", remark=remark)
    assert again.status_code == 422
    assert "answer-error" not in again.text
