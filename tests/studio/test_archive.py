"""Recordings that nobody says any more are put aside, and come back when they are said again."""

from __future__ import annotations

import pytest
import soundfile

from tests.studio.conftest import recorded, voice
from voicebot.speech.coverage import adopt_recordings, coverage, file_name
from voicebot.speech.prompts import load_manifest
from voicebot.studio.archive import ARCHIVE, put_aside

LINE = "没有听清楚"


@pytest.fixture
def taken_out(settings, tmp_path):
    """A line was recorded, then staff took it out of the wording."""
    wording = settings.prompts / "a.yml"
    written = wording.read_text(encoding="utf-8").replace("请问转给谁", LINE)
    wording.write_text(written, encoding="utf-8")
    sound = recorded(voice(5))
    soundfile.write(tmp_path / f"{file_name(LINE)}.wav", sound.samples, sound.rate_hz)
    assert adopt_recordings(settings, tmp_path) == 1
    wording.write_text(written.replace(f"{LINE}？", "好的。"), encoding="utf-8")
    assert coverage(settings).unused == [LINE]
    return written


def test_what_nobody_says_is_put_aside_and_taken_back_when_it_is_said_again(settings, taken_out):
    folder = settings.speech.prompts
    assert put_aside(settings, still_said=[]) == [LINE]
    assert coverage(settings).unused == []
    assert [file.name for file in folder.glob("*.flac")] == []
    (settings.prompts / "a.yml").write_text(taken_out, encoding="utf-8")
    assert adopt_recordings(settings, folder / ARCHIVE) == 1
    assert LINE in load_manifest(folder)


def test_what_callers_still_hear_from_a_release_stays(settings, taken_out):
    assert put_aside(settings, still_said=[LINE]) == []
    assert LINE in load_manifest(settings.speech.prompts)


def test_what_was_recorded_of_a_changed_line_stays_until_it_is_recorded_again(settings, taken_out):
    changed = taken_out.replace(LINE, "没有听得清楚")
    (settings.prompts / "a.yml").write_text(changed, encoding="utf-8")
    assert put_aside(settings, still_said=[]) == []
