"""Two ways to use a page: pointing at things, and the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150
SEEN = """element => {
    const style = getComputedStyle(element);
    return element.matches(":focus-visible")
        && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            || style.boxShadow !== "none");
}"""


class Pointing:
    """Somebody with a mouse or a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, link_or_button: Locator) -> None:
        link_or_button.click()

    def tick(self, box: Locator) -> None:
        box.check()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)


class Keyboard(Pointing):
    """Somebody who uses Tab, Enter and Space, and sees where she is."""

    def open(self, link_or_button: Locator) -> None:
        self._reach(link_or_button)
        self.page.keyboard.press("Enter")

    def tick(self, box: Locator) -> None:
        self._reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.type(text)

    def _reach(self, wanted: Locator) -> None:
        expect(wanted).to_have_count(1)
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                assert wanted.evaluate(SEEN), f"the focus does not show on {wanted}"
                return
        raise AssertionError(f"Tab never comes to {wanted}")
