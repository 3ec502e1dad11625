"""The sentences that a question can be answered with, as the recogniser's grammar.

Vosk makes a bigram model of a grammar's sentences: a few hundred amounts teach it how amounts are
said, and it hears others as well. A word that its model does not know is dropped in silence, so
sentences are split into words of the model, and unknown words are reported at training.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable

from voicebot.conversation.turn import LISTEN_KINDS, Listen, ListenKind
from voicebot.dialogue.language.numbers import read_integer

UNKNOWN = "[unk]"

# Heard in every state (nlu_data/commands.yml has those that the telephone obeys itself).
EVERYWHERE = (
    "取消 算了 返回 上一步 转人工 人工 帮助 再说一遍 等一下 慢一点 快一点 继续 重新来 主菜单 再见"
    " 简短一点 详细一点 不限时 慢慢来 恢复限时 提示音开 提示音关"
).split()
YES_NO = (
    "是 是的 是啊 对 对的 对啊 对对对 好 好的 可以 可以的 行 没错 没问题 确认 确定 正确 同意 "
    "是的没错 对没错 确认转账 确认支付 我确认 就这样 要 需要 "
    "不 不是 不是的 不对 不要 不用 不用了 不行 不可以 不需要 不同意 不正确 不确认 没有 没有了 没了 "
    "取消转账 取消操作 错了 放弃 停止 不转了 不交了 不充了 不约了 不办了"
).split()
COMMANDS = frozenset((*YES_NO, *EVERYWHERE))
# One long random-looking phrase: single digits would each cost a sentence end (the model's README).
DIGITS = (
    "三五八零一七二九四六一一三九五零八二六四七七五三三零零八八六六二二一四四九九五五七零一八三六"
)
OTHER_ONE = "幺"

AMOUNTS = 600
BEFORE_AMOUNT = (
    *("", "", "", "是", "转", "转账", "充", "充值", "要"),
    *("不对是", "改成", "改为", "不对", "错了是"),
)
UNITS = ("", "块", "块", "块钱", "元")

DAYS = ["今天", "明天", "后天", "大后天"] + [
    week + day for week in ("星期", "周", "下周", "下星期") for day in "一二三四五六"
]
HOURS = ["上午九点", "上午十点", "上午十一点", "中午十二点"] + [
    f"下午{hour}点" for hour in "一两二三四五"
]

Splitter = Callable[[str], "list[str] | None"]


def answers(kind: ListenKind) -> list[str]:
    """What a question of this kind is answered with besides yes, no and the commands."""
    match kind:
        case "money" | "yes_no":
            return amounts()
        case "digits":
            return [DIGITS, OTHER_ONE]
        case "date":
            return dates()
        case _:  # at a secret, a grammar of digits would hear a PIN in everything
            return []


def command_grammar(split: Splitter) -> str:
    """Vosk's JSON for yes, no and the commands.

    A grammar of their own, because in one with amounts 是的 loses against the beginning of 是五百.
    """
    return _json([*YES_NO, *EVERYWHERE], split)


def answer_grammar(listen: Listen, split: Splitter) -> str | None:
    """Vosk's JSON for the answers to a question; None where callers speak freely."""
    sentences = [*answers(listen.kind), *listen.phrases]
    return _json(sentences, split) if sentences else None


def _json(sentences: Iterable[str], split: Splitter) -> str:
    known = (split(sentence) for sentence in dict.fromkeys(sentences))
    return json.dumps([*(" ".join(words) for words in known if words), UNKNOWN], ensure_ascii=False)


def amounts() -> list[str]:
    """Amounts as people say them, small and round ones most often; the same ones every time."""
    chance = random.Random(96558)
    return [chance.choice(BEFORE_AMOUNT) + _amount(chance) for _ in range(AMOUNTS)]


def dates() -> list[str]:
    """Days and times of an appointment, each alone and together."""
    halves = [hour + "半" for hour in HOURS]
    monthly = [f"{read_integer(month)}月" for month in range(1, 13)]
    numbered = [f"{read_integer(day)}号" for day in range(1, 32)]
    both = [day + hour for day in DAYS for hour in HOURS]
    dated = [month + day for month in monthly for day in numbered[::3]]
    return [*DAYS, *HOURS, *halves, *numbered, *dated, *both]


def _amount(chance: random.Random) -> str:
    if chance.random() < 0.5:
        number = chance.randint(1, 9) * 10 ** chance.choice((1, 2, 2, 3, 4))
    else:
        number = chance.randint(11, 99) * 10 ** chance.choice((0, 1, 2, 3))
    if chance.random() < 0.2:
        number = chance.randint(101, 9999)
    text = read_integer(number)
    if chance.random() < 0.5:
        text = text.replace("二百", "两百")
    if len(text) > 3 and text[-1] in "百千" and chance.random() < 0.6:
        return text[:-1]  # 一千二, 三万五
    text += chance.choice(UNITS)
    if text.endswith("块") and chance.random() < 0.15:
        text += chance.choice("一二三四五六七八九")  # 两块五
    return text


def unknown_words(split: Splitter) -> list[str]:
    """Sentences of the grammars that the model cannot hear; empty for a model that fits."""
    answered = (sentence for kind in LISTEN_KINDS for sentence in answers(kind))
    wanted = dict.fromkeys([*YES_NO, *EVERYWHERE, *answered])
    return [sentence for sentence in wanted if split(sentence) is None]
