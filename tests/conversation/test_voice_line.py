"""The line itself, frame by frame: what is heard, what is left, how fast."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from voicebot.conversation.events import Key, PromptsFinished
from voicebot.conversation.turn import Prompt
from voicebot.conversation.voice_line import VoiceLine
from voicebot.operations.recording import FRAME, Recording
from voicebot.speech.earcons import earcon, load_earcons
from voicebot.speech.prompts import PromptLibrary, Voice

AUDIO = Path(__file__).parents[2] / "audio"
MENU = Prompt("utter_menu", "查余额，请按一。查最近的明细，请按二。")


class NoVoice:
    def render(self, text: str) -> np.ndarray:
        raise AssertionError(f"“{text}” is not recorded")


class SlowVoice:
    def render(self, text: str) -> np.ndarray:
        time.sleep(0.2)
        return np.full(16_000, 5000, dtype=np.int16)


class Deaf:
    """An ear that hears nothing."""

    def process(self, near: np.ndarray, far: np.ndarray, at: float) -> None: ...

    def listen(self, listen: object) -> None: ...


class Hearer:
    """A caller's ear on a line."""

    def __init__(self, line: VoiceLine) -> None:
        self.line = line

    async def hears(self, seconds: float) -> np.ndarray:
        """So much of what the bot says."""
        frames = []
        for _ in range(round(seconds * 50)):
            frames.append(np.frombuffer(self.line.next_frame(), dtype=np.int16))
            await asyncio.sleep(0)
        return np.concatenate(frames)

    async def until_all_is_made(self) -> None:
        """Until every phrase has been handed to the speaker, however busy the machine is."""
        assert self.line._speech
        await self.line._speech

    async def hears_all(self) -> np.ndarray:
        """Everything up to the end of the prompts."""
        frames = []
        while True:
            frames.append(await self.hears(FRAME / 16_000))
            try:
                event = await asyncio.wait_for(self.line.next_event(), 0.001)
            except asyncio.TimeoutError:
                continue
            assert isinstance(event, PromptsFinished)
            return np.concatenate(frames)


def a_library(voice: Voice | None = None) -> PromptLibrary:
    return PromptLibrary(AUDIO / "prompts", voice or NoVoice(), load_earcons(AUDIO / "earcons"))


@asynccontextmanager
async def a_line(folder: Path, voice: Voice | None = None) -> AsyncIterator[Hearer]:
    line = VoiceLine(
        None,  # type: ignore[arg-type]
        listener=lambda heard: Deaf(),  # type: ignore[arg-type,return-value]
        library=a_library(voice),
        recording=Recording(folder / "call.wav"),
        human_address=None,
        rate=1.0,
        timed=lambda times: None,
        loop=asyncio.get_running_loop(),
    )
    yield Hearer(line)
    line.hung_up()
    await line.close()


def seconds(prompt: Prompt, rate: float) -> list[float]:
    return [len(phrase.sound(rate)) / 16_000 for phrase in a_library().phrases(prompt)]


@pytest.mark.parametrize("rate", [0.5, 1.25])
def test_what_is_left_of_a_running_prompt_is_said_at_the_new_rate(
    tmp_path: Path, rate: float
) -> None:
    async def story() -> None:
        async with a_line(tmp_path) as caller:
            caller.line.say([MENU])
            await caller.until_all_is_made()
            first, second = seconds(MENU, 1.0)
            await caller.hears(first + second / 2)
            caller.line.key("7")
            assert isinstance(await caller.line.next_event(), Key)
            caller.line.hush()
            (left,) = caller.line.unsaid()
            assert left.text == "查最近的明细，请按二。"
            caller.line.set_rate(rate)
            caller.line.say([left])
            heard = await caller.hears_all()
            (at_new_rate,) = seconds(left, rate)
            assert len(heard) / 16_000 == pytest.approx(at_new_rate, abs=0.3)

    asyncio.run(story())


def test_after_the_last_word_nothing_is_left(tmp_path: Path) -> None:
    async def story() -> None:
        async with a_line(tmp_path) as caller:
            caller.line.say([MENU, earcon("listening")])
            await caller.hears_all()
            assert caller.line.unsaid() == ()

    asyncio.run(story())


def test_a_filler_ends_with_the_answer_and_tells_nobody_that_it_ended(tmp_path: Path) -> None:
    async def story() -> None:
        async with a_line(tmp_path) as caller:
            caller.line.fill([earcon("thinking")])
            await caller.until_all_is_made()
            assert (await caller.hears(0.5)).any()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(caller.line.next_event(), 0.05)
            caller.line.say([MENU])
            assert (await caller.hears_all()).any()

    asyncio.run(story())


def test_a_key_ends_a_filler_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        async with a_line(tmp_path) as caller:
            caller.line.fill([MENU])
            await caller.until_all_is_made()
            await caller.hears(0.5)
            caller.line.key("1")
            await caller.hears(0.04)
            assert not (await caller.hears(1.0)).any()

    asyncio.run(story())


def test_what_was_still_being_synthesised_when_the_caller_interrupted_is_not_played(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with a_line(tmp_path, SlowVoice()) as caller:
            slow = Prompt("utter_x", "对吗？欧阳娜娜。")
            caller.line.say([slow])
            await asyncio.sleep(0.05)
            await caller.hears(0.2)
            caller.line.key("1")
            await caller.hears(0.04)
            await asyncio.sleep(0.3)
            assert not (await caller.hears(0.5)).any()
            assert caller.line.unsaid() == (slow,)

    asyncio.run(story())


def test_earcons_and_words_follow_each_other_and_never_sound_together(tmp_path: Path) -> None:
    async def story() -> None:
        async with a_line(tmp_path) as caller:
            prompts = [earcon("done"), Prompt("utter_pin_ok", "好的。"), earcon("listening")]
            caller.line.say(prompts)
            await caller.until_all_is_made()
            heard = await caller.hears_all()
            parts = [
                phrase.sound(1.0) for prompt in prompts for phrase in a_library().phrases(prompt)
            ]
            one_after_the_other = np.concatenate(parts)
            assert np.array_equal(heard[: len(one_after_the_other)], one_after_the_other)

    asyncio.run(story())
