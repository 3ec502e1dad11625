"""The one custom action: hands a message to the conversation and its replies to Rasa."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from voicebot.bank import database
from voicebot.config import load_settings
from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.conversation import answer
from voicebot.dialogue.actions.flows import load_flows
from voicebot.dialogue.actions.message import Message
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import State
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.sounds import Accent

# The action server is started by Rasa's own command line, so its settings come by environment.
CONFIG_VARIABLE = "VOICEBOT_CONFIG"
STATE_SLOT = "conversation"


class ActionConverse(Action):
    """Runs `conversation.answer` in one transaction of the bank's database."""

    def __init__(self) -> None:
        settings = load_settings(Path(os.environ.get(CONFIG_VARIABLE, "config.yaml")))
        self._database = database.open_database(settings.bank.database)
        self._flows = load_flows(settings.nlu_data / "flows")
        self._accent = Accent.load(settings.nlu_data / "accent.yml")
        self._person_available = bool(settings.sip.human_address)

    def name(self) -> str:
        return "action_converse"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utters the replies; the tracker keeps the new state."""
        responses = {name: variants[0] for name, variants in domain["responses"].items()}
        wording = {name: variant["text"] for name, variant in responses.items()}
        asking = {name for name, variant in responses.items() if variant.get("buttons")}

        def converse(db: Session) -> tuple[Turn, list[Reply], list[str]]:
            turn = Turn(
                db=db,
                flows=self._flows,
                wording=wording,
                asking=asking,
                accent=self._accent,
                person_available=self._person_available,
                state=State.from_slot(tracker.get_slot(STATE_SLOT)),
                message=Message.from_tracker(tracker),
            )
            return turn, answer(turn), tasks.phrases(turn)

        turn, replies, phrases = database.transaction(self._database, converse)
        for reply in replies:
            _utter(dispatcher, reply)
        message = turn.message
        dispatcher.utter_message(
            json_message={
                "understood": {"intent": message.intent, "confidence": message.confidence},
                "listen": {"phrases": phrases},
                "outcomes": turn.outcomes,
            }
        )
        return [SlotSet(STATE_SLOT, turn.state.to_slot())]


def _utter(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    buttons = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
    dispatcher.utter_message(response=reply.response, buttons=buttons, **reply.values)
