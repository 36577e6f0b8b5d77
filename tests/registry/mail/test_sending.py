"""Nothing is lost and nothing comes twice: crashes, mail servers that say no, and those that say wait."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest

from registry.domain.roles import Function
from registry.mail import alerts, outbox, worker
from registry.mail.smtp import TryAgain, deliver, mail_server
from registry.mailing import post_of
from registry.projections import MODELS
from registry.settings import Settings, UnsafeConfiguration
from registry.store.rebuild import rebuild
from tests.live import environment
from tests.mail_sink import words_of
from tests.registry.mail.conftest import Office, settings
from tests.registry.mail.test_telling import ask


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def follower(office: Office) -> Iterator[psycopg.Connection]:
    with psycopg.connect(office.url, autocommit=True) as connection:
        yield connection


def position(office: Office) -> object:
    return office.execute("SELECT position FROM engine.mailed WHERE log = 'registry'")[0][0]


def test_a_crash_before_the_commit_queues_nothing_and_forgets_nothing(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    before, original, puts = position(office), outbox.jobs.put, 0

    def put_one_and_die(connection: psycopg.Connection, task: str, **arguments: object) -> None:
        nonlocal puts
        puts += 1
        if puts == 2:
            raise Killed
        original(connection, task, **arguments)

    ask(office)
    ask(office)
    with (
        follower(office) as connection,
        patch.object(outbox.jobs, "put", put_one_and_die),
        pytest.raises(Killed),
    ):
        outbox.follow(connection)
    assert office.jobs() == []
    assert position(office) == before
    assert len(office.work()) == 2, "both are told when it begins again"


def test_the_position_and_the_job_are_written_together(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    before = position(office)
    ask(office)
    original = outbox.jobs.put

    def put_and_die(connection: psycopg.Connection, task: str, **arguments: object) -> None:
        original(connection, task, **arguments)
        connection.close()

    with (
        follower(office) as connection,
        patch.object(outbox.jobs, "put", put_and_die),
        pytest.raises(psycopg.OperationalError),
    ):
        outbox.follow(connection)
    assert office.jobs() == []
    assert position(office) == before


def test_a_crash_after_the_commit_sends_once(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    with follower(office) as connection:
        outbox.follow(connection)
    assert [name for name, *_ in office.jobs()] == ["tell"]
    assert len(office.work()) == 1
    assert office.work() == []


def test_a_job_that_was_being_done_is_done_when_the_process_comes_back(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    with follower(office) as connection:
        outbox.follow(connection)
        connection.execute("SET search_path TO jobs")
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        assert office.work() == [], "somebody else is at it, it seems"
        worker.jobs.put_back(connection)
    assert len(office.work()) == 1


@contextmanager
def mail_process(office: Office, key_file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`frittvalg mail`, as it runs in operation."""
    env = environment(office.projections.database, key_file) | {
        "SMTP_URL": office.sink.url,
        "MAIL_FROM": "varsler@frittvalg.example",
        "FRITTVALG_URL": "https://frittvalg.example",
    }
    process = subprocess.Popen([sys.executable, "-m", "registry.cli", "mail"], env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.slow
def test_killed_in_the_middle_of_a_mail_it_comes_once_when_the_process_is_back(
    office: Office, tmp_path: Path
) -> None:
    key_file = tmp_path / "key"
    key_file.write_bytes(b"a key that only the tests know..")
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    office.projections.catch_up()
    office.sink.is_held = True
    with mail_process(office, key_file) as process:
        wait_for(lambda: bool(office.sink.asked))
        process.kill()
    assert ("send", "doing", 0) in office.jobs()
    assert office.sink.mails == []
    office.sink.is_held = False
    with mail_process(office, key_file) as process:
        wait_for(lambda: bool(office.sink.mails))
        wait_for(lambda: office.jobs() == [])
        process.terminate()
        assert process.wait(20) == 0, "told to stop, it ends in good order"
    assert len(office.sink.mails) == 1


def test_told_twice_is_kept_once(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    (mail,) = office.work()
    office.post.tell("registry", int(str(position(office))))
    assert office.work() == []
    assert mail["Message-ID"]


def test_a_crash_after_the_mail_was_taken_sends_it_again_with_the_same_message_id(
    office: Office,
) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    with patch.object(alerts, "settle", side_effect=RuntimeError("killed")):
        (first,) = office.work()
    office.make_due()
    (second,) = office.work()
    assert second["Message-ID"] == first["Message-ID"]
    assert words_of(second) == words_of(first)


def test_building_the_read_models_again_sends_nothing(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    ask(office)
    assert len(office.work()) == 1
    logs = (office.house.registry, office.house.cases)
    with psycopg.connect(
        office.projections.database.url("frittvalg_owner"), autocommit=True
    ) as owner:
        rebuild(owner, logs, MODELS)
    assert office.work() == []


def test_the_first_time_nothing_is_told_of_what_happened_before(office: Office) -> None:
    office.in_hamar(Function.DRAFT_CONCESSION)
    ask(office)
    with psycopg.connect(office.projections.database.url("frittvalg_owner")) as owner:
        owner.execute("TRUNCATE engine.mailed")
    assert office.work() == []
    ask(office)
    assert len(office.work()) == 1


def test_an_address_that_says_no_is_left_alone_until_it_is_given_again(office: Office) -> None:
    user, address = office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    office.sink.answers[address] = "550 no such user"
    ask(office)
    assert office.work() == []
    box = office.house.mailboxes.find(user)
    assert box
    assert box.refused
    assert office.execute("SELECT outcome FROM vault.mail_alerts") == [("refused",)]
    ask(office)
    office.work()
    assert office.sink.asked == [address], "it was asked once"
    assert office.jobs() == []


def test_an_address_that_refuses_the_link_is_said_so_to_who_typed_it(office: Office) -> None:
    user, _ = office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    office.sink.answers["feil@example.test"] = "550 no such user"
    office.house.mailboxes.ask(user, "feil@example.test", "nb")
    assert office.work() == []
    waiting = office.house.mailboxes.waiting(user)
    assert waiting
    assert waiting.refused
    box = office.house.mailboxes.find(user)
    assert box
    assert not box.refused, "the one she had is used as before"


def test_the_link_that_confirms_comes_to_the_new_address_in_the_language_of_the_page(
    office: Office,
) -> None:
    user, _ = office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    office.house.mailboxes.ask(user, "ny@example.test", "nn")
    (mail,) = office.work()
    assert (mail["To"], mail["Subject"]) == (
        "ny@example.test",
        "Stadfest e-postadressa di hos Frittvalg",
    )
    assert "List-Unsubscribe" not in mail
    (word,) = set(re.findall(r"/nn/varsler/bekreft\?kode=([\w-]+)", words_of(mail)))
    assert office.house.mailboxes.confirm(word)
    box = office.house.mailboxes.find(user)
    assert box
    assert box.address == "ny@example.test"


def test_a_server_that_says_wait_is_asked_again_later(office: Office) -> None:
    user, address = office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    office.sink.answers[address] = "451 try later"
    ask(office)
    assert office.work() == []
    assert office.jobs() == [("send", "todo", 1)]
    assert office.work() == [], "not at once"
    assert office.sink.asked == [address]
    del office.sink.answers[address]
    office.make_due()
    assert len(office.work()) == 1
    assert office.jobs() == []
    box = office.house.mailboxes.find(user)
    assert box
    assert not box.refused


def test_the_pauses_grow_and_end_after_days() -> None:
    assert list(worker.PAUSES) == sorted(worker.PAUSES)
    assert 2 * 86_400 < sum(worker.PAUSES) < 4 * 86_400


def test_no_address_is_written_to_any_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    _, address = office.in_hamar(Function.DRAFT_CONCESSION)
    office.begin()
    for answer in ("451 try later", "550 no such user"):
        office.sink.answers[address] = answer
        ask(office)
        office.make_due()
        office.work()
    assert office.sink.asked
    ours = [each for each in caplog.records if each.name != "mail.log"]
    said = "".join(f"{each.getMessage()}{each.exc_text}" for each in ours)
    assert "451" in said, "why it did not go is said"
    assert address not in said
    args = office.execute("SELECT args::text FROM jobs.procrastinate_jobs")
    assert all(address not in str(row) for row in args)


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x"]
)
def test_an_address_of_a_server_that_cannot_be_understood_is_said_so(url: str) -> None:
    with pytest.raises(UnsafeConfiguration, match="SMTP_URL"):
        mail_server(url)


def test_without_a_mail_server_the_program_says_that_nothing_is_sent(office: Office) -> None:
    its: Settings = settings(office.sink)
    for missing, said in (("smtp_url", "ingen får varsler"), ("mail_from", "MAIL_FROM"),
                          ("site_url", "FRITTVALG_URL")):  # fmt: skip
        with pytest.raises(UnsafeConfiguration, match=said):
            post_of(Settings(**vars(its) | {missing: None}), office.house)


def test_a_server_that_is_not_there_is_tried_again(office: Office) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@example.test", "b@example.test"
    with pytest.raises(TryAgain, match="svarer ikke"):
        deliver(mail_server("smtp://127.0.0.1:1"), mail)
