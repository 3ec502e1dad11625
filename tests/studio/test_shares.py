"""How much is still synthetic, and where."""

import pytest
import soundfile

from tests.studio.conftest import recorded, voice
from voicebot.config import load_settings
from voicebot.studio.shares import Share, shares

LINE = "请问转给谁"


@pytest.fixture
def share(settings):
    """The share of the one file of wording, as it is now."""

    def now():
        return next(
            s
            for s in shares(load_settings(settings.root / "config.yaml"))
            if s.place == "prompts/a.yml"
        )

    return now


def test_a_line_is_synthetic_then_recorded_then_stale(studio, settings, share, tmp_path):
    # 请问转给谁, 转给, 金额, 对吗
    assert share() == Share("prompts/a.yml", total=4, stale=0, synthetic=4)
    sound = recorded(voice(5))
    soundfile.write(tmp_path / "a.wav", sound.samples, sound.rate_hz)
    studio("take", LINE, tmp_path / "a.wav", "--by", "王老师")
    assert share().recorded == 0
    studio("choose", LINE, 1)
    assert (share().recorded, share().percent) == (1, 25.0)
    wording = settings.prompts / "a.yml"
    wording.write_text(wording.read_text().replace(LINE, "请问您转给谁"))
    assert share() == Share("prompts/a.yml", total=4, stale=1, synthetic=3)


def test_every_place_stands_in_the_table_and_a_line_that_stands_twice_counts_once(studio, settings):
    places = shares(settings)
    assert {"prompts/a.yml", "nlu_data/knowledge", "nlu_data/catalogue"} < {s.place for s in places}
    assert places[-1].place == "all"
    assert places[-1].total < sum(share.total for share in places[:-1])
    assert (
        "prompts/a.yml                        4         0      0          4     0.0 %"
        in studio("coverage").stdout
    )
