"""`voicebot bench releases`: a release while a caller is on the line, with two models that differ.

service ──▶ model A ····································· model A and B
old call    芝麻开门 ✗   查余额 查余额 … every answer timed …   芝麻开门 ✗
release                  B, which was trained on 芝麻开门
new calls                芝麻开门 ✗ … ✗ ✓  ◀── how long that took
"""

from __future__ import annotations

import asyncio
import shutil
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from voicebot.bank import database
from voicebot.config import Settings
from voicebot.conversation.turn import Turn
from voicebot.dialogue.client import DialogueClient
from voicebot.dialogue.errors import DialogueError
from voicebot.dialogue.training import train_if_changed
from voicebot.operations.percentiles import percentile
from voicebot.operations.running_service import RunningService
from voicebot.quality import releases
from voicebot.quality.intents import load_intents
from voicebot.quality.phrase_lessons import with_phrase
from voicebot.trial import for_trial, seed_demonstration_bank

CALLER = "13909510001"
# Nobody says it for anything that the shipped model knows.
PHRASE, MEANT, KNOWN = "芝麻开门", "ask_balance", "查余额"
PAUSE_S, WITHIN_S = 0.2, 120.0


def measure_releases(settings: Settings, progress: Callable[[str], None]) -> dict[str, Any]:
    """How long new calls wait for a release, and what a caller on the line notices of it.

    DialogueError if new calls do not get it within two minutes, or the old call does.
    """
    folder = Path(mkdtemp(prefix="voicebot-bench-"))
    settings = for_trial(settings, folder)
    seed_demonstration_bank(settings)
    with RunningService(settings, progress):
        began = time.perf_counter()
        other = _other_dialogue(settings, folder)
        model = train_if_changed(other, progress)
        trained_s = time.perf_counter() - began
        name = releases.keep(other, model)
        progress("releasing it while a caller is on the line")
        return {"training_s": round(trained_s, 1), **asyncio.run(_release(settings, name))}


def _other_dialogue(settings: Settings, folder: Path) -> Settings:
    """The same one, which knows the phrase as well."""
    nlu_data = folder / "nlu_data"
    shutil.copytree(settings.nlu_data, nlu_data)
    file = load_intents(nlu_data)[MEANT].file
    file.write_text(with_phrase(file.read_text(encoding="utf-8"), MEANT, PHRASE), encoding="utf-8")
    return settings.copy(update={"nlu_data": nlu_data})


async def _release(settings: Settings, name: str) -> dict[str, Any]:
    client = DialogueClient(settings.dialogue.url, settings.dialogue.answer_within_ms / 1000)
    old_call = await _ring(client)
    before = await _say(client, old_call, PHRASE)
    with database.open_database(settings.bank.database).begin() as db:
        releases.release(db, name, "bench", datetime.now(), {})
    began, times_ms = time.perf_counter(), []
    while (await _say(client, await _ring(client), PHRASE)).intent != MEANT:
        if time.perf_counter() - began > WITHIN_S:
            raise DialogueError(f"new calls do not get the release within {WITHIN_S:.0f} s")
        asked = time.perf_counter()
        await _say(client, old_call, KNOWN)
        times_ms.append((time.perf_counter() - asked) * 1000)
        await asyncio.sleep(PAUSE_S)
    switched_s = time.perf_counter() - began
    after = await _say(client, old_call, PHRASE)
    if before.intent == MEANT or after.intent == MEANT:
        raise DialogueError("the call on the line did not stay with its model")
    return {
        "new_calls_get_it_after_s": round(switched_s, 1),
        "turns_of_the_old_call_meanwhile": len(times_ms),
        "old_call_p50_ms": round(percentile(times_ms, 50)),
        "old_call_longest_ms": round(max(times_ms)),
        "old_call_understands": {"before": before.intent, "after": after.intent},
    }


async def _ring(client: DialogueClient) -> str:
    call_id = f"bench-{uuid.uuid4()}"
    await _say(client, call_id, "/start_call")
    return call_id


async def _say(client: DialogueClient, call_id: str, message: str) -> Turn:
    metadata = {
        "caller_number": CALLER,
        "by": "key" if message.startswith("/") else "voice",
        "recording_s": 0.0,
        "now": datetime.now().isoformat(),
    }
    return await client.say(call_id, message, metadata)
