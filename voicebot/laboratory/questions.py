"""What the sample callers are asked, and what their answers mean there.

What counts is the value: 给张三转账五百块 for 给张三转五百块 is right where an amount is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from voicebot.bank.demonstration.branches import BRANCHES
from voicebot.conversation.turn import Listen
from voicebot.dialogue.actions.answers.payee import PAYEE_FRAMES
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.money import find_money
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.language.yes_no import hear_yes_no
from voicebot.laboratory.samples import Sample

# Twenty payees, as a busy caller may have signed; some differ only in what an accent confuses
# (张三 张珊, 王芳 王凡, 陈静 陈金).
PAYEES = (
    "张三 李四 王芳 张伟 王小明 李娜 赵敏 刘洋 陈静 马晓燕 马小兰 杨建国 丁秀英 金凤琴 白玉林 "
    "孙志强 陈金 张珊 王凡 吴玲"
).split()
BRANCH_NAMES = [branch[0].removesuffix("支行") for branch in BRANCHES]

Value = Callable[[str], Any]


@dataclass(frozen=True)
class Question:
    """`value` is what an answer means."""

    name: str
    listen: Listen
    value: Value

    def expects(self, sample: Sample) -> Listen:
        """As the bot would ask for this sample: it knows how many digits a number has."""
        if self.listen.kind != "digits":
            return self.listen
        return replace(self.listen, max_keys=len(parse_digits(sample.text)))


def questions(accent: Accent) -> dict[str, Question]:
    """Every question by its name in the manifest."""
    frames = tuple(frame.format(name) for name in PAYEES for frame in PAYEE_FRAMES)
    branches = tuple(name for branch in BRANCH_NAMES for name in (f"{branch}支行", branch))
    asked = (
        Question("yes_no", Listen("yes_no"), _yes_no),
        Question("told", Listen("yes_no"), _yes_no),
        Question("amount", Listen("money"), _amount),
        Question("payee", Listen("name", phrases=frames), partial(_name, PAYEES, accent)),
        Question("branch", Listen("name", phrases=branches), partial(_name, BRANCH_NAMES, accent)),
        Question("service", Listen("open"), _service),
        Question("digits", Listen("digits", max_keys=11), parse_digits),
        Question("part", Listen("digits", max_keys=11), parse_digits),
    )
    return {question.name: question for question in asked}


def _yes_no(text: str) -> Any:
    """Yes, no, or the command itself (人工 is 转人工)."""
    answer = hear_yes_no(text)
    return text.removeprefix("转") if answer is None else answer


def _amount(text: str) -> Any:
    found = find_money(text)
    return found[-1].value if found else None


def _name(candidates: list[str], accent: Accent, text: str) -> Any:
    found = find_names(text, candidates, accent)
    return found[0].candidate if found else None


def _service(text: str) -> str:
    """The words, but for those that change nothing (缴电费, 查一下余额)."""
    return text.replace("缴", "交").replace("一下", "")
