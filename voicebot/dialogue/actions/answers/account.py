"""Which of the caller's own accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voicebot.bank import accounts
from voicebot.bank.tables import Account
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.phones import read_tail

# What callers call an account of each kind.
WORDS = {
    "current": re.compile("活期|借记卡|工资卡|(?<!信用)卡(?!号)"),
    "savings": re.compile("储蓄(?!卡)"),
    "passbook": re.compile("存折|折子"),
    "fixed": re.compile("定期|死期"),
}
# Kinds that not everybody has, as they are read.
NAMES = {"savings": "储蓄账户", "passbook": "存折", "fixed": "定期存款"}
TAIL = re.compile("尾号(?:是|为)?([零〇幺一二两三四五六七八九洞0-9]{4})")
TAIL_DIGITS = 4


class AccountAnswer(Answer):
    """A deposit account, by kind, nickname or last four digits. Value: the account's id."""

    which = "utter_which_account"
    slot = "account"
    kinds: Sequence[str] = accounts.KINDS

    def hear(self, text: str, context: Context) -> Heard | None:
        found = [
            (start, account.id)
            for account in self._accounts(context)
            for start in _places(text, account, self._asked(context))
            if self._is_meant(text[:start], context)
        ]
        if not found:
            return self._nothing_of_that_kind(text, context)
        last = max(start for start, _ in found)
        ids = tuple(dict.fromkeys(account for start, account in found if start == last))
        return Heard(ids[0]) if len(ids) == 1 else Heard(candidates=ids)

    def options(self, context: Context) -> Sequence[int]:
        return [account.id for account in self._accounts(context)]

    def assume(self, context: Context) -> int | None:
        possible = self._accounts(context)
        return possible[0].id if len(possible) == 1 else None

    def phrases(self, context: Context) -> list[str]:
        possible = self._accounts(context)
        names = [account.name for account in possible if len(possible) > 1]
        tails = [f"尾号{read_tail(account.number)}" for account in possible if names]
        return [*names, *(f"{name}的" for name in names), *tails, *(f"{tail}的" for tail in tails)]

    def offer(self, value: int, key: str, context: Context) -> Reply:
        account = context.db.get(Account, value)
        values = {"account": spoken_name(account), "tail": read_tail(account.number)}
        return Reply("utter_account_option", values | {"key": key})

    def _accounts(self, context: Context) -> list[Account]:
        return accounts.of_customer(context.db, context.customer_id, self.kinds)

    def _nothing_of_that_kind(self, text: str, context: Context) -> Heard | None:
        """定期还有多少 of who has no 定期存款, 从定期 of who has: not passed over in silence."""
        own = {one.kind for one in accounts.of_customer(context.db, context.customer_id)}
        for kind, name in NAMES.items():
            named = [match.start() for match in WORDS[kind].finditer(text)]
            if not any(self._is_meant(text[:start], context) for start in named):
                continue
            if kind not in own:
                return Heard(problem="utter_no_such_account", told={"kind": name})
            if kind not in self.kinds:
                return Heard(problem="utter_fixed_stays")
        return None

    def _asked(self, context: Context) -> bool:
        return context.question == self.slot

    def _is_meant(self, before: str, context: Context) -> bool:
        """Whether an account named behind `before` is the one for this slot."""
        return True


class FromAccountAnswer(AccountAnswer):
    """The account that money is taken from: 从存折, 用活期的, or what is said when it is asked."""

    slot = "from_account"
    kinds = accounts.MOVABLE
    BEFORE = re.compile("(?:从|把|由|用|拿)(?:我的?|那个)*$")

    def _is_meant(self, before: str, context: Context) -> bool:
        if ToAccountAnswer.BEFORE.search(before):
            return False
        return self._asked(context) or bool(self.BEFORE.search(before))


class PayingAccountAnswer(FromAccountAnswer):
    """The account that a bill or an order is paid from; the main one unless another is named."""

    which = "utter_ask_paying_account"
    slot = "paying_account"
    ANOTHER = re.compile("(?:换|改|别的|另外?)[一个的]*(?:账户|账号|卡)")

    def hear(self, text: str, context: Context) -> Heard | None:
        named = super().hear(text, context)
        if named is None and self.ANOTHER.search(text) and self.options(context):
            return Heard(candidates=tuple(self.options(context)))
        return named

    def assume(self, context: Context) -> int:
        return accounts.main_account(context.db, context.customer_id or 0).id

    def options(self, context: Context) -> Sequence[int]:
        possible = super().options(context)
        return possible if len(possible) > 1 else ()

    def phrases(self, context: Context) -> list[str]:
        possible = self._accounts(context)
        return [f"用{account.name}" for account in possible if len(possible) > 1]


class ToAccountAnswer(AccountAnswer):
    """The caller's other account, that money goes to: 到储蓄账户, 存进存折."""

    slot = "to_account"
    kinds = accounts.MOVABLE
    nothing = "utter_no_other_account"
    BEFORE = re.compile("(?:到|给|进|往|入|回)(?:我的?|那个)*$")

    def _is_meant(self, before: str, context: Context) -> bool:
        if FromAccountAnswer.BEFORE.search(before):
            return False
        return self._asked(context) or bool(self.BEFORE.search(before))

    def assume(self, context: Context) -> int | None:
        return super().assume(context) if "from_account" in context.values else None

    def _accounts(self, context: Context) -> list[Account]:
        source = context.values.get("from_account")
        own = super()._accounts(context)
        others = [account for account in own if account.id != source]
        return others if len(own) > 1 else []


def spoken_name(account: Account) -> str:
    """What the caller hears for the account: their own name for it, or its kind."""
    return account.nickname or account.name


def _places(text: str, account: Account, asked: bool) -> Iterator[int]:
    """Where the text names the account."""
    yield from (match.start() for match in WORDS[account.kind].finditer(text))
    if account.nickname and account.nickname in text:
        yield text.index(account.nickname)
    for match in TAIL.finditer(text):
        if parse_digits(match[1]) == account.tail:
            yield match.start()
    if asked and len(text) <= TAIL_DIGITS + 1 and parse_digits(text) == account.tail:
        yield 0
