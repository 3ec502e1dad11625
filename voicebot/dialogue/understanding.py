"""What the dialogue makes of a sentence: the intent by the trained model, the values by sound."""

from __future__ import annotations

import asyncio
import logging
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicebot.bank.demonstration import branches, customers
from voicebot.config import Settings
from voicebot.dialogue.language.dates import find_dates, find_times
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.found import Found
from voicebot.dialogue.language.money import find_money
from voicebot.dialogue.language.names import Match, find_names
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.language.yes_no import hear_yes_no
from voicebot.dialogue.training import rasa_environment, train_if_changed

if TYPE_CHECKING:
    from rasa.core.agent import Agent

# Shorter strings of digits are amounts, times or choices.
SHORTEST_DIGITS = 4


class Understanding:
    """Loads the trained model once, Rasa's `agent`. Names are those of the demonstration bank."""

    def __init__(self, settings: Settings, progress: Callable[[str], None]) -> None:
        """Trains first if nlu_data/ has changed; raises what `train_if_changed` raises."""
        model = train_if_changed(settings, progress)
        os.environ.update(rasa_environment() | {"LOG_LEVEL": "ERROR"})
        progress("loading the dialogue model")
        self.agent = _load(model)
        self._accent = Accent.load(settings.nlu_data / "accent.yml")

    def of(self, texts: list[str]) -> Iterator[dict[str, Any]]:
        """One document a text: `text`, `intent`, `confidence`, `entities`."""
        for text in texts:
            words = self._accent.standard(normalise(text))
            parsed = asyncio.run(self.agent.parse_message(words))
            intent = parsed.get("intent") or {}
            yield {
                "text": text,
                "intent": intent.get("name") or "nlu_fallback",
                "confidence": round(float(intent.get("confidence") or 0.0), 3),
                "entities": self.values(words, date.today()),
            }

    def values(self, text: str, today: date) -> list[dict[str, Any]]:
        """The payees, amounts, days … in the text: `entity` and `value` of each."""
        return list(self._values(normalise(text), today))

    def _values(self, words: str, today: date) -> Iterator[dict[str, Any]]:
        payees = [payee[0] for signed in customers.PAYEES.values() for payee in signed]
        branch_names = [branch[0].removesuffix("支行") for branch in branches.BRANCHES]
        named = find_names(words, payees, self._accent)
        for entity, found in (
            ("payee", named),
            ("branch", find_names(words, branch_names, self._accent)),
        ):
            for name in found[:1]:
                yield {"entity": entity, "value": name.candidate}
        amounts, days = find_money(words, named), find_dates(words, today)
        clocks = find_times(words)
        for amount in amounts:
            yield {"entity": "amount_fen", "value": amount.value}
        for day in days:
            yield {"entity": "day", "value": day.value.isoformat()}
        for clock in clocks:
            yield {"entity": "time", "value": clock.value.strftime("%H:%M")}
        digits = parse_digits(_without(words, [*named, *amounts, *days, *clocks]))
        if len(digits) >= SHORTEST_DIGITS:
            yield {"entity": "digits", "value": digits}
        answer = hear_yes_no(words)
        if answer is not None:
            yield {"entity": "yes_no", "value": "yes" if answer else "no"}


def _without(words: str, found: Sequence[Found[Any] | Match]) -> str:
    """The words but for what was found in them."""
    taken = {at for one in found for at in range(one.start, one.end)}
    return "".join(word for at, word in enumerate(words) if at not in taken)


def _load(model: Path) -> Agent:
    """Rasa's agent, and nothing of what Rasa and its libraries tell meanwhile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Only here: importing Rasa takes seconds that no other command should wait for.
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.ERROR)  # Rasa tells what it parses on standard output
        logging.getLogger("rasa").setLevel(logging.ERROR)
        return Agent.load(str(model))
