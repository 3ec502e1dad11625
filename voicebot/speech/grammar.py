"""Grammars for the recogniser: the sentences that it chooses among.

Vosk makes a bigram model of a grammar's sentences: a few hundred amounts teach it how amounts are
said, and it hears others as well. A word that its model does not know is dropped in silence, so
sentences are split into words of the model, and unknown words are reported at training.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from voicebot.conversation.turn import LISTEN_KINDS, Listen
from voicebot.speech.answers import sentences

UNKNOWN = "[unk]"

# Heard in every state (nlu_data/commands.yml has those that the telephone obeys itself).
EVERYWHERE = (
    "取消 算了 返回 上一步 转人工 人工 帮助 再说一遍 等一下 慢一点 快一点 继续 重新来 主菜单 再见"
    " 简短一点 详细一点 不限时 慢慢来 恢复限时 提示音开 提示音关"
).split()
YES_NO = (
    "是 是的 是啊 是呀 嗯是的 对 对的 对啊 对呀 嗯对 对对对 好 好的 好的谢谢 可以 可以的 行 没错 "
    "没问题 确认 确定 正确 同意 是的没错 对没错 确认转账 确认支付 我确认 就这样 要 需要 "
    "不 不是 不是的 不对 不对不对 不要 不用 不用了 不行 不可以 不需要 不同意 不正确 不确认 "
    "没有 没有了 没了 取消转账 取消操作 错了 放弃 停止 不转了 不交了 不充了 不约了 不办了"
).split()
COMMANDS = frozenset((*YES_NO, *EVERYWHERE))

Splitter = Callable[[str], "list[str] | None"]


def command_grammar(wishes: Iterable[str], split: Splitter) -> str:
    """Vosk's JSON for yes, no, the commands and the `wishes` that staff wrote down.

    A grammar of their own, because in one with amounts 是的 loses against the beginning of 是五百.
    """
    return _json([*YES_NO, *EVERYWHERE, *wishes], split)


def answer_grammar(listen: Listen, split: Splitter) -> str | None:
    """Vosk's JSON for the answers to a question; None where callers speak freely."""
    expected = [*sentences(listen.kind), *listen.phrases]
    return _json(expected, split) if expected else None


def unknown_words(split: Splitter) -> list[str]:
    """Sentences of the grammars that the model cannot hear; empty for a model that fits."""
    answered = (sentence for kind in LISTEN_KINDS for sentence in sentences(kind))
    wanted = dict.fromkeys([*YES_NO, *EVERYWHERE, *answered])
    return [sentence for sentence in wanted if split(sentence) is None]


def _json(sentences: Iterable[str], split: Splitter) -> str:
    known = (split(sentence) for sentence in dict.fromkeys(sentences))
    return json.dumps([*(" ".join(words) for words in known if words), UNKNOWN], ensure_ascii=False)
