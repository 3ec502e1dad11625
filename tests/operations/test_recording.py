import os
import resource
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import soundfile

from voicebot.operations.recording import FRAME, Recording

CALLER = np.full(FRAME, 1000, dtype=np.int16)
BOT = np.full(FRAME, 2000, dtype=np.int16)


def record(path: Path, frames: int) -> Recording:
    recording = Recording(path)
    for _ in range(frames):
        recording.write(CALLER, BOT)
    return recording


def test_a_recording_has_the_caller_left_and_the_bot_right(tmp_path: Path) -> None:
    recording = record(tmp_path / "call.wav", 75)
    assert recording.seconds == 1.5
    recording.close()
    samples, rate_hz = soundfile.read(tmp_path / "call.wav", dtype="int16")
    assert rate_hz == 16_000
    assert samples.shape == (24_000, 2)
    assert (samples == [1000, 2000]).all()


def test_the_seconds_of_a_pin_are_silence_on_both_channels(tmp_path: Path) -> None:
    recording = record(tmp_path / "call.wav", 50)
    recording.concealed = True
    for _ in range(50):
        recording.write(CALLER, BOT)
    recording.concealed = False
    recording.write(CALLER, BOT)
    recording.close()
    samples, _ = soundfile.read(tmp_path / "call.wav", dtype="int16")
    assert not samples[16_000:32_000].any()
    assert samples[:16_000].all() and samples[32_000:].all()


def test_what_was_already_on_the_disk_can_be_blanked(tmp_path: Path) -> None:
    recording = record(tmp_path / "call.wav", 150)
    recording.blank(0.5, 1.25)
    recording.close()
    samples, _ = soundfile.read(tmp_path / "call.wav", dtype="int16")
    assert len(samples) == 48_000
    assert not samples[8_000:20_000].any()
    assert samples[:8_000].all() and samples[20_000:].all()


def test_a_killed_process_leaves_a_playable_recording(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    program = (
        "import sys, time, numpy as np\n"
        "from pathlib import Path\n"
        "from voicebot.operations.recording import Recording\n"
        "recording = Recording(Path(sys.argv[1]))\n"
        "for _ in range(150): recording.write(*[np.ones(320, dtype=np.int16)] * 2)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(path)])
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (path.exists() and path.stat().st_size > 190_000):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with wave.open(str(path)) as file:
        assert file.getnframes() == 48_000


def test_a_full_disk_is_noticed_and_the_call_goes_on(tmp_path: Path) -> None:
    """The kernel refuses to let the file grow, as a full disk does."""
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, allowed[1]))
    try:
        recording = record(tmp_path / "call.wav", 200)
        recording.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert recording.failed
    assert recording.seconds == 4.0


def test_a_recording_that_cannot_even_begin_is_marked_as_failed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    recording = record(tmp_path / "file" / "call.wav", 1)
    recording.close()
    assert recording.failed
