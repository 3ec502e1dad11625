"""The one custom action: hands a message to the conversation and its replies to Rasa."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from voicebot.bank import database
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.config import load_settings
from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.answers.fields import field_answers
from voicebot.dialogue.actions.conversation import answer
from voicebot.dialogue.actions.flows import load_flows
from voicebot.dialogue.actions.message import Message
from voicebot.dialogue.actions.outside import Outside
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import State
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.knowledge.knowledge_base import KnowledgeBase
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.named_words import NamedWords
from voicebot.dialogue.responses import load_first_variants
from voicebot.speech.wording import KEYED, NORMAL, WORDINGS, in_wording

# The action server is started by Rasa's own command line, so its settings come by environment.
CONFIG_VARIABLE = "VOICEBOT_CONFIG"
STATE_SLOT = "conversation"
# Turns that may wait for a biller at once while others go on; beyond that a turn waits for a turn.
TURNS_AT_ONCE = 32


class ActionConverse(Action):
    """Plays a turn in a thread of its own: one that waits for a biller holds up nobody else."""

    def __init__(self) -> None:
        settings = load_settings(Path(os.environ.get(CONFIG_VARIABLE, "config.yaml")))
        self._database = database.open_database(settings.bank.database, settings.rules)
        self._counterparties = Counterparties(self._database, settings.billers, settings.merchants)
        self._threads = ThreadPoolExecutor(TURNS_AT_ONCE, thread_name_prefix="turn")
        self._billers = load_billers(settings.nlu_data / "billers.yml")
        self._named = NamedWords.load(settings.nlu_data)
        self._flows = load_flows(settings.nlu_data / "flows")
        self._catalogue = load_catalogue(settings.nlu_data / "catalogue")
        ANSWERS.update(field_answers(self._catalogue))
        self._knowledge = KnowledgeBase.load(settings.nlu_data)
        self._accent = Accent.load(settings.nlu_data / "accent.yml")
        self._person_available = bool(settings.sip.human_address)
        # Rasa would send its whole domain with every message.
        self._responses = load_first_variants(settings.prompts)
        self._asking = {name for name, one in self._responses.items() if one.get("buttons")}
        self._wordings = {
            wording: {
                name: self._responses[in_wording(name, wording, self._responses)]["text"]
                for name in self._responses
            }
            for wording in WORDINGS
        }

    def name(self) -> str:
        return "action_converse"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utters the replies; the tracker keeps the new state."""
        message = Message.from_tracker(tracker)
        loop = asyncio.get_running_loop()
        turn, replies, listening = await loop.run_in_executor(
            self._threads, self._play, tracker, message
        )
        by_keys = turn.state.keys and message.wording == NORMAL
        for reply in replies:
            utter(dispatcher, reply, self._responses, KEYED if by_keys else message.wording)
        dispatcher.utter_message(
            json_message={
                "understood": {"intent": message.intent, "confidence": message.confidence},
                "listen": listening,
                "outcomes": turn.outcomes,
                "flow": turn.state.task.flow if turn.state.task else "",
                "finished": turn.finished,
            }
        )
        return [SlotSet(STATE_SLOT, turn.state.to_slot())]

    def _play(self, tracker: Tracker, message: Message) -> tuple[Turn, list[Reply], dict[str, Any]]:
        outside = Outside(self._database, self._counterparties, message.now)

        def once(db: Session) -> tuple[Turn, list[Reply], dict[str, Any]]:
            turn = Turn(
                db=db,
                flows=self._flows,
                wording=self._wordings[message.wording],
                asking=self._asking,
                accent=self._accent,
                billers=self._billers,
                named=self._named,
                knowledge=self._knowledge,
                catalogue=self._catalogue,
                outside=outside,
                person_available=self._person_available,
                state=State.from_slot(tracker.get_slot(STATE_SLOT)),
                message=message,
            )
            return turn, answer(turn), tasks.listening(turn)

        return outside.play(once)


def utter(
    dispatcher: CollectingDispatcher, reply: Reply, responses: Mapping[str, Any], wording: str
) -> None:
    """The reply in the wording that the caller wants; its keys and its custom part are the same."""
    buttons = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
    name = in_wording(reply.response, wording, responses)
    custom = None
    if name != reply.response:
        response = responses[reply.response]
        buttons = [*response.get("buttons", ()), *buttons]
        custom = response.get("custom")
    dispatcher.utter_message(response=name, buttons=buttons, json_message=custom, **reply.values)
