"""The pages in a real Chromium: by keyboard alone, and with nothing that axe-core objects to."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.console.browser import FAILS, LINE, log_in, tab_to
from tests.console.conftest import BAD, DAY, NUMBER

# WCAG 2.2 A and AA, and what is known to make pages hard to use.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# The seconds of the first sound on the page.
DURATION = (
    "() => new Promise((done, failed) => { const sound = document.querySelector('audio');"
    "sound.onloadedmetadata = () => done(sound.duration);"
    "sound.onerror = () => failed(sound.error.message); sound.load(); })"
)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?reason=hung_up", f"/turns/{BAD}", f"/turns/{NUMBER}", "/turns/999"),
        *("/reviewed", "/nothing", "/report?of=2020-01-06", "/report?of=gestern"),
        *(f"/report?of={DAY}", "/studio", LINE, "/turns/none", "/login?out=1", FAILS),
    ],
)
def test_no_page_is_hard_to_use(page, path):
    page.goto(path)
    assert violations(page) == []


def test_the_login_is_not_hard_to_use_either(page, address):
    with page.context.browser.new_context(base_url=address) as stranger:
        login = stranger.new_page()
        login.goto("/login")
        assert violations(login) == []
        log_in(login, "nobody", "wrong")
        assert login.get_by_role("alert").inner_text() == "姓名或者密码不对，请再试一次。"
        assert violations(login) == []


def test_axe_objects_to_a_page_that_is_hard_to_use(page):
    page.goto("/")
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    assert any(one.startswith("color-contrast") for one in violations(page))


def test_the_sound_of_a_turn_plays(page):
    page.goto(f"/turns/{BAD}")
    seconds = page.evaluate(DURATION)
    assert seconds == pytest.approx(2.0)


def test_the_week_is_found_and_downloaded_by_keyboard_alone(page):
    page.goto("/")
    tab_to(page, "a[href='/report']")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="一周电话").wait_for()
    tab_to(page, "#of")
    page.keyboard.type(f"{DAY:%m%d%Y}")
    page.keyboard.press("Enter")
    page.get_by_role("table", name="每一步还有多少电话").first.wait_for()
    tab_to(page, "a[href^='/report.csv']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "calls at stage" in download.value.path().read_text("utf-8-sig")


def test_a_line_is_recorded_and_chosen_by_keyboard_alone(page):
    page.goto(LINE)
    tab_to(page, "#record")
    page.keyboard.press("Space")
    page.get_by_role("status").get_by_text("请念").wait_for()
    assert re.fullmatch(
        r"音量：-?\d+ 分贝，(安静|听得到|太响)", page.locator("#level").inner_text()
    )
    page.get_by_role("status").get_by_text("第 1 遍留下了，没有问题").wait_for()
    assert page.title().startswith("第 1 遍留下了，没有问题")
    assert violations(page) == []
    seconds = page.evaluate(DURATION)
    assert seconds == pytest.approx(1.0, abs=0.1)
    tab_to(page, "form[action$=choice] button")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("以后用第 1 遍").wait_for()
    assert page.get_by_role("heading", name="第 1 遍（正在用）").is_visible()


def test_a_turn_is_corrected_by_keyboard_alone(page):
    page.goto("/")
    tab_to(page, f"a[href='/turns/{BAD}']")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="改正").wait_for()
    tab_to(page, "button[value=correct]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert violations(page) == []
    tab_to(page, "#said")
    page.keyboard.type("给张三汇五百")
    tab_to(page, "#intent")
    page.keyboard.press("ArrowDown")
    tab_to(page, "button[value=correct]")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert "已经记下了" in page.get_by_role("status").inner_text()
    assert violations(page) == []
    page.goto("/reviewed")
    # One behind what the program took it for (只回答了问题).
    assert "“给张三汇五百”，想要的是“话费充值”" in page.inner_text("table")
