"""The loop of one call: what the caller says or keys goes to the dialogue, its turn to the voice.

    heard or keyed ──▶ command? PIN? ──▶ dialogue ──▶ Turn ──▶ say it, listen for its answer
                          │ session's own                            │
                          └── repeat, slower, wait, secret entry ◀───┘ silence, wrong key

A session has no thread, no clock and no sound: events and times come in through `handle`, and what
it decides goes out through a `Line` (a telephone, a desk, a terminal).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from voicebot.bank.preferences import Preferences
from voicebot.config import ConversationSettings
from voicebot.conversation.commands import SpokenCommand, SpokenCommands
from voicebot.conversation.confidential import (
    holds_an_account_number,
    tells_a_pin,
    without_confidential,
)
from voicebot.conversation.delivery import Delivery
from voicebot.conversation.enquiry import Enquiry
from voicebot.conversation.events import (
    PERSON_ANSWERED,
    Event,
    Key,
    LineNoisy,
    Noise,
    PromptsFinished,
    Said,
    SecretSpoken,
    Speaking,
    Tick,
    Transferred,
)
from voicebot.conversation.keypad import (
    Command,
    KeyAction,
    Keypad,
    Number,
    Option,
    Stray,
    Unfinished,
)
from voicebot.conversation.manner import Manner
from voicebot.conversation.ports import Bank, Dialogue, Line, Log
from voicebot.conversation.silence import Silence
from voicebot.conversation.turn import Prompt, Turn
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.language.spoken import is_thinking_aloud, normalise
from voicebot.speech.earcons import Earcon

# Where there is no time limit, a keyed number still ends some time for who forgets the # (A15).
KEY_PAUSE_UNLIMITED_S = 20.0


class Session:
    """One caller's conversation. Call `start` once, then `handle` for every event, in order."""

    def __init__(
        self,
        call_id: str,
        caller_number: str,
        *,
        line: Line,
        dialogue: Dialogue,
        bank: Bank,
        log: Log,
        wording: Mapping[str, str],
        accent: Accent,
        commands: SpokenCommands,
        announced: Mapping[str, Earcon],
        settings: ConversationSettings,
        usual: Preferences,
        now: Callable[[], datetime],
    ) -> None:
        self._call_id = call_id
        self._caller_number = caller_number
        self._line = line
        self._bank = bank
        self._log = log
        self._accent = accent
        self._commands = commands
        self._settings = settings
        self._manner = Manner(usual)
        self._delivery = Delivery(line, wording=wording, announced=announced, manner=self._manner)
        self._enquiry = Enquiry(
            call_id,
            caller_number,
            dialogue=dialogue,
            line=line,
            log=log,
            delivery=self._delivery,
            manner=self._manner,
            now=now,
        )
        self._now = now
        self._keypad = Keypad(settings.key_pause_s)
        self._silence = Silence(settings)
        self._handed_over = False
        self._tells_of_noise = False
        # When the caller's last words ended.
        self._spoke_until: float | None = None

    @property
    def deadline(self) -> float | None:
        """When a Tick is due: the end of a key pause, of a hold or of the caller's silence."""
        times = (self._silence_deadline, self._keypad.deadline)
        return min((t for t in times if t is not None), default=None)

    @property
    def _silence_deadline(self) -> float | None:
        turn = self._delivery.turn
        if self._delivery.waits:
            return None
        held_s = turn.hold_s if turn.then == "hold" else None
        return self._silence.ends_at(held_s, self._manner.preferences.unlimited)

    async def start(self, at: float) -> None:
        """The call was answered: greet the caller, in their own manner if the number is known."""
        await self._recognise(at)
        await self._ask_dialogue("/start_call", by="session", at=at)

    async def handle(self, event: Event) -> None:
        """Does what the event asks for; returns when the answer has begun to be spoken."""
        if self._handed_over and not isinstance(event, Transferred):
            return
        match event:
            case Key(key, at):
                self._silence.caller_is_there()
                self._line.hush()
                await self._key(key, at)
            case Speaking():
                self._silence.ends()
            case LineNoisy():
                self._tells_of_noise = True
            case Noise(at):
                self._silence.begins(at)
            case Said():
                await self._said(event)
            case SecretSpoken(at):
                await self._refuse_spoken_pin(at)
            case PromptsFinished(at):
                await self._outcomes_told()
                self._finished_speaking(at)
            case Transferred(ok, at):
                if ok:
                    self._log.noted(PERSON_ANSWERED, at)
                else:
                    await self._apologise_for_transfer(at)
            case Tick(at):
                action = self._keypad.tick(at)
                if action:
                    await self._act(action, at)
                elif self._silence_is_over(at):
                    if self._delivery.turn.then == "hold":
                        await self._ask_dialogue("/held", by="session", at=at)
                    else:
                        self._break_silence(at)

    async def end(self) -> None:
        """The caller is gone."""
        await asyncio.to_thread(self._bank.call_ended, self._call_id, self._now())

    def apologise(self, at: float) -> None:
        """Something of ours went wrong: say so and keep the open question."""
        self._take(self._enquiry.no_answer(""), at)

    # What the caller keys ---------------------------------------------------------------------

    async def _key(self, key: str, at: float) -> None:
        action = self._keypad.press(key, at)
        if action:
            await self._act(action, at)
        elif self._keypad.deadline is None:
            self._silence.begins(at)

    async def _act(self, action: KeyAction, at: float) -> None:
        match action:
            case Command("repeat" | "slower" | "faster" | "terser" | "more_detailed" as command):
                await self._obey_key(command, at)
            case Command("wait_or_continue"):
                await self._obey_key("continue" if self._delivery.waits else "wait", at)
            case Command("time_limit"):
                unlimited = self._manner.preferences.unlimited
                await self._obey_key("limited" if unlimited else "unlimited", at)
            case Command("earcons"):
                audible = self._manner.preferences.earcons
                await self._obey_key("earcons_off" if audible else "earcons_on", at)
            case Command(name):
                await self._ask_dialogue(f"/{name}", by="key", at=at, caller=f"key:{name}")
            case Option(key, message):
                await self._ask_dialogue(message, by="key", at=at, caller=f"key:{key}")
            case Number(digits) if self._delivery.turn.listen.kind == "secret":
                await self._check_pin(digits, at)
            case Number(digits):
                shown = "private" if self._delivery.turn.listen.private else digits
                await self._ask_dialogue(
                    f'/inform_keys{{"keys": "{digits}"}}', by="key", at=at, caller=f"key:{shown}"
                )
            case Unfinished():
                self._line.say(self._delivery.own_words("session_number_goes_on"))
            case Stray(key):
                self._note_keyed(f"key:{key}", at)
                self._delivery.say_and_ask_again("session_key_unknown")

    async def _obey_key(self, command: SpokenCommand, at: float) -> None:
        self._note_keyed(f"key:{command}", at)
        await self._obey(command, at)

    def _note_keyed(self, caller: str, at: float) -> None:
        moment_s = self._line.recording_s(at)
        self._log.heard(by="key", caller=caller, at=at, recorded=(moment_s, moment_s))

    async def _check_pin(self, pin: str, at: float) -> None:
        self._note_keyed("key:secret", at)
        if len(pin) < (self._delivery.turn.listen.max_keys or 1):
            # A slip of the finger is no attempt.
            self._delivery.say_and_ask_again("session_pin_short")
            return
        result = await asyncio.to_thread(self._bank.verify_pin, self._call_id, pin, self._now())
        message = {
            "correct": "/authenticated",
            "wrong": f'/pin_failed{{"left": {result.attempts_left}}}',
            "locked": "/pin_locked",
        }[result.outcome]
        if result.outcome == "correct":
            await self._recognise(at)
        await self._ask_dialogue(message, by="session", at=at)

    # What the caller says ---------------------------------------------------------------------

    async def _said(self, said: Said) -> None:
        self._silence.ends()
        heard = normalise(said.text)
        words = self._accent.standard(heard)
        also_heard = without_confidential([normalise(other) for other in said.others])
        others: Sequence[str] = list(map(self._accent.standard, also_heard))
        if is_thinking_aloud(words) and self._delivery.turn.listen.kind != "yes_no":
            self._wait_for_more(said.ended_at)
            return
        if self._delivery.waits and not words:
            return  # somebody speaks in the room of a caller who asked to wait
        self._silence.caller_is_there()
        pause_s = None if self._spoke_until is None else said.started_at - self._spoke_until
        self._spoke_until = said.ended_at
        if tells_a_pin(words):
            await self._refuse_spoken_pin(said.started_at)
        elif command := self._commands.heard(words):
            self._note_said(said, heard, also_heard)
            await self._obey(command, said.ended_at)
        else:
            account_number = holds_an_account_number(words)
            if account_number:
                self._line.conceal_since(said.started_at)
            if account_number or self._delivery.turn.listen.private:
                self._note_said(said, "private")
                others = ()
            else:
                self._note_said(said, heard, also_heard)
            await self._ask_dialogue(
                words or "/nlu_fallback",
                by="voice",
                at=said.ended_at,
                confidence=said.confidence,
                pause_s=pause_s,
                others=others,
            )

    def _wait_for_more(self, at: float) -> None:
        """Nothing was answered yet: what was being said goes on, else the caller's time begins."""
        if self._line.unsaid() and not self._delivery.waits:
            self._delivery.go_on()
        else:
            self._silence.begins(at)

    def _note_said(self, said: Said, caller: str, others: Sequence[str] = ()) -> None:
        """Writes down what was said, or "private" for it, and what else it may have been."""
        began_s, ended_s = map(self._line.recording_s, (said.started_at, said.ended_at))
        self._log.heard(
            by="voice",
            caller=caller,
            at=said.ended_at,
            recorded=(began_s, ended_s),
            confidence=said.confidence,
            others=others,
        )

    async def _refuse_spoken_pin(self, since: float) -> None:
        self._silence.caller_is_there()
        self._line.conceal_since(since)
        self._log.noted("a spoken PIN was refused and wiped", since)
        self._delivery.say_and_ask_again("session_pin_spoken")

    # How the caller wants to be spoken to -------------------------------------------------------

    async def _obey(self, command: SpokenCommand, at: float) -> None:
        match command:
            case "repeat":
                self._delivery.repeat()
            case "wait":
                self._delivery.wait()
            case "continue":
                self._delivery.go_on()
            case _:
                await self._change_manner(command, at)

    async def _change_manner(self, command: SpokenCommand, at: float) -> None:
        before = self._manner.preferences
        acknowledgement = self._delivery.own_words(self._manner.obey(command))
        self._adapt()
        if self._manner.preferences.wording == before.wording:
            self._delivery.go_on(acknowledgement)
        else:  # the open question in other words
            await self._ask_dialogue("/ask_again", by="session", at=at, first=acknowledgement)
        await self._keep_manner()

    async def _recognise(self, at: float) -> None:
        """Speaks to the caller as they once chose, if the bank knows who it is."""
        profile = await asyncio.to_thread(
            self._bank.preferences, self._call_id, self._caller_number
        )
        if profile:
            self._manner.recognise(profile)
        self._adapt()
        if self._manner.asked_for:
            await self._keep_manner()

    async def _keep_manner(self) -> None:
        await asyncio.to_thread(
            self._bank.keep_preferences,
            self._call_id,
            self._caller_number,
            self._manner.preferences,
        )

    def _adapt(self) -> None:
        preferences = self._manner.preferences
        self._line.set_rate(preferences.rate)
        self._keypad.pause_s = (
            max(self._settings.key_pause_s, KEY_PAUSE_UNLIMITED_S)
            if preferences.unlimited
            else self._settings.key_pause_s
        )

    # What the dialogue answers ----------------------------------------------------------------

    async def _ask_dialogue(
        self,
        message: str,
        *,
        by: str,
        at: float,
        caller: str = "",
        confidence: float = 1.0,
        pause_s: float | None = None,
        others: Sequence[str] = (),
        first: tuple[Prompt, ...] = (),
    ) -> None:
        """Takes the dialogue's answer; `first` is said before it."""
        self._silence.ends()
        await self._outcomes_told()
        if caller:
            self._note_keyed(caller, at)
        turn = await self._enquiry.answer(
            message, by=by, at=at, confidence=confidence, others=others, pause_s=pause_s
        )
        self._take(turn, at, first)

    def _take(self, turn: Turn, at: float, first: tuple[Prompt, ...] = ()) -> None:
        """Says `first` and the turn, and listens for its answer."""
        self._log.answered(turn, at)
        self._keypad.open(turn)
        hint = self._delivery.own_words("session_noisy_line") if self._tells_of_noise else ()
        self._tells_of_noise = False
        self._delivery.open(turn, (*hint, *first))

    async def _outcomes_told(self) -> None:
        """Whoever heard the turn to its end, or went on to the next, knows its outcomes."""
        outcomes = self._delivery.turn.outcomes
        if outcomes:
            self._delivery.turn = replace(self._delivery.turn, outcomes=())
            await asyncio.to_thread(self._bank.outcomes_told, outcomes, self._now())

    def _finished_speaking(self, at: float) -> None:
        if self._delivery.waits:
            return
        match self._delivery.turn.then:
            case "hangup":
                self._line.hang_up()
            case "transfer":
                self._handed_over = True
                self._line.transfer()
            case _ if self._keypad.deadline is None:
                self._silence.begins(at)

    # Silence, repetition, apologies -----------------------------------------------------------

    def _silence_is_over(self, at: float) -> bool:
        return self._silence_deadline is not None and at >= self._silence_deadline

    def _break_silence(self, at: float) -> None:
        warning = self._silence.breaks()
        if warning:
            self._delivery.say_and_ask_again(warning)
        else:
            farewell = self._delivery.own_words("session_farewell_silence")
            self._take(replace(self._delivery.turn, prompts=farewell, then="hangup"), at)

    async def _apologise_for_transfer(self, at: float) -> None:
        """No person could be reached: a call-back is noted and the conversation goes on."""
        self._handed_over = False
        await asyncio.to_thread(
            self._bank.note_callback,
            self._call_id,
            self._caller_number,
            "asked for a person, transfer failed",
            self._now(),
        )
        sorry = self._delivery.own_words("session_transfer_failed")
        self._take(replace(self._delivery.turn, prompts=sorry, then="listen"), at)
