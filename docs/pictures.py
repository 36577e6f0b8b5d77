"""Takes the README's pictures from a running demo: `.venv/bin/python docs/pictures.py`."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
PLACE = "Hamar"
WORKPLACE = "Lysning BPA AS"


def main() -> None:
    """Front page, comparison, receipt and workplace, as a visitor meets them."""
    demo = json.loads((Path(os.environ.get("FRITTVALG_VAR", "var")) / "demo.json").read_text())
    FOLDER.mkdir(exist_ok=True)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        _public(page, demo["base_url"])
        _citizen(page, demo)
        _workplace(page, demo)
        phone = browser.new_page(viewport={"width": 390, "height": 844})
        phone.goto(demo["base_url"] + "/nn/kommuner/3403/leverandorer")
        _take(phone, "telefon")
        browser.close()


def _public(page: Page, base: str) -> None:
    page.goto(base)
    _take(page, "forside")
    page.goto(base + "/kommuner/3403/leverandorer")
    numbers = page.locator("input[name=leverandor]").evaluate_all("all => all.map(i => i.value)")[
        :3
    ]
    chosen = "&".join(f"leverandor={number}" for number in numbers)
    page.goto(f"{base}/kommuner/3403/sammenlign?{chosen}")
    _take(page, "sammenligning")


def _citizen(page: Page, demo: dict) -> None:
    code = next(card["code"] for card in demo["codes"] if card["municipality"] == PLACE)
    page.goto(demo["base_url"] + "/velg")
    page.fill("#kode", code)
    page.click("main button[type=submit]")
    if page.locator("a[href*='/min-sak/velg/']").count():
        page.click("a[href*='/min-sak/velg/'] >> nth=-1")
        page.click("main form button >> nth=0")
    _take(page, "kvittering")


def _workplace(page: Page, demo: dict) -> None:
    person = next(p for p in demo["people"] if p["organisation"] == WORKPLACE)
    page.goto(demo["base_url"] + "/logg-inn")
    page.click("main form button")
    page.click(f"button:has-text('{person['name']}')")
    page.goto(demo["base_url"] + "/for-leverandorer")
    _take(page, "arbeidsplass")


def _take(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
