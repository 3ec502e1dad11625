"""Keys of one caller: what a press means at the open question. Pure state, time comes in.

In a menu a key acts at once:         1…4 option   5 wait   6 no time limit   7 slower   8 faster
                                      9 repeat   0 person
Inside a number keys are collected:   5 0 0 #   ended by # or the last expected key
a pause in the middle is reminded of, and ends the number only after LONGEST_PAUSE_S (A15);
one key and a pause are the option of that key, where there is one beside the number.
Behind a `*` a key is a command, in menus and inside numbers alike:
                                      *1 help   *2 fewer words   *3 more words   *4 cancel
                                      *# short sounds   *9 repeat   *0 person   …
                                      ** or * and a pause: back
so that a key means one thing everywhere (ETSI ES 202 076: keys are never reused) and a number may
still contain it. A lone 0 is no number: it reaches the person too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voicebot.conversation.turn import Turn

CommandName = Literal[
    "human",
    "go_back",
    "repeat",
    "wait_or_continue",
    "time_limit",
    "slower",
    "faster",
    "help",
    "terser",
    "more_detailed",
    "cancel",
    "earcons",
]

# In menus by themselves, inside numbers behind a `*`.
COMMAND_KEYS: dict[str, CommandName] = {
    "0": "human",
    "5": "wait_or_continue",
    "6": "time_limit",
    "7": "slower",
    "8": "faster",
    "9": "repeat",
}
# Behind a `*` everywhere: all twelve, so that none is without meaning there.
STAR_KEYS: dict[str, CommandName] = COMMAND_KEYS | {
    "1": "help",
    "2": "terser",
    "3": "more_detailed",
    "4": "cancel",
    "#": "earcons",
    "*": "go_back",
}

# Nobody who looks for the next digit is hurried (A15: at least 20 s inside a number).
LONGEST_PAUSE_S = 20.0
# Long enough to find the next key by touch, short enough not to feel like dead air.
STAR_PAUSE_S = 1.5


@dataclass(frozen=True)
class Command:
    """What keys mean in every state."""

    name: CommandName


@dataclass(frozen=True)
class Option:
    """A menu key; `message` is what it sends to the dialogue, as a phrase would."""

    key: str
    message: str


@dataclass(frozen=True)
class Number:
    """A finished number. Not shown by repr, it may be a PIN."""

    digits: str

    def __repr__(self) -> str:
        return f"Number({len(self.digits)} digits)"


@dataclass(frozen=True)
class Unfinished:
    """The caller pauses inside a number; its digits are kept."""


@dataclass(frozen=True)
class Stray:
    """A key without a meaning at this question."""

    key: str


KeyAction = Command | Option | Number | Unfinished | Stray


class Keypad:
    """Turns presses into actions for the turn that was `open`ed last; `pause_s` ends a number."""

    def __init__(self, pause_s: float) -> None:
        self.pause_s = pause_s
        self._turn = Turn(prompts=())
        self._digits = ""
        self._star = False
        self._reminded = False
        self._pressed_at: float | None = None

    def open(self, turn: Turn) -> None:
        """The caller is now asked `turn`; a number left unfinished before it is dropped."""
        self._turn = turn
        self._clear()

    @property
    def deadline(self) -> float | None:
        """When `tick` will have something to say: a pause inside a number or behind a `*`."""
        if self._pressed_at is None:
            return None
        pause_s = LONGEST_PAUSE_S if self._reminded else self.pause_s
        return self._pressed_at + (STAR_PAUSE_S if self._star else pause_s)

    def press(self, key: str, now: float) -> KeyAction | None:
        """What the press means; None while more keys belong to it."""
        if self._star:
            self._clear()
            return Command(STAR_KEYS[key])
        if key == "*":
            self._star, self._pressed_at = True, now
            return None
        if not self._turn.listen.is_number:
            return self._menu(key)
        self._pressed_at, self._reminded = now, False
        if key == "#":
            return self._finish()
        self._digits += key
        limit = self._turn.listen.max_keys
        return self._finish() if limit and len(self._digits) >= limit else None

    def tick(self, now: float) -> KeyAction | None:
        """What a pause means: a number goes on, in the end it is over; a lone `*` is back, a lone
        key is what was offered by it.
        """
        deadline = self.deadline
        if deadline is None or now < deadline:
            return None
        if self._star:
            self._clear()
            return Command("go_back")
        if not self._reminded and self._digits not in self._turn.keys:
            self._reminded = True
            return Unfinished()
        return self._finish()

    def _menu(self, key: str) -> KeyAction | None:
        if key in self._turn.keys:
            return Option(key, self._turn.keys[key])
        if key in COMMAND_KEYS:
            return Command(COMMAND_KEYS[key])
        # A `#` behind a number that had ended by itself is a habit, not a wrong key.
        return None if key == "#" else Stray(key)

    def _finish(self) -> KeyAction | None:
        digits = self._digits
        self._clear()
        if digits == "0":
            return Command("human")
        if digits in self._turn.keys:
            return Option(digits, self._turn.keys[digits])
        return Number(digits) if digits else None

    def _clear(self) -> None:
        self._digits = ""
        self._star = self._reminded = False
        self._pressed_at = None
