"""Why something cannot be done, as the caller is told."""

from __future__ import annotations

from voicebot.dialogue.actions.reply import Reply


class Refusal(Exception):
    """It cannot be done: `reply` says why.

    With `ask_again` that question is asked anew, without it the task is over.
    """

    def __init__(self, reply: Reply, ask_again: str = "") -> None:
        super().__init__(reply.response)
        self.reply = reply
        self.ask_again = ask_again
