"""What the studio says about a take."""

import numpy as np
import pytest
import soundfile

from tests.studio.conftest import RATE_HZ, recorded, voice
from voicebot.speech.coverage import file_name
from voicebot.studio.pitch import pitch_hz
from voicebot.studio.rules import Take, check_take
from voicebot.studio.sound import read_sound

SIX = "请问您转给谁"


def broken(sound, text=SIX, reference_hz=None):
    """The rules that the take breaks."""
    return [finding.rule for finding in check_take(Take(sound, text, reference_hz))]


def test_a_good_take_breaks_no_rule():
    assert broken(recorded(), reference_hz=220) == []


def test_a_voice_that_is_cut_off_at_full_scale_is_clipped():
    sound = recorded((voice() * 8).clip(-1, 1))
    assert "clipping" in broken(sound)


def test_a_loud_voice_below_full_scale_is_not_clipped():
    assert "clipping" not in broken(recorded(voice(level=0.95)))


@pytest.mark.parametrize(("room_db", "rules"), [(-60, []), (-45, ["noise"])])
def test_a_loud_room_is_heard(room_db, rules):
    assert broken(recorded(room_db=room_db)) == rules


@pytest.mark.parametrize(
    ("lead", "tail", "told"),
    [(0.02, 0.5, "before"), (0.5, 0.02, "after"), (3, 0.5, "before"), (0.5, 3, "after")],
)
def test_too_little_and_too_much_silence_is_told(lead, tail, told):
    (finding,) = check_take(Take(recorded(lead=lead, tail=tail), SIX))
    assert finding.rule == "silence"
    assert told in finding.problem


@pytest.mark.parametrize(("level", "to_do"), [(0.012, "nearer"), (0.9, None), (3, "down")])
def test_a_voice_far_from_the_loudness_of_the_library_is_told(level, to_do):
    found = [
        f.to_do for f in check_take(Take(recorded(voice(level=level)), SIX)) if f.rule == "loudness"
    ]
    assert found == [] if to_do is None else to_do in found[0]


@pytest.mark.parametrize(("stretch", "to_do"), [(0.6, "more slowly"), (1.0, None), (1.7, "faster")])
def test_a_hurried_and_a_dragging_voice_are_told(stretch, to_do):
    found = [
        f.to_do
        for f in check_take(Take(recorded(voice(stretch=stretch)), SIX))
        if f.rule == "speed"
    ]
    assert found == [] if to_do is None else to_do in found[0]


def test_a_single_word_has_no_speed():
    assert broken(recorded(voice(1, stretch=3)), "谁") == []


@pytest.mark.parametrize(("hum_db", "heard"), [(-55, True), (-80, False)])
def test_the_mains_are_heard(hum_db, heard):
    assert ("hum" in broken(recorded(hum_db=hum_db))) is heard


def test_a_low_voice_is_no_hum():
    assert broken(recorded(voice(hz=100))) == []


@pytest.mark.parametrize(
    ("hz", "told"), [(220, None), (235, None), (262, "lower"), (185, "higher")]
)
def test_a_voice_away_from_its_reference_is_told_where_to_go(hz, told):
    findings = check_take(Take(recorded(voice(hz=hz)), SIX, reference_hz=220))
    assert [f.rule for f in findings] == ([] if told is None else ["pitch"])
    assert told is None or f"speak {told}" in findings[0].to_do


@pytest.mark.parametrize("hz", [90, 140, 220, 330])
def test_the_pitch_of_men_and_women_is_found(hz):
    sound = recorded(voice(hz=hz)).at_library_rate()
    assert pitch_hz(sound) == pytest.approx(hz, rel=0.02)


def test_a_microphone_that_is_off_is_told():
    (finding,) = check_take(Take(recorded(np.zeros(RATE_HZ), room_db=-90)))
    assert "microphone" in finding.to_do


def test_the_channel_with_the_voice_is_heard(tmp_path):
    samples = recorded().samples
    soundfile.write(tmp_path / "a.wav", np.stack([samples * 0.001, samples], axis=1), RATE_HZ)
    assert broken(read_sound(tmp_path / "a.wav")) == []


def test_staff_check_files_against_the_words_of_their_names_and_a_speaker(studio, tmp_path):
    good = tmp_path / f"{file_name('请问转给谁')}.wav"
    soundfile.write(good, recorded(voice(5)).samples, RATE_HZ)
    result = studio("reference", "王老师", good)
    assert result.stdout == "王老师 speaks at 219 Hz\n"
    assert studio("check", good, "--speaker", "王老师").exit_code == 0
    soundfile.write(good, recorded(voice(5, hz=300, stretch=2)).samples, RATE_HZ)
    result = studio("check", good, "--speaker", "王老师")
    assert result.exit_code == 1
    assert "semitones higher" in result.stdout and "syllables a second" in result.stdout
    assert "no reference" in studio("check", good, "--speaker", "李老师").output
    assert "cannot be read" in studio("check", tmp_path / "config.yaml").output
