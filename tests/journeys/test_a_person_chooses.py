"""A person with a code finds out who there is, compares, chooses and changes her mind."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import LoadedNation
from tests.journeys.conftest import Visit
from tests.journeys.hands import Keyboard, Pointing
from web.languages import catalog

pytestmark = pytest.mark.browser
Say = Callable[..., str]
RECEIPT = re.compile(r"FV-\w{4}-\w{2}")
TOWNS = {
    "nb": ("5501", "Tromsø", ["Krekling BPA AS", "Tindved Assistanse SA", "Vindrosa BPA AS"]),
    "nn": ("4647", "Sunnfjord", ["Havmåke BPA AS", "Vindrosa BPA AS", "Grindgut Assistanse SA"]),
    "en": (
        "3301",
        "Drammen",
        ["Kråkefot BPA AS", "Kvitveis Assistanse AS", "Trostereir BPA AS"],
    ),
}


def speaking(language: str) -> Say:
    """What a text of the pages, written here in bokmål, is in a language."""
    words = catalog(language)
    return lambda text, **values: words.gettext(text) % values


def misread(loaded: LoadedNation, number: str) -> str:
    """A code as somebody reads it off a letter: small letters, and O where there is a zero."""
    codes = [each.code for each in loaded.codes if each.municipality == number]
    code = next((each for each in codes if "0" in each), codes[0])
    return code.replace("0", "o").lower()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_from_the_front_page_to_a_receipt_and_another(
    language: str, visit: Visit, loaded: LoadedNation
) -> None:
    """In three languages, without scripts; in bokmål on a phone and with the keyboard alone."""
    page = visit(390 if language == "nb" else 1280)
    hands = Keyboard(page) if language == "nb" else Pointing(page)
    say, (number, town, compared) = speaking(language), TOWNS[language]
    page.goto("/" if language == "nb" else f"/{language}/")
    looks_and_compares(page, hands, say, town, compared)
    opens_the_case(page, hands, say, misread(loaded, number))
    first = chooses(page, hands, say, compared[0])
    hands.open(page.get_by_role("link", name=say("Velg en annen"), exact=True))
    second = chooses(page, hands, say, compared[1], instead_of=compared[0])
    assert first != second


def looks_and_compares(
    page: Page, hands: Pointing, say: Say, town: str, compared: list[str]
) -> None:
    hands.write(page.get_by_label(say("Kommunen din")), town)
    hands.open(page.get_by_role("button", name=say("Vis valgene")))
    expect(page.get_by_role("heading", level=1)).to_have_text(town)
    hands.open(page.get_by_role("link", name=say("Se hvem du kan velge")))
    for name in compared:
        hands.tick(page.get_by_role("checkbox", name=f"{say('Sammenlign')} {name}", exact=True))
    hands.open(page.get_by_role("button", name=say("Sammenlign dem du har valgt")))
    expect(page.get_by_role("columnheader")).to_have_count(3)
    # The name is whole on a phone and short at the head of a wide table.
    hands.open(page.get_by_role("link", name=say("Velg %(name)s", name=compared[0].split()[0])))


def opens_the_case(page: Page, hands: Pointing, say: Say, code: str) -> None:
    """The code page comes by itself when she wants to choose without having used a code."""
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Bruk koden din"))
    hands.write(page.get_by_label(say("Koden i brevet")), code)
    hands.open(page.get_by_role("button", name=say("Åpne saken min")))
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Hvem vil du ha?"))
    expect(page.get_by_text(say("Velg innen"), exact=True)).to_be_visible()


def chooses(page: Page, hands: Pointing, say: Say, name: str, instead_of: str = "") -> str:
    """Chooses a supplier in the list; returns the number of the receipt."""
    short = name.split()[0]
    hands.open(page.get_by_role("link", name=say("Velg %(name)s", name=short), exact=True))
    if instead_of:
        gone = say("Valget av %(name)s faller bort når du velger på nytt.", name=instead_of)
        expect(page.get_by_text(gone)).to_be_visible()
    begins = page.locator("dl.kv div", has_text=say("Begynner")).locator("dd").inner_text()
    hands.open(page.get_by_role("button", name=say("Ja, velg %(name)s", name=name)))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        say("Du har valgt %(name)s", name=name)
    )
    expect(page.get_by_role("heading", name=say("Dette skjer nå"))).to_be_visible()
    last = page.locator("ol.time li").last
    expect(last.get_by_role("heading")).to_have_text(say("%(name)s begynner", name=short))
    expect(last.locator("time")).to_have_text(begins)
    found = RECEIPT.search(page.inner_text("main"))
    assert found
    return found[0]
