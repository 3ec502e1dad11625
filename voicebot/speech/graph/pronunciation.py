"""How a Mandarin word sounds to the model: pinyin without tones, as the phones of its phones.txt.

宁鑫宝  ▸  ning xin bao  ▸  n_B ing_I x_I in_I b_I ao_E
"""

from __future__ import annotations

from collections.abc import Collection

from pypinyin import lazy_pinyin
from pypinyin.contrib.tone_convert import to_finals, to_initials

from voicebot.speech.errors import SpeechError

# Syllables written without a consonant begin with a phone of their own, or 一一 would run together.
ONSETS = {
    **dict.fromkeys("i ia ie iao iou ian in iang ing iong io".split(), "yy"),
    **dict.fromkeys("u ua uo uai uei uan uen uang ueng".split(), "ww"),
    **dict.fromkeys("v ve van vn".split(), "vv"),
}
OTHER_ONSET = "gs"
# Characters of the longest word that a model has.
LONGEST_WORD = 6
# The i of zi and that of zhi are vowels of their own.
BUZZED = {**dict.fromkeys("z c s".split(), "ii"), **dict.fromkeys("zh ch sh r".split(), "iii")}


class CannotBeSaid(SpeechError):
    """A word whose sound the model has no phones for; the message says what to write."""


def pinyin_of(word: str) -> str:
    """How the word is most likely said: 宁鑫宝 ▸ ning xin bao."""
    return " ".join(lazy_pinyin(word))


def phones_of(word: str, pinyin: str, known: Collection[str]) -> list[str]:
    """The phones of a word; `known` are those of the model.

    CannotBeSaid if the word is long, or the pinyin is no Mandarin or not a syllable a character.
    """
    syllables = check_syllables(word, pinyin)
    bare = [phone for syllable in syllables for phone in _syllable(syllable)]
    last = len(bare) - 1
    phones = [
        f"{phone}_{'B' if n == 0 else 'E' if n == last else 'I'}" for n, phone in enumerate(bare)
    ]
    strange = [phone for phone in phones if phone not in known]
    if strange:
        raise CannotBeSaid(_not_mandarin(pinyin))
    return phones


def check_syllables(word: str, pinyin: str) -> list[str]:
    """The syllables; CannotBeSaid as `phones_of`, whatever phones a model has."""
    if len(word) > LONGEST_WORD:
        raise CannotBeSaid(f"“{word}” is long; add its parts, {LONGEST_WORD} characters at most")
    syllables = pinyin.lower().split()
    if len(syllables) != len(word):
        raise CannotBeSaid(
            f"“{word}” has {len(word)} characters and “{pinyin}” {len(syllables)} syllables; write "
            "one for each, without tones, like ning xin bao"
        )
    if not all(_is_mandarin(syllable) for syllable in syllables):
        raise CannotBeSaid(_not_mandarin(pinyin))
    return syllables


def _is_mandarin(syllable: str) -> bool:
    """Tones are digits, and what is no vowel of Mandarin is none at all."""
    _, final = _syllable(syllable)
    return syllable.isalpha() and bool(final)


def _not_mandarin(pinyin: str) -> str:
    return f"“{pinyin}” is not Mandarin; write it without tones, like ning xin bao"


def _syllable(written: str) -> tuple[str, str]:
    """Its consonant and its vowel."""
    plain = written.replace("ü", "v")
    if plain in ("r", "er"):
        return OTHER_ONSET, "er"
    initial = to_initials(plain, strict=True)
    final = to_finals(plain, strict=True, v_to_u=False).replace("ü", "v")
    if final == "i":
        final = BUZZED.get(initial, final)
    return initial or ONSETS.get(final, OTHER_ONSET), final
