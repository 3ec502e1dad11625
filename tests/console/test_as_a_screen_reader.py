"""The pages as a blind member of staff meets them: what is read, in which order, where focus is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import soundfile
from playwright.sync_api import Page

from tests.console.browser import FAILS, LINE, tab_to
from tests.console.conftest import BAD, DAY, NUMBER
from tests.studio.conftest import recorded, voice

PAGES = [
    *("/", "/?reason=hung_up", f"/?done={BAD}", f"/turns/{BAD}", f"/turns/{NUMBER}", "/turns/999"),
    *("/reviewed", f"/report?of={DAY}", "/report?of=2020-01-06", "/studio", "/studio?every=1"),
    *("/studio?words=没有", LINE, f"{LINE}?chosen=0", FAILS),
]
CONTROLS = {"button", "link", "textbox", "combobox", "searchbox", "spinbutton", "Date", "Audio"}
# What a name must not be, for it says nothing alone, or is the program's and not the bank's.
EMPTY_WORDS = ("点击", "这里", "更多", "built-in", "object at", "None", "undefined")


def read(page: Page) -> list[tuple[str, str, dict[str, Any]]]:
    """Role, name and properties of everything, in the order in which it is read."""
    reader = page.context.new_cdp_session(page)
    nodes = reader.send("Accessibility.getFullAXTree")["nodes"]
    reader.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    found = []

    def walk(number: str, inside: str) -> None:
        node = by_id[number]
        role = "" if node["ignored"] else node["role"]["value"]
        # The parts of a player or of a date are the browser's own.
        if role and inside not in ("Audio", "Date"):
            said = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
            found.append((role, node.get("name", {}).get("value", ""), said))
        for child in node["childIds"]:
            walk(child, role or inside if inside not in ("Audio", "Date") else inside)

    walk(nodes[0]["nodeId"], "")
    return found


@pytest.mark.parametrize("path", [*PAGES, "/login", "/login?out=1"])
def test_a_page_is_named_and_has_one_heading_and_the_others_in_order(page, path):
    page.goto(path)
    heard = read(page)
    levels = [said["level"] for role, _, said in heard if role == "heading"]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    heading = next(name for role, name, _ in heard if role == "heading")
    assert heading and page.title().endswith("电话银行")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert sum(role == "main" for role, _, _ in heard) == 1


@pytest.mark.parametrize("path", [*PAGES, "/login"])
def test_every_control_has_a_name_that_makes_sense_alone(page, path):
    page.goto(path)
    controls = [(role, name) for role, name, _ in read(page) if role in CONTROLS]
    assert controls
    for role, name in controls:
        assert name.strip(), (path, role)
        assert not any(word in name for word in EMPTY_WORDS), (path, name)
    # Two of one name that do different things could not be told from each other.
    links = page.eval_on_selector_all("main a", "all => all.map(a => [a.innerText, a.href])")
    addresses: dict[str, str] = {}
    for name, leads_to in links:
        assert addresses.setdefault(name, leads_to) == leads_to, (path, name)


@pytest.mark.parametrize("path", PAGES)
def test_every_table_says_what_it_holds_and_every_column_too(page, path):
    page.goto(path)
    for role, name, _ in read(page):
        if role in ("table", "columnheader", "rowheader"):
            assert name.strip(), (path, role)
    pictures = page.locator("svg, img")
    assert all(one.get_attribute("aria-hidden") == "true" for one in pictures.all())


@pytest.mark.parametrize("path", PAGES)
def test_a_field_that_nobody_wrote_in_is_empty(page, path):
    page.goto(path)
    fields = page.locator("main input:not([type=hidden]):not([type=date]):not([name=words])")
    assert [one.input_value() for one in fields.all() if one.input_value()] == []


@pytest.mark.parametrize("path", [*PAGES, "/login"])
def test_tab_goes_through_a_page_in_the_order_in_which_it_is_read(page, path):
    page.goto(path)
    stops = "a[href], button, input:not([type=hidden]), select, audio, summary, [tabindex='0']"
    placed = page.eval_on_selector_all(stops, "all => all.map(e => e.getBoundingClientRect().top)")
    assert (
        placed and page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0
    )
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") == "skip":
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_what_was_done_is_announced_and_focus_stands_there(page):
    page.goto(f"/turns/{BAD}")
    tab_to(page, "#why")
    page.keyboard.type("只是噪声")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]:focus")
    assert page.title().startswith(f"第 {BAD} 条记下了")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "再看一眼"


@pytest.mark.parametrize(
    "said, intent, field, problem",
    [
        ("", "转账", "said", "请写下客户说的话。"),
        ("给张三转五百", "请选一个", "intent", "请选好客户想要什么。"),
    ],
)
def test_what_is_missing_is_announced_and_focus_stands_in_its_field(
    page,
    said,
    intent,
    field,
    problem,
):
    page.goto(f"/turns/{BAD}")
    page.locator("#said").fill(said)
    labels = page.locator("#intent option").all_inner_texts()
    page.locator("#intent").select_option(next(one for one in labels if one.startswith(intent)))
    page.get_by_role("button", name="记下改正").press("Enter")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text() == problem
    assert page.title().startswith(f"没有记下：{problem}")
    page.wait_for_selector(f"#{field}:focus")
    assert page.locator(f"#{field}").get_attribute("aria-invalid") == "true"
    assert page.locator(f"#{field}").get_attribute("aria-describedby") == alert.get_attribute("id")
    assert page.locator("[aria-invalid]").count() == 1
    assert page.locator("#said").input_value() == said


def test_what_a_take_is_like_is_announced_and_focus_stands_there(page, tmp_path):
    take = recorded(voice(5))
    soundfile.write(tmp_path / "take.wav", take.samples, take.rate_hz)
    page.goto(LINE)
    page.locator("#sound").set_input_files(tmp_path / "take.wav")
    page.get_by_role("button", name="交上去").press("Enter")
    page.get_by_role("status").get_by_text("遍留下了").wait_for()
    page.wait_for_selector("[role=status]:focus")


def test_sound_is_played_and_stopped_by_keys(page):
    page.goto(f"/turns/{BAD}")
    tab_to(page, "audio")
    page.keyboard.press("Space")
    # The pages allow no script of a test's own that waits.
    while page.evaluate("document.querySelector('audio').currentTime") == 0:
        page.wait_for_timeout(50)
    page.keyboard.press("Space")
    assert page.evaluate("document.querySelector('audio').paused")
