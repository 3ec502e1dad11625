"""How much of a bill. Asking for it tells what is due, so it also answers 电费欠多少."""

from __future__ import annotations

import re
from typing import Any

from voicebot.bank.connectors.answers import NoAnswer, Refused
from voicebot.bank.connectors.billers import UNKNOWN_NUMBER, Bill
from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.answers.answer import Context, Heard
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_tail
from voicebot.dialogue.language.yes_no import hear_yes_no

# Whatever is due when it is read back.
ALL = "all"
SAYS_NOTHING = re.compile("先?不(?:交|缴|用|要)|只是?(?:查|问)")
SAYS_ALL = re.compile("全交|全部|都交|交清|交齐|一次交|全缴|都缴")


class BillAmountAnswer(AmountAnswer):
    """An amount, or all that is due. Value: fen, or ALL."""

    slot = "bill_amount"
    misheard = ""  # all that is due has no other
    depends_on = "contract"

    def ask(self, response: str, context: Context) -> list[Reply]:
        if context.page:
            return super().ask("utter_ask_other_amount", context)
        bill, told = look_up_bill(context)
        if context.billers[context.values["biller"]].ahead:
            told |= {"credit": read_money(bill.credit_fen)}
            return [Reply("utter_ask_amount_ahead", told), Reply("utter_ask_amount_by_key")]
        if not bill.due_fen:
            raise Refusal(Reply("utter_nothing_due", told))
        return [Reply(response, told | {"amount": read_money(bill.due_fen)})]

    def hear(self, text: str, context: Context) -> Heard | None:
        amount = super().hear(text, context)
        if amount or context.question != self.slot:
            return amount
        yes = hear_yes_no(text)
        if yes is False or SAYS_NOTHING.search(text):
            raise Refusal(Reply("utter_cancelled"))
        ahead = context.billers[context.values["biller"]].ahead
        return Heard(ALL) if not ahead and (yes or SAYS_ALL.search(text)) else None

    def own(self, context: Context) -> Any:
        return ALL


def look_up_bill(context: Context) -> tuple[Bill, dict[str, str]]:
    """The bill of the contract, and what is read of it; raises Refusal if the biller has none."""
    biller, number = context.values["biller"], context.values["contract"]
    name = context.billers[biller].name
    try:
        bill = context.outside.bill(biller, number)
    except Refused as refusal:
        unknown = refusal.reason == UNKNOWN_NUMBER
        reply = "utter_contract_unknown" if unknown else "utter_bill_refused_to_tell"
        raise Refusal(
            Reply(reply, {"bill": name}), ask_again="contract" if unknown else ""
        ) from refusal
    except NoAnswer as silence:
        raise Refusal(Reply("utter_biller_silent", {"bill": name})) from silence
    return bill, {"bill": name, "address": bill.address, "tail": read_tail(number)}
