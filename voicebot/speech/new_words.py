"""Staff's new words (`nlu_data/new_words.yml`), and the recognition model that hears them as well.

speech.model of config.yaml ──┐
nlu_data/new_words.yml      ──┴▶ var/speech/zh-3f2a9c01    made once for each state of both
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from voicebot.config import ConfigError, Settings, read_yaml
from voicebot.speech.graph.new_words import make_model
from voicebot.speech.graph.pronunciation import CannotBeSaid, check_syllables

FILE = "new_words.yml"


def load_new_words(nlu_data: Path) -> dict[str, str]:
    """Word → pinyin, none if there is no such file; ConfigError names the line and the mend."""
    path = nlu_data / FILE
    if not path.exists():
        return {}
    document = read_yaml(path)
    for word, pinyin in document.items():
        if not (isinstance(word, str) and isinstance(pinyin, str)):
            line = document.lc.key(word)[0] + 1
            raise ConfigError(path, line, f"write '{word}' as a line like 枸杞贷: gou qi dai")
        try:
            check_syllables(word, pinyin)
        except CannotBeSaid as error:
            raise ConfigError(path, document.lc.key(word)[0] + 1, str(error)) from error
    return dict(document)


def model_of(settings: Settings) -> Path:
    """The recognition model of these settings; made in a second if its words are new.

    ConfigError if the file is broken; ModelMissing or CannotBeSaid if the model cannot be made.
    """
    return model_with(settings, load_new_words(settings.nlu_data))


def model_with(settings: Settings, words: Mapping[str, str]) -> Path:
    """The model of config.yaml with these words; raises as `model_of`."""
    made_from = settings.speech.model
    if not words:
        return made_from
    digest = sha256(repr((str(made_from), sorted(words.items()))).encode()).hexdigest()[:8]
    model = settings.state_dir / "speech" / f"{made_from.name}-{digest}"
    if not model.exists():
        make_model(made_from, words, model)
    return model


def write_new_word(nlu_data: Path, word: str, pinyin: str) -> Path:
    """Writes the line of the word into the file, in place of an earlier one; gives the file."""
    path = nlu_data / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    others = [line for line in lines if not line.startswith(f"{word}:")]
    path.write_text("\n".join([*others, f"{word}: {pinyin}"]) + "\n", encoding="utf-8")
    return path
