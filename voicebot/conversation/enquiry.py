"""One message to the dialogue: what goes with it, what fills the wait, what if no answer comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from voicebot.conversation.delivery import Delivery
from voicebot.conversation.manner import Manner
from voicebot.conversation.ports import Dialogue, Line, Log
from voicebot.conversation.turn import Turn
from voicebot.dialogue.errors import DialogueError

# Work longer than this is told by a soft sound, and by a spoken 请稍候 and ticks (A22).
THINKING_S, WORKING_S = 0.6, 1.5


class Enquiry:
    """Asks the dialogue for the turns of one call."""

    def __init__(
        self,
        call_id: str,
        caller_number: str,
        *,
        dialogue: Dialogue,
        line: Line,
        log: Log,
        delivery: Delivery,
        manner: Manner,
        now: Callable[[], datetime],
    ) -> None:
        self._call_id = call_id
        self._caller_number = caller_number
        self._dialogue = dialogue
        self._line = line
        self._log = log
        self._delivery = delivery
        self._manner = manner
        self._now = now

    async def answer(
        self,
        message: str,
        *,
        by: str,
        at: float,
        confidence: float,
        others: Sequence[str],
        pause_s: float | None,
    ) -> Turn:
        """The turn that answers `message`, which came `by` "voice", "key" or "session"; `others` is
        what else the caller may have said, `pause_s` how long after what they had said before.
        """
        if not self._line.recording_ok:
            # The recording is the voucher: without it no business is done.
            self._log.noted("the recording failed", at)
            return self.no_answer(message)
        metadata = {
            "caller_number": self._caller_number,
            "by": by,
            "recording_s": self._line.recording_s(at),
            "now": self._now().isoformat(),
            "confidence": confidence,
            "others": list(others),
            "wording": self._manner.preferences.wording,
        }
        if pause_s is not None:
            metadata["pause_s"] = pause_s
        answer = asyncio.ensure_future(self._dialogue.say(self._call_id, message, metadata))
        try:
            await self._fill_the_wait(answer)
            return await answer
        except DialogueError as error:
            self._log.noted(f"the dialogue gave no answer: {error}", at)
            return self.no_answer(message)

    def no_answer(self, message: str) -> Turn:
        """The dialogue is gone: the open question stays, and whoever wants a person gets one."""
        if message == "/human" or "人工" in message:
            return replace(
                self._delivery.turn,
                prompts=self._delivery.own_words("session_transfer"),
                then="transfer",
            )
        return replace(
            self._delivery.turn,
            prompts=self._delivery.own_words("session_technical_apology"),
            then="listen",
        )

    async def _fill_the_wait(self, answer: asyncio.Future[Turn]) -> None:
        """No caller sits in silence (A22)."""
        fillers = (
            (THINKING_S, self._delivery.think),
            (WORKING_S - THINKING_S, self._delivery.work),
        )
        for pause_s, fill in fillers:
            done, _ = await asyncio.wait({answer}, timeout=pause_s)
            if done:
                return
            fill()
