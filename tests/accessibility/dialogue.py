"""The dialogue without Rasa: the real flows on a real bank, phrases understood by the training data.

A phrase of `nlu_data/nlu/` has its intent, anything else is an answer (`inform`); which of two
wordings a classifier prefers is not what these tests are about.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import sessionmaker

from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.config import read_yaml
from voicebot.conversation.turn import Turn
from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.answers.fields import field_answers
from voicebot.dialogue.actions.conversation import answer
from voicebot.dialogue.actions.flows import load_flows
from voicebot.dialogue.actions.message import Meant, Message
from voicebot.dialogue.actions.outside import Outside
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import State
from voicebot.dialogue.actions.turn import Turn as ActionTurn
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.channel import turn_of
from voicebot.dialogue.knowledge.knowledge_base import KnowledgeBase
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.named_words import NamedWords
from voicebot.dialogue.phrases import derived_phrases
from voicebot.speech.wording import KEYED, NORMAL, WORDINGS, in_wording

ROOT = Path(__file__).parents[2]
EXAMPLE = re.compile(r"^- (.+)$", re.MULTILINE)


class Project:
    """What `nlu_data/` and `prompts/` say, read once."""

    def __init__(self) -> None:
        self.flows = load_flows(ROOT / "nlu_data" / "flows")
        offered = {flow.then for flow in self.flows.values()}
        self.wishes = [name for name in self.flows if name not in offered]
        self.billers = load_billers(ROOT / "nlu_data" / "billers.yml")
        self.named = NamedWords.load(ROOT / "nlu_data")
        self.knowledge = KnowledgeBase.load(ROOT / "nlu_data")
        self.catalogue = load_catalogue(ROOT / "nlu_data" / "catalogue")
        ANSWERS.update(field_answers(self.catalogue))
        self.accent = Accent.load(ROOT / "nlu_data" / "accent.yml")
        self.responses: dict[str, dict[str, Any]] = {}
        for path in sorted((ROOT / "prompts").glob("*.yml")):
            for name, variants in read_yaml(path)["responses"].items():
                self.responses[name] = variants[0]
        self.wording = {name: variant["text"] for name, variant in self.responses.items()}
        self.wordings = {
            wording: {
                name: self.wording[in_wording(name, wording, self.wording)] for name in self.wording
            }
            for wording in (*WORDINGS, KEYED)
        }
        self.asking = [name for name, variant in self.responses.items() if variant.get("buttons")]
        self.intents: dict[str, str] = {}
        for path in sorted((ROOT / "nlu_data" / "nlu").glob("*.yml")):
            for entry in read_yaml(path)["nlu"]:
                for phrase in EXAMPLE.findall(entry["examples"]):
                    self.intents.setdefault(normalise(phrase), entry["intent"])
        for intent, phrases in derived_phrases(ROOT / "nlu_data").items():
            self.intents.update(dict.fromkeys(phrases, intent))

    def phrase_of(self, intent: str) -> str:
        """The first thing that callers say for it."""
        return next(phrase for phrase, meant in self.intents.items() if meant == intent)


class DirectDialogue:
    """The `Dialogue` of a session; `memory` is what Rasa's tracker would keep.

    `first` is what the call begins with: the greeting, or the turn of a place on the walk.
    """

    def __init__(
        self,
        project: Project,
        bank: sessionmaker[DatabaseSession],
        memory: Mapping[str, Any] | None = None,
        first: Turn | None = None,
        person_available: bool = True,
    ) -> None:
        self._project = project
        self._bank = bank
        self._first = first
        self._person_available = person_available
        self.memory = json.loads(json.dumps(memory)) if memory else State().to_slot()
        self.turn = first

    async def say(self, call_id: str, message: str, metadata: Mapping[str, Any]) -> Turn:
        """The answer to words or to a payload."""
        if message == "/start_call" and self._first:
            return self._first
        project = self._project
        said = self._message(call_id, message, metadata)
        outside = Outside(self._bank, Counterparties(self._bank, now=lambda: said.now), said.now)

        def once(db: DatabaseSession) -> tuple[ActionTurn, list[Reply], dict[str, Any]]:
            turn = ActionTurn(
                db=db,
                flows=project.flows,
                wording=project.wordings[said.wording],
                asking=project.asking,
                accent=project.accent,
                billers=project.billers,
                named=project.named,
                knowledge=project.knowledge,
                catalogue=project.catalogue,
                outside=outside,
                person_available=self._person_available,
                state=State.from_slot(json.loads(json.dumps(self.memory))),
                message=said,
            )
            return turn, answer(turn), tasks.listening(turn)

        turn, replies, listening = outside.play(once)
        self.memory = turn.state.to_slot()
        understood = {"intent": turn.message.intent, "confidence": 1.0}
        by_keys = turn.state.keys and said.wording == NORMAL
        wording = KEYED if by_keys else said.wording
        uttered = [self._uttered(reply, wording) for reply in replies]
        end = {
            "custom": {
                "understood": understood,
                "listen": listening,
                "outcomes": turn.outcomes,
            }
        }
        self.turn = turn_of([*uttered, end])
        return self.turn

    def _message(self, call_id: str, message: str, metadata: Mapping[str, Any]) -> Message:
        is_payload = message.startswith("/")
        intent, _, entities = message.removeprefix("/").partition("{")
        text = "" if is_payload else normalise(message)
        return Message(
            call_id=call_id,
            caller_number=metadata["caller_number"],
            intent=intent if is_payload else self._project.intents.get(text, "inform"),
            confidence=1.0,
            text=text,
            by=metadata["by"],
            recording_s=metadata["recording_s"],
            now=datetime.fromisoformat(metadata["now"]),
            entities=json.loads("{" + entities) if entities else {},
            wording=metadata["wording"],
            heard=metadata["confidence"],
            pause_s=metadata.get("pause_s", math.inf),
            others=tuple(map(self._meant, metadata["others"])),
        )

    def _meant(self, words: str) -> Meant:
        return Meant(words, self._project.intents.get(words, "inform"), 1.0)

    def _uttered(self, reply: Reply, wording: str) -> dict[str, Any]:
        """The message that Rasa makes of a reply; keys are the same in every wording."""
        response = self._project.responses[reply.response]
        text = self._project.wordings[wording][reply.response]
        dynamic = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
        return {
            "utter_action": reply.response,
            "text": text.format(**reply.values),
            "buttons": [*(dict(b) for b in response.get("buttons") or ()), *dynamic],
            "custom": json.loads(json.dumps(response.get("custom") or {})),
        }
