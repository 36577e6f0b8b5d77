"""The same tree in three languages, and dates and money as each writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from babel.messages.pofile import read_po
from flask import Flask, render_template_string, url_for
from flask.testing import FlaskClient

from web import languages

DAY = date(2026, 11, 21)
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    languages.install(app, today=lambda: DAY)
    app.add_url_rule("/<path:page>", "page", lambda page: languages.current() + url_for("front"))
    app.add_url_rule("/", "front", languages.current)
    app.add_url_rule("/word", "word", lambda: render_template_string('{{ _("Meny") }}'))
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(params=["nb", "nn", "en"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    prefix = "" if request.param == "nb" else f"/{request.param}"
    moved = {"SCRIPT_NAME": prefix, languages.KEY: request.param}
    with app.test_request_context("/", environ_overrides=moved):
        yield request.param


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("/", "nb"),
        ("/nn/", "nn"),
        ("/en/", "en"),
        ("/kommuner", "nb/"),
        ("/nn/kommuner", "nn/nn/"),
        ("/en/nn/kommuner", "en/en/"),
        ("/nnn/kommuner", "nb/"),
        ("/se/kommuner", "nb/"),
    ],
)
def test_the_address_decides_the_language_and_links_keep_it(
    client: FlaskClient, address: str, answer: str
) -> None:
    assert client.get(address).text == answer


def test_a_bare_prefix_leads_to_the_front_page_and_keeps_the_query(client: FlaskClient) -> None:
    answer = client.get("/nn?dato=2026-11-01")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/nn/?dato=2026-11-01")


def test_words_follow_the_address(client: FlaskClient) -> None:
    assert [client.get(f"{root}/word").text for root in ("", "/nn", "/en")] == [
        "Meny",
        "Meny",
        "Menu",
    ]


def test_each_page_knows_its_address_in_the_other_languages(app: Flask) -> None:
    address = "/kommuner/3403/sammenlign?leverandor=1&leverandor=2"
    moved = {"SCRIPT_NAME": "/nn", languages.KEY: "nn"}
    with app.test_request_context(address, environ_overrides=moved):
        assert [href for _, _, href in languages.same_page()] == [
            address,
            f"/nn{address}",
            f"/en{address}",
        ]


def test_a_doubled_slash_never_becomes_a_link_to_another_site(app: Flask) -> None:
    with app.test_request_context(environ_overrides={"PATH_INFO": "//example.org/"}):
        assert languages.same_page()[0][2] == "/example.org/"


def test_dates(language: str) -> None:
    written = {
        "nb": "lørdag 21. november 2026",
        "nn": "laurdag 21. november 2026",
        "en": "Saturday 21 November 2026",
    }
    assert languages.long_day(DAY) == written[language]
    assert languages.day(DAY) == DAY.strftime("%d %B %Y" if language == "en" else "%d. november %Y")
    assert languages.short_day(DAY) == ("21 Nov" if language == "en" else "21. nov.")


def test_a_moment_is_told_in_norwegian_time(language: str) -> None:
    late = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    assert languages.clock(late) == ("00:05" if language == "en" else "kl.\xa000.05")
    assert languages.day(late).startswith("2")


def test_money_and_numbers(language: str) -> None:
    written = [languages.kroner(48200), languages.kroner(123450), languages.number(1234567)]
    if language == "en":
        assert written == ["NOK\xa0482", "NOK\xa01,234.50", "1,234,567"]
    else:
        assert written == ["482\xa0kr", "1\xa0234,50\xa0kr", "1\xa0234\xa0567"]


def test_plurals_and_values_are_filled_in(language: str) -> None:
    said = languages.ngettext("Én ting må rettes", "%(num)s ting må rettes", 3)
    assert said.startswith("3 ")
    assert languages.gettext("Side %(number)s", number=4).endswith(" 4")


def test_outside_requests_the_language_is_bokmal() -> None:
    assert languages.current() == "nb"
    assert languages.gettext("Logg ut") == "Logg ut"


@pytest.mark.parametrize("code", languages.PREFIXED)
def test_translations_hold_the_same_placeholders(code: str) -> None:
    with (languages.FOLDER / code / "common.po").open("rb") as source:
        messages = [message for message in read_po(source, locale=code) if message.id]
    for message in messages:
        ours = [message.id] if isinstance(message.id, str) else message.id
        theirs = [message.string] if isinstance(message.string, str) else message.string or ()
        assert len(theirs) == len(ours) and all(theirs), message.id
        for our, their in zip(ours, theirs, strict=True):
            assert set(PLACEHOLDER.findall(their)) == set(PLACEHOLDER.findall(our)), message.id
