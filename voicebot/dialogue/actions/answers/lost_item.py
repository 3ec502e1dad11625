"""What was lost: a debit card, a credit card, a passbook of the caller's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.bank import loss_reports
from voicebot.bank.loss_reports import NAMES, Item, Kind
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.digits import read_digits
from voicebot.dialogue.language.phones import hear_tail, read_tail

KINDS: dict[Kind, str] = {
    "debit_card": "储蓄卡|借记卡|工资卡|存款卡",
    "credit_card": "信用卡|贷记卡",
    "passbook": "存折|折子",
}
# 不是储蓄卡，是信用卡: what is denied was not lost.
DENIED = re.compile(f"不是(?:那张|那个)?({'|'.join(KINDS.values())})")


class LostItemAnswer(Answer):
    """A card or passbook, by its kind or the end of its number. Value: `loss_reports.Item.key`."""

    which = "utter_which_lost_item"
    one_each = True

    def hear(self, text: str, context: Context) -> Heard | None:
        denied = _kinds("".join(DENIED.findall(text)))
        text = DENIED.sub("", text)
        tail = hear_tail(text, asked=context.question == "lost_item")
        kinds = _kinds(text)
        if not kinds and denied:
            kinds = [kind for kind in KINDS if kind not in denied]
        elif not kinds and not tail and "lost_item" not in context.values and "卡" in text:
            kinds = ["debit_card", "credit_card"]
        if not kinds and not tail:
            return None
        items = [item for item in self._items(context) if not kinds or item.kind in kinds]
        keys = [item.key for item in items if item.tail.endswith(tail)]
        if not keys:
            return _unknown(kinds, tail)
        return Heard(keys[0]) if len(keys) == 1 else Heard(candidates=tuple(keys))

    def options(self, context: Context) -> Sequence[str]:
        return [item.key for item in self._items(context)]

    def assume(self, context: Context) -> str | None:
        keys = self.options(context)
        return keys[0] if len(keys) == 1 else None

    def offer(self, value: str, key: str, context: Context) -> Reply:
        item = loss_reports.item(context.db, context.customer_id or 0, value)
        told = {"kind": NAMES[item.kind], "tail": read_tail(item.tail), "key": key}
        return Reply("utter_card_option", told)

    def phrases(self, context: Context) -> list[str]:
        names = ((NAMES[item.kind], read_digits(item.tail)) for item in self._items(context))
        return [said for kind, tail in names for said in (kind, f"尾号{tail}", f"{kind}尾号{tail}")]

    def _items(self, context: Context) -> list[Item]:
        return loss_reports.items(context.db, context.customer_id) if context.customer_id else []


def _unknown(kinds: Sequence[Kind], tail: str) -> Heard:
    """The customer has nothing of these kinds, or nothing with this end of a number."""
    what = "或者".join(NAMES[kind] for kind in kinds)
    if tail:
        told = {"kind": what or "卡和存折", "tail": read_digits(tail)}
        return Heard(problem="utter_lost_item_tail_unknown", told=told)
    return Heard(problem="utter_lost_item_unknown", told={"kind": what})


def _kinds(text: str) -> list[Kind]:
    return [kind for kind, words in KINDS.items() if re.search(words, text)]
