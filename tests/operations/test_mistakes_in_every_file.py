"""A mistake in any file that staff write: file, line and mend are told, and nothing falls over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicebot.config import ConfigError, load_settings
from voicebot.operations import check

ROOT = Path(__file__).parents[2]
FLOWERS, BILLERS, FEES = "catalogue/flowers.yml", "billers.yml", "knowledge/fees.yml"
FIGURES, FLOWS, MENUS = "figures/fees.yml", "flows/transfers.yml", "prompts/menus.yml"
ACCENT, COMMANDS, JOURNEYS = "accent.yml", "commands.yml", "tests/journeys/words.yml"
DOMAIN, RULES, PIPELINE = "domain/transfers.yml", "rules/transfers.yml", "config.yml"
STORIES, VALUES, CONFIG = (
    "tests/stories/test_accounts.yml",
    "tests/values/values.yml",
    "config.yaml",
)
FROZEN, PURPOSES, KINDS = "tests/nlu/bills.yml", "purposes.yml", "entry_kinds.yml"
WORDS = "new_words.yml"
LAST = "# To the end of the file."
# The file, what stands there, what somebody writes instead, and a part of what they are told. The
# line is the one that was changed, or one so many behind it.
MISTAKES = [
    (FLOWERS, "merchant: flower_shop", "merchant: Flower Shop", 0, "small letters and _ only"),
    (FLOWERS, "花？", "花。", 0, "kind: ask is no question; end it with ？"),
    (FLOWERS, "yuan: 128", "yuan: 一百二十八", 0, "write a number, like 128"),
    (FLOWERS, "yuan: 128", "yuan:128", 0, "'yuan:128': no space behind the colon"),
    (FLOWERS, "玫瑰, 玫瑰花", "玫瑰，玫瑰花", 0, "write a , (narrow) between two words"),
    (FLOWERS, '"09:00"', "9点", 0, 'write a time like "09:00"'),
    (FLOWERS, '"20:00"', '"08:00"', 0, "no hour is left; write a later one than at from:"),
    (FLOWERS, "price:\n", "price:\n  times: [pieces]\n", 0, "pieces is not a field with a count"),
    (FLOWERS, "cancel:", "cancels:", 0, "'cancels' is not a setting; correct its spelling"),
    (FLOWERS, "until_hours: 4}", "until_hours: 48}", 0, "write fewer hours"),
    (FLOWERS, "lead_hours: 4", "lead_hours: 4小时", 0, "write a whole number, like 4"),
    (FLOWERS, "earliest: 0", "earliest: 90", 0, "no day is left"),
    (FLOWERS, "百合: {", "花: {", 0, "kind: the option 花 has a word too short to be heard"),
    (FLOWERS, "once_yuan: 10", "once_yuan: -10", 0, "greater than or equal to 0"),
    (FLOWERS, "say: 送到{}", "say: 送到", -2, "say needs {} where the answer belongs"),
    (FLOWERS, "ask: 请问送到哪里？", "ask:", 0, "is empty; write something behind the colon"),
    (FLOWERS, "name: 鲜花", "name:鲜花", 0, "no space behind the colon"),
    (FLOWERS, "also: [一束花, 送花, 花束, 买花, 订花]", "also: 一束花", 0, "write them in [ ]"),
    (FLOWERS, "also: [一束花", "also: [蛋糕", 0, "sounds like a name in cake.yml"),
    (BILLERS, "digits: 12", 'digits: "12"', 0, "digits that are no number from 1 to 20"),
    (BILLERS, "[水费, 水表, 自来水]", "水费", 0, "has 水费; write it in [ ]"),
    (BILLERS, "[水费, 水表", "[水费, 12345", 0, "12345, which is no word"),
    (BILLERS, "paid: ahead", "paid: now", 0, "is paid now; write one of due, ahead"),
    (BILLERS, "water:\n", "electricity:\n", 0, "'electricity' stands twice"),
    (BILLERS, "name: 水费", "name 水费", 0, "no colon and no -"),
    (BILLERS, "water:\n", "telephone: 电话费\nwater:\n", 0, "has no lines; write name, words"),
    (BILLERS, "number: 户号", "nummer: 户号", -3, "has no number; add it"),
    (FEES, "工本费{fee.card}", "工本费五元", 0, "has a figure in it; put it into figures/"),
    (FEES, "{fee.card}", "{fee.crad}", 0, "says {fee.crad}, which no file of figures/ has"),
    (FEES, "{fee.card}", "｛fee.card｝", 0, "has a wide brace"),
    (FEES, "- 办卡要钱吗\n", "- 办卡要钱吗？\n", 0, "in Chinese characters only, without signs"),
    (FEES, "- 办卡要钱吗\n", "-办卡要钱吗\n", 0, "no space behind the -"),
    (FEES, "answer: 第一次", "anser: 第一次", 0, "has 'anser'; it is one of name, questions"),
    (FEES, "topics:", "topic:", 0, "write `section:` (what callers hear) and `topics:`"),
    (FIGURES, "card: {yuan: 5}", "card: {yuan: 五}", 0, "五 is not a number"),
    (FIGURES, "fee:\n", "fee: 5\nother:\n", 0, "'fee' has no figures; write name: {yuan: 5}"),
    (FIGURES, "{yuan: 5}", "{yuan: 5,5}", 0, "'card' is not a figure; write {yuan: 5}"),
    (FLOWS, "{slot: payee,", "{slot: payees,", 0, "asks for the slot payees; it is one of"),
    (FLOWS, "utter_ask_payee}", "utter_ask_paye}", 0, "says utter_ask_paye, which no file"),
    (FLOWS, "needs: signed", "needs: sign", 0, "needs sign; write one of unknown, known"),
    (FLOWS, "words: [转账, 汇款, 转给]", "words: 转账", 0, "has 转账; write it in [ ]"),
    (FLOWS, "does: transfer\n", "do: transfer\n", 0, "has do; remove it or correct its name"),
    (FLOWS, "slot: payee, ask:", "slot: payee, asks:", 0, "write - {slot: …, ask: utter_…}"),
    (MENUS, "转账，请按二", "转账，请按2", -1, "has letters or digits"),
    (MENUS, "payload: /menu_more", "payload: menu_more", 0, "sends menu_more, which is no intent"),
    (MENUS, '{"biller": "water"}', '{"biller": "watr"}', 0, "it is one of cable_tv, electricity"),
    (MENUS, '{"biller": "water"}', '{"biller: "water"}', 0, "write what it brings like"),
    (MENUS, "custom: {listen: {kind: open}}", "custom: {listne: {kind: open}}", -7, "has 'listne'"),
    (MENUS, "{listen: {kind: open}}", "{listen: {kinds: open}}", -7, "has 'kinds'"),
    (ACCENT, "[n, l]", "[n l]", 0, "is no pair of sounds; write a line like - [n, l]"),
    (ACCENT, "[in, ing]", "[in, igg]", 0, "igg is no such sound"),
    (ACCENT, "finals:", "final:", 0, "'final' belongs under words:"),
    (DOMAIN, "- transfer_own", "-transfer_own", 0, "no space behind the -"),
    (DOMAIN, "intents:", "intent:", 0, "'intent' is not a setting"),
    (RULES, "intent: transfer_own", "intent: tranfer_own", 0, "tranfer_own is no intent"),
    (RULES, "intent: transfer_own", "intent transfer_own", 0, "write lines like name: value"),
    (RULES, "action_converse", "action_convers", 0, "action_convers is no action"),
    (RULES, "rules:", "rule:", 0, "'rule' is not a setting"),
    (RULES, "  steps:", "  step:", 0, "'rules.0.step' is not a setting"),
    (JOURNEYS, "hears: [utter_ask_pin]", "hears: utter_ask_pin", 0, "write it in [ ]"),
    (JOURNEYS, "[utter_ask_pin]", "[utter_ask_pins]", 0, "hears utter_ask_pins, which prompts/"),
    (JOURNEYS, "{says: 查余额", "{say: 查余额", 0, "write {says: …, hears: […]}"),
    (JOURNEYS, 'caller: "13909510001"', "caller:", 0, "no caller; write the number in"),
    (JOURNEYS, "journeys:", "journey:", -2, "begin with a line `journeys:`"),
    (COMMANDS, "slower:", "slow:", 0, "'slow' is no command; known are repeat,"),
    (COMMANDS, "[慢一点, 慢点", "[慢一点，慢点", 0, "write a , (narrow) between two words"),
    (COMMANDS, "[慢一点, 慢点", "[慢一点, 123", 0, "123, which is no word"),
    (WORDS, LAST, "犇鑫宝: ben xin\n", 0, "has 3 characters and “ben xin” 2 syllables"),
    (WORDS, LAST, "犇鑫宝: ben1 xin1 bao3\n", 0, "write it without tones, like ning xin bao"),
    (PURPOSES, "办存折: [", "办存折 [", 0, "no colon"),
    (PURPOSES, "办存折: [存折", "办存折: [2026, 存折", 0, "2026, which is no word"),
    (KINDS, "水费: [水费]", "水费: [水费", 0, "a bracket is not closed"),
    (STORIES, "intent: ask_transactions", "intent: ask_transaction", 0, "is no intent"),
    (STORIES, "stories:", "story:", 0, "'story' is not a setting"),
    (FROZEN, "intent: top_up", "intent: topup", 0, "topup is no intent"),
    (VALUES, "2026-11-24", "2026-11-31", 0, "2026-11-31 is no day; correct it"),
    (VALUES, "amount_fen: 50000", "amount_fen: 五百", 0, "write a whole number"),
    (VALUES, "amount_fen: 50000", "amount: 50000", 0, "is not a setting"),
    (PIPELINE, "threshold: 0.3", "threshold: 0,3", 0, "write a number"),
    (PIPELINE, "pipeline:", "piepline:", 0, "'piepline' is not a setting"),
    (CONFIG, "port: 5060", "port: 五千", 0, "write a whole number"),
    (CONFIG, "allow: [127.0.0.1]", "allow: 127.0.0.1", 0, "write them in [ ]"),
    (CONFIG, "allow: [127.0.0.1]", "allow: [127.0.0.1.5]", 0, "no address; write one like"),
    (CONFIG, "human_address: ", "human_address: 8000 ", 0, "write it like sip:8000@10.1.0.5"),
    (CONFIG, "prompts: prompts ", "prompts: promtps ", 0, "there is no folder"),
    (CONFIG, "model: audio/models/zh", "model: audio/models/zhh", 0, "there is no folder"),
    (CONFIG, "billers: {}", "billers: {watr: http://10.1.0.7}", 0, "watr is none of electricity"),
    (CONFIG, "billers: {}", "billers: {water: 10.1.0.7}", 0, "write it like http://10.1.0.7:8080"),
    (CONFIG, "merchants: {}", "merchants: {shop: http://10.1.0.7}", 0, "shop is none of"),
]  # fmt: skip


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all that staff write."""
    folder = tmp_path_factory.mktemp("installation")
    for name in ("nlu_data", "prompts"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True)
    shutil.copy(ROOT / CONFIG, folder)
    (folder / "audio").symlink_to(ROOT / "audio")
    return folder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not recorded, or not heard, is told elsewhere."""
    for slow in ("hearing_problems", "_recording_problems"):
        monkeypatch.setattr(check, slow, lambda _settings: [])


def told(folder: Path) -> list[str]:
    """What `voicebot check` prints."""
    try:
        return check.find_problems(load_settings(folder / CONFIG))
    except ConfigError as error:
        return [str(error)]


@pytest.fixture
def file(request: pytest.FixtureRequest, installation: Path) -> Iterator[Path]:
    """The file that somebody is about to change; afterwards it is as it was."""
    outside = request.param in (CONFIG, MENUS)
    path = installation / request.param if outside else installation / "nlu_data" / request.param
    written = path.read_bytes()
    yield path
    path.write_bytes(written)


@pytest.mark.parametrize("file, before, after, later, mend", MISTAKES, indirect=["file"])
def test_a_mistake_is_told_with_its_line_and_its_mend(
    installation, file, before, after, later, mend
):
    text = file.read_text(encoding="utf-8") + LAST
    at = text.index(before)
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    where = f"{file}:{text[:at].count(chr(10)) + 1 + later}: "
    problems = told(installation)
    assert any(one.startswith(where) and mend in one for one in problems), (where, problems[:5])


@pytest.mark.parametrize(
    "file, name, mend",
    [
        (FLOWERS, "flowers.yaml", "flowers.yaml:1: nobody reads it; call it flowers.yml"),
        (FLOWERS, "flowers.yml.txt", "flowers.yml.txt:1: nobody reads it; call it flowers.yml"),
        (FLOWERS, "鲜花.yml", "鲜花.yml:1: the file name is for programs"),
        (PIPELINE, "config.yml.old", "config.yml: the file does not exist"),
        ("nlu/bills.yml", "bills.old", "'top_up' is reached by keys only; write phrases for it"),
        ("flows/bills.yml", "bills.old", "bills.yml:5: no flow is called top_up"),
    ],
    indirect=["file"],
)
def test_a_file_of_another_name_is_missed(installation, file, name, mend):
    other = file.rename(file.with_name(name))
    problems = told(installation)
    other.rename(file)
    assert any(mend in one for one in problems), problems[:5]


def test_what_an_editor_keeps_beside_a_file_is_no_mistake(installation):
    for name in ("flowers.yml~", ".flowers.yml.swp"):
        (installation / "nlu_data" / "catalogue" / name).touch()
    assert told(installation) == []


def test_a_file_without_mistakes_is_left_in_peace(installation):
    assert told(installation) == []
