"""`voicebot bench dialogue`: how long the dialogue takes for a turn, many callers at once.

Text in, `Turn` out, over HTTP as the telephone asks it: Rasa, action server and database included,
speech and SIP left out. Callers pause between two turns, though less than people do, so that they
meet at the server as callers would.
"""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from voicebot.bank import database
from voicebot.config import Settings
from voicebot.conversation.teller import Teller
from voicebot.conversation.turn import Turn
from voicebot.dialogue.client import DialogueClient
from voicebot.dialogue.server import DialogueServer
from voicebot.operations.percentiles import percentile
from voicebot.trial import for_trial, seed_demonstration_bank

CALLER, PIN = "13909510001", "246810"
# People take three seconds and more: to listen, to think, to speak.
PAUSES_S = (0.5, 1.5)
# Every kind of turn: an inquiry, a task in one breath, a correction, a digression, keys, a payment.
SAID = (
    *("查余额", "给张三转五百块", "不对是六百块", "余额还有多少", "不对", "/cancel"),
    *("/top_up", "/own_number", '/inform_keys{"keys": "10"}', "是的", "查明细", "营业时间"),
)


def measure_dialogue(
    settings: Settings, conversations: int, turns: int, progress: Callable[[str], None]
) -> dict[str, Any]:
    """Times in ms over at least `turns` turns of `conversations` callers at once."""
    settings = for_trial(settings, Path(mkdtemp(prefix="voicebot-bench-")))
    seed_demonstration_bank(settings)
    with DialogueServer(settings, progress):
        times_ms = asyncio.run(_converse(settings, conversations, turns))
    return {
        "conversations": conversations,
        "turns": len(times_ms),
        "dialogue_p50_ms": round(percentile(times_ms, 50), 1),
        "dialogue_p95_ms": round(percentile(times_ms, 95), 1),
    }


async def _converse(settings: Settings, conversations: int, turns: int) -> list[float]:
    client = DialogueClient(settings.dialogue.url, settings.dialogue.answer_within_ms / 1000)
    teller = Teller(database.open_database(settings.bank.database))
    callers = [_call(client, teller, turns // conversations, n) for n in range(conversations)]
    return [time_ms for times in await asyncio.gather(*callers) for time_ms in times]


async def _call(client: DialogueClient, teller: Teller, turns: int, number: int) -> list[float]:
    """One caller's turns; the greeting and the PIN are not among those that are timed."""
    chance = random.Random(number)
    call_id = f"bench-{uuid.uuid4()}"
    await _timed(client, call_id, "/start_call")
    await _timed(client, call_id, "/ask_balance")
    await asyncio.to_thread(teller.verify_pin, call_id, PIN, datetime.now())
    await _timed(client, call_id, "/authenticated")
    times = []
    for turn in range(turns):
        await asyncio.sleep(chance.uniform(*PAUSES_S))
        time_ms, answer = await _timed(client, call_id, SAID[turn % len(SAID)])
        times.append(time_ms)
        if answer.outcomes:  # heard to its end, as the telephone notes it: else it is told again
            await asyncio.to_thread(teller.outcomes_told, answer.outcomes, datetime.now())
    return times


async def _timed(client: DialogueClient, call_id: str, message: str) -> tuple[float, Turn]:
    metadata = {
        "caller_number": CALLER,
        "by": "key" if message.startswith("/") else "voice",
        "recording_s": 0.0,
        "now": datetime.now().isoformat(),
    }
    began = time.perf_counter()
    answer = await client.say(call_id, message, metadata)
    return (time.perf_counter() - began) * 1000, answer
