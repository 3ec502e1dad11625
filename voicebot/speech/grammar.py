"""The closed sets of phrases that some questions are answered with, as the recogniser's grammar.

A grammar phrase is a whole sentence to Vosk, and a word that its model does not know is dropped in
silence: so phrases are split into words of the model, and unknown words are reported at training.
"""

from __future__ import annotations

import json
from collections.abc import Callable

UNKNOWN = "[unk]"

YES_NO = [
    "是",
    "是的",
    "是啊",
    "对",
    "对的",
    "对啊",
    "对对对",
    "好",
    "好的",
    "可以",
    "可以的",
    "行",
    "没错",
    "没问题",
    "确认",
    "确定",
    "正确",
    "同意",
    "是的没错",
    "对没错",
    "确认转账",
    "确认支付",
    "我确认",
    "就这样",
    "要",
    "需要",
    "继续",
    "不",
    "不是",
    "不是的",
    "不对",
    "不要",
    "不用",
    "不用了",
    "不行",
    "不可以",
    "不需要",
    "不同意",
    "不正确",
    "不确认",
    "没有",
    "没有了",
    "没了",
    "取消",
    "取消转账",
    "取消操作",
    "错了",
    "算了",
    "放弃",
    "停止",
    "不转了",
    "重新来",
    "等一下",
    "再说一遍",
    "转人工",
    "返回",
    "帮助",
]

# One long random-looking phrase: single digits would each cost a sentence end (the model's README).
DIGITS = " ".join(
    "三五八零一七二九四六一一三九五零八二六四七七五三三零零八八六六二二一四四九九五五七零一八三六"
)
OTHER_ONE = "幺"

Splitter = Callable[[str], "list[str] | None"]


def yes_no_grammar(split: Splitter) -> str:
    """Vosk's JSON for a yes or a no, or a word that works everywhere."""
    phrases = (split(phrase) for phrase in YES_NO)
    return json.dumps([" ".join(p) for p in phrases if p] + [UNKNOWN], ensure_ascii=False)


def digits_grammar() -> str:
    """Vosk's JSON for strings of digits."""
    return json.dumps([DIGITS, OTHER_ONE, UNKNOWN], ensure_ascii=False)


def unknown_words(split: Splitter) -> list[str]:
    """Phrases of the grammars that the model cannot hear; empty for a model that fits."""
    phrases = [*YES_NO, *DIGITS.split(), OTHER_ONE]
    return [phrase for phrase in phrases if split(phrase) is None]
