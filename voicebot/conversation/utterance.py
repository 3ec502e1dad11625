"""Prompts while they are being said, phrase by phrase: what of them has not been heard yet.

查余额，请按一。│转账，请按二。│缴费，请按三。
                  └─ interrupted here: the rest begins at 转账
"""

from __future__ import annotations

from collections.abc import Sequence

from voicebot.conversation.turn import Prompt


class Utterance:
    """Phrases are `handed` to the speaker in order; `rest` is asked with how many it has played."""

    def __init__(self, prompts: Sequence[Prompt], said_before: int) -> None:
        """`said_before` is the speaker's count of phrases when this begins."""
        self.prompts = tuple(prompts)
        self._said_before = said_before
        self._phrases: list[tuple[int, int]] = []
        self._handed = 0

    def handed(self, number: int, at: int) -> None:
        """The speaker has the phrase that begins at the sign `at` of the prompt `number`."""
        self._phrases.append((number, at))

    def handed_all(self, number: int) -> None:
        """The speaker has every phrase of the prompt `number`."""
        self._handed = number + 1

    def rest(self, said: int) -> tuple[Prompt, ...]:
        """What is left, from the beginning of the phrase in which the speaker stopped.

        Nothing if only sounds are left.
        """
        played = said - self._said_before
        whole = played >= len(self._phrases)
        number, at = (self._handed, 0) if whole else self._phrases[played]
        left = list(self.prompts[number:])
        if left:
            left[0] = Prompt(left[0].name, left[0].text[at:])
        return tuple(left) if any(prompt.text for prompt in left) else ()
