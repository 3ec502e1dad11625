"""How what is to be said reaches the caller: sounds beside it, interrupted, put off, gone on with.

查余额，请按一。│转账，│ 等一下           好的，您慢慢来…        继续       │转账，请按二。
                   └─ put off from the start of the phrase ──────────────┘
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voicebot.conversation.earcons import with_earcons
from voicebot.conversation.manner import Manner
from voicebot.conversation.ports import Line
from voicebot.conversation.turn import Prompt, Turn
from voicebot.speech.earcons import Earcon, comfort, earcon
from voicebot.speech.wording import in_wording

# The dialogue has given up long before.
COMFORT_S = 60.0


class Delivery:
    """Says the turn that is `open`, and what the session itself has to say beside it."""

    def __init__(
        self,
        line: Line,
        *,
        wording: Mapping[str, str],
        announced: Mapping[str, Earcon],
        manner: Manner,
    ) -> None:
        self._line = line
        self._wording = wording
        self._announced = announced
        self._manner = manner
        self._put_off: tuple[Prompt, ...] = ()
        self.turn = Turn(prompts=())

    @property
    def waits(self) -> bool:
        """Whether the caller asked to wait."""
        return bool(self._put_off)

    def open(self, turn: Turn, first: tuple[Prompt, ...] = ()) -> None:
        """Says `first` and the turn, and listens for its answer."""
        self.turn = turn
        self._say((*first, *self._with_earcons(turn.prompts)))

    def repeat(self) -> None:
        """Says the whole turn again."""
        self.open(self.turn)

    def say_and_ask_again(self, response: str) -> None:
        """Says a response of the session's own, then the open question; the state is unchanged."""
        prompts = (*self.own_words(response), *self.turn.question)
        self._say(self._with_earcons(prompts))

    def go_on(self, first: tuple[Prompt, ...] = ()) -> None:
        """Says what was interrupted, from the start of the phrase; else the open question again."""
        rest = self._put_off or self._line.unsaid()
        self._say((*first, *(rest or self._with_earcons(self.turn.question))))

    def wait(self) -> None:
        """Nothing more is said until the caller speaks or keys (A10)."""
        rest = self._put_off or self._line.unsaid() or self._with_earcons(self.turn.prompts)
        self._line.say(self.own_words("session_waiting"))
        self._put_off = rest

    def think(self) -> None:
        """The answer takes a moment."""
        self._line.fill(self._audible((earcon("thinking"),)))

    def work(self) -> None:
        """The answer takes longer: ticks until it comes, or until the caller speaks or keys."""
        prompts = (*self.own_words("session_please_wait"), *comfort(COMFORT_S))
        self._line.fill(self._audible(prompts))

    def own_words(self, response: str) -> tuple[Prompt, ...]:
        """A response of the session's own, in the wording that this caller wants."""
        name = in_wording(response, self._manner.preferences.wording, self._wording)
        return (Prompt(response, self._wording[name]),)

    def _say(self, prompts: Sequence[Prompt]) -> None:
        self._put_off = ()
        self._line.listen(self.turn.listen)
        self._line.say(self._audible(prompts))

    def _with_earcons(self, prompts: Sequence[Prompt]) -> tuple[Prompt, ...]:
        return with_earcons(prompts, self._announced, self.turn.then)

    def _audible(self, prompts: Sequence[Prompt]) -> tuple[Prompt, ...]:
        """Without the sounds, for callers who want none."""
        wanted = self._manner.preferences.earcons
        return tuple(prompt for prompt in prompts if prompt.text or wanted)
