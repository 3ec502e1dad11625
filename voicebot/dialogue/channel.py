"""Rasa's end of the telephone: one message in, one `Turn` out.

    POST /webhooks/voice/webhook  {"sender": call id, "message": text or payload, "metadata": {…},
                                   "model": the release that the call began with}

    POST /webhooks/voice/model    {"model": file, "actions": url}: new calls may get that model
    GET  /webhooks/voice/model    {"model": name}: the one that new calls are to begin with

All that the bot utters in answer is one turn. Its buttons are the keys, numbered in order; the
`custom` parts say what was understood, what is listened for and what happens then: the last counts.

A sentence that may be two requests is parsed in halves as well, and what was not heard for sure is
parsed in everything that it may have been; the conversation decides.
"""

from __future__ import annotations

from asyncio import gather
from collections.abc import Awaitable, Callable
from itertools import takewhile
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from voicebot.conversation.turn import Listen, Prompt, Then, Turn
from voicebot.dialogue import action_schema
from voicebot.dialogue.actions.message import SURELY_HEARD
from voicebot.dialogue.language.requests import Halves, halves
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.served_models import ServedModels, name_of
from voicebot.speech.wording import without_wording

action_schema.compile_once()


class VoiceOutput(OutputChannel):
    """Collects the responses of one turn as Rasa made them."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "voice"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """One response, with its name (`utter_action`), text, buttons and custom part."""
        self.messages.append(message)


class VoiceInput(InputChannel):
    """The connector named in credentials.yml: `voicebot.dialogue.channel.VoiceInput`."""

    @classmethod
    def name(cls) -> str:
        return "voice"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The HTTP routes; `on_new_message` is Rasa with the model that it was started with."""
        routes = Blueprint("voice")
        served = ServedModels()

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            document = request.json
            metadata = document.get("metadata") or {}
            text = _payload_only_from_keys(document["message"], metadata)
            first = request.app.ctx.agent
            agent = served.of(document["sender"], document.get("model", ""), first)
            if metadata.get("by") == "voice":
                metadata["two_requests"] = await _understood(halves(normalise(text)), agent)
                metadata["others"] = await understood_others(metadata, agent)
            output = VoiceOutput()
            message = UserMessage(
                text,
                output,
                document["sender"],
                input_channel=self.name(),
                metadata=metadata,
            )
            await agent.handle_message(message)
            return response.json(turn_of(output.messages, name_of(agent)).to_json())

        @routes.post("/model")
        async def serve(request: Request) -> HTTPResponse:
            await served.serve(request.json["model"], request.json["actions"])
            return response.json({"status": "ok"})

        @routes.get("/model")
        async def newest(request: Request) -> HTTPResponse:
            return response.json({"model": served.newest(request.app.ctx.agent)})

        return routes


async def _understood(found: list[Halves], agent: Agent) -> list[dict[str, Any]]:
    """What the model understands of each half: text, intent, confidence."""
    return [
        {"kind": one.kind, "halves": await gather(*(_meant(text, agent) for text in one.texts))}
        for one in found
    ]


async def understood_others(metadata: dict[str, Any], agent: Agent) -> list[dict[str, Any]]:
    """What the model understands of what else was heard; nothing if the caller was heard well."""
    if metadata.get("confidence", 1.0) >= SURELY_HEARD:
        return []
    texts = map(normalise, metadata.get("others") or ())
    return list(await gather(*(_meant(text, agent) for text in texts)))


async def _meant(text: str, agent: Agent) -> dict[str, str | float]:
    intent = (await agent.parse_message(text))["intent"]
    return {"text": text, "intent": intent["name"], "confidence": intent["confidence"]}


def _payload_only_from_keys(text: str, metadata: dict[str, Any]) -> str:
    """What a caller says is never a payload, whatever it sounds like."""
    return text.lstrip("/") if metadata.get("by") == "voice" and text != "/nlu_fallback" else text


def turn_of(messages: list[dict[str, Any]], model: str = "") -> Turn:
    """The turn in the responses that Rasa uttered for one message; `model` made them."""
    listen: dict[str, Any] = {}
    understood: dict[str, Any] = {}
    then: Then = "listen"
    hold_s = 0.0
    keys: dict[str, str] = {}
    outcomes: list[int] = []
    finished: list[str] = []
    flow = ""
    for message in messages:
        custom = message.get("custom") or {}
        asked = custom.get("listen") or {}
        listen = asked if "kind" in asked else {**listen, **asked}
        then, hold_s = custom.get("then", then), custom.get("hold_s", hold_s)
        understood = custom.get("understood", understood)
        outcomes += custom.get("outcomes") or ()
        finished += custom.get("finished") or ()
        flow = custom.get("flow", flow)
        for button in message.get("buttons") or ():
            keys[str(button.get("key", len(keys) + 1))] = button["payload"]
    spoken = [message for message in messages if message.get("text")]
    return Turn(
        prompts=tuple(
            Prompt(without_wording(message.get("utter_action") or ""), message["text"])
            for message in spoken
        ),
        listen=Listen(
            listen.get("kind", "open"),
            listen.get("max_keys"),
            tuple(listen.get("phrases") or ()),
            listen.get("private", False),
            tuple(listen.get("numbers") or ()),
            tuple(listen.get("lengths") or ()),
        ),
        keys=keys,
        then=then,
        hold_s=float(hold_s),
        asking=_asking(spoken),
        intent=understood.get("intent", ""),
        confidence=float(understood.get("confidence", 0.0)),
        state=without_wording(spoken[-1].get("utter_action") or "") if spoken else "",
        outcomes=tuple(outcomes),
        flow=flow,
        finished=tuple(finished),
        model=model,
    )


def _asking(spoken: list[dict[str, Any]]) -> int:
    """How many of the last responses put the open question: its options, each with a key of its
    own, and what is said before them; one where there are no such options.
    """
    options = sum(1 for _ in takewhile(lambda message: message.get("buttons"), reversed(spoken)))
    return min(options + 1, len(spoken)) if options > 1 else 1
