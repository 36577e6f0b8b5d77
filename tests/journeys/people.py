"""Signing in as one of the invented people, the way a visitor of the demo does it."""

from __future__ import annotations

import re

from playwright.sync_api import Page

CASE_WORKER, APPROVER = "Wenche Havrogn", "Birger Skjellsand"
"""In a municipality that has no concession yet; the approver also decides about applications."""
ADMITTER_IN_OSLO, CASE_WORKER_IN_OSLO = "Amina Granskog", "Solveig Lyngheim"
APPROVER_IN_OSLO = "Torgeir Steinmyr"
BIDDER, SECOND_BIDDER, NEWCOMER = "Hanne Lysgrend", "Mikkel Tindlyng", "Yngve Myrtusen"
EDITOR, TEMPLATE_APPROVER = "Berit Fjordgløtt", "Karim Steinbrott"


def sign_in(page: Page, name: str) -> None:
    """Sign in with the picker; the page ends at the person's own workplace."""
    page.goto("/logg-inn")
    page.locator("main form button").click()
    page.get_by_role("button", name=name).click()
    page.wait_for_url("**/for-*")


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow a link of the page, or of the workplace's menu where that has one of this name."""
    menu = page.get_by_role("navigation", name="Arbeidsplassen")
    own = menu.get_by_role("link", name=name, exact=True)
    link = page.get_by_role("main").get_by_role("link", name=name, exact=isinstance(name, str))
    own.or_(link).first.click()


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()
