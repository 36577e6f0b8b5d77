"""A letter as it is sent: whole subjects, the same words as text and as HTML, nothing taken as HTML."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from uuid import uuid4

import html5lib  # type: ignore[import-untyped]
import pytest

from registry.mail.letter import Item, Letter, Stationery, message, said
from registry.mail.occasions import OCCASIONS
from registry.words import GRANT_STEPS, pick
from tests.mail_sink import html_of, words_of

REAL = Stationery("https://frittvalg.example", "varsler@frittvalg.example", False)
LONG = {
    "place": "Nordre Follo", "member": "Guovdageaidnu", "version": "12", "concession": "x",
    "supplier": "Ærlig Støtte og Åpen Assistanse for Hele Landet Ååå Samvirkeforetak", "admission": "x",
}  # fmt: skip
SUBJECTS = [
    said(each.words, language, **LONG) for each in OCCASIONS for language in ("nb", "nn", "en")
]
SUBJECTS += [f"1. mars: {pick(words, 'nb')}, og 3 til" for words in GRANT_STEPS.values()]
SUBJECTS += [f"{'å ' * count}{'x' * count} {'ø' * (90 - count)}" for count in range(0, 90, 7)]


def sent(subject: str = "Hei", item: str = "Hei", paper: Stationery = REAL) -> EmailMessage:
    """As the receiver gets it."""
    href = "https://frittvalg.example/mal?a=1&b=2"
    letter = Letter(uuid4(), "nb", subject, [("", [Item(item, href)])], ["Hvem vi er."])
    made = message(letter, "a@example.test", paper, datetime.now(UTC))
    found = email.message_from_bytes(made.as_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_subject_comes_as_it_was_written() -> None:
    for subject in SUBJECTS:
        assert sent(subject)["Subject"] == subject


def test_no_line_is_too_long_for_a_mail_server() -> None:
    letter = Letter(uuid4(), "nb", SUBJECTS[0], [("", [Item("å" * 3000, "x" * 900)])], ["å" * 2000])
    raw = message(letter, "a@example.test", REAL, datetime.now(UTC)).as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()


def test_text_and_html_say_the_same() -> None:
    mail = sent(item="Øl & brød <ikke>")
    assert "Øl & brød <ikke>" in words_of(mail)
    assert "https://frittvalg.example/mal?a=1&b=2" in words_of(mail)
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html_of(mail))
    assert "Øl & brød <ikke>" in "".join(page.itertext())
    assert page.find(".//a").get("href") == "https://frittvalg.example/mal?a=1&b=2"


@pytest.mark.parametrize("made_up", [True, False])
def test_invented_data_are_said_first_and_only_then(made_up: bool) -> None:
    mail = sent(paper=Stationery("https://x.example", "a@x.example", made_up))
    assert words_of(mail).startswith("Oppdiktede data.") == made_up
    assert ("Oppdiktede data." in html_of(mail)) == made_up
