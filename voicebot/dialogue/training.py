"""Trains the dialogue model when what it is made of has changed, and only then."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from voicebot.config import Settings, read_yaml
from voicebot.dialogue.actions.flows import load_flows
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.errors import TrainingFailed
from voicebot.dialogue.knowledge.figures import load_figures
from voicebot.dialogue.knowledge.topics import load_topics
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.named_words import NamedWords
from voicebot.dialogue.phrases import write_phrases
from voicebot.speech.new_words import load_new_words, model_of
from voicebot.speech.phrases import load_phrases
from voicebot.speech.recognizer import SpeechModel
from voicebot.speech.wording import load_responses

# Trained models of earlier wordings are kept, so that going back is quick.
MODELS_KEPT = 5
TELL_EVERY_S = 10.0


def train_if_changed(settings: Settings, progress: Callable[[str], None]) -> Path:
    """The model of this `nlu_data/` and `prompts/`; trains it (half a minute) if there is none.

    Tells which words of the grammars the recogniser cannot hear. Raises ConfigError for a broken
    file (with its line), ModelMissing, and TrainingFailed for anything else.
    """
    check_files(settings)
    model = model_path(settings)
    if model.exists():
        return model
    progress("training the dialogue model (half a minute, once for each change)")
    for words in SpeechModel(model_of(settings)).unheard():
        progress(f"the recogniser cannot hear “{words}”, callers cannot answer with it")
    model.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as derived:
        write_phrases(settings.nlu_data, Path(derived) / "nlu.yml")
        command = [
            *rasa_command(), "train", "--quiet", "--fixed-model-name", model.name,
            "--config", str(settings.nlu_data / "config.yml"),
            "--domain", str(settings.nlu_data / "domain"),
            "--data", str(settings.nlu_data / "nlu"), str(settings.nlu_data / "rules"), derived,
            "--out", str(model.parent),
        ]  # fmt: skip
        failed, output = _run(command, settings.nlu_data.parent, progress)
    if failed or not model.exists():
        raise TrainingFailed(_reason(output))
    _remove_old(model.parent)
    return model


def model_path(settings: Settings) -> Path:
    """Where the model of this `nlu_data/` and `prompts/` is, or will be."""
    return settings.trained_models / f"{_fingerprint(settings)}.tar.gz"


def check_files(settings: Settings) -> None:
    """Raises ConfigError at the first file of the dialogue that is broken."""
    for path in dialogue_files(settings):
        read_yaml(path)
    load_flows(settings.nlu_data / "flows")
    load_catalogue(settings.nlu_data / "catalogue")
    load_topics(settings.nlu_data / "knowledge")
    load_figures(settings.nlu_data / "figures")
    load_billers(settings.nlu_data / "billers.yml")
    NamedWords.load(settings.nlu_data)
    Accent.load(settings.nlu_data / "accent.yml")
    load_new_words(settings.nlu_data)
    load_phrases(settings.nlu_data / "nlu")
    load_responses(settings.prompts)


def dialogue_files(settings: Settings) -> Iterator[Path]:
    """Every file that staff edit, in a fixed order."""
    for folder in (settings.nlu_data, settings.prompts):
        yield from sorted(path for path in folder.rglob("*.yml") if path.is_file())


def rasa_command() -> list[str]:
    """Rasa's command line in this Python."""
    return [sys.executable, "-m", "rasa"]


def rasa_environment() -> dict[str, str]:
    """Quiet, without telemetry, and without a thread for every core: turns are short."""
    return os.environ | {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_INTRA_OP_PARALLELISM_THREADS": "1",
        "TF_INTER_OP_PARALLELISM_THREADS": "1",
        "PYTHONWARNINGS": "ignore",
    }


def _run(command: list[str], folder: Path, progress: Callable[[str], None]) -> tuple[bool, str]:
    """Whether it failed, and what it printed; tells how long it takes meanwhile."""
    began = time.monotonic()
    with subprocess.Popen(
        command,
        env=rasa_environment(),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as training:
        while True:
            try:
                output, _ = training.communicate(timeout=TELL_EVERY_S)
                return training.returncode != 0, output
            except subprocess.TimeoutExpired:
                progress(f"training, {time.monotonic() - began:.0f} s so far")


def _fingerprint(settings: Settings) -> str:
    """Changes with every file that the model is trained from, and with Rasa itself."""
    digest = hashlib.sha256(version("rasa").encode())
    for path in dialogue_files(settings):
        if "tests" not in path.parts:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _reason(output: str) -> str:
    """The lines of Rasa's output that say what is wrong."""
    lines = [line.strip() for line in output.replace("\r", "\n").split("\n") if line.strip()]
    starts = [i for i, line in enumerate(lines) if "Error" in line or "Invalid" in line]
    telling = lines[starts[-1] :] if starts else lines
    return "rasa train failed: " + " / ".join(telling[:6] or ["no output"])


def _remove_old(folder: Path) -> None:
    newest_first = sorted(folder.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in newest_first[MODELS_KEPT:]:
        old.unlink()
