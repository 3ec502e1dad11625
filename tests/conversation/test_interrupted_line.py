"""Ear and mouth of one call together: what becomes of a prompt when the ear hears something."""

import asyncio
import queue
from types import SimpleNamespace

import numpy as np
import pytest

from voicebot.conversation.events import Noise, Said, Speaking
from voicebot.conversation.turn import Prompt
from voicebot.conversation.voice_line import VoiceLine
from voicebot.speech.events import (
    Interrupted,
    Noticed,
    Quiet,
    SpeechStarted,
    Utterance,
    WordsHeard,
)
from voicebot.speech.hypotheses import Heard
from voicebot.speech.prompts import Phrase

FRAME = 320
LOUD = np.full(FRAME, 1000, dtype=np.int16)


class OnePhrase:
    """A library whose every prompt is one loud second."""

    def phrases(self, _prompt):
        return iter([Phrase(0, (np.tile(LOUD, 50),), 0)])


def run(story, process=lambda *frame: None):
    """Tells `story` a line that is speaking, what its ear hears, and how to see the next event.

    `process` is what the ear does with a frame.
    """

    async def call():
        ear, timed = SimpleNamespace(tell=None), []

        def listener(on_event):
            ear.tell = on_event
            return SimpleNamespace(listen=lambda listen: None, process=process)

        line = VoiceLine(
            SimpleNamespace(),
            listener=listener,
            library=OnePhrase(),
            recording=SimpleNamespace(write=lambda *frame: None, close=lambda: None),
            human_address=None,
            rate=1.0,
            timed=timed.append,
            loop=asyncio.get_running_loop(),
        )
        line.say([Prompt("utter_menu", "菜单")])
        while not line._speaker.playing:
            await asyncio.sleep(0.001)
        await story(line, ear.tell, timed)
        line.hung_up()
        await line.close()

    asyncio.run(call())


def level(line):
    """How loud the caller hears the bot now."""
    return int(np.abs(np.frombuffer(line.next_frame(), dtype=np.int16)[-1]))


def said(text, unknown=False):
    return Utterance(Heard(text, 1.0, unknown), 1.0, 1.5, 1.7)


DOOR = Utterance(Heard("缴费", 0.2), 1.0, 1.2, 1.5)


def test_a_sound_silences_the_bot_until_it_is_over():
    async def story(line, tell, _timed):
        assert level(line) == 1000
        tell(Noticed(1.0))
        assert [level(line), level(line)] == [0, 0]
        tell(Quiet(1.1))
        assert level(line) == 1000

    run(story)


def test_somebody_in_the_room_makes_the_bot_softer_and_a_caller_silences_it():
    async def story(line, tell, _timed):
        assert level(line) == 1000
        tell(Noticed(1.0, near=False))
        assert [level(line), level(line)] == [250, 250]
        tell(Noticed(1.1))
        assert [level(line), level(line)] == [0, 0]

    run(story)


def test_a_sound_without_words_keeps_the_bot_silent_for_a_second_at_most():
    async def story(line, tell, _timed):
        tell(Noticed(1.0))
        tell(SpeechStarted(1.0))
        tell(Interrupted(1.3))
        levels = [level(line) for _ in range(52)]
        assert not any(levels[:50])
        assert levels[51] == 250

    run(story)


def test_who_says_an_order_in_one_breath_is_not_talked_over():
    async def story(line, tell, _timed):
        tell(Noticed(1.0))
        tell(WordsHeard(1.5))
        assert not any(level(line) for _ in range(150))

    run(story)


def seconds_of_silence(line):
    """Until the bot goes on by itself."""
    return next(frame / 50 for frame in range(1000) if level(line))


@pytest.mark.parametrize(
    "words_at, silent_s", [([1.5], 4.5), ([1.5, 3.0, 6.5], 9.5), (range(2, 20), 12.0)]
)
def test_as_long_as_words_keep_coming_nobody_is_talked_over_but_a_television(words_at, silent_s):
    async def story(line, tell, _timed):
        tell(Noticed(1.0))
        for at in words_at:
            tell(WordsHeard(at))
        assert abs(seconds_of_silence(line) - silent_s) < 0.05

    run(story)


@pytest.mark.parametrize("nothing", ["", "嗯"])
def test_a_cough_or_a_word_of_attention_does_not_stop_the_bot(nothing):
    async def story(line, tell, _timed):
        tell(Noticed(1.0))
        tell(SpeechStarted(1.0))
        tell(said(nothing))
        assert level(line) == 1000
        assert isinstance(await line.next_event(), Speaking)

    run(story)


def test_a_door_that_sounds_like_a_word_does_not_stop_the_bot_but_is_judged_when_it_is_silent():
    async def story(line, tell, _timed):
        tell(Noticed(1.0))
        tell(DOOR)
        assert level(line) == 1000
        line.hush()
        tell(DOOR)
        assert await line.next_event() == Said("缴费", 0.2, 1.0, 1.2)

    run(story)


def test_the_ear_is_told_exactly_what_was_sent_also_while_it_is_softer_or_held():
    told = queue.SimpleQueue()
    sent = []

    async def story(line, tell, _timed):
        softer, held, on = Noticed(1.0, near=False), Noticed(1.1), Quiet(1.2)
        for event in (None, softer, held, on):
            if event:
                tell(event)
            for _ in range(3):
                sent.append(line.next_frame())
                line.heard_frame(b"\1" * 2 * FRAME)
        line.hush()
        sent.append(line.next_frame())
        line.heard_frame(b"\1" * 2 * FRAME)

    run(story, process=lambda near, far, at: told.put(far.tobytes()))
    assert [told.get(timeout=5) for _ in sent] == sent
    assert len(set(sent)) >= 6, "loud, softer, fading, silent, rising and fading again"


def test_an_answer_does_not_begin_while_the_caller_speaks():
    async def story(line, tell, _timed):
        tell(Noticed(1.0))
        line.say([Prompt("utter_balance", "余额")])
        while not line._speaker.playing:
            await asyncio.sleep(0.001)
        assert [level(line), level(line)] == [0, 0]
        tell(Quiet(1.1))
        assert level(line) == 1000

    run(story)


def test_words_stop_the_bot_while_they_are_spoken_and_are_passed_on():
    async def story(line, tell, _timed):
        tell(SpeechStarted(1.0))
        tell(Interrupted(1.3))
        level(line)
        assert level(line) == 0
        tell(said("查余额"))
        assert isinstance(await line.next_event(), Speaking)
        assert await line.next_event() == Said("查余额", 1.0, 1.0, 1.5)
        assert level(line) == 0

    run(story)


def test_a_hum_while_nobody_speaks_is_an_answer_to_be_judged():
    async def story(line, tell, _timed):
        line.hush()
        level(line)
        tell(said("嗯"))
        assert await line.next_event() == Said("嗯", 1.0, 1.0, 1.5)
        tell(said(""))
        assert await line.next_event() == Noise(1.5)

    run(story)


def test_the_time_of_an_answer_is_told_with_its_first_sound():
    async def story(line, tell, timed):
        tell(said("查余额"))
        line.say([Prompt("utter_balance", "余额")])
        level(line)
        while not line._speaker.playing:
            await asyncio.sleep(0.001)
        level(line)
        assert [(times.by, times.end_of_turn_ms) for times in timed] == [("voice", 200)]

    run(story)
