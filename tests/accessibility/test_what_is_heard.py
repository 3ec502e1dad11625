"""A7, A18, A21, A24 in sound: what really leaves and reaches the bot, sample by sample."""

import asyncio

import numpy as np
import pytest
import soundfile

from tests.accessibility.caller import PIN
from tests.accessibility.dialogue import ROOT
from tests.conversation.test_voice_line import a_library, a_line
from tests.speech.test_listener import RATE_HZ, events, line, prompt, sample
from voicebot.config import load_settings
from voicebot.conversation.turn import Prompt
from voicebot.operations.recording import FRAME, Recording
from voicebot.speech.earcons import comfort, earcon
from voicebot.speech.events import Interrupted, Utterance
from voicebot.speech.recognizer import SpeechModel
from voicebot.telephony.sounds import key_tone
from voicebot.telephony.tones import ToneDetector, ToneGate

MENU = Prompt("utter_menu", "查余额，请按一。查最近的明细，请按二。")
# Voices of people; a step between two of them is 6 %.
LOWEST_HZ, HIGHEST_HZ = 80, 400
SAME_PITCH = 0.05
SOON_S = 0.5


# Faster and slower (A7) ------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.25, 2.0])
def test_a7_what_is_rendered_is_faster_or_slower_at_the_same_pitch(rate):
    for phrase in a_library().phrases(MENU):
        usual, changed = phrase.sound(1.0), phrase.sound(rate)
        pause_s = phrase.pause_ms / 1000
        spoken_s = len(usual) / RATE_HZ - pause_s
        pause_at_rate_s = pause_s / min(rate, 1.0)  # there is never less time to press a key
        wanted_s = spoken_s / rate + pause_at_rate_s
        assert len(changed) / RATE_HZ == pytest.approx(wanted_s, rel=0.05)
        assert _pitch_hz(changed) == pytest.approx(_pitch_hz(usual), rel=SAME_PITCH)


def _pitch_hz(sound):
    """The median over everything voiced, by autocorrelation."""
    size, found = int(0.05 * RATE_HZ), []
    shortest, longest = RATE_HZ // HIGHEST_HZ, RATE_HZ // LOWEST_HZ
    for at in range(0, len(sound) - size, size // 2):
        frame = sound[at : at + size].astype(np.float64)
        likeness = np.correlate(frame, frame, "full")[size - 1 :]
        lag = shortest + int(np.argmax(likeness[shortest:longest]))
        if likeness[0] > size * 500**2 and likeness[lag] > 0.5 * likeness[0]:
            found.append(RATE_HZ / lag)
    assert len(found) > 5
    return float(np.median(found))


# Keys that nobody may hear (A18) ---------------------------------------------------------------


def test_a18_the_tones_of_a_keyed_pin_are_in_no_recording(tmp_path):
    pause = np.zeros(5 * FRAME, dtype=np.int16)
    keyed = np.concatenate([sound for key in PIN for sound in (key_tone(key), pause)])
    assert _keys_in(keyed) == PIN
    gate, recording, pressed = ToneGate(), Recording(tmp_path / "call.wav"), ""
    for frame in _frames(keyed):
        key, heard = gate.process(frame.tobytes())
        pressed += key or ""
        recording.write(np.frombuffer(heard, dtype=np.int16), np.zeros(FRAME, dtype=np.int16))
    recording.close()
    assert pressed == PIN
    kept, _ = soundfile.read(tmp_path / "call.wav", dtype="int16")
    assert len(kept) >= len(keyed) - FRAME
    assert _keys_in(kept[:, 0]) == ""
    assert not kept.any()


def test_a18_what_callers_say_passes_the_gate(tmp_path):
    said, gate = sample("yunxi-cha-yu-e"), ToneGate()
    heard = [gate.process(frame.tobytes())[1] for frame in _frames(said)]
    passed = np.frombuffer(b"".join(heard[1:]), dtype=np.int16)
    assert np.array_equal(passed, said[: len(passed)])


def _keys_in(sound):
    tones = ToneDetector()
    return "".join(key for frame in _frames(sound) if (key := tones.process(frame)))


def _frames(sound):
    return [sound[at : at + FRAME] for at in range(0, len(sound) - FRAME + 1, FRAME)]


# Nothing under speech (A21) --------------------------------------------------------------------


def test_a21_no_sound_goes_on_under_the_words_of_an_answer(tmp_path):
    """Ticks fill the wait; the answer ends them, and sounds beside it stand alone."""
    answer = [earcon("done"), MENU, earcon("listening")]
    alone = [phrase.sound(1.0) for said in answer for phrase in a_library().phrases(said)]

    async def story():
        async with a_line(tmp_path) as caller:
            caller.line.fill([earcon("thinking"), *comfort(10)])
            await caller.until_all_is_made()
            assert (await caller.hears(3.0)).any()
            caller.line.say(answer)
            await caller.until_all_is_made()
            return await caller.hears_all()

    heard, wanted = asyncio.run(story()), np.concatenate(alone)
    assert _holds(heard, wanted)


def _holds(heard, wanted):
    """Whether `wanted` is in what was heard, unmixed; a frame may pass before it begins."""
    return any(
        np.array_equal(heard[at : at + len(wanted)], wanted)
        for at in range(0, min(len(heard) - len(wanted), 5 * FRAME) + 1, FRAME)
    )


# Interrupting, and not being interrupted (A24) -------------------------------------------------


@pytest.fixture(scope="module")
def model():
    return SpeechModel(ROOT / "audio" / "models" / "zh")


@pytest.fixture(scope="module")
def settings():
    return load_settings(ROOT / "config.yaml").speech


def test_a24_a_caller_who_speaks_over_a_prompt_interrupts_it_and_is_heard(model, settings):
    began_s, bot = 8.0, prompt(12)
    echo = np.concatenate([np.zeros(RATE_HZ // 10), bot * 0.1])[: len(bot)]
    told = events(model, settings, line(12, (0, echo), (began_s, sample("yunxi-cha-yu-e"))), bot)
    stopped = [event.at for event in told if isinstance(event, Interrupted)]
    assert stopped and began_s < stopped[0] < began_s + SOON_S
    assert [event.heard.text for event in told if isinstance(event, Utterance)] == ["查余额"]


@pytest.mark.parametrize("delay_ms", [60, 200])
def test_a24_on_a_speakerphone_the_bot_never_interrupts_itself(model, settings, delay_ms):
    bot = prompt(12)
    echo = np.concatenate([np.zeros(delay_ms * RATE_HZ // 1000), bot * 0.3])[: len(bot)]
    assert events(model, settings, line(12, (0, echo)), bot) == []
