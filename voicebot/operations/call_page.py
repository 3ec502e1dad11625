"""One call as one self-contained HTML page: hear it, see both waveforms, read who said what when.

The page needs no network and no mouse: the sound is embedded, every turn is a row with a button
that plays from there, and the table says in words what the picture shows.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

WIDTH_PX = 1200
CHANNEL_HEIGHT_PX = 90

STYLE = """
body { font: 17px/1.5 system-ui, sans-serif; max-width: 1240px; margin: 2rem auto; padding: 0 1rem;
       color: #1b1b1b; background: #fff; }
h1 { font-size: 1.5rem; } audio { width: 100%; } svg { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .45rem .6rem;
       border-bottom: 1px solid #ccc; vertical-align: top; } td.number { text-align: right; }
button { font: inherit; padding: .2rem .6rem; } button:focus-visible { outline: 3px solid #0b57d0; }
.ok { color: #05631f; } .failed { color: #a30000; }
"""

SCRIPT = """
const sound = document.querySelector('audio');
const cursor = document.getElementById('cursor');
const picture = document.getElementById('picture');
document.querySelectorAll('button[data-at]').forEach(button => button.addEventListener('click',
  () => { sound.currentTime = Number(button.dataset.at); sound.play(); }));
sound.addEventListener('timeupdate', () => {
  const x = sound.currentTime / sound.duration * picture.viewBox.baseVal.width;
  cursor.setAttribute('x1', x); cursor.setAttribute('x2', x); });
"""


def write_call_page(path: Path, wav: Path, call: Mapping[str, Any]) -> None:
    """Writes the page of `call` (the document of call.json) with the two-channel sound of `wav`.

    `call` has `name`, `ok`, `caller_number` and `turns`; a turn has `at_s`, `caller`, `heard`,
    `intent`, `bot`, `first_sound_ms`. Left channel: the caller; right: the bot.
    """
    samples, rate_hz = soundfile.read(wav, dtype="int16", always_2d=True)
    title = html.escape(f"{call['name']} · caller {call['caller_number'] or 'unknown'}")
    verdict = "<p class=ok>Every step succeeded.</p>"
    if not call["ok"]:
        verdict = "<p class=failed>A step failed: look for the mark in the table.</p>"
    page = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{STYLE}</style>
<h1>{title}</h1>
{verdict}
<audio controls preload="auto" src="data:audio/mpeg;base64,{_mp3(samples, rate_hz)}"></audio>
{_waveforms(samples, rate_hz, call["turns"])}
<table><caption>What was said, heard and answered</caption>
<thead><tr><th>play<th>second<th>the caller said or keyed<th>heard<th>understood as
<th>the bot answered<th>first sound (ms)</thead>
<tbody lang="zh">{"".join(_row(turn) for turn in call["turns"])}</tbody></table>
<script>{SCRIPT}</script>
</html>
"""
    path.write_text(page, encoding="utf-8")


def _mp3(samples: npt.NDArray[np.int16], rate_hz: int) -> str:
    encoded = io.BytesIO()
    soundfile.write(encoded, samples, rate_hz, format="MP3")
    return base64.b64encode(encoded.getvalue()).decode("ascii")


def _waveforms(
    samples: npt.NDArray[np.int16], rate_hz: int, turns: Sequence[Mapping[str, Any]]
) -> str:
    seconds = max(len(samples) / rate_hz, 1e-3)
    marks = "".join(
        f'<path d="M{turn["at_s"] / seconds * WIDTH_PX:.0f},0 V{2 * CHANNEL_HEIGHT_PX}"'
        ' stroke="#999" stroke-dasharray="3 3"/>'
        for turn in turns
    )
    return f"""<svg id="picture" role="img" viewBox="0 0 {WIDTH_PX} {2 * CHANNEL_HEIGHT_PX}"
 aria-label="Waveforms over {seconds:.0f} seconds: the caller above, the bot below">
<path d="{_outline(samples[:, 0], 0)}" fill="#0b57d0"/>
<path d="{_outline(samples[:, 1], CHANNEL_HEIGHT_PX)}" fill="#8a4b00"/>{marks}
<text x="4" y="14" font-size="13">caller</text>
<text x="4" y="{CHANNEL_HEIGHT_PX + 14}" font-size="13">bot</text>
<line id="cursor" x1="0" x2="0" y1="0" y2="{2 * CHANNEL_HEIGHT_PX}" stroke="#d00000"/></svg>"""


def _outline(channel: npt.NDArray[np.int16], top_px: int) -> str:
    """An SVG path around the channel: the loudest sample of each pixel column, mirrored."""
    columns = np.array_split(np.abs(channel.astype(np.int32)), WIDTH_PX)
    peaks = np.array([column.max(initial=0) for column in columns])
    height = peaks / max(int(peaks.max()), 1) * (CHANNEL_HEIGHT_PX / 2 - 2)
    middle = top_px + CHANNEL_HEIGHT_PX / 2
    upper = [f"{x},{middle - h:.1f}" for x, h in enumerate(height)]
    lower = [f"{x},{middle + h:.1f}" for x, h in reversed(list(enumerate(height)))]
    return "M" + " L".join(upper + lower) + "Z"


def _row(turn: Mapping[str, Any]) -> str:
    cells = (turn["caller"], turn["heard"], turn["intent"], turn["bot"])
    first_sound = turn["first_sound_ms"]
    failed = "" if turn.get("ok", True) else " <strong class=failed>failed</strong>"
    return (
        f'<tr><td><button data-at="{turn["at_s"]:.2f}" lang="en">play</button>'
        f'<td class="number">{turn["at_s"]:.1f}'
        + "".join(f"<td>{html.escape(str(cell or ''))}" for cell in cells)
        + f'{failed}<td class="number">{"" if first_sound is None else round(first_sound)}'
    )
