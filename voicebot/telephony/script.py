"""What a scripted caller does, in YAML: one step an item, in order.

caller: "13909510001"          the number that calls
codec: PCMA                    G722 if left out
steps:
- wait: prompt_end             until the bot has spoken and is quiet
- say: 给张三转五百块            a sample of audio/callers by its text, or the path of a sound file
  voice: zm_yunxi              any voice if left out
  expect: [utter_ask_pin]      responses that must follow (checked by whoever has the bot's log)
- keys: "12#"                  with `how: rfc4733` (else info or inband)
- keys: "246810"               a PIN: no report shows what was keyed
  secret: true
- wait_ms: 500
- hangup:
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from voicebot.config import ConfigError, read_yaml

How = Literal["rfc4733", "info", "inband"]
Action = Literal["say", "keys", "wait", "wait_ms", "hangup"]

ACTIONS = ("say", "keys", "wait", "wait_ms", "hangup")
HOWS = ("rfc4733", "info", "inband")
CODECS = ("G722", "PCMA", "PCMU")


@dataclass(frozen=True)
class Step:
    """`what` is the text or the keys; `sound` the file that is said; `secret` keys are a PIN."""

    action: Action
    what: str = ""
    sound: Path | None = None
    how: How = "rfc4733"
    expect: tuple[str, ...] = ()
    secret: bool = False

    @property
    def shown(self) -> str:
        """What reports may say of it."""
        return "•" * len(self.what) if self.secret else self.what


@dataclass(frozen=True)
class Script:
    """A caller: number, codec, steps."""

    caller: str = ""
    codec: str = "G722"
    transport: str = "udp"
    steps: tuple[Step, ...] = field(default_factory=tuple)


def load_script(path: Path, samples: Path) -> Script:
    """The script in `path`; texts are looked up in `samples`/manifest.yaml.

    Raises ConfigError with the line of the step that is wrong.
    """
    document = read_yaml(path)
    library = _load_samples(samples)
    codec = document.get("codec", "G722")
    if codec not in CODECS:
        raise ConfigError(path, document.lc.key("codec")[0] + 1, f"codec is one of {CODECS}")
    listed = document.get("steps") or CommentedSeq()
    steps = tuple(
        _step(path, listed.lc.item(number)[0] + 1, item, library)
        for number, item in enumerate(listed)
    )
    if not steps:
        raise ConfigError(path, None, "no steps; add a list under steps:")
    return Script(str(document.get("caller", "")), codec, document.get("transport", "udp"), steps)


def _step(
    path: Path, line: int, item: Mapping[str, Any], library: Mapping[tuple[str, str], Path]
) -> Step:
    action = next((name for name in ACTIONS if name in item), None)
    if action is None:
        raise ConfigError(path, line, f"a step is one of {', '.join(ACTIONS)}")
    how = item.get("how", "rfc4733")
    if how not in HOWS:
        raise ConfigError(path, line, f"how is one of {', '.join(HOWS)}")
    what = str(item[action] if item[action] is not None else "")
    sound = None
    if action == "say":
        beside = path.parent / what
        sound = beside if beside.is_file() else library.get((what, item.get("voice", "")))
        if sound is None:
            raise ConfigError(
                path, line, f"'{what}' is no sound file and no text of audio/callers/manifest.yaml"
            )
    expect, secret = tuple(item.get("expect") or ()), bool(item.get("secret"))
    return Step(action, what, sound, how, expect, secret)  # type: ignore[arg-type]


def _load_samples(folder: Path) -> dict[tuple[str, str], Path]:
    """(text, voice) → file, and (text, "") → the first voice that has it."""
    manifest = folder / "manifest.yaml"
    library: dict[tuple[str, str], Path] = {}
    if manifest.exists():
        for sample in YAML(typ="safe").load(manifest.read_text(encoding="utf-8")):
            library[sample["text"], sample["voice"]] = folder / sample["file"]
            library.setdefault((sample["text"], ""), folder / sample["file"])
    return library
