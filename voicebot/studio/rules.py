"""The rules that a take is checked against; each finding says what is wrong and what to do.

A rule is a function of the take that answers with a finding or nothing. All thresholds that cite no
source are ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from voicebot.speech.edges import RATE_HZ, Edges, room_db, voice_edges
from voicebot.speech.level import BLOCK, PAUSE_DB, active_level_db
from voicebot.studio.hum import find_hum
from voicebot.studio.loudness import LIBRARY_LUFS, loudness_lufs
from voicebot.studio.pitch import pitch_hz, semitones
from voicebot.studio.sound import Samples, Sound

# Three samples in a row at full scale are no peak of a voice.
FULL_SCALE, CLIPPED_SAMPLES = 0.985, 3
# The room below the voice; on a telephone 35 dB is the least that sounds quiet.
ROOM_BELOW_DB = 35.0
SHORTEST_SILENCE_S, LONGEST_SILENCE_S = 0.1, 2.0
# Quieter than this is no voice. More gain than 12 LU brings the room up; 15 is near full scale.
NOTHING_DB = -60.0
QUIETER_BY_LU, LOUDER_BY_LU = 12.0, 15.0
# The lines in audio/prompts have 4.0 to 6.7 syllables a second, pauses left out.
SLOWEST, FASTEST = 3.5, 7.0
# A word or two is too little to measure speed by; its tone (一, 二) makes it high or low.
LEAST_SYLLABLES = 4
HUM_BELOW_DB = 45.0
# The sentences in audio/prompts are within 1.9 of their median.
PITCH_WITHIN_SEMITONES = 2.5
SYLLABLE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Finding:
    """What is wrong with a take, and what the speaker or the engineer does about it.

    `figure` is what the rule measured, in the unit that the problem names.
    """

    rule: str
    figure: float
    problem: str
    to_do: str


@dataclass(frozen=True)
class Take:
    """A recording of `text` (None: not known) by a speaker whose own tone is `reference_hz`."""

    sound: Sound
    text: str | None = None
    reference_hz: float | None = None

    @property
    def syllables(self) -> int | None:
        """How many there are in the text; None if it is not known."""
        return None if self.text is None else len(SYLLABLE.findall(self.text))

    @cached_property
    def samples(self) -> Samples:
        """At 16 kHz."""
        return self.sound.at_library_rate()

    @cached_property
    def edges(self) -> Edges:
        """Where the voice is in `samples`."""
        return voice_edges(self.samples)

    @cached_property
    def voice(self) -> Samples:
        """The samples without what is before and after the voice."""
        return self.samples[self.edges.start : self.edges.end]

    @cached_property
    def voice_db(self) -> float:
        """How loud the voice is while it speaks, dB of full scale."""
        return active_level_db(self.voice)


def check_take(take: Take) -> list[Finding]:
    """Everything that is wrong with the take, the worst first."""
    if take.voice_db < NOTHING_DB:
        to_do = "switch the microphone on; record it again"
        return [Finding("silence", 0.0, "nothing is heard", to_do)]
    return [finding for rule in RULES if (finding := rule(take))]


def clipping(take: Take) -> Finding | None:
    """The sound is cut off at full scale."""
    loud = np.abs(take.sound.samples) >= FULL_SCALE
    runs = np.convolve(loud, np.ones(CLIPPED_SAMPLES), "valid") == CLIPPED_SAMPLES
    if not runs.any():
        return None
    at_s = int(np.flatnonzero(runs)[0]) / take.sound.rate_hz
    to_do = "turn the microphone down by 6 dB or go back a hand's breadth; record it again"
    return Finding("clipping", at_s, f"too loud for the microphone at {at_s:.2f} s", to_do)


def noise(take: Take) -> Finding | None:
    """The room is heard, or the take has no silence at either end to hear the room in."""
    below_db = take.voice_db - room_db(take.samples)
    if below_db >= ROOM_BELOW_DB:
        return None
    return Finding(
        "noise",
        below_db,
        f"the quieter end is only {below_db:.0f} dB below the voice (at least {ROOM_BELOW_DB:.0f})",
        "wait half a second before and after speaking; if you did, it is the room: close the "
        "window, switch the fan off, go nearer to the microphone",
    )


def silence(take: Take) -> Finding | None:
    """Too little before or after the voice: something may be cut off. Too much: time lost."""
    lead_s = take.edges.start / RATE_HZ
    tail_s = (len(take.samples) - take.edges.end) / RATE_HZ
    for name, length_s in (("before", lead_s), ("after", tail_s)):
        if length_s < SHORTEST_SILENCE_S:
            to_do = f"wait half a second {name} speaking, so that no sound is cut off"
            problem = f"{length_s:.2f} s of silence {name} the voice"
            return Finding("silence", length_s, problem, to_do)
        if length_s > LONGEST_SILENCE_S:
            to_do = f"speak at once after the count, stop when done; at most {LONGEST_SILENCE_S} s"
            problem = f"{length_s:.1f} s of silence {name} the voice"
            return Finding("silence", length_s, problem, to_do)
    return None


def loudness(take: Take) -> Finding | None:
    """So far from the library that the gain would be heard."""
    above = loudness_lufs(take.voice) - LIBRARY_LUFS
    if -QUIETER_BY_LU <= above <= LOUDER_BY_LU:
        return None
    word, to_do = (
        ("louder", "turn the microphone down") if above > 0 else ("quieter", "go nearer to it")
    )
    problem = f"{abs(above):.0f} LU {word} than the library ({LIBRARY_LUFS} LUFS)"
    return Finding("loudness", above, problem, f"{to_do}; record it again")


def speed(take: Take) -> Finding | None:
    """Syllables a second, pauses left out: one voice has one speed."""
    if not take.syllables or take.syllables < LEAST_SYLLABLES:
        return None
    a_second = take.syllables / _speaking_s(take.voice)
    if SLOWEST <= a_second <= FASTEST:
        return None
    to_do = "speak a little faster" if a_second < SLOWEST else "speak more slowly"
    problem = f"{a_second:.1f} syllables a second ({SLOWEST} to {FASTEST})"
    return Finding("speed", a_second, problem, f"{to_do}; check that it is this line that was read")


def hum(take: Take) -> Finding | None:
    """The mains are heard."""
    found = find_hum(take.samples)
    below_db = take.voice_db - found.level_db
    if below_db >= HUM_BELOW_DB:
        return None
    harmonics = ", ".join(map(str, found.harmonics_hz))
    return Finding(
        "hum",
        below_db,
        f"the mains hum at {harmonics} Hz, {below_db:.0f} dB below the voice",
        "move power supplies away from the microphone's cable; `studio take` removes what is left",
    )


def pitch(take: Take) -> Finding | None:
    """Higher or lower than the speaker's own reference."""
    short = take.syllables is not None and take.syllables < LEAST_SYLLABLES
    if take.reference_hz is None or short or (spoken_hz := pitch_hz(take.voice)) is None:
        return None
    above = semitones(spoken_hz, take.reference_hz)
    if abs(above) <= PITCH_WITHIN_SEMITONES:
        return None
    word, to_do = ("higher", "lower") if above > 0 else ("lower", "higher")
    return Finding(
        "pitch",
        above,
        f"{abs(above):.1f} semitones {word} than the reference ({take.reference_hz:.0f} Hz)",
        f"listen to the reference once more, then speak {to_do}",
    )


RULES = (clipping, noise, hum, silence, loudness, speed, pitch)


def _speaking_s(voice: Samples) -> float:
    """How long is spoken, pauses left out as they are for the level."""
    blocks = voice[: len(voice) // BLOCK * BLOCK].reshape(-1, BLOCK)
    power = np.mean(blocks**2, axis=1)
    speaking = np.count_nonzero(power > power.max(initial=0) * 10 ** (-PAUSE_DB / 10))
    return max(speaking, 1) * BLOCK / RATE_HZ
