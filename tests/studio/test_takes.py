"""From the microphone to the recording that callers hear, and back again."""

import json

import numpy as np
import pytest
import soundfile

from tests.studio.conftest import RATE_HZ, ROOT, recorded, silence, voice
from voicebot.speech.prompts import load_manifest
from voicebot.studio.hum import find_hum, without_hum
from voicebot.studio.loudness import LIBRARY_LUFS, loudness_lufs
from voicebot.studio.sound import Sound
from voicebot.studio.takes import finished

LINE = "请问转给谁"
LIBRARY_HZ = 16_000


def write(folder, sound):
    soundfile.write(folder / "microphone.wav", sound.samples, sound.rate_hz)
    return folder / "microphone.wav"


def chosen(settings):
    """The sound that callers hear for the line."""
    folder = settings.speech.prompts
    return soundfile.read(folder / load_manifest(folder)[LINE])[0]


@pytest.mark.parametrize("level", [0.05, 0.3])
@pytest.mark.parametrize("syllables", [1, 6])
def test_a_take_becomes_as_loud_as_the_library_and_loses_its_silence(level, syllables):
    sound = finished(recorded(voice(syllables, level=level), lead=1.0, tail=0.8))
    assert loudness_lufs(sound) == pytest.approx(LIBRARY_LUFS, abs=0.3)
    assert len(sound) / LIBRARY_HZ == pytest.approx(0.2 * syllables + 0.03, abs=0.05)
    assert abs(sound[0]) == abs(sound[-1]) == 0


def test_the_recordings_in_use_have_the_loudness_that_takes_get(recordings):
    measured = [loudness_lufs(sound) for sound in recordings]
    assert np.median(measured) == pytest.approx(LIBRARY_LUFS, abs=0.5)


@pytest.fixture
def recordings():
    files = sorted((ROOT / "audio" / "prompts").glob("*.flac"))[::60]
    return [soundfile.read(file)[0] for file in files]


def test_hum_is_taken_out_and_the_voice_stays():
    clean = recorded().at_library_rate()
    humming = recorded(hum_db=-45).at_library_rate()
    quiet = without_hum(humming)
    assert find_hum(humming).level_db - find_hum(quiet).level_db > 25
    middle = slice(LIBRARY_HZ // 2, -LIBRARY_HZ // 2)
    lost = quiet[middle] - clean[middle]
    assert np.mean(lost**2) < np.mean(clean[middle] ** 2) / 100


def test_where_nothing_hums_nothing_is_taken_out():
    clean = recorded().at_library_rate()
    assert np.array_equal(without_hum(clean), clean)


def test_takes_are_numbered_with_who_when_and_what_was_wrong(studio, tmp_path):
    assert "no takes yet" in studio("takes", LINE).stdout
    studio("take", LINE, write(tmp_path, recorded(voice(5))), "--by", "王老师")
    bad = studio("take", LINE, write(tmp_path, recorded(voice(5), room_db=-45)), "--by", "李老师")
    assert bad.exit_code == 0 and "close the window" in bad.stdout
    first, second = studio("takes", LINE).stdout.splitlines()
    assert "1  20" in first and "王老师" in first and "to mend" not in first
    assert "李老师" in second and "to mend: noise" in second


def test_a_take_is_chosen_and_the_former_one_comes_back(studio, settings, tmp_path):
    for hz in (220, 330):
        studio("take", LINE, write(tmp_path, recorded(voice(5, hz=hz))), "--by", "王老师")
    studio("choose", LINE, 1)
    first = chosen(settings)
    studio("choose", LINE, 2)
    assert not np.array_equal(chosen(settings), first)
    assert studio("takes", LINE).stdout.splitlines()[1].startswith("*   2")
    studio("choose", LINE, 1)
    assert np.array_equal(chosen(settings), first)


def test_the_recording_from_before_the_studio_can_be_chosen_again(studio, settings, tmp_path):
    library = settings.speech.prompts
    library.mkdir()
    before = np.full(LIBRARY_HZ, 0.25)
    soundfile.write(library / "old.flac", before, LIBRARY_HZ)
    (library / "manifest.json").write_text(json.dumps({"lines": {LINE: {"file": "old.flac"}}}))
    studio("take", LINE, write(tmp_path, recorded(voice(5))), "--by", "王老师")
    studio("choose", LINE, 1)
    assert not np.array_equal(chosen(settings), before)
    studio("choose", LINE, 0)
    assert np.array_equal(chosen(settings), before)


def test_a_take_and_a_line_that_are_not_there_are_told(studio, tmp_path):
    assert "there are: none yet" in studio("choose", LINE, 3).output
    result = studio("take", "请问转给谁呀", write(tmp_path, recorded()), "--by", "王老师")
    assert result.exit_code == 1
    assert "did you mean 请问转给谁" in result.output


@pytest.mark.parametrize(
    ("seconds", "told"), [(1.0, "nothing is heard"), (0.01, "record it again")]
)
def test_a_take_without_a_word_is_not_kept(studio, tmp_path, seconds, told):
    file = write(tmp_path, Sound(silence(seconds), RATE_HZ))
    assert told in studio("take", LINE, file, "--by", "王老师").output
    assert "no takes yet" in studio("takes", LINE).stdout
