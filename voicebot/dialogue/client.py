"""Talks to the dialogue server: a caller's words in, a Turn out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from voicebot.conversation.turn import Turn
from voicebot.dialogue.errors import DialogueFailed, DialogueTooSlow, DialogueUnreachable

MODEL = "/webhooks/voice/model"
TOLD_WITHIN_S = 10.0


def newest_model(url: str) -> str:
    """The name of the model that new calls are to begin with; DialogueUnreachable if none says."""
    try:
        answer = httpx.get(f"{url}{MODEL}", timeout=TOLD_WITHIN_S)
        return str(answer.raise_for_status().json()["model"])
    except httpx.HTTPError as error:
        raise DialogueUnreachable(f"{url} does not say what it serves: {error}") from error


class DialogueClient:
    """One for each release in a process; connections are kept open between turns."""

    def __init__(self, url: str, timeout_s: float, model: str = "") -> None:
        """`model` answers the calls that begin here, the newest if it is ""."""
        self._url = url
        self._model = model
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout_s)

    async def say(self, call_id: str, message: str, metadata: Mapping[str, Any]) -> Turn:
        """The answer to what the caller said, or to a payload that begins with "/".

        Raises DialogueUnreachable, DialogueTooSlow or DialogueFailed.
        """
        document = {
            **{"sender": call_id, "message": message, "metadata": dict(metadata)},
            "model": self._model,
        }
        try:
            answer = await self._http.post("/webhooks/voice/webhook", json=document)
            answer.raise_for_status()
            turn = Turn.from_json(answer.json())
        except httpx.TimeoutException as error:
            raise DialogueTooSlow(f"no answer within {self._http.timeout.read} s") from error
        except httpx.HTTPStatusError as error:
            raise DialogueFailed(
                f"the dialogue server said {error.response.status_code}"
            ) from error
        except httpx.HTTPError as error:
            raise DialogueUnreachable(f"{self._url} does not answer: {error}") from error
        if not turn.prompts:
            raise DialogueFailed("the dialogue had nothing to say; is the action server running?")
        return turn
