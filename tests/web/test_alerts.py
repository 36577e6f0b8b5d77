"""Alerts: the page where one gives an address and chooses, the links of the mails, and stopping."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.domain.roles import Function
from registry.mail.mailboxes import CONFIRM, STOP, Mailboxes, Pace, Significance
from registry.vault import MasterKey
from tests.conftest import KEY, Database
from tests.web.workplaces import Town, Worker

PAGE = "/arbeidsplass/varsler"
ADDRESS = "kari@kommunen.example"


@pytest.fixture
def boxes(town: Town) -> Mailboxes:
    return town.house.mailboxes


@pytest.fixture
def kari(town: Town, fresh: Database) -> Worker:
    """Somebody who writes concessions in Hamar and has given no address."""
    worker = town.in_town(Function.DRAFT_CONCESSION)
    with psycopg.connect(fresh.url()) as connection:
        connection.execute(
            "INSERT INTO vault.users VALUES (%s, 'i', 's', 'Prøve Prøvesen')", (worker.user,)
        )
    return worker


@pytest.fixture
def request_of(fresh: Database) -> Callable[[UUID], UUID]:
    def find(user: UUID) -> UUID:
        with psycopg.connect(fresh.url()) as connection:
            row = connection.execute(
                "SELECT request FROM vault.mail_unconfirmed WHERE user_id = %s", (user,)
            ).fetchone()
        assert row
        found: UUID = row[0]
        return found

    return find


def confirmed(kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]) -> None:
    kari.post(f"{PAGE}/adresse", adresse=ADDRESS)
    assert boxes.confirm(KEY.link_word(CONFIRM, request_of(kari.user)))


def test_the_way_to_the_page_is_in_the_menu(kari: Worker) -> None:
    assert f'href="{PAGE}"' in kari.get("/for-kommuner").text
    assert 'aria-current="page">Varsler' in kari.get(PAGE).text


def test_an_address_is_used_when_its_link_was_followed_and_not_before(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID], fresh: Database
) -> None:
    assert kari.post(f"{PAGE}/adresse", adresse=ADDRESS).status_code == 303
    assert boxes.find(kari.user) is None
    assert f"Vi har sendt en lenke til {ADDRESS}" in kari.get(PAGE).text
    with psycopg.connect(fresh.url()) as connection:
        jobs = connection.execute(
            "SELECT task_name, args::text FROM jobs.procrastinate_jobs"
        ).fetchall()
    assert [(name, ADDRESS in args) for name, args in jobs] == [("confirm", False)]
    word = KEY.link_word(CONFIRM, request_of(kari.user))
    visitor = kari.town.app.test_client()
    assert "Bekreft adressen" in visitor.get(f"/varsler/bekreft?kode={word}").text
    assert boxes.find(kari.user) is None, "opening the link is not enough"
    assert visitor.post("/varsler/bekreft", data={"kode": word}).status_code == 200
    box = boxes.find(kari.user)
    assert box
    assert box.address == ADDRESS
    assert (box.waits, box.changed, box.informs) == ("at_once", "at_once", "daily")
    assert visitor.post("/varsler/bekreft", data={"kode": word}).status_code == 422, "once"


def test_a_new_link_stops_the_earlier_one(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]
) -> None:
    kari.post(f"{PAGE}/adresse", adresse="feil@kommunen.example")
    earlier = KEY.link_word(CONFIRM, request_of(kari.user))
    kari.post(f"{PAGE}/adresse", adresse=ADDRESS)
    assert not boxes.confirm(earlier)
    assert boxes.confirm(KEY.link_word(CONFIRM, request_of(kari.user)))


def test_a_link_that_is_too_old_does_not_work(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID], fresh: Database
) -> None:
    kari.post(f"{PAGE}/adresse", adresse=ADDRESS)
    with psycopg.connect(fresh.url()) as connection:
        connection.execute("UPDATE vault.mail_unconfirmed SET expires_at = now()")
    assert not boxes.confirm(KEY.link_word(CONFIRM, request_of(kari.user)))


@pytest.mark.parametrize(
    "typed",
    ["", "kari", "kari@", "@x.no", "kari@kommunen", "a b@x.no", "å@x.no", "a@x.no,b@x.no", "a@-x.no",
     "a@x.no\nBcc: b@x.no", f"{'a' * 65}@x.no", "a@" + "x." * 130 + "no"],
)  # fmt: skip
def test_what_is_no_address_gets_a_message_beside_the_field(kari: Worker, typed: str) -> None:
    answer = kari.post(f"{PAGE}/adresse", adresse=typed)
    assert answer.status_code == 422
    assert 'id="adresse-error"' in answer.text


def test_one_chooses_what_and_when_and_in_which_language(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]
) -> None:
    confirmed(kari, boxes, request_of)
    answer = kari.post(PAGE, waits="daily", changed="never", informs="at_once", language="nn")
    assert answer.status_code == 303
    box = boxes.find(kari.user)
    assert box
    assert [box.pace(each) for each in Significance] == [Pace.DAILY, Pace.NEVER, Pace.AT_ONCE]
    assert box.language == "nn"
    shown = kari.get(PAGE).text
    assert re.search(r'name="waits" value="daily" checked', shown)
    assert kari.post(PAGE, waits="sometimes").status_code == 422


def test_one_press_stops_everything(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]
) -> None:
    confirmed(kari, boxes, request_of)
    kari.post(f"{PAGE}/stopp")
    box = boxes.find(kari.user)
    assert box
    assert box.wants_nothing
    assert "Du får ingen varsler nå." in kari.get(PAGE).text


def test_the_link_of_a_mail_shows_a_button_and_the_button_stops(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]
) -> None:
    confirmed(kari, boxes, request_of)
    link = f"/varsler/stopp?kode={boxes.stop_word(kari.user)}"
    visitor = kari.town.app.test_client()
    page = visitor.get(link)
    assert "Stopp alle varsler" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    box = boxes.find(kari.user)
    assert box
    assert not box.wants_nothing, "opening the link stops nothing"
    word = re.findall(r'name="kode" value="([\w-]+)"', page.text)[0]
    assert visitor.post("/varsler/stopp", data={"kode": word}).status_code == 200
    box = boxes.find(kari.user)
    assert box
    assert box.wants_nothing


def test_the_mail_programs_own_button_stops_with_one_post(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]
) -> None:
    """RFC 8058: a POST to the address in List-Unsubscribe, without cookies, with this body."""
    confirmed(kari, boxes, request_of)
    link = f"/varsler/stopp?kode={boxes.stop_word(kari.user)}"
    body = {"List-Unsubscribe": "One-Click"}
    assert kari.town.app.test_client().post(link, data=body).status_code == 200
    box = boxes.find(kari.user)
    assert box
    assert box.wants_nothing


def test_nobody_stops_or_confirms_for_another_with_a_made_up_link(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]
) -> None:
    confirmed(kari, boxes, request_of)
    stranger = MasterKey(b"another key that is not ours....")
    right = boxes.stop_word(kari.user)
    for word in (
        "", "x", "å" * 43, "A" * 43, right[:-2], right + "A", right[:-1] + "_",
        stranger.link_word(STOP, kari.user), KEY.link_word(CONFIRM, kari.user),
        KEY.link_word(STOP, uuid4())[:22] + right[22:],
    ):  # fmt: skip
        answer = kari.town.app.test_client().post(f"/varsler/stopp?kode={word}")
        assert answer.status_code == 422, word
        assert kari.town.app.test_client().post(f"/varsler/bekreft?kode={word}").status_code == 422
    box = boxes.find(kari.user)
    assert box
    assert not box.wants_nothing


def test_an_address_that_said_no_is_shown_so(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID]
) -> None:
    confirmed(kari, boxes, request_of)
    boxes.refuse(kari.user, ADDRESS)
    assert "Adressen tok ikke imot" in kari.get(PAGE).text
    confirmed(kari, boxes, request_of)
    assert "Adressen tok ikke imot" not in kari.get(PAGE).text, "given again, it is tried again"


def test_an_address_is_deleted_with_what_was_to_be_told_there(
    kari: Worker, boxes: Mailboxes, request_of: Callable[[UUID], UUID], fresh: Database
) -> None:
    confirmed(kari, boxes, request_of)
    kari.post(f"{PAGE}/adresse", adresse=f"ny.{ADDRESS}")
    kari.post(f"{PAGE}/slett")
    assert boxes.find(kari.user) is None
    with psycopg.connect(fresh.url("frittvalg_owner")) as owner:
        for table in ("mailboxes", "mail_unconfirmed", "mail_alerts"):
            rows = owner.execute(f"SELECT t::text FROM vault.{table} t").fetchall()  # type: ignore[arg-type]
            assert ADDRESS not in str(rows)


def test_links_are_not_sent_without_end(kari: Worker) -> None:
    for number in range(6):
        assert kari.post(f"{PAGE}/adresse", adresse=f"a{number}@x.example").status_code == 303
    assert kari.post(f"{PAGE}/adresse", adresse=ADDRESS).status_code == 429


def test_who_works_nowhere_chooses_nothing(town: Town) -> None:
    assert town.signed_in(uuid4()).get(PAGE).status_code == 403


def test_the_page_says_when_no_mail_is_sent_here(kari: Worker) -> None:
    assert "E-post er ikke satt opp her" in kari.get(PAGE).text
