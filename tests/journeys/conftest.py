"""Browsers for the journeys: each visitor has one of her own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.live import Site

Visit = Callable[..., Page]


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visit]:
    """Open a browser of one's own, without scripts unless asked for."""
    opened = []

    def open_one(width: int = 1280, **options: Any) -> Page:
        options = {"java_script_enabled": False} | options
        context = chromium.new_context(
            base_url=site.base, viewport={"width": width, "height": 900}, **options
        )
        opened.append(context)
        context.set_default_timeout(10_000)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()
