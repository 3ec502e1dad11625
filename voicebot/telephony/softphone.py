"""A scripted caller: a SIP phone of its own, in a process of its own, that measures what it hears.

    python -m voicebot.telephony.softphone URI SCRIPT SAMPLES OUT

Writes to the folder OUT: `steps.jsonl`, a line a step as it happens; `call.wav` (left: what the
caller says, right: what the bot says, sample by sample) and `softphone.json` at the end. The answer
to a step is timed in that recording: from the last sound of the caller, or the press of the last
key, to the first sound of the bot that had been silent.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pjsua2 as pj
import soundfile

from voicebot.telephony.audio_port import FRAME_BYTES, SILENCE, AudioPort
from voicebot.telephony.heard_times import SOUND_RMS, first_sound_ms, silence_ms
from voicebot.telephony.library import FRAME_MS, RATE_HZ, start_library, stop_clock
from voicebot.telephony.script import Script, Step, load_script
from voicebot.telephony.sounds import key_tone, read_sound

# The bot is quiet when it has been so for longer than its longest pause between two pieces.
QUIET_S = 1.3
WAIT_AT_MOST_S = 45.0
ANSWER_WITHIN_S = 20.0
# A quick hand. A key's event must be over before the next press, or pjsip keeps that one waiting.
KEY_PAUSE_S, KEY_MS = 0.2, 100
FRAME_S = FRAME_MS / 1000
# Telephones wait for more late packets than we do.
TELEPHONE_JITTER_MS = 40
STEPS = "steps.jsonl"
REPORT = "softphone.json"


@dataclass
class StepReport:
    """Seconds count from the start of the recording; `at` is the epoch time of the step's start."""

    step: str
    what: str
    at: float
    started_s: float
    ended_s: float
    expect: list[str] = field(default_factory=list)
    first_sound_ms: float | None = None
    # From the caller's first sound to the silence of a bot that was speaking.
    silence_ms: float | None = None
    error: str = ""


@dataclass
class PhoneReport:
    """What became of the call."""

    ok: bool = False
    error: str = ""
    codec: str = ""
    status: int = 0
    hung_up_by: str = ""
    steps: list[StepReport] = field(default_factory=list)


class Phone(pj.Call):
    """One call; records both directions frame by frame."""

    def __init__(self, account: pj.Account) -> None:
        super().__init__(account)
        self.said: list[bytes] = []
        self.heard: list[bytes] = []
        self.over = False
        self.status = 0
        self.codec = ""
        self._to_say = b""
        self._port: AudioPort | None = None

    @property
    def seconds(self) -> float:
        """The length of the recording."""
        return len(self.heard) * FRAME_S

    @property
    def saying(self) -> bool:
        """Whether there is sound left to send."""
        return bool(self._to_say)

    def say(self, samples: npt.NDArray[np.int16]) -> None:
        """Sends the sound from the next frame on."""
        self._to_say += samples.tobytes()

    def onCallState(self, _state: pj.OnCallStateParam) -> None:
        info = self.getInfo()
        self.status = info.lastStatusCode
        self.over = info.state == pj.PJSIP_INV_STATE_DISCONNECTED

    def onCallMediaState(self, _state: pj.OnCallMediaStateParam) -> None:
        info = self.getInfo()  # owns `media`, which dangles once it is freed
        for index, media in enumerate(info.media):
            if media.status == pj.PJSUA_CALL_MEDIA_ACTIVE and self._port is None:
                self.codec = self.getStreamInfo(index).codecName
                self._port = AudioPort()
                self._port.frames = self
                self._port.startTransmit(self.getAudioMedia(index))
                self.getAudioMedia(index).startTransmit(self._port)

    def free_port(self) -> None:
        """Lets the audio go, after which nothing holds the call but its owner."""
        if self._port:
            self._port.frames = None
            self._port = None

    def next_frame(self) -> bytes:
        frame, self._to_say = self._to_say[:FRAME_BYTES], self._to_say[FRAME_BYTES:]
        frame += SILENCE[len(frame) :]
        self.said.append(frame)
        return frame

    def heard_frame(self, frame: bytes) -> None:
        self.heard.append(frame)


class ScriptedCaller:
    """Plays one script on one call."""

    def __init__(self, uri: str, script: Script, out: Path) -> None:
        self._script = script
        self._out = out
        self._report = PhoneReport()
        self._library = start_library(0, "127.0.0.1", jitter_start_ms=TELEPHONE_JITTER_MS)
        for codec in self._library.codecEnum2():
            if codec.codecId.startswith(script.codec):
                self._library.codecSetPriority(codec.codecId, 255)
        config = pj.AccountConfig()
        config.idUri = f"sip:{script.caller or 'anonymous'}@127.0.0.1"
        self._account = pj.Account()
        self._account.create(config, True)
        self._phone = Phone(self._account)
        suffix = ";transport=tcp" if script.transport == "tcp" else ""
        self._phone.makeCall(uri + suffix, pj.CallOpParam(True))

    def run(self) -> PhoneReport:
        """Places the call, plays every step, hangs up, writes the recording."""
        report = self._report
        self._call()
        self._write()
        errors = [step.error for step in report.steps if step.error]
        report.error = report.error or "; ".join(errors)
        report.ok = not report.error
        self._close()
        return report

    def _call(self) -> None:
        phone, report = self._phone, self._report
        self._until(lambda: phone.over or phone.seconds > 0, ANSWER_WITHIN_S)
        report.codec = phone.codec
        if phone.over or not phone.seconds:
            report.error = f"the call was not answered: {phone.status or 'no reply'}"
        else:
            for step in self._script.steps:
                self._play(step)
        report.hung_up_by = "bot" if phone.over else "caller"
        report.status = phone.status

    def _play(self, step: Step) -> None:
        phone = self._phone
        entry = StepReport(
            step.action, step.shown, time.time(), phone.seconds, 0.0, list(step.expect)
        )
        if phone.over and step.action not in ("hangup", "wait"):
            entry.error = f"the bot had hung up before “{step.shown}”"
        else:
            self._do(step, entry)
        entry.ended_s = entry.ended_s or phone.seconds
        self._report.steps.append(entry)
        with (self._out / STEPS).open("a", encoding="utf-8") as steps:
            print(json.dumps(asdict(entry), ensure_ascii=False), file=steps)

    def _do(self, step: Step, entry: StepReport) -> None:
        phone = self._phone
        match step.action:
            case "wait":
                if not self._wait_for_end_of_prompt():
                    entry.error = "the bot was not heard"
            case "wait_ms":
                self._until(lambda: phone.over, float(step.what) / 1000)
            case "hangup":
                phone.hangup(pj.CallOpParam())
                self._until(lambda: phone.over, 2.0)
            case "keys":
                for key in step.what:
                    entry.ended_s = phone.seconds  # the answer is timed from the last press
                    self._press(key, step.how)
            case "say":
                assert step.sound
                phone.say(read_sound(step.sound))
                self._until(lambda: phone.over or not phone.saying, WAIT_AT_MOST_S)

    def _press(self, key: str, how: str) -> None:
        if how == "inband":
            self._phone.say(key_tone(key))
            self._until(lambda: not self._phone.saying, 1.0)
            return
        methods = {
            "rfc4733": pj.PJSUA_DTMF_METHOD_RFC2833,
            "info": pj.PJSUA_DTMF_METHOD_SIP_INFO,
        }
        digits = pj.CallSendDtmfParam()
        digits.digits, digits.method, digits.duration = key, methods[how], KEY_MS
        self._phone.sendDtmf(digits)
        self._until(lambda: False, KEY_PAUSE_S)

    def _wait_for_end_of_prompt(self) -> bool:
        """Until the bot has spoken since the last step and been quiet; False if it never spoke."""
        phone, start = self._phone, len(self._phone.heard)
        spoke_at = last_sound = -1

        def ended() -> bool:
            nonlocal spoke_at, last_sound, start
            for number in range(start, len(phone.heard)):
                if _rms(phone.heard[number]) > SOUND_RMS:
                    last_sound = number
                    spoke_at = spoke_at if spoke_at >= 0 else number
            start = len(phone.heard)
            return last_sound >= 0 and (len(phone.heard) - last_sound) * FRAME_S > QUIET_S

        self._until(lambda: phone.over or ended(), WAIT_AT_MOST_S)
        return spoke_at >= 0

    def _until(self, condition, seconds: float) -> None:  # type: ignore[no-untyped-def]
        deadline = time.monotonic() + seconds
        while not condition() and time.monotonic() < deadline:
            self._library.libHandleEvents(5)

    def _write(self) -> None:
        """The recording, and the times of the answers, measured in it."""
        length = min(len(self._phone.said), len(self._phone.heard))
        left = np.frombuffer(b"".join(self._phone.said[:length]), dtype=np.int16)
        right = np.frombuffer(b"".join(self._phone.heard[:length]), dtype=np.int16)
        soundfile.write(self._out / "call.wav", np.column_stack([left, right]), RATE_HZ)
        steps = self._report.steps
        for number, entry in enumerate(steps):
            if entry.step in ("say", "keys"):
                later = [s.started_s for s in steps[number + 1 :] if s.step in ("say", "keys")]
                entry.first_sound_ms = first_sound_ms(left, right, entry, min(later, default=1e9))
            if entry.step == "say":
                entry.silence_ms = silence_ms(left, right, entry)

    def _close(self) -> None:
        if not self._phone.over:
            self._phone.hangup(pj.CallOpParam())
            self._until(lambda: self._phone.over, 2.0)
        # pjsua2 aborts the process if any of these is freed after the library, and the port may
        # not be freed while the clock runs.
        stop_clock(self._library)
        self._phone.free_port()
        self._account.shutdown()
        del self._phone, self._account
        self._library.libDestroy()


def _rms(frame: bytes) -> float:
    samples = np.frombuffer(frame, dtype=np.int16).astype(np.float64)
    return float(np.sqrt(np.mean(samples**2)))


def main() -> None:
    """Runs one call; the exit code says whether every step could be played."""
    uri, script, samples, out = sys.argv[1], *map(Path, sys.argv[2:5])
    out.mkdir(parents=True, exist_ok=True)
    report = ScriptedCaller(uri, load_script(script, samples), out).run()
    document = json.dumps(asdict(report), ensure_ascii=False, indent=2)
    (out / REPORT).write_text(document, encoding="utf-8")
    sys.exit(not report.ok)


if __name__ == "__main__":
    main()
