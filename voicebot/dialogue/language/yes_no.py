"""Whether a caller said yes, said no, or neither. Money moves on this alone, so it is strict.

The whole sentence must be made of phrases of agreement. One word of refusal, doubt, correction or
question among them and it is no yes any more.
"""

from __future__ import annotations

import re

from voicebot.dialogue.language.spoken import normalise

YES = """
    没问题 没错 确认转账 确认支付 确认缴费 确认充值 确认预约 我确认 确认 确定 正确 同意
    确认挂失 确认还款 确认激活
    是的 是啊 是 对的 对啊 对 好的 好啊 好吧 好 可以的 可以 行 需要 要 继续 就这样
    对着呢 对着哩 对着 对头 就是的 就是 好着呢 好嘞 能行 能成 行呢 行吧 没麻达
    成呢 成哩 你办 就是他 就是这个 就这么办
    转吧 交吧 充吧 约吧 订吧 还吧 办吧 请 谢谢 嗯 啊 呀 的 吧 了
"""
# These carry no agreement by themselves: 谢谢, 嗯 or 请 alone is not a yes.
NOT_ENOUGH = re.compile("(?:请|谢谢|嗯|啊|呀|的|吧|了)*")
NO = """
    不是的 不是 不对 不要了 不要 不用了 不用 不行 不可以 不需要 不同意 不正确 不确认
    不转了 不转 不交了 不充了 不约了 不办了 不了 不 取消转账 取消操作 取消 错了 算了 放弃 停止
    不对着 不订了 先 别转了 别办 别交 别充 别订 别还 不成 甭 甭转 甭办 甭交 甭充 甭订 甭还
    错着呢 错着哩 不是这个数 不是这个 不是他
    不挂失了 不挂失 不还了 不激活了 别转 别 没有了 没有 没了 重新来 谢谢 嗯 啊 呀 的 吧 了
"""
REFUSAL = re.compile("不|别|甭|错|取消|算了|放弃|停|没有|没了")
# What ends something, or gives the ending up: 取消 may be either where 取消预约，对吗 was asked.
ENDING = re.compile("(?:取消|退订|退|关闭|关|不要(?!取消|退|关))(?:掉|了|吧|操作)*")


def _only(phrases: str) -> re.Pattern[str]:
    longest_first = sorted(phrases.split(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(longest_first)})+")


ONLY_YES, ONLY_NO = _only(YES), _only(NO)


def hear_yes_no(text: str) -> bool | None:
    """True for an explicit yes, False for an explicit no, None for everything else."""
    words = normalise(text)
    if not words or NOT_ENOUGH.fullmatch(words):
        return None
    if ONLY_YES.fullmatch(words):
        return True
    if ONLY_NO.fullmatch(words) and REFUSAL.search(words) and "不是不" not in words:
        return False
    return None


def hear_yes_no_to_an_ending(text: str) -> bool | None:
    """The same, where the question was whether to end something.

    是的取消 and 不取消 are clear there; 取消 and 不要了 are neither yes nor no.
    """
    return hear_yes_no(ENDING.sub("", normalise(text)))
