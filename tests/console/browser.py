"""What staff do at the console with a keyboard alone, in a browser that a test has opened."""

from __future__ import annotations

from playwright.sync_api import Page

from voicebot.speech.coverage import file_name

LINE = f"/studio/lines/{file_name('请说金额')}"
FAILS = "/fails"
TABS = 60


def log_in(page: Page, name: str, password: str) -> None:
    page.wait_for_selector("#name:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def tab_to(page: Page, css: str) -> None:
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"no Tab leads to {css}")
