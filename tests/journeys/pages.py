"""What must hold on every page of the product, whoever sees it and in whatever language."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]
from playwright.sync_api import Page

from registry.domain import roles, values

HERE = Path(__file__).parents[1]
AXE = (HERE / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MADE_UP = {"nb": "Oppdiktede data.", "nn": "Oppdikta data.", "en": "Made-up data."}
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
TOPICS = {sample.stem for sample in (HERE / "samples" / "events").glob("*.json")}
CODES = {
    str(member.value)
    for kind in [*vars(values).values(), *vars(roles).values()]
    if isinstance(kind, type) and issubclass(kind, Enum)
    for member in kind
    if "_" in str(member.value)
}
PROGRAM_WORDS = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(CODES | TOPICS))) + r")\b")


def faults(page: Page, source: str, language: str) -> list[str]:
    """Everything that is wrong with the page shown, which came as this source."""
    return [*in_source(source, language), *as_seen(page), *for_everybody(page)]


def in_source(source: str, language: str) -> list[str]:
    """Valid HTML, one heading, a name, the language, the mark of invented data, nothing inline."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(source)
    found = [f"not valid HTML: {what} at {where} {more}" for where, what, more in parser.errors]
    elements = [each for each in document.iter() if isinstance(each.tag, str)]
    ids = Counter(each.get("id") for each in elements if each.get("id"))
    found += [f"id more than once: {id_}" for id_, times in ids.items() if times > 1]
    tags = Counter(each.tag for each in elements)
    if tags["h1"] != 1:
        found.append(f"{tags['h1']} main headings")
    title = (document.findtext(".//title") or "").strip()
    if not title.endswith(" – Frittvalg") or title == "– Frittvalg":
        found.append(f"title: {title}")
    if document.get("lang") != language:
        found.append(f"language: {document.get('lang')}")
    if MADE_UP[language] not in source:
        found.append("does not say that the data are invented")
    if document.find(".//meta[@name='robots'][@content='noindex']") is None:
        found.append("asks to be found by search engines")
    return found + [f"inline: {what}" for each in elements for what in _inline(each)]


def _inline(element: Element) -> list[str]:
    if element.tag == "style" or (element.tag == "script" and not element.get("src")):
        return [element.tag]
    return [name for name in element.attrib if name == "style" or name.startswith("on")]


def as_seen(page: Page) -> list[str]:
    """No scrolling sideways, and none of the words that only the program uses."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = [f"scrolls {wide} px sideways"] if wide > 0 else []
    text = page.inner_text("body")
    return found + [f"shows {word}" for word in UUID.findall(text) + PROGRAM_WORDS.findall(text)]


def for_everybody(page: Page) -> list[str]:
    """What axe finds."""
    page.evaluate(AXE)
    violations = page.evaluate(
        "tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS
    )["violations"]
    return [
        f"axe {each['id']}: {each['nodes'][0]['html'][:200]} ({len(each['nodes'])})"
        for each in violations
    ]
