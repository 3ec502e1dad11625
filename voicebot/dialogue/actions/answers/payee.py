"""To whom: one of the payees that the caller has signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.bank import payees
from voicebot.bank.tables import Payee
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.denied import without_denied
from voicebot.dialogue.language.names import find_names, sound_alike
from voicebot.dialogue.language.phones import read_tail

# Two names this close in sound are told apart by asking.
CLEARLY_MEANT = 0.05

# A name or a business to whom money shall go. 给我妈, 给家里, 给别人 leave open who that is.
SOMEBODY = re.compile(
    "(?:给|往|向)[^我他她它你您咱家人别自个点妈爸爷奶哥姐弟妹老媳儿女娃爱亲朋同对的钱]{2,3}?"
    "(?:转|打|汇|(?=[一二两三四五六七八九十百千万]|$))"
)

# How callers put a name, alone and before an amount.
PAYEE_FRAMES = (
    *("{}", "给{}", "转给{}", "给{}转", "是{}", "不是{}", "改成{}"),
    *("我要转给{}", "我说的是{}", "不是我说的是{}"),
    *("给{}转五百块", "给{}转账一千元", "不是{}是"),
)


class PayeeAnswer(Answer):
    """A signed payee, recognised by the sound of the name. Value: the payee's id."""

    which = "utter_which_payee"
    misheard = "utter_misheard_payee"
    one_each = True
    nothing = "utter_no_payees"

    def hear(self, text: str, context: Context) -> Heard | None:
        signed = self._signed(context)
        heard = find_names(text, [payee.name for payee in signed], context.accent)
        matches = without_denied(text, heard)
        if not matches:
            unknown = signed and SOMEBODY.search(text)
            return Heard(problem="utter_payee_unknown") if unknown else None
        close = {m.candidate for m in matches if matches[0].score - m.score < CLEARLY_MEANT}
        # 刘芳 was heard, but whoever says n for l may have meant 牛芳.
        best = matches[0].candidate
        ids = tuple(
            payee.id
            for payee in signed
            if payee.name in close or sound_alike(payee.name, best, context.accent)
        )
        return Heard(ids[0]) if len(ids) == 1 else Heard(candidates=ids)

    def phrases(self, context: Context) -> list[str]:
        names = dict.fromkeys(payee.name for payee in self._signed(context))
        return [frame.format(name) for name in names for frame in PAYEE_FRAMES]

    def options(self, context: Context) -> Sequence[int]:
        return [payee.id for payee in self._signed(context)]

    def offer(self, value: int, key: str, context: Context) -> Reply:
        payee = context.db.get(Payee, value)
        values = {"name": payee.name, "bank": payee.bank, "tail": read_tail(payee.tail)}
        return Reply("utter_payee_option", values | {"key": key})

    def called(self, value: int, context: Context) -> str:
        return context.db.get(Payee, value).name

    def _signed(self, context: Context) -> list[Payee]:
        return payees.signed(context.db, context.customer_id) if context.customer_id else []
