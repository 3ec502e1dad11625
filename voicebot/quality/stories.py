"""The stories of nlu_data/tests/stories/: words and keys of a call, through Rasa's own test."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from voicebot.config import read_yaml

if TYPE_CHECKING:
    from rasa.core.agent import Agent

FAILED = "failed_test_stories.yml"
STORY = re.compile(r"^- story: (.+?)(?: \(.+\))?$", re.MULTILINE)
HAPPENED = "another action follows; rasa test says which"


def count_stories(folder: Path) -> int:
    """How many there are; ConfigError if a file is broken."""
    return sum(len(read_yaml(path)["stories"]) for path in folder.glob("*.yml"))


def broken_stories(agent: Agent, folder: Path) -> dict[str, str]:
    """What happened instead, by the name of the story; nothing if all of them hold."""
    from rasa.core.test import test

    with TemporaryDirectory() as out:
        asyncio.run(test(str(folder), agent, e2e=True, out_directory=out, disable_plotting=True))
        failed = (Path(out) / FAILED).read_text(encoding="utf-8")
    return dict.fromkeys(STORY.findall(failed), HAPPENED)
