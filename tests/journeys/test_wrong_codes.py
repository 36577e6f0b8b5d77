"""A code that cannot be used tells nothing, and nobody can guess their way in."""

from __future__ import annotations

import psycopg
import pytest
from playwright.sync_api import Page, Response, expect

from tests.conftest import LoadedNation
from tests.journeys.conftest import Visit
from tests.journeys.pages import for_everybody
from tests.journeys.people import follow, press
from tests.live import Site

pytestmark = pytest.mark.browser
EXPIRED_IN = "1804"
ONE_SENTENCE = "Denne koden kan ikke brukes. Se etter i brevet, eller ring oss."


@pytest.fixture
def expired(site: Site, loaded: LoadedNation) -> str:
    """A code whose last day has passed."""
    with psycopg.connect(site.database.url("frittvalg_owner")) as owner:
        owner.execute(
            "UPDATE vault.codes SET expires_on = '2026-01-01' WHERE case_id IN"
            " (SELECT id FROM read.cases WHERE municipality = %s)",
            (EXPIRED_IN,),
        )
    return code_in(loaded, EXPIRED_IN)


def code_in(loaded: LoadedNation, number: str) -> str:
    return next(each.code for each in loaded.codes if each.municipality == number)


def use(page: Page, code: str) -> Response:
    page.goto("/velg")
    page.get_by_label("Koden i brevet").fill(code)
    with page.expect_response("**/velg") as answer:
        press(page, "Åpne saken min")
    return answer.value


def test_wrong_and_expired_get_the_same_sentence(visit: Visit, expired: str) -> None:
    """Nobody learns from the answer whether a code has ever been somebody's."""
    pages = []
    for code in ("K7K2-M48Q-X0", expired):
        page = visit()
        assert use(page, code).status == 422
        expect(page.get_by_label("Koden i brevet")).to_have_value(code)
        pages.append(page.get_by_role("main").inner_text())
    assert pages[0] == pages[1]
    assert ONE_SENTENCE in pages[0]


def test_after_six_wrong_tries_this_browser_waits_and_others_do_not(
    visit: Visit, loaded: LoadedNation
) -> None:
    """A town hall may have one address for all: the neighbour at the next desk gets in."""
    guessing, neighbour, right = visit(), visit(), code_in(loaded, "5610")
    for number in range(6):
        assert use(guessing, f"WRONG0000{number}").status == 422
    assert use(guessing, right).status == 429
    expect(guessing.get_by_role("heading", level=1)).to_have_text("Vent litt før du prøver igjen")
    expect(guessing.get_by_role("main").get_by_role("link", name="00 12 34 56")).to_be_visible()
    assert use(neighbour, right).status == 303
    expect(neighbour.get_by_role("heading", level=1)).to_have_text("Hvem vil du ha?")


def test_a_used_code_shows_the_choice_again(visit: Visit, loaded: LoadedNation) -> None:
    page, again, code = visit(), visit(390), code_in(loaded, "3403")
    use(page, code)
    follow(page, "Velg Rognebær")
    press(page, "Ja, velg Rognebær Hverdag AS")
    receipt = page.locator("section", has_text="Nummer").last.inner_text()
    press(page, "Lukk saken min")
    assert page.goto("/min-sak") is not None
    expect(page.get_by_role("heading", level=1)).to_have_text("Bruk koden din")
    use(again, code.lower())
    expect(again.get_by_role("heading", level=1)).to_have_text("Du har valgt Rognebær Hverdag AS")
    assert again.locator("section", has_text="Nummer").last.inner_text() == receipt


def test_the_pages_that_say_no_are_open_to_everybody(visit: Visit) -> None:
    page = visit(390, java_script_enabled=True)
    for status in [422] * 6 + [429]:
        assert use(page, "WRONG00000").status == status
        assert page.title().startswith("Feil: ") == (status == 422)
    assert for_everybody(page) == []
    fresh = visit(390, java_script_enabled=True)
    assert use(fresh, "WRONG00000").status == 422
    assert for_everybody(fresh) == []
