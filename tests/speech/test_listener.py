"""The ear of a call: samples of callers, echo, noise and a spoken PIN, frame by frame."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from voicebot.config import load_settings
from voicebot.conversation.turn import Listen
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import (
    Interrupted,
    LineNoisy,
    Noticed,
    Quiet,
    SecretSpoken,
    SpeechStarted,
    Utterance,
    WordsHeard,
)
from voicebot.speech.hypotheses import Heard
from voicebot.speech.listener import Listener
from voicebot.speech.recognizer import SpeechModel

ROOT = Path(__file__).parents[2]
FRAME, RATE_HZ = 320, 16_000
ER_BEGINS = int(1.22 * RATE_HZ)
WHOLE = Completeness.load(ROOT / "nlu_data" / "nlu")


@pytest.fixture(scope="module")
def model():
    return SpeechModel(ROOT / "audio" / "models" / "zh")


@pytest.fixture(scope="module")
def settings():
    return load_settings(ROOT / "config.yaml").speech


def sample(name):
    return soundfile.read(ROOT / "audio" / "callers" / f"{name}.flac", dtype="int16")[0]


def prompt(seconds):
    """The bot's own voice, from its recordings."""
    folder = ROOT / "audio" / "prompts"
    pieces = [soundfile.read(f, dtype="int16")[0] for f in sorted(folder.glob("nin-*.flac"))]
    return np.tile(np.concatenate(pieces), 20)[: int(seconds * RATE_HZ)]


def line(seconds, *pieces):
    """A quiet line with sounds at their seconds."""
    sound = np.random.default_rng(3).normal(0, 8, int(seconds * RATE_HZ))
    for at_s, piece in pieces:
        start = int(at_s * RATE_HZ)
        sound[start : start + len(piece)] += piece[: len(sound) - start]
    return sound.clip(-32768, 32767).astype(np.int16)


def events(model, settings, near, far=None, listen=None, asked_at_s=0.0):
    far = np.zeros_like(near) if far is None else far
    told = []
    listener = Listener(model, WHOLE, settings, told.append)
    for at in range(0, len(near) - FRAME + 1, FRAME):
        if at == int(asked_at_s * RATE_HZ):
            listener.listen(listen or Listen())
        frames = near[at : at + FRAME], far[at : at + FRAME]
        listener.process(*frames, (at + FRAME) / RATE_HZ)
    return told


def test_what_is_said_is_heard_soon_after_it_ends(model, settings):
    told = events(model, settings, line(4, (1.0, sample("yunxi-cha-yu-e"))))
    assert list(dict.fromkeys(type(event) for event in told)) == [
        Noticed,
        SpeechStarted,
        Interrupted,
        WordsHeard,
        Utterance,
    ]
    assert told[-1].heard.text == "查余额"
    assert told[1].at == pytest.approx(1.1, abs=0.2)
    assert told[-1].decided_at - told[-1].ended_at <= 0.25


def test_two_sentences_are_two_utterances(model, settings):
    first, second = sample("yunxi-cha-yu-e"), sample("yunxi-zhuan-ren-gong")
    told = events(model, settings, line(7, (1.0, first), (4.0, second)))
    assert [e.heard.text for e in told if isinstance(e, Utterance)] == ["查余额", "转人工"]


def paused_in_the_amount(pause_s):
    """给王小明转一千 … 二"""
    said, at = sample("yunxi-gei-wang-xiao-ming-zhuan-yi-qian-er"), ER_BEGINS
    return line(5, (0.5, said[:at]), (0.5 + at / RATE_HZ + pause_s, said[at:]))


def test_who_goes_on_after_a_pause_in_the_amount_is_heard_as_one_sentence(model, settings):
    told = events(model, settings, paused_in_the_amount(0.9))
    heard = [e.heard.text for e in told if isinstance(e, Utterance)]
    assert heard == ["给王小明转一千", "给王小明转一千二"]


def test_who_goes_on_with_an_amount_that_was_answered_already_is_heard_whole(model, settings):
    first, rest = np.split(sample("yunjian-san-wan-wu"), [int(0.59 * RATE_HZ)])
    fade = np.linspace(0, 1, RATE_HZ // 50)
    rest = np.concatenate([(rest[: len(fade)] * fade).astype(np.int16), rest[len(fade) :]])
    near = line(8, (1.0, first), (1.0 + 0.59 + 2.5, rest))
    told = events(model, settings, near, listen=Listen("money", max_keys=7))
    heard = [event.heard.text for event in told if isinstance(event, Utterance)]
    assert heard == ["三万", "三万五"]


@pytest.mark.parametrize("answer", ["qu-xiao", "bu-dui"])
def test_a_command_behind_an_amount_is_no_part_of_it(model, settings, answer):
    amount = sample("yunxi-liu-bai")
    loud = np.flatnonzero(np.abs(amount) > np.abs(amount).max() // 20)[-1]
    second_at_s = 1.0 + loud / RATE_HZ + 2.0
    near = line(7, (1.0, amount), (second_at_s, sample(f"yunxi-{answer}")))
    told = events(model, settings, near, listen=Listen("money", max_keys=7))
    heard = [event.heard.text for event in told if isinstance(event, Utterance)]
    assert heard == ["六百", {"qu-xiao": "取消", "bu-dui": "不对"}[answer]]


def test_a_cough_behind_what_was_answered_says_nothing_again(model, settings):
    said = sample("yunxi-gei-wang-xiao-ming-zhuan-yi-qian-er")
    cough_s = 0.5 + len(said) / RATE_HZ + 0.5
    told = events(model, settings, line(5, (0.5, said), (cough_s, sample("cough"))))
    heard = [e.heard.text for e in told if isinstance(e, Utterance) and e.heard.text]
    assert heard == ["给王小明转一千二"]


@pytest.mark.parametrize("gain, delay_ms", [(0.3, 30), (0.1, 100), (0.3, 300)])
def test_the_bots_own_voice_coming_back_is_not_a_caller(model, settings, gain, delay_ms):
    far = prompt(12)
    echo = np.concatenate([np.zeros(delay_ms * RATE_HZ // 1000), far * gain])[: len(far)]
    assert events(model, settings, line(12, (0, echo)), far) == []


def test_a_caller_is_heard_over_the_echo_of_a_prompt(model, settings):
    far = prompt(12)
    echo = np.concatenate([np.zeros(1600), far * 0.1])[: len(far)]
    near = line(12, (0, echo), (8.0, sample("yunxi-cha-yu-e")))
    told = events(model, settings, near, far)
    assert [e.heard.text for e in told if isinstance(e, Utterance)] == ["查余额"]


def test_a_caller_with_a_handset_is_heard_over_a_prompt(model, settings):
    near = line(8, (4.0, sample("yunxi-cha-yu-e")))
    told = events(model, settings, near, prompt(8))
    assert [e.heard.text for e in told if isinstance(e, Utterance)] == ["查余额"]


@pytest.mark.parametrize("at_s, gain", [(0.0, 1.0), (0.1, 1.0), (0.3, 0.5)])
def test_who_speaks_over_the_first_words_of_the_greeting_is_heard_from_the_first_syllable(
    model, settings, at_s, gain
):
    said = (sample("yunxi-wo-yao-zhuan-zhang") * gain).astype(np.int16)
    far = prompt(4)
    far[: RATE_HZ // 5] = 0
    told = events(model, settings, line(4, (at_s, said)), far, asked_at_s=0.4)
    assert [e.heard.text for e in told if isinstance(e, Utterance)] == ["我要转账"]


def test_a_spoken_pin_is_noticed_while_it_is_spoken_and_not_kept(model, settings):
    spoken = sample("yunxi-er-si-liu-ba-yi-ling")
    told = events(model, settings, line(5, (1.0, spoken)), listen=Listen("secret", 6))
    assert any(isinstance(event, SecretSpoken) for event in told)
    assert all(event.heard.text == "" for event in told if isinstance(event, Utterance))


def test_a_person_can_be_asked_for_instead_of_keying_the_pin(model, settings):
    near = line(5, (1.0, sample("yunxi-zhuan-ren-gong")))
    told = events(model, settings, near, listen=Listen("secret", 6))
    assert [e.heard.text for e in told if isinstance(e, Utterance)] == ["转人工"]


def test_other_words_at_the_pin_are_asked_again_and_not_kept(model, settings):
    near = line(5, (1.0, sample("yunxi-cha-yu-e")))
    told = events(model, settings, near, listen=Listen("secret", 6))
    heard = [event.heard for event in told if isinstance(event, Utterance)]
    assert [(one.text, one.unknown) for one in heard] == [("", True)]


class Hears:
    """A recogniser to which every sound is the same."""

    def __init__(self, heard):
        self._heard = heard

    def recognizer(self):
        return SimpleNamespace(
            expect=lambda listen: None,
            accept=lambda pcm: None,
            partial=lambda: "",
            finish=lambda: self._heard,
            reconsidered=lambda patience_s: self._heard,
            reset=lambda: None,
        )


def test_a_hum_is_over_for_the_prompt_long_before_the_turn_would_end(settings):
    told = events(Hears(Heard("嗯", 1.0)), settings, line(3, (1.0, sample("yunxi-dui"))))
    (quiet,) = [event for event in told if isinstance(event, Quiet)]
    (utterance,) = [event for event in told if isinstance(event, Utterance)]
    assert quiet.at - utterance.ended_at <= 0.12
    assert utterance.decided_at - quiet.at >= 0.4


def test_a_noisy_line_is_told_once_and_a_quiet_one_never(model, settings):
    said = [(at, sample("yunxi-gei-zhang-san-zhuan-wu-bai-kuai")) for at in (1.0, 4.0, 7.0)]
    quiet = line(10, *said)
    noise = np.random.default_rng(4).normal(0, 1200, len(quiet))
    noisy = (quiet + noise).clip(-32768, 32767).astype(np.int16)
    settings = settings.copy(update={"echo_cancellation": False})
    told = [events(model, settings, near) for near in (quiet, noisy)]
    counts = [sum(isinstance(event, LineNoisy) for event in one) for one in told]
    assert counts == [0, 1]


def television(seconds, softer_db):
    sound = soundfile.read(ROOT / "audio" / "callers" / "television.flac", dtype="int16")[0]
    return sound[: int(seconds * RATE_HZ)] * 10 ** (-softer_db / 20)


def test_a_television_is_not_taken_for_a_caller_and_a_caller_over_it_is(settings):
    near = line(9, (0, television(9, softer_db=12)), (7.0, sample("yunxi-cha-yu-e")))
    far = prompt(9)
    far[: 5 * RATE_HZ] = 0
    told = events(Hears(Heard("转账", 0.1)), settings, near, far)
    assert [e.heard.text for e in told if isinstance(e, Utterance)] == ["", "转账"]
    assert [round(e.at) for e in told if isinstance(e, Interrupted)] == [0, 7]


def test_silence_is_nothing(model, settings):
    assert events(model, settings, line(5)) == []


def test_noise_is_not_understood_as_anything(model, settings):
    told = events(model, settings, line(6, (1.0, sample("noise"))))
    heard = [event.heard.text for event in told if isinstance(event, Utterance)]
    assert all(text in ("", "嗯") for text in heard)
