"""Signing in as one of the invented people, the way a visitor of the demo does it."""

from __future__ import annotations

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


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Logg ut").first.click()
