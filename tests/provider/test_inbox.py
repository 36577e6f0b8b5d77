"""The demo's inbox keeps what it gets and shows it as text, whatever it holds."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from provider.app import create_app
from provider.client import Client
from provider.inbox import Folder, listen
from provider.protocol import Server
from tests.live import free_ports


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "inbox")


@pytest.fixture
def port(folder: Folder) -> Iterator[int]:
    (its,) = free_ports(1)
    controller = listen(folder, its)
    yield its
    controller.stop()


@pytest.fixture
def client(folder: Folder) -> FlaskClient:
    its = Client("id", "secret", ("http://127.0.0.1:1/svar",), ("http://127.0.0.1:1/ut",))
    return create_app(Server("http://127.0.0.1:2", its), {}, folder).test_client()


def send(port: int, subject: str, text: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.test", "b@example.test", subject
    mail["Date"] = "Sat, 21 Nov 2026 09:00:00 +0100"
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(mail)


def test_the_newest_comes_first_with_links_that_can_be_followed(
    client: FlaskClient, port: int
) -> None:
    assert "Ingenting er sendt ennå" in client.get("/innboks").text
    send(port, "Første æøå", "Se http://127.0.0.1:1/en?kode=a-b_c")
    send(port, "Andre", "Hei")
    page = client.get("/innboks").text
    assert page.index("Andre") < page.index("Første æøå")
    assert '<a href="http://127.0.0.1:1/en?kode=a-b_c">' in page
    assert "21.11.2026 09.00" in page
    assert "Oppdiktede data" in page


def test_what_a_mail_holds_is_never_taken_as_html(client: FlaskClient, port: int) -> None:
    send(port, "<script>1</script>", '<img src=x> http://x.example/"><script>2</script>')
    page = client.get("/innboks").text
    assert "<script" not in page
    assert "<img" not in page


def test_without_an_inbox_there_is_no_such_page() -> None:
    its = Client("id", "secret", ("http://127.0.0.1:1/svar",), ("http://127.0.0.1:1/ut",))
    server = Server("http://127.0.0.1:2", its)
    assert create_app(server, {}).test_client().get("/innboks").status_code == 404
