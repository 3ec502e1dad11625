"""A whole sentence as a caller hears it: slots read aloud, pieces joined, through a telephone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import soundfile

from voicebot.config import Settings
from voicebot.conversation.turn import Prompt
from voicebot.dialogue.language.dates import read_date, read_time
from voicebot.dialogue.language.digits import read_digits
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_phone
from voicebot.dialogue.language.references import read_reference
from voicebot.laboratory.conditions import TELEPHONE, Surroundings
from voicebot.speech.earcons import load_earcons
from voicebot.speech.prompts import RATE_HZ, PromptLibrary
from voicebot.speech.voice import SyntheticVoice
from voicebot.speech.wording import SLOT, load_responses
from voicebot.studio.errors import StudioError

# How a value is written says how it is read. What no pattern knows is words.
READERS: tuple[tuple[str, Callable[[str, date], str]], ...] = (
    (r"\d+(\.\d\d?)?元", lambda value, _: read_money(int(Decimal(value[:-1]) * 100))),
    (r"\d{4}-\d\d-\d\d", lambda value, today: read_date(date.fromisoformat(value), today)),
    (r"\d\d:\d\d", lambda value, _: read_time(datetime.strptime(value, "%H:%M").time())),
    (r"1\d{10}", lambda value, _: read_phone(value)),
    (r"\d{6,}", lambda value, _: read_reference(value)),
    (r"\d+", lambda value, _: read_digits(value)),
)


def fill(prompts: Path, response: str, values: list[str], today: date) -> str:
    """The response's first text with `slot=value` filled in.

    StudioError names the response that is meant, and the slots that the text has.
    """
    responses = load_responses(prompts)
    if response not in responses:
        alike = difflib.get_close_matches(response, responses, n=3)
        raise StudioError(
            f"no response {response} in {prompts}; did you mean {' or '.join(alike) or 'another'}?"
        )
    text = responses[response][0]
    given = dict(_slot(value) for value in values)
    slots = dict.fromkeys(SLOT.findall(text))
    if set(given) != set(slots):
        wanted = " ".join(f"{slot}=…" for slot in slots) or "no values"
        raise StudioError(f"“{text}” wants {wanted}")
    return SLOT.sub(lambda slot: read_value(given[slot[1]], today), text)


def read_value(value: str, today: date) -> str:
    """The value as it is spoken; StudioError for a day or time that does not exist."""
    for pattern, read in READERS:
        if re.fullmatch(pattern, value):
            try:
                return read(value, today)
            except ValueError as error:
                raise StudioError(f"{value} cannot be read ({error}); mend it") from error
    return value


def write_as_heard(settings: Settings, response: str, text: str, out: Path) -> list[str]:
    """Writes what a caller hears over G.711 as WAV; returns the parts that are synthetic."""
    earcons = load_earcons(settings.speech.earcons) if settings.speech.earcons else None
    voice = SyntheticVoice(settings.state_dir / "voice")
    library = PromptLibrary(settings.speech.prompts, voice, earcons)
    phrases = library.phrases(Prompt(response, text))
    sound = np.concatenate([phrase.sound(settings.speech.rate) for phrase in phrases])
    line = Surroundings(np.random.default_rng(0), ())
    out.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(out, TELEPHONE.apply((sound / 32768).astype(np.float32), line), RATE_HZ)
    return library.missing(text)


def _slot(value: str) -> tuple[str, str]:
    slot, equals, words = value.partition("=")
    if not (slot and equals and words):
        raise StudioError(f"“{value}”: write slot=value, for example amount=500元")
    return slot, words
