"""Bokmål, nynorsk and English come from the same pull of work: nothing untranslated, nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from registry import words

WEB = Path(__file__).parents[2] / "web"
PLACES = re.compile(r"%\((\w+)\)s|%%")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
Message = str | tuple[str, ...]
MustTick = re.compile(r"""MustTick\(\s*"((?:[^"\\]|\\.)*)"\s*[,)]""")


def used() -> set[Message]:
    """Every text in templates and code, as the source says it."""
    found: set[Message] = set()
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]:
        method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
        for _, message, _, _ in extract_from_file(method, path, keywords=KEYWORDS):
            found.add(message)
        if path.suffix == ".py":
            found.update(MustTick.findall(path.read_text()))
    return found


def catalogs(language: str) -> list[tuple[str, Catalog]]:
    found = []
    for path in sorted((WEB / "translations" / language).glob("*.po")):
        with path.open("rb") as file:
            found.append((path.name, read_po(file, locale=language)))
    return found


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    translated = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for _, catalog in catalogs(language)
        for message in catalog
        if message.id
    }
    assert {"missing": used() - translated, "left over": translated - used()} == {
        "missing": set(),
        "left over": set(),
    }


@pytest.mark.parametrize("language", ["nn", "en"])
def test_no_text_stands_in_two_files_or_is_empty_or_unsure(language: str) -> None:
    seen: dict[Message, str] = {}
    for name, catalog in catalogs(language):
        for message in catalog:
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else tuple(message.id)
            assert key not in seen, (key, name, seen[key])
            seen[key] = name
            assert not message.fuzzy
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(text.strip() for text in strings), key


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_translation_keeps_its_places(language: str) -> None:
    for name, catalog in catalogs(language):
        for message in catalog:
            if not message.id:
                continue
            ids = message.id if isinstance(message.id, list | tuple) else [message.id]
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(PLACES.findall(ids[-1]))
            for text in strings[-1:]:
                assert set(PLACES.findall(text)) == wanted, (name, ids)


def test_enumerations_are_said_in_three_languages() -> None:
    for value, said in words.WORDS.items():
        assert len(said) == 3, value
        assert all(text.strip() for text in said), value


def test_nynorsk_is_nynorsk() -> None:
    """Words that only bokmål has do not stand in a nynorsk text."""
    bokmal = re.compile(
        r"\b(ikke|hvem|hvor|hvordan|hvorfor|hva|hvis|hvilken|noen|noe|fra|jeg|deres?|gjør|velger?"
        r"|valg|valgt|valget|kommuner|kommunene|leverandører|leverandørene|opplysninger|vilkårene"
        r"|begynner?|også|bare|mye|uten|sammen|siden|uker?|måned|måneder|dager|timer|tjenesten?"
        r"|bekreft|bekrefter|bekreftet|fortsatt|innen|senere|senest|vises|endres|velges|lages)\b",
        re.I,
    )
    rows = {row.label for row in words.ROWS} | set(words.TOPICS.values())
    said = [("words.py", nynorsk) for _, nynorsk, _ in [*words.WORDS.values(), *rows]]
    for name, catalog in catalogs("nn"):
        for message in catalog:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            said.extend((name, text or "") for text in strings)
    assert [(name, text) for name, text in said if bokmal.search(text)] == []
