"""The table of who is told of what, as a whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import Flask

from registry.house import House
from registry.mail import words
from registry.mail.letter import said
from registry.mail.mailboxes import Significance
from registry.mail.occasions import LOG_OF, OCCASIONS, TOLD_TO_NOBODY, Occasion, topics
from registry.mail.scene import Scene
from registry.settings import Settings
from registry.words import GRANT_STEPS, Said
from tests.tables.test_events import event_classes
from tests.tables.test_routes import OIDC
from web import create_app

NAMES = {"place": "Hamar", "supplier": "Krekling", "member": "Stange", "version": "3"}
IDS = {"concession": str(uuid4()), "admission": str(uuid4()), "version": "3"}
FROM_CASES = {"case", "places", "totals", "complaints"}


def test_it_is_decided_for_every_event_whether_somebody_is_told() -> None:
    told = {each.event for each in OCCASIONS}
    assert set(event_classes()) - told - TOLD_TO_NOBODY == set(), "decide who is told of these"
    assert told & TOLD_TO_NOBODY == set(), "both told of and not"
    assert (told | TOLD_TO_NOBODY) - set(event_classes()) == set(), "gone since"


def test_of_the_case_log_only_that_there_is_a_new_assignment_is_told() -> None:
    assert topics("case") == {"places.taken"}
    assert {each.partition(".")[0] for each in topics("registry")} & FROM_CASES == set()
    assert set(LOG_OF) <= FROM_CASES
    (its,) = [each for each in OCCASIONS if each.name.startswith("places")]
    assert not any("{" in text for text in its.words), "it names nothing"
    assert "{" not in its.page


@pytest.mark.parametrize("occasion", OCCASIONS, ids=lambda each: each.name)
def test_the_words_are_there_in_three_languages_and_hold_official_names_only(
    occasion: Occasion,
) -> None:
    assert len({*occasion.words}) >= 2
    for language in ("nb", "nn", "en"):
        text = said(
            occasion.words, language, **NAMES, **{k: v for k, v in IDS.items() if k != "version"}
        )
        assert text
        assert "{" not in text
        assert not text.endswith(".")
        assert len(text) < 100, "a subject is short"


def every_text() -> list[Said]:
    found = [each.words for each in OCCASIONS] + list(words.GROUPS.values())
    found += [value for value in vars(words).values() if isinstance(value, tuple)]
    return found + list(GRANT_STEPS.values())


def test_nynorsk_is_nynorsk() -> None:
    bokmal = re.compile(
        r"\b(ikke|hvem|hvor|hva|hvis|noen|noe|fra|jeg|dere|deres|gjør|velg|valgt|kommuner"
        r"|leverandører|begynner?|også|bare|mye|uken?|dager|venter|endret|avsluttet|trukket)\b",
        re.I,
    )
    assert [nn for _, nn, _ in every_text() if bokmal.search(nn)] == []


def test_every_text_of_a_mail_is_there_in_three_languages() -> None:
    for text in every_text():
        assert len(text) == 3
        assert all(each.strip() for each in text)
        places = [sorted(re.findall(r"\{\w+\}", each)) for each in text]
        assert places[0] == places[1] == places[2]


def test_rows_with_one_name_are_never_both_so() -> None:
    """What waits to be sent is found again by its name; two share one only when not both are so."""
    by_name: dict[str, list[Occasion]] = {}
    for each in OCCASIONS:
        by_name.setdefault(each.name, []).append(each)
    for rows in by_name.values():
        assert len({row.when for row in rows}) == len(rows)


def test_every_significance_has_something() -> None:
    assert {each.significance for each in OCCASIONS} == set(Significance)


@pytest.fixture
def app(house: House) -> Flask:
    settings = Settings("test", Path("."), 8000, Path("key"), None, None, None, "00 12 34 56")
    return create_app(settings, house, OIDC)


def test_every_link_leads_to_a_page_that_the_told_may_open(app: Flask, house: House) -> None:
    addresses = app.url_map.bind("127.0.0.1")
    for occasion in OCCASIONS:
        endpoint, _ = addresses.match(occasion.page.format(**IDS))
        mark = app.view_functions[endpoint].permits  # type: ignore[attr-defined]
        if mark in ("everyone", "signed_in"):
            continue
        told = _functions_of(occasion, house)
        assert told == {mark}, (occasion.name, mark, told)


def _functions_of(occasion: Occasion, house: House) -> set[str]:
    event = SimpleNamespace(
        originator_id=uuid4(), user=uuid4(), organisation=uuid4(), timestamp=datetime.now(UTC)
    )
    scene = Scene(house.pool, event, members=("3403",), number="310000000")
    return {function.value for its in occasion.told.audiences(scene) for function in its.functions}
