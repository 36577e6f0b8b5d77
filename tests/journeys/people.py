"""Signing in as one of the invented people, the way a visitor of the demo does it."""

from __future__ import annotations

import re

from playwright.sync_api import Page

CASE_WORKER, APPROVER = "Wenche Havrogn", "Birger Skjellsand"
"""In a municipality that has no concession yet; the approver also decides about applications."""
ADMITTER_IN_OSLO, CASE_WORKER_IN_OSLO = "Amina Granskog", "Solveig Lyngheim"
APPROVER_IN_OSLO = "Torgeir Steinmyr"
DRAFTER_IN_HAMAR, APPROVER_IN_HAMAR = "Gro Mjøslyng", "Eivind Kornåker"
APPROVER_IN_TROMSO = "Magnar Nordfjære"
DRAFTER_IN_KARASJOK, APPROVER_ELSEWHERE = "Ristin Duottar", "Morten Lindeløv"
BIDDER, SECOND_BIDDER, NEWCOMER = "Hanne Lysgrend", "Mikkel Tindlyng", "Yngve Myrtusen"
EDITOR, TEMPLATE_APPROVER = "Berit Fjordgløtt", "Karim Steinbrott"
OWNER_IN_OSLO, FOLLOW_UP_OFFICER = "Liv Almelid", "Jorunn Rimstad"
IN_A_DISTRICT, ORDERER, IN_TWO_PLACES = "Zahra Lønnmark", "Halvor Kløvereng", "Maren Sjøgress"
READER, COMPLAINT_COUNTER, AUDITOR = "Sverre Tangnes", "Embla Rognskar", "Tuva Bjerkelid"
WITHOUT_A_ROLE = "Brage Myrstien"


def sign_in(page: Page, name: str) -> None:
    """Sign in with the picker; the page ends where the person works, or asks where that is."""
    page.goto("/logg-inn")
    page.locator("main form button").click()
    page.get_by_role("button", name=name).click()
    page.wait_for_url(re.compile(r"/(for-|arbeidsplass|logg-inn/svar)"))


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow a link of the page, or of the workplace's menu where that has one of this name."""
    menu = page.get_by_role("navigation", name="Arbeidsplassen")
    own = menu.get_by_role("link", name=name, exact=True)
    link = page.get_by_role("main").get_by_role("link", name=name, exact=isinstance(name, str))
    own.or_(link).first.click()


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()
